"""Trace what a stricter or laxer threshold would do: the risk-coverage curve."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from bot.evaluation.scoring import Judged

_STEPS = 100


@dataclass(frozen=True, slots=True)
class Point:
    """Hold what would be if questions were answered from `threshold` on; shares are 0 to 1.

    `coverage` is the share of all questions answered, `risk` the share of those that is not right; `right`
    is the share of the answerable questions answered rightly, `false` the share of the unanswerable ones
    answered. None where there is nothing to count.
    """

    threshold: float
    coverage: float
    risk: float | None
    right: float | None
    false: float | None


def trace(judged: Sequence[Judged]) -> tuple[Point, ...]:
    """Return the curve over thresholds by hundredths, the strictest first; none for no questions.

    An answer is the likeliest entry's, so this differs slightly from the replies themselves where those
    were small talk or rested on what was said before.
    """
    if not judged:
        return ()
    ordered = sorted(judged, key=lambda each: each.confidence)
    confidences = [each.confidence for each in ordered]
    answerable = [0, *accumulate(each.question.answerable for each in ordered)]
    right = [0, *accumulate(each.best_right for each in ordered)]
    total = len(ordered)
    points = []
    for step in range(_STEPS, -1, -1):
        threshold = step / _STEPS
        at = bisect_left(confidences, threshold)
        answered = total - at
        hits = right[total] - right[at]
        inside = answerable[total] - answerable[at]
        points.append(
            Point(
                threshold,
                round(answered / total, 4),
                _share(answered - hits, answered),
                _share(hits, answerable[total]),
                _share(answered - inside, total - answerable[total]),
            )
        )
    return tuple(points)


def _share(count: int, total: int) -> float | None:
    return round(count / total, 4) if total else None
