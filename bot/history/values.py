"""Hold what happened, as the adapters tell it: with ids, which go no further than the keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, Self

from bot.model import Answered, Outcome, Reply

# How a question reached the bot.
Via = Literal["mention", "direct", "command", "menu", "button", "form", "unasked", "console"]
# Why an answer didn't help.
Reason = Literal["wrong", "outdated", "beside", "other"]
# What became of a vote: it is a person's first on an answer or says what their last did, or takes its place.
Noted = Literal["noted", "changed"]
# Why a question counts as missed: no answer, none of the choices, or an answer that didn't help.
Why = Literal["declined", "unsure", "unhelpful"]
BANDS = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """Say who asked, where, and which message holds the answer; ids, or None where there is none.

    The console knows no person; a direct message belongs to no server.
    """

    via: Via
    person: int | None = None
    server: int | None = None
    message: int | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """Say what was replied: `part` is the first part cited, `milliseconds` how long the person waited."""

    outcome: Outcome
    confidence: float
    milliseconds: int
    entry: str | None = None
    part: int | None = None

    @classmethod
    def of(cls, reply: Reply, milliseconds: int) -> Self:
        """Return what is recorded of a reply."""
        if isinstance(reply, Answered):
            return cls("answered", reply.confidence, milliseconds, reply.entry.id, reply.source.parts[0])
        return cls(reply.outcome, reply.confidence, milliseconds)


@dataclass(frozen=True, slots=True)
class Vote:
    """Say whether an answer helped one person; `version` is a short hash of the entry as it stood."""

    entry: str
    version: str
    helpful: bool
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """Hold a group of questions that enough people missed alike.

    `people` are those of the month that has most of them, `days` and `times` over all that is kept; `texts`
    were asked, the whole ones first. `entry` was nearest to the latest one.
    """

    id: int
    people: int
    days: int
    times: int
    first: date
    last: date
    why: tuple[tuple[Why, int], ...]
    texts: tuple[str, ...]
    entry: str
    band: int


def band_of(confidence: float) -> int:
    """Return the tenth that a confidence lies in: 0 to 9."""
    return min(max(int(confidence * BANDS), 0), BANDS - 1)
