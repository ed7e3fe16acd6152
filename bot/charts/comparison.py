"""Say how two figures relate: by arithmetic on what the article gives, and nothing more."""

from __future__ import annotations

import math

from bot.charts.panels import is_percent, stem
from bot.model import Statistic
from bot.wording import charts as words
from bot.wording.charts import Exactness

# A ratio nearer to 1 tells less than the difference alone.
_LEAST_RATIO = 1.1


def compare(first: Statistic, second: Statistic) -> str:
    """Return the ratio and difference of two figures in words, or why there is none."""
    if first.unit != second.unit:
        return words.OTHER_UNIT.format(first=first.unit, second=second.unit)
    if is_percent(first) and stem(first) != stem(second):
        return words.OTHER_WHOLE
    swapped = first.value > second.value
    larger, smaller = (first, second) if swapped else (second, first)
    known = _known(exactness(larger), exactness(smaller))
    if known is None:
        return words.NO_BOUND
    if larger.value == smaller.value:
        return words.EQUAL if known == "exact" else words.NO_BOUND
    places = (words.FIRST, words.SECOND) if swapped else (words.SECOND, words.FIRST)
    told = dict(zip(("larger", "smaller"), places, strict=True))
    difference = _qualified(known, *_rounded(larger.value - smaller.value))
    told["difference"] = f"{difference} {words.POINTS if is_percent(first) else first.unit}"
    ratio = larger.value / smaller.value if smaller.value > 0 else 0.0
    if not math.isfinite(ratio) or ratio < _LEAST_RATIO:
        return words.DIFFERENCE.format(**told)
    told["ratio"] = _qualified(known, *_rounded(ratio))
    return words.RATIO_AND_DIFFERENCE.format(**told)


def exactness(statistic: Statistic) -> Exactness:
    """Return whether a figure is exact as the article writes it, a bound, or about right."""
    shown = f" {' '.join(statistic.shown.casefold().split())} "
    found = [
        (len(each), kind) for kind, told in words.QUALIFIERS.items() for each in told if f" {each} " in shown
    ]
    # The longest, as "no more than" has "more than" in it.
    return max(found)[1] if found else "exact"


def _known(larger: Exactness, smaller: Exactness) -> Exactness | None:
    """Return what is known of the ratio and the difference of two figures; None if nothing."""
    both = {larger, smaller}
    if both == {"exact"}:
        return "exact"
    if "about" in both:
        return "about" if both <= {"about", "exact"} else None
    if larger not in ("below", "to") and smaller not in ("above", "from"):
        return "above" if both & {"above", "below"} else "from"
    if larger not in ("above", "from") and smaller not in ("below", "to"):
        return "below" if both & {"above", "below"} else "to"
    return None


def _rounded(value: float) -> tuple[str, bool]:
    """Return a number to three digits, or all of a whole one, and whether that is exactly it."""
    near = round(value)
    if math.isclose(value, near, rel_tol=1e-9):
        return f"{near:,}", True
    short = float(f"{value:.3g}")
    shown = f"{short:,.0f}" if short >= 1000 else f"{short:g}"
    return shown, math.isclose(value, short, rel_tol=1e-9)


def _qualified(known: Exactness, value: str, exact: bool) -> str:
    if known == "exact" and exact:
        return value
    # A rounded bound may lie on the wrong side of the true one.
    kind = known if exact else "about"
    return words.QUALIFIED[kind].format(value=value)
