"""The websocket side: hello, identify, resume, heartbeats and events."""

from __future__ import annotations

import asyncio
import json
import secrets

from aiohttp import WSCloseCode, WSMsgType, web

from . import payloads
from .session import Connection, Session
from .state import Guild, Json, Message
from .world import World

GUILDS, GUILD_MEMBERS, GUILD_PRESENCES = 1 << 0, 1 << 1, 1 << 8
GUILD_MESSAGES, DIRECT_MESSAGES, MESSAGE_CONTENT = 1 << 9, 1 << 12, 1 << 15
PRIVILEGED = {
    "members": GUILD_MEMBERS,
    "presences": GUILD_PRESENCES,
    "message_content": MESSAGE_CONTENT,
}
ALL_INTENTS = (1 << 26) - 1
# https://docs.discord.com/developers/events/gateway#rate-limiting
SENDS_PER_MINUTE = 120
LARGEST_SEND = 4096


class Gateway:
    """Discord's gateway for one bot."""

    def __init__(self, world: World, *, enabled: frozenset[str], heartbeat_ms: int, base: str = "") -> None:
        """Serve the world; `enabled` names the privileged intents of the portal."""
        unknown = enabled - set(PRIVILEGED)
        if unknown:
            raise ValueError(f"no such privileged intents: {sorted(unknown)}")
        self._world = world
        self.enabled = world.portal = sum(PRIVILEGED[n] for n in enabled)
        self._heartbeat_ms = heartbeat_ms
        self.base = base
        self.sessions: dict[str, Session] = {}
        self.connections: list[Connection] = []
        self.readies = 0
        self.resumes = 0
        self.last_close: tuple[int, str] | None = None

    @property
    def session(self) -> Session | None:
        """Return the session that is connected now."""
        for connection in reversed(self.connections):
            if connection.session is not None and not connection.socket.closed:
                return connection.session
        return None

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one websocket from hello to close."""
        socket = web.WebSocketResponse(max_msg_size=0, autoping=True)
        await socket.prepare(request)
        compress = request.query.get("compress")
        connection = Connection(socket, compressed=compress == "zlib-stream")
        if request.query.get("v") != "10":
            await self._refuse(connection, 4012, f"Invalid API version {request.query.get('v')!r}.")
            return socket
        if request.query.get("encoding", "json") != "json" or compress not in (None, "zlib-stream"):
            self._world.fault(
                "gateway", 501, f"encoding or compression not spoken here: {request.query_string}"
            )
            await self._refuse(connection, 4002, "the stand-in speaks json, plain or zlib-stream")
            return socket
        self.connections.append(connection)
        try:
            await connection.send(
                {"op": 10, "d": {"heartbeat_interval": self._heartbeat_ms}, "s": None, "t": None}
            )
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await self._receive(connection, message.data)
        finally:
            self.connections.remove(connection)
            if connection.session is not None and connection.session.connection is connection:
                connection.session.connection = None
                # A bot that itself closes with 1000 or 1001 ends its session.
                if socket.close_code in (1000, 1001) and not connection.closed_here:
                    self.sessions.pop(connection.session.id, None)
            self._world.changed()
        return socket

    async def _refuse(self, connection: Connection, code: int, reason: str) -> None:
        self.last_close = (code, reason)
        self._world.fault("gateway", code, reason)
        await connection.close(code, reason)

    async def _receive(self, connection: Connection, text: str) -> None:
        now = asyncio.get_running_loop().time()
        while connection.recent and connection.recent[0] < now - 60:
            connection.recent.popleft()
        connection.recent.append(now)
        if len(connection.recent) > SENDS_PER_MINUTE:
            await self._refuse(connection, 4008, "You are being rate limited.")
            return
        try:
            body: Json = json.loads(text)
            op = body["op"]
        except (ValueError, KeyError, TypeError):
            await self._refuse(connection, 4002, "Error while decoding payload.")
            return
        if len(text.encode()) > LARGEST_SEND:
            await self._refuse(connection, 4002, "Payload is larger than 4096 bytes.")
            return
        data = body.get("d")
        if op == 1:
            connection.heartbeats += 1
            await connection.send({"op": 11, "d": None, "s": None, "t": None})
        else:
            await self._act(connection, op, data if isinstance(data, dict) else {})

    async def _act(self, connection: Connection, op: int, data: Json) -> None:
        if op == 2:
            await self._identify(connection, data)
        elif op == 6:
            await self._resume(connection, data)
        elif connection.session is None:
            await self._refuse(connection, 4003, "Not authenticated.")
        elif op == 8:
            await self._request_members(connection.session, data)
        elif op != 3:
            self._world.fault("gateway", 501, f"opcode {op} is not spoken by the stand-in")
            await self._refuse(connection, 4001, f"Unknown opcode {op}.")

    async def _identify(self, connection: Connection, data: Json) -> None:
        if connection.session is not None:
            await self._refuse(connection, 4005, "Already authenticated.")
            return
        if "token" not in data or "intents" not in data:
            await self._refuse(connection, 4002, "Identify lacks token or intents.")
            return
        # The gateway takes the token with and without the "Bot " that REST wants.
        if str(data["token"]).removeprefix("Bot ") != self._world.token:
            await self._refuse(connection, 4004, "Authentication failed.")
            return
        intents = data["intents"]
        if not isinstance(intents, int) or intents & ~ALL_INTENTS or intents < 0:
            await self._refuse(connection, 4013, "Invalid intent(s).")
            return
        privileged = intents & sum(PRIVILEGED.values())
        if privileged & ~self.enabled:
            await self._refuse(connection, 4014, "Disallowed intent(s).")
            return
        session = Session(secrets.token_hex(16), intents, connection=connection)
        self.sessions[session.id] = connection.session = session
        self.last_close = None
        world = self._world
        homes = [g for g in world.guilds.values() if g.has_bot]
        await self._dispatch(
            session,
            "READY",
            {
                "v": 10,
                "user": payloads.user(world.bot) | {"verified": True, "mfa_enabled": False, "email": None},
                "guilds": [{"id": str(g.id), "unavailable": True} for g in homes],
                "session_id": session.id,
                "resume_gateway_url": self.base.replace("http", "ws", 1) + "/gateway",
                "session_type": "normal",
                "private_channels": [],
                "relationships": [],
                "presences": [],
                "shard": data.get("shard") or [0, 1],
                "application": {"id": str(world.bot.id), "flags": self.application_flags()},
            },
        )
        if intents & GUILDS:
            for guild in homes:
                await self.guild_create(session, guild)
        self.readies += 1
        world.changed()

    def application_flags(self) -> int:
        """Return the application's flags: which privileged intents the portal has enabled."""
        # https://docs.discord.com/developers/resources/application#application-object-application-flags
        limited = {GUILD_PRESENCES: 1 << 13, GUILD_MEMBERS: 1 << 15, MESSAGE_CONTENT: 1 << 19}
        return sum(flag for bit, flag in limited.items() if self.enabled & bit)

    async def guild_create(self, session: Session, guild: Guild) -> None:
        """Send a server; without the members intent only the bot's own membership."""
        body = payloads.guild(guild, self._world.bot, every_member=bool(session.intents & GUILD_MEMBERS))
        await self._dispatch(session, "GUILD_CREATE", body)

    async def _resume(self, connection: Connection, data: Json) -> None:
        session = self.sessions.get(str(data.get("session_id")))
        token = str(data.get("token")).removeprefix("Bot ")
        if token != self._world.token:
            await self._refuse(connection, 4004, "Authentication failed.")
            return
        if session is None:
            await connection.send({"op": 9, "d": False, "s": None, "t": None})
            return
        session.connection = connection
        connection.session = session
        self.last_close = None
        for event in [e for e in session.sent if e["s"] > (data.get("seq") or 0)]:
            await connection.send(event)
        self.resumes += 1
        await self._dispatch(session, "RESUMED", {})
        self._world.changed()

    async def _request_members(self, session: Session, data: Json) -> None:
        guild = self._world.guilds.get(int(data["guild_id"]))
        ids = {str(i) for i in data.get("user_ids") or []}
        query = data.get("query")
        # https://docs.discord.com/developers/events/gateway-events#request-guild-members
        if guild is None or (not ids and not query and not session.intents & GUILD_MEMBERS):
            self._world.fault("gateway", 4014, "asked for all members without the members intent")
            return
        members = [p for p in guild.members if (str(p.id) in ids if ids else p.name.startswith(query or ""))]
        await self._dispatch(
            session,
            "GUILD_MEMBERS_CHUNK",
            {
                "guild_id": str(guild.id),
                "members": [payloads.member(p, guild) for p in members],
                "chunk_index": 0,
                "chunk_count": 1,
                "nonce": data.get("nonce"),
            },
        )

    async def _dispatch(self, session: Session, event: str, body: Json) -> None:
        session.sequence += 1
        payload = {"op": 0, "t": event, "s": session.sequence, "d": body}
        session.sent.append(payload)
        if session.connection is not None:
            await session.connection.send(payload)

    async def emit(self, event: str, body: Json, *, intent: int = 0) -> bool:
        """Send an event to the bot; tell whether a session was there to take it."""
        sessions = [s for s in self.sessions.values() if not intent or s.intents & intent]
        for session in sessions:
            await self._dispatch(session, event, body)
        return any(s.connection is not None for s in sessions)

    async def emit_message(self, event: str, post: Message) -> None:
        """Send a posted or edited message to the sessions that may know of it."""
        if post.channel.guild is not None and (
            not post.channel.guild.has_bot or post.channel.lacks("view_channel")
        ):
            return
        if post.channel.guild is None and self._world.bot not in post.channel.recipients:
            return
        intent = GUILD_MESSAGES if post.channel.guild and not post.ephemeral else DIRECT_MESSAGES
        for session in [s for s in self.sessions.values() if s.intents & intent]:
            body = payloads.gateway_message(post, self._world.bot, session.intents, self.base)
            await self._dispatch(session, event, body)

    async def emit_deletion(self, post: Message) -> None:
        """Tell the bot that a message is gone."""
        body: Json = {"id": str(post.id), "channel_id": str(post.channel.id)}
        if post.channel.guild is not None:
            if not post.channel.guild.has_bot:
                return
            body["guild_id"] = str(post.channel.guild.id)
        intent = GUILD_MESSAGES if post.channel.guild else DIRECT_MESSAGES
        await self.emit("MESSAGE_DELETE", body, intent=intent)

    async def drop(self, code: int = 4000, *, resumable: bool = True) -> None:
        """Cut every connection, as a fault of the network or of Discord would."""
        if not resumable:
            self.sessions.clear()
        for connection in list(self.connections):
            await connection.close(code, "dropped by the test")

    async def ask_to_reconnect(self) -> None:
        """Send opcode 7 on every connection."""
        for connection in list(self.connections):
            await connection.send({"op": 7, "d": None, "s": None, "t": None})

    async def close(self) -> None:
        """Close every connection at the end of a test."""
        for connection in list(self.connections):
            await connection.close(WSCloseCode.GOING_AWAY, "the stand-in stops")
