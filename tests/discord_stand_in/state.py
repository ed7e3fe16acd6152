"""What exists in the stand-in: people, servers, channels and what was posted in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .interactions import Interaction

Json = dict[str, Any]

# https://docs.discord.com/developers/resources/message#message-object-message-flags
EPHEMERAL = 1 << 6
LOADING = 1 << 7
COMPONENTS_V2 = 1 << 15

# https://docs.discord.com/developers/topics/permissions#permissions-bitwise-permission-flags
PERMISSIONS = {
    "administrator": 1 << 3,
    "manage_channels": 1 << 4,
    "manage_guild": 1 << 5,
    "add_reactions": 1 << 6,
    "view_channel": 1 << 10,
    "send_messages": 1 << 11,
    "manage_messages": 1 << 13,
    "embed_links": 1 << 14,
    "attach_files": 1 << 15,
    "read_message_history": 1 << 16,
    "mention_everyone": 1 << 17,
    "use_application_commands": 1 << 31,
    "create_public_threads": 1 << 35,
    "send_messages_in_threads": 1 << 38,
    "use_external_apps": 1 << 50,
}
# What ordinary members may do, and a bot whose invitation asks for nothing that moderates.
ORDINARY = frozenset(PERMISSIONS) - {
    "administrator",
    "manage_channels",
    "manage_guild",
    "manage_messages",
    "mention_everyone",
}


@dataclass(eq=False)
class Person:
    """Someone with an account: a human being, or a bot; or a webhook, which posts and is no member."""

    id: int
    name: str
    bot: bool = False
    locale: str = "en-US"
    installed: bool = False
    webhook: bool = False

    @property
    def mention(self) -> str:
        """Return the text that mentions this person."""
        return f"<@{self.id}>"

    def __repr__(self) -> str:
        """Return what a failing test should show."""
        return f"<Person {self.name}>"


@dataclass(eq=False)
class Role:
    """A role of a server."""

    id: int
    name: str
    managed: bool = False

    @property
    def mention(self) -> str:
        """Return the text that mentions this role."""
        return f"<@&{self.id}>"


@dataclass(eq=False)
class Guild:
    """A server; `has_bot` is false where the app is only on people's own accounts."""

    id: int
    name: str
    owner: Person
    joined_at: datetime
    members: list[Person] = field(default_factory=list)
    channels: list[Channel] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    has_bot: bool = True
    external_apps: bool = True
    locale: str = "en-US"
    granted: dict[Person, set[str]] = field(default_factory=dict)

    def permissions_of(self, person: Person) -> frozenset[str]:
        """Return what a member may do; the owner and administrators may do everything."""
        more = self.granted.get(person, set())
        if person is self.owner or "administrator" in more:
            return frozenset(PERMISSIONS)
        return ORDINARY | more

    def __repr__(self) -> str:
        """Return what a failing test should show."""
        return f"<Guild {self.name}>"


# https://docs.discord.com/developers/resources/channel#channel-object-channel-types
CHANNEL_TYPES = {"text": 0, "dm": 1, "voice": 2, "group": 3, "thread": 11, "forum": 15}


@dataclass(eq=False)
class Channel:
    """A place to post: kind is text, thread, voice, dm or group; a forum only holds threads, its posts.

    `denied` is what the bot may not do here.
    """

    id: int
    name: str
    kind: str
    guild: Guild | None = None
    parent: Channel | None = None
    recipients: list[Person] = field(default_factory=list)
    denied: set[str] = field(default_factory=set)

    @property
    def place(self) -> str:
        """Return where this is, for a person to read."""
        if self.kind == "dm":
            return "DM with " + " and ".join(p.name for p in self.recipients)
        if self.kind == "group":
            return "group " + self.name
        sign = "#" + self.name if self.parent is None else f"#{self.parent.name} > {self.name}"
        return f"{self.guild.name} {sign}" if self.guild else sign

    def lacks(self, permission: str) -> bool:
        """Tell whether the bot lacks a permission here."""
        denied = self.denied | (self.parent.denied if self.parent else set())
        return self.guild is not None and (permission not in ORDINARY or permission in denied)

    def __repr__(self) -> str:
        """Return what a failing test should show."""
        return f"<Channel {self.place}>"


@dataclass(frozen=True)
class Button:
    """A button under a message."""

    label: str
    custom_id: str | None
    url: str | None
    style: int
    disabled: bool
    emoji: str | None = None


