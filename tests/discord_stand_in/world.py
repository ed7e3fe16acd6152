"""The one store that the gateway, the REST routes and the people share."""

from __future__ import annotations

import asyncio
import base64
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from .clock import Clock
from .interactions import Interaction
from .refusals import Fault, NoReplyError, RefusalError
from .state import Channel, Guild, Json, Message, Person, Role

T = TypeVar("T")


@dataclass(frozen=True)
class Happening:
    """One line of the story: who did what where, and the message it concerns, if any."""

    channel: Channel
    who: Person
    kind: str
    text: str
    # The message itself, which lives on, and how it looked at that moment.
    message: Message | None = None
    shown: Message | None = None
    only_for: Person | None = None
    # How much the bot has done by then, this included.
    bot_acts: int = 0


@dataclass
class Forced:
    """An answer that a test wants to the next matching requests."""

    method: str
    route: str
    refusal: RefusalError
    times: int
    retry_after: float = 0.0
    everywhere: bool = False


@dataclass
class World:
    """Everything that exists, and everything that happened."""

    given_token: str | None
    clock: Clock = field(default_factory=Clock)
    people: dict[int, Person] = field(default_factory=dict)
    guilds: dict[int, Guild] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    interactions: dict[int, Interaction] = field(default_factory=dict)
    commands: dict[int | None, dict[int, Json]] = field(default_factory=dict)
    registrations: int = 0
    faults: list[Fault] = field(default_factory=list)
    forced: list[Forced] = field(default_factory=list)
    story: list[Happening] = field(default_factory=list)
    typing: list[Channel] = field(default_factory=list)
    acknowledge_within: float = 3.0
    bot: Person = field(init=False)
    token: str = field(init=False)
    bot_acts: int = 0
    # The privileged intents of the portal. REST heeds these, not what a session identified with:
    # https://docs.discord.com/developers/events/gateway#http-restrictions
    portal: int = 0

    def __post_init__(self) -> None:
        """Create the bot's account."""
        self.bot = self.add_person("answerbot", bot=True)
        self.token = self.given_token or _token(self.bot.id)
        self._pulse = asyncio.Event()

    # -- making things

    def add_person(
        self,
        name: str,
        *,
        bot: bool = False,
        locale: str = "en-US",
        installed: bool = False,
        webhook: bool = False,
    ) -> Person:
        """Create an account, or a webhook."""
        # https://docs.discord.com/developers/resources/user#user-object: a webhook counts as a bot.
        person = Person(self.clock.snowflake(), name, bot or webhook, locale, installed, webhook)
        self.people[person.id] = person
        return person

    def add_guild(self, name: str, owner: Person, *, has_bot: bool = True) -> Guild:
        """Create a server with its everyone role and, if the bot is a member, the bot's role."""
        guild = Guild(self.clock.snowflake(), name, owner, self.clock.now(), members=[owner], has_bot=has_bot)
        guild.roles.append(Role(guild.id, "@everyone"))
        if has_bot:
            guild.members.append(self.bot)
            guild.roles.append(Role(self.clock.snowflake(), self.bot.name, managed=True))
        self.guilds[guild.id] = guild
        return guild

    def add_channel(
        self,
        name: str,
        kind: str = "text",
        *,
        guild: Guild | None = None,
        parent: Channel | None = None,
        recipients: list[Person] | None = None,
    ) -> Channel:
        """Create a place to post."""
        channel = Channel(self.clock.snowflake(), name, kind, guild, parent, list(recipients or []))
        self.channels[channel.id] = channel
        if guild is not None:
            guild.channels.append(channel)
        return channel

    def dm_channel(self, person: Person) -> Channel:
        """Return the direct-message channel between a person and the bot."""
        for channel in self.channels.values():
            if channel.kind == "dm" and set(channel.recipients) == {person, self.bot}:
                return channel
        return self.add_channel("", "dm", recipients=[person, self.bot])

    # -- finding things

    def channel(self, text: str) -> Channel:
        """Return a channel that the bot can reach, or refuse as Discord does."""
        channel = self.channels.get(int(text)) if text.isdecimal() else None
        if channel is None:
            raise RefusalError(404, 10003, "Unknown Channel")
        outside = channel.guild is not None and not channel.guild.has_bot
        private = channel.guild is None and self.bot not in channel.recipients
        if outside or private or channel.lacks("view_channel"):
            raise RefusalError(403, 50001, "Missing Access")
        return channel

    def message(self, channel: Channel, text: str) -> Message:
        """Return a message of a channel that is still there and not ephemeral, or refuse."""
        message = self.messages.get(int(text)) if text.isdecimal() else None
        if message is None or message.deleted or message.channel is not channel or message.ephemeral:
            raise RefusalError(404, 10008, "Unknown Message")
        return message

    def in_channel(self, channel: Channel) -> list[Message]:
        """Return the messages of a channel, oldest first, deleted ones left out."""
        return [m for m in self.messages.values() if m.channel is channel and not m.deleted]

    def all_commands(self) -> list[Json]:
        """Return every registered command, global ones first."""
        return [c for scope in self.commands.values() for c in scope.values()]

    # -- telling

    def fault(self, where: str, code: int, what: str) -> None:
        """Record something that Discord would not have taken."""
        self.faults.append(Fault(where, code, what))
        self.changed()

    def tell(
        self,
        channel: Channel,
        who: Person,
        kind: str,
        text: str = "",
        message: Message | None = None,
        only_for: Person | None = None,
    ) -> None:
        """Add a line to the story."""
        shown = _snapshot(message) if message is not None else None
        self.bot_acts += who is self.bot
        self.story.append(Happening(channel, who, kind, text, message, shown, only_for, self.bot_acts))
        self.changed()

    def changed(self) -> None:
        """Wake everyone who waits for something to happen."""
        self._pulse.set()
        self._pulse = asyncio.Event()

    @property
    def pulse(self) -> asyncio.Event:
        """Return what is set as soon as something happens after this moment."""
        return self._pulse

    async def until(self, wanted: Callable[[], T | None], timeout: float, missing: Callable[[], str]) -> T:
        """Wait until something is there; `missing` words the error when it never comes."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout
        while True:
            pulse = self._pulse
            found = wanted()
            if found:
                return found
            left = deadline - loop.time()
            if left <= 0:
                raise NoReplyError(missing())
            try:
                await asyncio.wait_for(pulse.wait(), left)
            except TimeoutError:
                continue


def _token(bot_id: int) -> str:
    """Make up a token as Discord writes them: the bot's id in base64, a time, a secret."""
    name = base64.urlsafe_b64encode(str(bot_id).encode()).decode().rstrip("=")
    return f"{name}.{secrets.token_urlsafe(4)[:6]}.{secrets.token_urlsafe(29)[:38]}"


def _snapshot(message: Message) -> Message:
    """Return a message as it is now, with what it replies to as that is now."""
    before = message.reference
    return replace(message, reference=replace(before) if before is not None else None)
