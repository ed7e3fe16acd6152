"""The stand-in itself: a server on loopback, and the people who use it."""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType
from typing import Self

from aiohttp import web

from . import page, transcript
from .commands import offered
from .forging import Forging
from .gateway import Gateway
from .openapi import OpenApi
from .opening import Opening
from .posting import Posting
from .refusals import Fault, RefusalError
from .rest import Rest
from .routes_account import AccountRoutes, CommandRoutes
from .routes_channels import ChannelRoutes
from .routes_interactions import InteractionRoutes
from .state import PERMISSIONS, Channel, Guild, Json, Message, Person
from .talking import Talking
from .world import Forced, World


class StandIn(Talking, Opening, Forging):
    """A local Discord for one bot.

    `token` is made up in Discord's own shape unless given. `privileged` names the privileged intents that
    the portal has enabled: members, presences, message_content. `patience` is how long people wait for a
    reply, `quiet_time` how long for silence.
    """

    def __init__(
        self,
        *,
        token: str | None = None,
        privileged: Iterable[str] = (),
        patience: float = 10.0,
        quiet_time: float = 0.5,
        acknowledge_within: float = 3.0,
        heartbeat: float = 41.25,
        openapi: str | None = None,
    ) -> None:
        """Populate the world; nothing listens yet."""
        self.world = World(token, acknowledge_within=acknowledge_within)
        self.token = self.world.token
        self.patience = patience
        self.quiet_time = quiet_time
        self.openapi = OpenApi(openapi)
        self.gateway = Gateway(self.world, enabled=frozenset(privileged), heartbeat_ms=int(heartbeat * 1000))
        self.posting = Posting(self.world, self.gateway)
        self.rest = Rest(self.world, self.openapi)
        self.url = ""
        self._runner: web.AppRunner | None = None
        self._populate()

    def _populate(self) -> None:
        world = self.world
        self.alice = world.add_person("alice")
        self.bob = world.add_person("bob")
        self.carol = world.add_person("carol", locale="de")
        # Dave has the app on his own account, and meets it where it is no member.
        self.dave = world.add_person("dave", installed=True)
        self.guild = world.add_guild("Test server", self.alice)
        self.guild.members += [self.bob, self.carol]
        self.general = world.add_channel("general", guild=self.guild)
        self.random = world.add_channel("random", guild=self.guild)
        self.voice = world.add_channel("voice", "voice", guild=self.guild)
        self.forum = world.add_channel("forum", "forum", guild=self.guild)
        self.thread = world.add_channel("a thread", "thread", guild=self.guild, parent=self.general)
        self.elsewhere = world.add_guild("Another server", self.dave, has_bot=False)
        self.lounge = world.add_channel("lounge", guild=self.elsewhere)
        self.group = world.add_channel("trip", "group", recipients=[self.dave, self.bob])

    async def __aenter__(self) -> Self:
        """Listen on a free port of loopback."""
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_get("/gateway", self.gateway.handle)
        app.router.add_get("/gateway/", self.gateway.handle)
        app.router.add_get("/attachments/{channel}/{file}/{name}", self._file)
        app.router.add_route("*", "/{rest:.*}", self.rest.handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self.gateway.base = self.url
        for routes in (
            AccountRoutes(self.world, self.gateway, self.url),
            CommandRoutes(self.world),
            ChannelRoutes(self.world, self.posting, self.url),
            InteractionRoutes(self.world, self.posting, self.url),
        ):
            routes.register(self.rest)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close every connection and stop listening."""
        await self.gateway.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _file(self, request: web.Request) -> web.Response:
        for message in self.world.messages.values():
            for file in message.files:
                if str(file.id) == request.match_info["file"]:
                    return web.Response(body=file.content)
        raise web.HTTPNotFound

    # -- what there is

    @property
    def bot(self) -> Person:
        """Return the bot's account."""
        return self.world.bot

    @property
    def faults(self) -> list[Fault]:
        """Return everything that the bot did and Discord would not have taken."""
        return self.world.faults

    def forgive(self, *codes: int) -> list[Fault]:
        """Take faults with these codes off the list and return them; a test expected them."""
        taken = [f for f in self.world.faults if f.code in codes]
        self.world.faults[:] = [f for f in self.world.faults if f.code not in codes]
        return taken

    @property
    def messages(self) -> list[Message]:
        """Return every message that was ever posted, deleted ones too."""
        return list(self.world.messages.values())

    def posted(self, channel: Channel, *, seen_by: Person | None = None) -> list[Message]:
        """Return the messages of a channel, or what of them one person sees."""
        found = self.world.in_channel(channel)
        return found if seen_by is None else [m for m in found if m.seen_by(seen_by)]

    @property
    def commands(self) -> list[Json]:
        """Return the registered commands."""
        return self.world.all_commands()

    def offered(self, *, by: Person | None = None, channel: Channel | None = None) -> list[str]:
        """Return the names of the commands that a person sees in a place, sorted; a double stands twice."""
        by, place = by or self.alice, channel or self.general
        return sorted(c["name"] for c in offered(self.world, by, place))

    @property
    def requests(self) -> list[tuple[str, str, int]]:
        """Return every REST request: method, path, status."""
        return self.rest.log

    @property
    def connected(self) -> bool:
        """Tell whether the bot is on the gateway now."""
        return self.gateway.session is not None

    # -- more people and places

    def add_person(
        self,
        name: str,
        *,
        guild: Guild | None = None,
        locale: str = "en-US",
        installed: bool = False,
        bot: bool = False,
    ) -> Person:
        """Create a person, or another bot, by default in the test server; tell nobody."""
        person = self.world.add_person(name, locale=locale, installed=installed, bot=bot)
        (guild or self.guild).members.append(person)
        return person

    def add_webhook(self, name: str) -> Person:
        """Create what posts for a program; it may `say` something in every channel of a server."""
        return self.world.add_person(name, webhook=True)

    async def add_channel(self, name: str, *, kind: str = "text", parent: Channel | None = None) -> Channel:
        """Create a channel of the test server (text, voice, forum), or a thread in one, and tell the bot."""
        if parent is not None:
            kind = "thread"
        channel = self.world.add_channel(name, kind, guild=self.guild, parent=parent)
        event = "CHANNEL_CREATE" if parent is None else "THREAD_CREATE"
        await self.posting.announce(event, channel)
        return channel

    async def deny(self, channel: Channel, *permissions: str) -> None:
        """Take permissions away from the bot in a channel, and tell it."""
        _known(permissions)
        channel.denied |= set(permissions)
        if channel.parent is None:
            await self.posting.announce("CHANNEL_UPDATE", channel)

    def grant(self, person: Person, *permissions: str, guild: Guild | None = None) -> None:
        """Give a person permissions that ordinary members lack, such as manage_guild."""
        _known(permissions)
        (guild or self.guild).granted.setdefault(person, set()).update(permissions)

    # -- trouble on demand

    def refuse_next(
        self,
        route: str,
        *,
        status: int = 403,
        code: int = 50013,
        message: str = "Missing Permissions",
        method: str = "*",
        times: int = 1,
    ) -> None:
        """Answer the next requests whose path matches a pattern with an error."""
        self.world.forced.append(Forced(method, route, RefusalError(status, code, message), times))

    def limit_next(
        self,
        route: str = ".*",
        *,
        retry_after: float = 0.2,
        everywhere: bool = False,
        method: str = "*",
        times: int = 1,
    ) -> None:
        """Answer the next requests whose path matches a pattern with 429."""
        refusal = RefusalError(429, 0, "You are being rate limited.")
        self.world.forced.append(Forced(method, route, refusal, times, retry_after, everywhere))

    async def drop_connection(self, code: int = 4000, *, resumable: bool = True) -> None:
        """Cut the bot's connection; unless resumable it must identify anew."""
        await self.gateway.drop(code, resumable=resumable)

    async def ask_to_reconnect(self) -> None:
        """Tell the bot to reconnect and resume, as Discord does before maintenance."""
        await self.gateway.ask_to_reconnect()

    def pass_time(self, seconds: float) -> None:
        """Let time pass for Discord: deadlines and the life of interaction tokens."""
        self.world.clock.skip(seconds)

    async def until_ready(self, *, readies: int = 1, timeout: float = 30.0) -> None:
        """Wait until the bot has identified so many times."""
        await self.world.until(
            lambda: self.gateway.readies >= readies and self.connected,
            timeout,
            lambda: f"the bot did not get ready; last close {self.gateway.last_close}, faults {self.faults}",
        )

    async def until_registered(self, *, timeout: float = 30.0) -> None:
        """Wait until the bot has registered commands."""
        await self.world.until(
            lambda: self.world.registrations > 0, timeout, lambda: "the bot registered no commands"
        )

    # -- to look at

    def transcript(self) -> str:
        """Return what happened as text for a person to read."""
        return transcript.write(self.world, self.openapi.note)

    def page(self, *, viewer: Person | None = None) -> str:
        """Return one HTML page that draws what was posted, as one person (or everyone) saw it."""
        return page.write(self.world, viewer)


def _known(permissions: Iterable[str]) -> None:
    unknown = set(permissions) - set(PERMISSIONS)
    if unknown:
        raise ValueError(f"no such permissions: {sorted(unknown)}; there are {sorted(PERMISSIONS)}")
