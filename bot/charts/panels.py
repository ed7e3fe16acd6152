"""Decide what of some figures is drawn how: percent and like things as bars, all else as big numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bot.model import Statistic
from bot.wording import charts as words

# More than these aren't legible in one picture.
MOST_DRAWN = 10
_WHOLE = 100.0


@dataclass(frozen=True, slots=True)
class Panel:
    """Hold figures of one unit; `full` is what a bar of full length stands for, None for big numbers."""

    statistics: tuple[Statistic, ...]
    full: float | None


def panels(statistics: Sequence[Statistic]) -> tuple[Panel, ...]:
    """Return the figures grouped by unit: bars first, then what stands alone, each in the given order."""
    by_unit: dict[str, list[Statistic]] = {}
    for each in statistics[:MOST_DRAWN]:
        by_unit.setdefault(each.unit, []).append(each)
    made = [Panel(tuple(group), _full(group)) for group in by_unit.values()]
    return tuple(sorted(made, key=lambda each: each.full is None))


def is_percent(statistic: Statistic) -> bool:
    """Say whether a figure is a share of a hundred."""
    return statistic.unit == "percent"


def stem(statistic: Statistic) -> str:
    """Return what a figure measures: its label up to the last comma."""
    return statistic.label.rpartition(", ")[0] or statistic.label


def title(statistics: Sequence[Statistic]) -> str:
    """Return a figure's label, or what all of several measure, or that they are key figures."""
    shared = {stem(each) for each in statistics}
    if len(statistics) == 1:
        return statistics[0].label
    return shared.pop() if len(shared) == 1 else words.TITLE


def short_label(statistic: Statistic, heading: str) -> str:
    """Return a figure's label without what the heading says already."""
    rest = statistic.label.removeprefix(f"{heading}, ")
    return rest[:1].upper() + rest[1:]


def _full(group: Sequence[Statistic]) -> float | None:
    values = [each.value for each in group]
    if min(values) < 0 or max(values) <= 0 or not all(map(math.isfinite, values)):
        return None
    if is_percent(group[0]):
        return max(_WHOLE, *values)
    return max(values) if len(values) > 1 else None
