"""Measure whether a confidence means what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from bot.intervals import wilson
from bot.matching.state import State
from bot.model import Sureness

# With fewer questions than this in a band, nothing is said about it.
FEWEST = 30
# From which lower bound of the share right a confidence may be called so.
_LEVELS: tuple[tuple[float, Sureness], ...] = ((0.9, "very"), (0.7, "fairly"), (0.0, "barely"))
EDGES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class Band:
    """Hold what became of the questions whose confidence lay in a band; `lower` is Wilson's bound at 95 %."""

    low: float
    high: float
    questions: int
    right: int
    mean_confidence: float

    @property
    def measured(self) -> bool:
        """Say whether enough questions lie in the band to say anything about it."""
        return self.questions >= FEWEST

    @property
    def lower(self) -> float:
        """Return the lower end of the 95 % interval of the share right."""
        return wilson(self.right, self.questions)[0]


@dataclass(frozen=True, slots=True)
class Measured:
    """Hold how many questions were answerable, answered rightly, not answerable, answered all the same."""

    answerable: int
    right: int
    unanswerable: int
    false: int


def bands(confidences: npt.ArrayLike, right: npt.ArrayLike) -> tuple[Band, ...]:
    """Return the reliability table over tenths of confidence, empty bands left out."""
    sure, hit = np.asarray(confidences, dtype=np.float64), np.asarray(right, dtype=np.bool_)
    # The last band has its upper edge too.
    place = np.minimum(np.searchsorted(EDGES, sure, side="right") - 1, len(EDGES) - 2)
    table = []
    for at, (low, high) in enumerate(pairwise(EDGES)):
        inside = place == at
        count = int(inside.sum())
        if count:
            table.append(Band(low, high, count, int(hit[inside].sum()), float(sure[inside].mean())))
    return tuple(table)


def expected_error(table: Sequence[Band]) -> float:
    """Return the expected calibration error: the mean gap between confidence and share right."""
    total = sum(band.questions for band in table)
    gaps = (band.questions * abs(band.right / band.questions - band.mean_confidence) for band in table)
    return sum(gaps) / total if total else 0.0


class Reliability:
    """Say in words what a confidence has been worth, by the reliability table of what others asked."""

    def __init__(self, state: State) -> None:
        """Tabulate the predictions for questions whose author had been left out."""
        counted = state.unseen_counted
        self._state = state
        self.table = bands(state.unseen_confidence[counted], state.unseen_right[counted])

    def measured(self, answer_from: float) -> Measured | None:
        """Return what became of others' questions when answered from this confidence on; None if too few."""
        counted, answerable = self._state.unseen_counted, self._state.unseen_answerable
        answered = self._state.unseen_confidence >= answer_from
        told, not_told = counted & answerable, counted & ~answerable
        if min(told.sum(), not_told.sum()) < FEWEST:
            return None
        return Measured(
            int(told.sum()),
            int((told & answered & self._state.unseen_right).sum()),
            int(not_told.sum()),
            int((not_told & answered).sum()),
        )

    def band(self, confidence: float) -> Band | None:
        """Return the band that a confidence lies in; None if nothing was asked there."""
        for each in self.table:
            if each.low <= confidence < each.high or (each.high == confidence == 1.0):
                return each
        return None

    def sureness(self, confidence: float) -> Sureness:
        """Return the word for a confidence, by the lower bound of its band; few questions: unmeasured."""
        band = self.band(confidence)
        if band is None or not band.measured:
            return "unmeasured"
        return next(word for least, word in _LEVELS if band.lower >= least)
