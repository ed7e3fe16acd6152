"""Who a message mentions, and whom it pings once allowed_mentions has had its say."""

from __future__ import annotations

import re

from .refusals import FormErrors, Steps
from .state import Channel, Json, Message, Person, walk

USER = re.compile(r"<@!?(\d+)>")
ROLE = re.compile(r"<@&(\d+)>")
PLACE = re.compile(r"<#(\d+)>")
EVERYONE = re.compile(r"@(everyone|here)\b")
CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)


def check_allowed_mentions(allowed: object, errors: FormErrors, path: Steps = ()) -> None:
    """Note an allowed_mentions object that contradicts itself.

    https://docs.discord.com/developers/resources/message#allowed-mentions-object
    """
    if not isinstance(allowed, dict):
        return
    here = (*path, "allowed_mentions")
    for kind in ("users", "roles"):
        if allowed.get(kind) and kind in (allowed.get("parse") or []):
            errors.add(
                (*here, "parse"),
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                f"parse:[{kind!r}] and {kind}: [ids...] are mutually exclusive.",
            )
        if len(allowed.get(kind) or []) > 100:
            errors.add((*here, kind), "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.")


def resolve(message: Message, allowed: Json | None, people: dict[int, Person]) -> None:
    """Fill in whom a message mentions and pings.

    Without allowed_mentions everything in the text pings, and a reply pings whom it answers;
    with it, only what it lists does. Embeds never ping.
    https://docs.discord.com/developers/resources/message#allowed-mentions-object
    """
    texts = [message.text] + [c.get("content", "") for c in walk(message.components) if c.get("type") == 10]
    text = CODE.sub(" ", "\n".join(t for t in texts if t))
    named = [people[int(i)] for i in dict.fromkeys(USER.findall(text)) if int(i) in people]
    roles = dict.fromkeys(ROLE.findall(text))
    parse = {"users", "roles", "everyone"} if allowed is None else set(allowed.get("parse") or [])
    users = {str(i) for i in (allowed or {}).get("users") or []}
    listed_roles = {str(i) for i in (allowed or {}).get("roles") or []}

    message.pinged = [p.name for p in named if "users" in parse or str(p.id) in users]
    known = {str(r.id): r.name for r in (message.channel.guild.roles if message.channel.guild else [])}
    message.pinged += [known[r] for r in roles if r in known and ("roles" in parse or r in listed_roles)]
    may = not message.author.bot or not message.channel.lacks("mention_everyone")
    shout = EVERYONE.findall(text) if message.channel.kind != "dm" else []
    message.mentions_everyone = bool(shout) and "everyone" in parse and may
    if message.mentions_everyone:
        message.pinged += [f"@{word}" for word in dict.fromkeys(shout)]
    message.mentions = named
    replied = message.reference.author if message.reference else None
    pings = (allowed is None) or bool(allowed.get("replied_user"))
    message.reference_pings = replied is not None and pings
    if replied is not None and pings:
        if replied not in message.mentions:
            message.mentions = [*message.mentions, replied]
        if replied.name not in message.pinged and replied is not message.author:
            message.pinged.append(replied.name)


def mentions_in_text(message: Message, person: Person) -> bool:
    """Tell whether a message names a person in its text (not merely by replying)."""
    return str(person.id) in USER.findall(message.text)


def readable(text: str, channel: Channel, people: dict[int, Person]) -> str:
    """Return the text with mentions as a reader sees them."""

    def name(match: re.Match[str]) -> str:
        person = people.get(int(match.group(1)))
        return f"@{person.name}" if person else match.group(0)

    def role(match: re.Match[str]) -> str:
        roles = channel.guild.roles if channel.guild else []
        return next((f"@{r.name}" for r in roles if str(r.id) == match.group(1)), match.group(0))

    def place(match: re.Match[str]) -> str:
        there = channel.guild.channels if channel.guild else []
        return next((f"#{c.name}" for c in there if str(c.id) == match.group(1)), match.group(0))

    return PLACE.sub(place, ROLE.sub(role, USER.sub(name, text)))
