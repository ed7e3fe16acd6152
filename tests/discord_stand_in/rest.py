"""The REST side: authentication, bodies and errors around the routes."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from . import shapes
from .limits import Limits, TooManyError
from .openapi import OpenApi
from .posting import Upload
from .refusals import FormErrors, RefusalError
from .state import Json
from .world import World

PREFIX = "/api/v10"
# https://docs.discord.com/developers/resources/message#create-message
LARGEST_REQUEST = 25 * 1024 * 1024
# These carry their own token in the path, or are open to everyone.
OPEN = re.compile(r"/interactions/[^/]+/[^/]+/callback|/webhooks/[^/]+/[^/]+(/.*)?|/gateway")


@dataclass
class Request:
    """One request with its path parameters, query and decoded body."""

    method: str
    path: str
    params: dict[str, str]
    query: dict[str, str]
    body: Any = None
    uploads: dict[int, Upload] = field(default_factory=dict)
    problems: FormErrors = field(default_factory=FormErrors)

    @property
    def fields(self) -> Json:
        """Return the body as an object, or refuse."""
        if not isinstance(self.body, dict):
            raise RefusalError(400, 50109, "The request body contains invalid JSON.")
        return self.body

    def flag(self, name: str) -> bool:
        """Return a boolean query parameter."""
        return self.query.get(name, "").lower() in ("1", "true")


Handler = Callable[[Request], Awaitable[object]]
NO_CONTENT = object()


@dataclass(frozen=True)
class Route:
    """One operation: its path as Discord documents it, and what handles it."""

    method: str
    template: str
    handler: Handler
    pattern: re.Pattern[str]


class Rest:
    """Dispatch requests to routes and wrap the answers as Discord does."""

    def __init__(self, world: World, openapi: OpenApi) -> None:
        """Serve the world, with no routes yet."""
        self._world = world
        self._openapi = openapi
        self._routes: list[Route] = []
        self._limits = Limits()
        self.log: list[tuple[str, str, int]] = []

    def add(self, method: str, template: str, handler: Handler) -> None:
        """Register an operation; fixed paths must come before those with parameters."""
        pattern = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", template))
        self._routes.append(Route(method, template, handler, pattern))

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one request."""
        path = request.path.removeprefix(PREFIX)
        where = f"{request.method} {_short(path)}"
        route, params = self._find(request.method, path)
        bucket = f"{request.method} {route.template}"
        major = " ".join(params[name] for name in ("channel", "guild", "token") if name in params)
        headers = self._limits.count(bucket, major, self._world.clock.now().timestamp())
        try:
            self._answer_as_told(request.method, path)
            self._limits.check(bucket, major, path)
            self._authenticate(request, path, where)
            result = await route.handler(await self._read(request, path, params))
        except _AsToldError as told:
            response = _json(told.refusal.body(), told.refusal.status, headers)
        except TooManyError as limit:
            # A client cannot foresee the global limit, so running into it is no fault.
            if not limit.told and not limit.everywhere:
                self._world.fault(where, 429, "rate limit exceeded in spite of the headers")
            response = _json(limit.body(), 429, headers | limit.headers())
        except RefusalError as refusal:
            detail = f" {json.dumps(refusal.errors)}" if refusal.errors else ""
            self._world.fault(where, refusal.code or refusal.status, refusal.message + detail)
            response = _json(refusal.body(), refusal.status, headers)
        except Exception as error:
            # A mistake of the stand-in itself must not look like Discord's answer.
            self._world.fault(where, 500, f"the stand-in failed: {error!r}")
            raise
        else:
            response = (
                web.Response(status=204, headers=headers)
                if result is NO_CONTENT
                else _json(result, 200, headers)
            )
        self.log.append((request.method, path, response.status))
        self._world.changed()
        return response

    def _find(self, method: str, path: str) -> tuple[Route, dict[str, str]]:
        for route in self._routes:
            match = route.pattern.fullmatch(path)
            if match and route.method == method:
                return route, match.groupdict()
        return Route(method, path, _unknown, re.compile("")), {}

    def _authenticate(self, request: web.Request, path: str, where: str) -> None:
        given = request.headers.get("Authorization")
        if OPEN.fullmatch(path) and given is None:
            return
        if given != f"Bot {self._world.token}":
            raise RefusalError(401, 0, "401: Unauthorized")
        # https://docs.discord.com/developers/reference#user-agent
        agent = request.headers.get("User-Agent", "")
        if not agent.startswith("DiscordBot ("):
            self._world.fault(where, 40333, f"User-Agent is {agent!r}, not DiscordBot (url, version)")

    async def _read(self, request: web.Request, path: str, params: dict[str, str]) -> Request:
        incoming = Request(request.method, path, params, dict(request.query))
        if (request.content_length or 0) > LARGEST_REQUEST:
            raise RefusalError(413, 40005, "Request entity too large")
        if request.content_type == "multipart/form-data":
            for name, value in (await request.post()).items():
                number = re.fullmatch(r"files\[(\d+)\]", name)
                if name == "payload_json" and isinstance(value, str):
                    incoming.body = _decode(value)
                elif number and isinstance(value, web.FileField):
                    incoming.uploads[int(number.group(1))] = (value.filename, value.file.read())
                else:
                    raise RefusalError(501, 0, f"the stand-in does not know the form field {name!r}")
        elif request.can_read_body:
            if request.content_type != "application/json":
                incoming.problems.add(
                    (), "CONTENT_TYPE_INVALID", f"Content-Type {request.content_type} is not taken"
                )
            incoming.body = _decode(await request.text())
        if incoming.body is not None:
            shapes.check(incoming.body, incoming.problems)
            incoming.problems.raise_if_any()
            self._openapi.check(request.method, path, incoming.body, incoming.problems)
        return incoming

    def _answer_as_told(self, method: str, path: str) -> None:
        """Raise the answer that the test asked for, if it did."""
        for forced in self._world.forced:
            fits = forced.method in ("*", method) and re.search(forced.route, path)
            if not fits or forced.times <= 0:
                continue
            forced.times -= 1
            if forced.refusal.status == 429:
                raise TooManyError(forced.retry_after, forced.everywhere, told=True)
            raise _AsToldError(forced.refusal)


async def _unknown(request: Request) -> object:
    raise RefusalError(501, 0, "the stand-in does not speak this route")


class _AsToldError(Exception):
    """An answer that the test asked for; it is no fault of the bot."""

    def __init__(self, refusal: RefusalError) -> None:
        super().__init__(refusal)
        self.refusal = refusal


def _json(body: object, status: int, headers: dict[str, str]) -> web.Response:
    # Discord names no charset here, and discord.py compares the header as a whole.
    told = headers | {"Content-Type": "application/json"}
    return web.Response(body=json.dumps(body).encode(), status=status, headers=told)


def _decode(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        raise RefusalError(400, 50109, "The request body contains invalid JSON.") from None


def _short(path: str) -> str:
    """Return a path without the long secret of an interaction."""
    return re.sub(r"stand-in-[\w-]+", "TOKEN", path)