@dataclass(frozen=True)
class Select:
    """A select menu under a message; options are (label, value).

    Kind 3 is a text menu, 8 one of channels: `chosen` are the ids that it comes with, `channel_types` those
    that it takes.
    """

    custom_id: str
    placeholder: str
    options: tuple[tuple[str, str], ...]
    minimum: int
    maximum: int
    disabled: bool
    kind: int
    chosen: tuple[str, ...] = ()
    channel_types: tuple[int, ...] = ()


@dataclass(frozen=True)
class File:
    """A file that was posted."""

    id: int
    name: str
    content: bytes
    description: str | None = None


@dataclass(eq=False)
class Message:
    """A posted message; a live value that shows later edits too."""

    id: int
    channel: Channel
    author: Person
    text: str
    sent_at: datetime
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    flags: int = 0
    type: int = 0
    reference: Message | None = None
    reference_pings: bool = False
    interaction: Interaction | None = None
    only_for: Person | None = None
    mentions: list[Person] = field(default_factory=list)
    pinged: list[str] = field(default_factory=list)
    edited_at: datetime | None = None
    deleted: bool = False
    earlier_texts: list[str] = field(default_factory=list)
    reactions: list[str] = field(default_factory=list)
    nonce: str | int | None = None
    mentions_everyone: bool = False

    @property
    def ephemeral(self) -> bool:
        """Tell whether only one person sees it."""
        return bool(self.flags & EPHEMERAL)

    @property
    def loading(self) -> bool:
        """Tell whether it is still the "is thinking" placeholder."""
        return bool(self.flags & LOADING)

    @property
    def edited(self) -> bool:
        """Tell whether it was changed after posting."""
        return self.edited_at is not None

    @property
    def answers_to(self) -> Message | None:
        """Return the message it replies to, was asked about, or whose button called it."""
        if self.reference is None and self.interaction is not None:
            opener = self.interaction.opened_by
            return self.interaction.about or (opener.about if opener is not None else None)
        return self.reference

    @property
    def buttons(self) -> list[Button]:
        """Return its buttons in reading order."""
        return [
            Button(
                label=c.get("label") or "",
                custom_id=c.get("custom_id"),
                url=c.get("url"),
                style=c["style"],
                disabled=bool(c.get("disabled")),
                emoji=(c.get("emoji") or {}).get("name"),
            )
            for c in walk(self.components)
            if c.get("type") == 2
        ]

    @property
    def selects(self) -> list[Select]:
        """Return its select menus in reading order."""
        return [
            Select(
                custom_id=c["custom_id"],
                placeholder=c.get("placeholder") or "",
                options=tuple((o["label"], o["value"]) for o in c.get("options") or ()),
                minimum=c.get("min_values", 1),
                maximum=c.get("max_values", 1),
                disabled=bool(c.get("disabled")),
                kind=c["type"],
                chosen=tuple(str(each["id"]) for each in c.get("default_values") or ()),
                channel_types=tuple(c.get("channel_types") or ()),
            )
            for c in walk(self.components)
            if c.get("type") in (3, 5, 6, 7, 8)
        ]

    @property
    def everything(self) -> str:
        """Return all text a reader sees: content, embeds, text displays, button labels."""
        parts = [self.text]
        for embed in self.embeds:
            parts += embed_texts(embed)
        parts += [c["content"] for c in walk(self.components) if c.get("type") == 10]
        parts += [b.label for b in self.buttons]
        return "\n".join(p for p in parts if p)

    def seen_by(self, person: Person) -> bool:
        """Tell whether a person can see it."""
        if self.deleted or (self.only_for is not None and self.only_for is not person):
            return False
        if self.channel.guild is not None:
            return person in self.channel.guild.members
        return person is self.author or person in self.channel.recipients

    def __repr__(self) -> str:
        """Return what a failing test should show."""
        marks = " ephemeral" * self.ephemeral + " edited" * self.edited + " deleted" * self.deleted
        return f"<Message {self.author.name} in {self.channel.place}{marks}: {self.everything!r}>"


def walk(components: list[Json]) -> Iterator[Json]:
    """Yield components and everything nested in them, in reading order."""
    for component in components:
        yield component
        yield from walk(component.get("components") or [])
        for key in ("accessory", "component"):
            if component.get(key):
                yield from walk([component[key]])


def embed_texts(embed: Json) -> list[str]:
    """Return the texts of an embed that count towards the 6000 characters of a message."""
    parts = [(embed.get("author") or {}).get("name"), embed.get("title"), embed.get("description")]
    for each in embed.get("fields") or []:
        parts += [each.get("name"), each.get("value")]
    parts.append((embed.get("footer") or {}).get("text"))
    return [str(p) for p in parts if p]
