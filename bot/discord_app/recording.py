"""Tell the history what was replied, to whom and where; it keeps no word and no id of it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

import discord

from bot.history.values import Asked, Given, Noted, Reason, Via, Vote
from bot.model import Answered, Declined, Reply, Social, Unsure
from bot.reduction import Reducer

if TYPE_CHECKING:
    from bot.history.missing import Misses
    from bot.history.recording import History
Where = discord.Message | discord.Interaction[Any]


class Recorder:
    """Record replies, and what was missed, where there is a history."""

    def __init__(self, history: History | None, clock: Callable[[], float], reducer: Reducer) -> None:
        """Take what keeps them, None to keep nothing, a clock in seconds, and what reduces questions."""
        self.history = history
        self._clock = clock
        self.reducer = reducer

    def began(self) -> float:
        """Return the time, to measure from when a question comes in."""
        return self._clock()

    def replied(
        self, where: Where, question: str, reply: Reply, *, via: Via, began: float, message: int | None
    ) -> None:
        """Record a reply that was sent; `message` is the one that holds it."""
        if self.history is None:
            return
        asked = asked_by(where, via, message)
        self.history.record(asked, Given.of(reply, round((self._clock() - began) * 1000)))
        self._miss(self.history.misses, where, asked, question, reply)

    def none_fits(self, press: discord.Interaction[Any]) -> None:
        """Record that none of the choices was meant that the pressed button stands under."""
        if self.history is not None:
            self.history.misses.none_fits(_offered(press))

    def unhelpful(self, press: discord.Interaction[Any], question: str | None) -> None:
        """Record that the answer to a question, if it can still be read, didn't help the presser."""
        reduced = self.reducer.reduce(question) if question and self.history is not None else None
        if self.history is not None and reduced is not None:
            self.history.misses.missed(_offered(press), "unhelpful", reduced)

    def _miss(self, misses: Misses, where: Where, asked: Asked, question: str, reply: Reply) -> None:
        if asked.message is not None:
            misses.mended(asked.message)
        match reply:
            case Answered():
                # What was picked, by a button or by saying so, has no measured sureness.
                if reply.sureness is None:
                    misses.picked(_offered(where) if isinstance(where, discord.Interaction) else asked)
            case Declined() | Unsure():
                reduced = self.reducer.reduce(question)
                if reduced is None:
                    return
                if isinstance(reply, Unsure):
                    misses.may_miss(asked, reduced)
                else:
                    misses.missed(asked, "declined", reduced)
            case Social():
                return

    def voted(self, where: discord.Interaction[Any], vote: Vote) -> Future[Noted | None] | None:
        """Record what whoever pressed thinks of the answer in the message; None where nothing is recorded."""
        if self.history is None or where.message is None:
            return None
        return self.history.vote(asked_by(where, "button", where.message.id), vote)

    def explained(self, where: discord.Interaction[Any], answer: int, reason: Reason) -> None:
        """Record why the answer in a message didn't help."""
        if self.history is not None:
            self.history.explain(asked_by(where, "form", answer), reason)


async def settled(change: Future[Any], within: float) -> bool:
    """Wait for a change to the history, for so many seconds at most, and say whether it is settled.

    Unlike awaiting it, this never cancels the change, and minds no loop that ends meanwhile.
    """
    loop, told = asyncio.get_running_loop(), asyncio.Event()

    def tell(_: Future[Any]) -> None:
        with contextlib.suppress(RuntimeError):  # The loop is closed: the bot has ended.
            loop.call_soon_threadsafe(told.set)

    change.add_done_callback(tell)
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(told.wait(), within)
    return change.done()


def asked_by(where: Where, via: Via, message: int | None) -> Asked:
    """Return who asked, and where, as the history takes it."""
    person = where.user if isinstance(where, discord.Interaction) else where.author
    return Asked(via, person.id, where.guild.id if where.guild is not None else None, message)


def _offered(press: discord.Interaction[Any]) -> Asked:
    """Return who pressed, with the message that the button stands under."""
    return asked_by(press, "button", press.message.id if press.message is not None else None)
