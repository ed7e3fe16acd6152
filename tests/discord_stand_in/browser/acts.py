"""What a visitor does on the page, by the name under which the page sends it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

from ..acting import Modal
from ..interactions import Choice
from ..refusals import NotPossibleError
from ..state import Channel, Json, Message, Person, Role
from . import view
from .visit import Visit

Act = Callable[[Visit, Json], Awaitable[Json]]
AT = re.compile(r"(?<![\w<])@(\w+)")
WORDS_FOR_THE_BOT = ("bot",)
TRUE = ("true", "True", True)


def with_mentions(visit: Visit, text: str) -> str:
    """Return a text in which @name, and @bot, mention whom they name, as Discord's client writes it."""
    names = {p.name: p for p in _members(visit.channel)}
    names |= dict.fromkeys(WORDS_FOR_THE_BOT, visit.server.bot)
    return AT.sub(lambda m: names[m[1]].mention if m[1] in names else m[0], text)


def _members(channel: Channel) -> list[Person]:
    return channel.guild.members if channel.guild is not None else channel.recipients


async def look(visit: Visit, told: Json) -> Json:
    """Be somebody, somewhere."""
    visit.look(told.get("person"), told.get("channel"))
    return {}


async def say(visit: Visit, told: Json) -> Json:
    """Post a message, as a reply if it is one; in a forum, open a post and go there."""
    if visit.channel.kind == "forum":
        text, title = with_mentions(visit, told["text"]), AT.sub("", told["text"]).strip()[:100]
        post = await visit.server.open_post(title, text, forum=visit.channel, by=visit.person)
        visit.look(None, str(post.channel.id))
        return {}
    reply_to = visit.message(told["reply"]) if told.get("reply") else None
    await visit.server.say(
        with_mentions(visit, told["text"]),
        by=visit.person,
        channel=visit.channel,
        reply_to=reply_to,
        ping=bool(told.get("ping", True)),
    )
    return {}


async def edit(visit: Visit, told: Json) -> Json:
    """Change one's own message."""
    await visit.server.edit(_own(visit, told), with_mentions(visit, told["text"]))
    return {}


async def delete(visit: Visit, told: Json) -> Json:
    """Take one's own message away."""
    await visit.server.delete(_own(visit, told))
    return {}


def _own(visit: Visit, told: Json) -> Message:
    message = visit.message(told["message"])
    if message.author is not visit.person:
        raise NotPossibleError("people change and delete only what they wrote themselves")
    return message


async def dismiss(visit: Visit, told: Json) -> Json:
    """Hide an answer that only the visitor sees."""
    visit.dismiss(visit.message(told["message"]))
    return {}


async def press(visit: Visit, told: Json) -> Json:
    """Press a button."""
    message = visit.message(told["message"])
    return _shown(visit, await visit.server.press(message, told["button"], by=visit.person))


async def choose(visit: Visit, told: Json) -> Json:
    """Choose from a menu under a message."""
    message = visit.message(told["message"])
    form = await visit.server.choose(message, told["values"], menu=told["menu"], by=visit.person)
    return _shown(visit, form)


async def menu(visit: Visit, told: Json) -> Json:
    """Use a command from the menu of a message or a person."""
    target: Message | Person
    target = visit.message(told["message"]) if told.get("message") else visit.find_person(told["target"])
    form = await visit.server.use_menu(told["name"], target, by=visit.person, channel=visit.channel)
    return _shown(visit, form)


async def slash(visit: Visit, told: Json) -> Json:
    """Run a slash command."""
    values = _values(visit, told)
    form = await visit.server.run(told["name"], values, by=visit.person, channel=visit.channel)
    return _shown(visit, form)


async def complete(visit: Visit, told: Json) -> Json:
    """Ask the bot what it suggests for an option that is being typed."""
    focused = told["focused"]
    values = _values(visit, told, skipping=focused)
    values[focused] = told["values"].get(focused) or ""
    choices = await visit.server.autocomplete(told["name"], values, by=visit.person, channel=visit.channel)
    return {"choices": [{"name": c.name, "value": c.value} for c in choices]}


async def submit(visit: Visit, told: Json) -> Json:
    """Send a form."""
    await visit.server.send_form(visit.form(told["form"]), told["values"])
    return {}


async def restart(visit: Visit, told: Json) -> Json:
    """End the bot's process and start it again."""
    await visit.site.restart()
    return {}


def _shown(visit: Visit, form: Modal | None) -> Json:
    return visit.open_form(form) if form is not None else {}


def _values(visit: Visit, told: Json, *, skipping: str | None = None) -> dict[str, object]:
    """Return the options that were filled in, each as the kind of value that it takes."""
    offered = view.draw_commands(visit.server, visit.person, visit.channel)
    command = next((c for c in offered if c["kind"] == 1 and c["name"] == told["name"]), None)
    kinds = {o["name"]: o for o in command["options"]} if command is not None else {}
    return {
        name: _value(visit, kinds[name], raw) if name in kinds else raw
        for name, raw in told["values"].items()
        if raw != "" and name != skipping
    }


def _value(visit: Visit, option: Json, raw: Any) -> object:  # noqa: ANN401  # whatever a page sends
    kind, name = option["kind"], option["name"]
    for choice in option["choices"]:
        if raw in (choice["name"], choice["value"], str(choice["value"])):
            return Choice(choice["name"], choice["value"])
    try:
        if kind == 4:
            return int(raw)
        if kind == 10:
            return float(raw)
    except ValueError:
        raise NotPossibleError(f"{name} takes a number") from None
    if kind == 5:
        return raw in TRUE
    if kind in (6, 7, 8, 9):
        return _named(visit, str(raw).lstrip("@#"), kind)
    return str(raw)


def _named(visit: Visit, name: str, kind: int) -> Person | Channel | Role:
    """Return the person, channel or role of the present place that a name stands for."""
    guild = visit.channel.guild
    found: list[Person | Channel | Role] = []
    if kind in (6, 9):
        found += _members(visit.channel)
    if guild is not None and kind == 7:
        found += guild.channels
    if guild is not None and kind in (8, 9):
        found += guild.roles
    for each in found:
        if each.name == name:
            return each
    raise NotPossibleError(f"there is no {name!r} here")


ACTS: dict[str, Act] = {
    each.__name__: each
    for each in (look, say, edit, delete, dismiss, press, choose, menu, slash, complete, submit, restart)
}
