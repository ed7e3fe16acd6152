"""One websocket of the gateway, and the session that outlives it."""

from __future__ import annotations

import json
import zlib
from collections import deque
from dataclasses import dataclass, field

from aiohttp import web

from .state import Json


@dataclass(eq=False)
class Session:
    """One identified session; it outlives its connection so that it can be resumed."""

    id: str
    intents: int
    sequence: int = 0
    sent: list[Json] = field(default_factory=list)
    connection: Connection | None = None


class Connection:
    """One websocket, compressed as the client asked."""

    def __init__(self, socket: web.WebSocketResponse, *, compressed: bool) -> None:
        """Wrap a socket that is open."""
        self.socket = socket
        self._deflate = zlib.compressobj() if compressed else None
        self.session: Session | None = None
        self.heartbeats = 0
        self.closed_here = False
        self.recent: deque[float] = deque()

    async def send(self, body: Json) -> None:
        """Send one payload; a connection that just died swallows it."""
        text = json.dumps(body)
        try:
            if self._deflate is None:
                await self.socket.send_str(text)
            else:
                data = self._deflate.compress(text.encode()) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
                await self.socket.send_bytes(data)
        except ConnectionError:
            return

    async def close(self, code: int, reason: str) -> None:
        """Close with one of Discord's codes."""
        self.closed_here = True
        await self.socket.close(code=code, message=reason.encode())
