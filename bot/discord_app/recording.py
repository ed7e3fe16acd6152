"""Tell the history what was replied, to whom and where; it keeps no word and no id of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import discord

from bot.history.values import Asked, Given, Via
from bot.model import Reply

if TYPE_CHECKING:
    from bot.history.recording import History
Where = discord.Message | discord.Interaction[Any]


class Recorder:
    """Record replies, where there is a history."""

    def __init__(self, history: History | None, clock: Callable[[], float]) -> None:
        """Take what keeps them, None to keep nothing, and a clock in seconds."""
        self.history = history
        self._clock = clock

    def began(self) -> float:
        """Return the time, to measure from when a question comes in."""
        return self._clock()

    def replied(
        self, where: Where, question: str, reply: Reply, *, via: Via, began: float, message: int | None
    ) -> None:
        """Record a reply that was sent; `message` is the one that holds it."""
        if self.history is None:
            return
        given = Given.of(reply, round((self._clock() - began) * 1000))
        self.history.record(asked_by(where, via, message), given)


def asked_by(where: Where, via: Via, message: int | None) -> Asked:
    """Return who asked, and where, as the history takes it."""
    person = where.user if isinstance(where, discord.Interaction) else where.author
    return Asked(via, person.id, where.guild.id if where.guild is not None else None, message)
