"""Hold what the history says of a window of days; numbers that would point at few people are not in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.intervals import wilson
from bot.model import Outcome

# Fewer different people than this, and nothing is told.
LEAST_PEOPLE = 5


@dataclass(frozen=True, slots=True)
class Window:
    """Hold the first and the last day; `shortened` if more were asked for than a server's hash reaches."""

    first: date
    last: date
    shortened: bool = False

    @property
    def days(self) -> int:
        """Return the number of days, 0 for a window without any."""
        return max((self.last - self.first).days + 1, 0)


@dataclass(frozen=True, slots=True)
class Counts:
    """Hold how many replies had which outcome."""

    answered: int = 0
    unsure: int = 0
    declined: int = 0
    social: int = 0

    @property
    def total(self) -> int:
        """Return the number of all replies."""
        return self.answered + self.unsure + self.declined + self.social

    def of(self, outcome: Outcome) -> int:
        """Return the number of replies with an outcome."""
        return int(getattr(self, outcome))

    def share(self, outcome: Outcome) -> float:
        """Return the share of an outcome, 0 where there is no reply."""
        return self.of(outcome) / self.total if self.total else 0.0

    def __add__(self, other: Counts) -> Counts:
        """Return both together."""
        return Counts(
            self.answered + other.answered,
            self.unsure + other.unsure,
            self.declined + other.declined,
            self.social + other.social,
        )


@dataclass(frozen=True, slots=True)
class Day:
    """Hold what happened on one day."""

    day: date
    counts: Counts


@dataclass(frozen=True, slots=True)
class Votes:
    """Hold how many people found answers helpful, and how many didn't."""

    helpful: int
    unhelpful: int

    @property
    def total(self) -> int:
        """Return the number of votes."""
        return self.helpful + self.unhelpful

    @property
    def share(self) -> float:
        """Return the share that was helped."""
        return self.helpful / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Return between which shares the true one lies, with 95 % confidence."""
        return wilson(self.helpful, self.total)


@dataclass(frozen=True, slots=True)
class EntryUse:
    """Hold how often an entry answered; `votes` is None where too few people voted."""

    entry: str
    questions: int
    votes: Votes | None


@dataclass(frozen=True, slots=True)
class Usage:
    """Hold the statistics of use.

    `entries` begin with the one asked for most and `rated` with the one that helps least; `unused` are those
    of the `known` ones that answered nobody. `median` is in milliseconds. `weeks` are the last seven days and
    the seven before, None where a server's hash doesn't reach so far back. Votes are None if too few voted.
    """

    window: Window
    days: tuple[Day, ...]
    entries: tuple[EntryUse, ...]
    unused: tuple[str, ...]
    known: int
    votes: Votes | None
    rated: tuple[tuple[str, Votes], ...]
    median: int | None
    via: tuple[tuple[str, int], ...]
    weeks: tuple[Counts, Counts] | None

    @property
    def counts(self) -> Counts:
        """Return what happened on all days together."""
        return sum((each.counts for each in self.days), Counts())


@dataclass(frozen=True, slots=True)
class TooFew:
    """Say that too few people asked in a window to tell anything."""

    window: Window
