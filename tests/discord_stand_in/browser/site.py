"""Serve the page, its pictures and its web socket on loopback."""

from __future__ import annotations

import asyncio
import contextlib
import json
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import WSMsgType, web

from ..drawing import picture_type
from ..process import BotProcess
from ..refusals import NoReplyError, NotPossibleError, RefusalError
from ..server import StandIn
from ..state import Json
from .acts import ACTS
from .visit import Visit

FOLDER = Path(__file__).parent
# Nothing is loaded from anywhere else, and no script but the page's own runs.
POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'"
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
MOST_AT_ONCE = 20


class Site:
    """The page of one stand-in and its bot, from `async with` to its end."""

    def __init__(self, server: StandIn, bot: BotProcess, *, port: int = 0) -> None:
        """Prepare to serve on a port of loopback; 0 is any free one."""
        self.server = server
        self.bot = bot
        self.url = ""
        self._port = port
        self._runner: web.AppRunner | None = None
        self._restarting = asyncio.Lock()
        self._sockets: set[web.WebSocketResponse] = set()

    async def __aenter__(self) -> Self:
        """Listen."""
        app = web.Application()
        app.router.add_get("/", self._page)
        app.router.add_get("/socket", self._socket)
        app.router.add_get("/attachments/{channel}/{file}/{name}", self._attachment)
        app.router.add_get("/{name}", self._page)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close every page and stop listening."""
        for socket in list(self._sockets):
            await socket.close(code=1001, message=b"the stand-in ends")
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def state(self) -> str:
        """Return how the bot is: online, starting or offline."""
        if self._restarting.locked():
            return "starting"
        return "online" if self.bot.running and self.server.connected else "offline"

    async def restart(self) -> None:
        """End the bot's process, if it still runs, and start it again."""
        if self._restarting.locked():
            raise NotPossibleError("the bot is starting already")
        async with self._restarting:
            self.server.world.changed()
            try:
                if self.bot.running:
                    await self.bot.stop()
                await self.bot.start()
            except AssertionError as problem:
                # It did not end, ended at once, or never got ready: its words tell why.
                raise NotPossibleError(str(problem)) from None
        self.server.world.changed()

    async def _page(self, request: web.Request) -> web.Response:
        file = FOLDER / request.match_info.get("name", "page.html")
        if file.suffix not in TYPES or file.parent != FOLDER or not file.is_file():
            raise web.HTTPNotFound
        headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
        text = file.read_text(encoding="utf-8")
        return web.Response(text=text, content_type=TYPES[file.suffix], headers=headers)

    async def _attachment(self, request: web.Request) -> web.Response:
        for message in self.server.messages:
            for file in message.files:
                if str(file.id) == request.match_info["file"]:
                    kind = picture_type(file)
                    # What is no picture is handed over to be saved, never shown as a page of this address.
                    headers = {} if kind else {"Content-Disposition": "attachment"}
                    kind = kind or "application/octet-stream"
                    return web.Response(body=file.content, content_type=kind, headers=headers)
        raise web.HTTPNotFound

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        # Another website in the same browser must not act here, under whatever name it reaches this port.
        here = self.url.removeprefix("http://")
        named = request.host in (here, here.replace("127.0.0.1", "localhost"))
        if not named or request.headers.get("Origin", f"http://{request.host}") != f"http://{request.host}":
            raise web.HTTPForbidden
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        self._sockets.add(socket)
        visit = Visit(self, socket)
        teller = asyncio.create_task(visit.keep_telling())
        acts: set[asyncio.Task[None]] = set()
        try:
            async for incoming in socket:
                if incoming.type is not WSMsgType.TEXT:
                    break
                if len(acts) < MOST_AT_ONCE:
                    task = asyncio.create_task(self._act(visit, incoming.data))
                    acts.add(task)
                    task.add_done_callback(acts.discard)
        finally:
            self._sockets.discard(socket)
            for each in (teller, *acts):
                each.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await teller
        return socket

    async def _act(self, visit: Visit, text: str) -> None:
        """Do one thing for a visitor and tell them that it is done, or why not."""
        number: object = None
        try:
            told: Json = json.loads(text)
            number = told.get("n")
            answer = await ACTS[str(told["do"])](visit, told)
        except (NotPossibleError, NoReplyError, RefusalError) as problem:
            await visit.tell("failed", n=number, why=str(problem))
        except (ValueError, KeyError, TypeError, AttributeError) as problem:
            await visit.tell("failed", n=number, why=f"the page sent what makes no sense: {problem!r}")
        except Exception as problem:
            await visit.tell("failed", n=number, why=f"the stand-in failed: {problem!r}")
            raise
        else:
            await visit.tell("done", n=number, **answer)
