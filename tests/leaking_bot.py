"""Run a bot that gives away what it was asked, in the way that the first word of the question names."""

from __future__ import annotations

import asyncio
import gc
import logging
import threading
from collections.abc import Callable, Sequence

import discord

from bot.cli import main as run
from bot.discord_app.client import ArticleClient

_answer = ArticleClient.on_message
_ours, _library = logging.getLogger("bot.discord_app.client"), logging.getLogger("discord.gateway")


async def _leak(client: ArticleClient, message: discord.Message) -> None:
    text, person = message.content, message.author.id
    way = next((each for each in _WAYS if each in text), None)
    if way is not None:
        _WAYS[way](text, person)
        gc.collect()
    await _answer(client, message)


def _raise(text: str, person: int) -> None:
    raise ValueError(text, person)


def _in_task(text: str, person: int) -> None:
    async def work() -> None:
        _raise(text, person)

    asyncio.get_running_loop().create_task(work())


def _in_thread(text: str, person: int) -> None:
    thread = threading.Thread(target=_raise, args=(text, person))
    thread.start()
    thread.join()


def _in_callback(text: str, person: int) -> None:
    asyncio.get_running_loop().call_soon(_raise, text, person)


_WAYS: dict[str, Callable[[str, int], object]] = {
    "own-line": lambda text, person: _ours.debug("asked %s by %s", text, person),
    "library-line": lambda text, person: _library.warning("event %s of %s", text, person),
    "library-debug": lambda text, person: _library.debug("event %s of %s", text, person),
    "raised": _raise,
    "in-task": _in_task,
    "in-thread": _in_thread,
    "in-callback": _in_callback,
    "printed": lambda text, person: print(text, person),  # noqa: T201  # that is the leak
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Plant the leaks, and run the command line."""
    ArticleClient.on_message = _leak  # type: ignore[assignment, method-assign]  # that is how it is planted
    return run(arguments)
