"""Tell the history what was replied, to whom and where; it keeps no word and no id of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import discord

from bot.history.values import Asked, Given, Via
from bot.model import Answered, Declined, Reply, Social, Unsure
from bot.reduction import Reducer

if TYPE_CHECKING:
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
        entry, part = (reply.entry.id, reply.source.parts[0]) if isinstance(reply, Answered) else (None, None)
        waited = round((self._clock() - began) * 1000)
        given = Given(reply.outcome, reply.confidence, waited, entry, part)
        asked = asked_by(where, via, message)
        self.history.record(asked, given)
        self._miss(self.history, where, asked, question, reply)

    def none_fits(self, press: discord.Interaction[Any]) -> None:
        """Record that none of the choices was meant that the pressed button stands under."""
        if self.history is not None:
            self.history.none_fits(_offered(press))

    def unhelpful(self, press: discord.Interaction[Any], question: str | None) -> None:
        """Record that the answer to a question, if it can still be read, didn't help the presser."""
        reduced = self.reducer.reduce(question) if question and self.history is not None else None
        if self.history is not None and reduced is not None:
            self.history.missed(_offered(press), "unhelpful", reduced)

    def _miss(self, history: History, where: Where, asked: Asked, question: str, reply: Reply) -> None:
        if asked.message is not None:
            history.mended(asked.message)
        match reply:
            case Answered():
                # What was picked, by a button or by saying so, has no measured sureness.
                if reply.sureness is None:
                    history.picked(_offered(where) if isinstance(where, discord.Interaction) else asked)
            case Declined() | Unsure():
                reduced = self.reducer.reduce(question)
                if reduced is None:
                    return
                if isinstance(reply, Unsure):
                    history.may_miss(asked, reduced)
                else:
                    history.missed(asked, "declined", reduced)
            case Social():
                return


def asked_by(where: Where, via: Via, message: int | None) -> Asked:
    """Return who asked, and where, as the history takes it."""
    person = where.user if isinstance(where, discord.Interaction) else where.author
    return Asked(via, person.id, where.guild.id if where.guild is not None else None, message)


def _offered(press: discord.Interaction[Any]) -> Asked:
    """Return who pressed, with the message that the button stands under."""
    return asked_by(press, "button", press.message.id if press.message is not None else None)
