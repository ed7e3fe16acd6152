"""What one person sees: places, people, commands and the messages of one place."""

from __future__ import annotations

from .. import commands, drawing
from ..mentions import readable
from ..server import StandIn
from ..state import Channel, File, Json, Message, Person

# The newest messages of a place; older ones are not shown.
MOST_MESSAGES = 200
SUBCOMMAND, GROUP = 1, 2


def address_of(post: Message, file: File) -> str:
    """Return where the page loads an attached picture from."""
    return f"/attachments/{post.channel.id}/{file.id}/{file.name}"


def people(server: StandIn) -> list[Person]:
    """Return everyone that a visitor may be."""
    return [p for p in server.world.people.values() if not p.bot]


def draw_people(server: StandIn) -> list[Json]:
    """Return everyone that a visitor may be, with what sets them apart."""
    return [draw_person(server, p) | {"note": _note(server, p)} for p in people(server)]


def draw_person(server: StandIn, person: Person) -> Json:
    """Return a person's name and colour."""
    return {"name": person.name, "colour": drawing.colour_of(server.world, person), "bot": person.bot}


def _note(server: StandIn, person: Person) -> str:
    if person.installed:
        return "has the app on their own account"
    if any(guild.owner is person for guild in server.world.guilds.values()):
        return "owns the server"
    return "" if person.locale.startswith("en") else f"uses Discord in {person.locale}"


def places(server: StandIn, person: Person) -> list[tuple[str, list[Channel]]]:
    """Return the places that a person can open, under the name of their server."""
    mine = [g for g in server.world.guilds.values() if person in g.members]
    found = [(guild.name, _threads_below(guild.channels)) for guild in mine]
    groups = [c for c in server.world.channels.values() if c.kind == "group" and person in c.recipients]
    return [*found, ("Direct messages", [server.world.dm_channel(person), *groups])]


def _threads_below(channels: list[Channel]) -> list[Channel]:
    """Return channels with each thread right below the channel that it belongs to."""
    tops = [c for c in channels if c.parent is None]
    return [each for top in tops for each in (top, *(c for c in channels if c.parent is top))]


def draw_places(server: StandIn, person: Person) -> list[Json]:
    """Return the places of a person, each with its newest message, so that unread ones can be marked."""
    newest = {m.channel.id: m.id for m in server.messages if m.seen_by(person) and not m.loading}
    return [
        {
            "title": title,
            "channels": [
                {
                    "id": str(c.id),
                    "name": server.bot.name if c.kind == "dm" else c.name,
                    "kind": c.kind,
                    "newest": str(newest.get(c.id, 0)),
                }
                for c in channels
            ],
        }
        for title, channels in places(server, person)
    ]


def draw_members(server: StandIn, channel: Channel) -> list[Json]:
    """Return whom one can mention in a place."""
    found = channel.guild.members if channel.guild is not None else channel.recipients
    return [draw_person(server, p) for p in found]


def draw_messages(server: StandIn, person: Person, channel: Channel, dismissed: set[int]) -> dict[str, Json]:
    """Return the messages of a place by id, oldest first, as one person sees them."""
    posts = [m for m in server.posted(channel, seen_by=person) if m.id not in dismissed]
    return {str(m.id): _draw(server, m, person) for m in posts[-MOST_MESSAGES:]}


def _draw(server: StandIn, post: Message, person: Person) -> Json:
    mine = post.author is person
    return {
        "html": drawing.message(server.world, post, person, address_of),
        "author": post.author.name,
        "at": post.sent_at.isoformat(),
        "mine": mine,
        "private": post.ephemeral,
        "text": readable(post.text, post.channel, server.world.people),
    }


def draw_commands(server: StandIn, person: Person, channel: Channel) -> list[Json]:
    """Return the commands that a person is offered in a place; a server's own stand beside global ones."""
    found = [
        {
            "name": name,
            "kind": command["type"],
            "description": leaf.get("description") or "",
            "options": [_option(o) for o in leaf.get("options") or []],
        }
        for command in commands.offered(server.world, person, channel)
        for name, leaf in _leaves(command["name"], command)
    ]
    return sorted(found, key=lambda c: (c["kind"], c["name"]))


def _leaves(name: str, command: Json) -> list[tuple[str, Json]]:
    """Return what can be run of a command: itself, or its subcommands by their full names."""
    inner = [o for o in command.get("options") or [] if o["type"] in (SUBCOMMAND, GROUP)]
    if not inner:
        return [(name, command)]
    return [leaf for each in inner for leaf in _leaves(f"{name} {each['name']}", each)]


def _option(option: Json) -> Json:
    return {
        "name": option["name"],
        "kind": option["type"],
        "description": option.get("description") or "",
        "required": bool(option.get("required")),
        "completes": bool(option.get("autocomplete")),
        "choices": [{"name": c["name"], "value": c["value"]} for c in option.get("choices") or []],
    }
