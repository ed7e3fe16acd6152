"""Draw the questions of each day, stacked by outcome, and say the same in words."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from bot.charts.canvas import ACCENT, EDGE, GROUND, INK, MUTED, TRACK, WIDTH, Canvas
from bot.history.summary import Counts, Usage
from bot.model import Outcome
from bot.wording import usage as words

# From the bottom up. Each differs in lightness too from those next to it, and a gap parts them.
COLORS: dict[Outcome, str] = {
    "answered": ACCENT,
    "unsure": "#f4c152",
    "declined": "#e0715c",
    "social": "#d5dbec",
}
_TITLE, _LABEL, _SMALL = 36, 25, 22
_HIGH, _KEY, _GAP, _BETWEEN, _APART = 260, 20, 24, 10, 2
_WEEK, _MOST_DAYS = 7, 60
_WIDEST = 90
# https://docs.discord.com/developers/resources/message#attachment-object
_LONGEST_ALT = 1024


@dataclass(frozen=True, slots=True)
class _Column:
    """Hold what happened in some days, under the name of the first."""

    name: str
    counts: Counts


def draw_usage(usage: Usage) -> bytes:
    """Return the picture as a PNG."""
    columns = _columns(usage)
    canvas = Canvas()
    room = WIDTH - 2 * EDGE
    y = canvas.text(EDGE, EDGE, _title(usage), _TITLE, INK, room, bold=True)
    y = canvas.text(EDGE, y + 4, _span(usage), _SMALL, MUTED, room) + _GAP
    y = _legend(canvas, usage.counts, y) + _GAP
    y = _plot(canvas, columns, y)
    stream = io.BytesIO()
    canvas.save(stream, y + EDGE - 8)
    return stream.getvalue()


def usage_alt(usage: Usage) -> str:
    """Return what the picture shows in words, within 1024 characters: at least the latest columns."""
    outcomes = ", ".join(
        words.ALT_OUTCOME.format(count=usage.counts.of(outcome), name=name)
        for outcome, name in words.OUTCOMES.items()
    )
    start = words.ALT.format(
        title=_title(usage), span=_span(usage), total=usage.counts.total, outcomes=outcomes
    )
    told = [words.ALT_COLUMN.format(day=each.name, count=each.counts.total) for each in _columns(usage)]
    whole = f"{start} {words.ALT_COLUMNS.format(columns=', '.join(told))}"
    while len(whole) > _LONGEST_ALT:
        told = told[1:]
        whole = f"{start} {words.ALT_LATEST.format(columns=', '.join(told))}"
    return whole


def _span(usage: Usage) -> str:
    return words.span(usage.window.first, usage.window.last)


def _by_week(usage: Usage) -> bool:
    return usage.window.days > _MOST_DAYS


def _title(usage: Usage) -> str:
    return words.A_WEEK if _by_week(usage) else words.A_DAY


def _columns(usage: Usage) -> list[_Column]:
    """Return a column for each day, or for each week of a long time; the last week is always whole."""
    days, size = usage.days, _WEEK if _by_week(usage) else 1
    starts = range(len(days) % size or size, len(days) + 1, size)
    groups = [days[max(end - size, 0) : end] for end in starts]
    return [
        _Column(words.short_day(group[0].day), sum((each.counts for each in group), Counts()))
        for group in groups
    ]


def _legend(canvas: Canvas, counts: Counts, y: float) -> float:
    x = float(EDGE)
    for outcome, name in words.OUTCOMES.items():
        told = f"{name} {counts.of(outcome):,}"
        wide = _KEY + _BETWEEN + canvas.width(told, _SMALL)
        if x + wide > WIDTH - EDGE:
            x, y = float(EDGE), y + _KEY + 14
        canvas.box(x, y + 3, _KEY, _KEY, COLORS[outcome], round_=5)
        canvas.text(x + _KEY + _BETWEEN, y, told, _SMALL, INK, WIDTH - EDGE - x)
        x += wide + 2 * _BETWEEN
    return y + _KEY + 8


def _plot(canvas: Canvas, columns: Sequence[_Column], y: float) -> float:
    """Draw scale, columns and names; return where they end."""
    top = _round_up(max(each.counts.total for each in columns))
    left = EDGE + canvas.width(str(top), _SMALL) + 14
    y += 20
    floor = y + _HIGH
    for value in (0, top // 2, top):
        level = floor - _HIGH * value / top
        canvas.box(left, level - 1, WIDTH - EDGE - left, 2, TRACK, round_=0.5)
        told = str(value)
        canvas.text(left - 14 - canvas.width(told, _SMALL), level - 13, told, _SMALL, MUTED, WIDTH)
    step = (WIDTH - EDGE - left) / len(columns)
    wide = min(step * 0.76, _WIDEST)
    valued = canvas.width(str(top), _SMALL) <= step
    named = 1 + int((max(canvas.width(each.name, _SMALL) for each in columns) + _BETWEEN) / step)
    for at, column in enumerate(columns):
        middle = left + (at + 0.5) * step
        level = _stack(canvas, column.counts, middle - wide / 2, wide, floor, _HIGH / top)
        if valued and column.counts.total:
            told = str(column.counts.total)
            canvas.text(middle - canvas.width(told, _SMALL) / 2, level - 29, told, _SMALL, INK, WIDTH)
        if (len(columns) - 1 - at) % named == 0:
            long = canvas.width(column.name, _SMALL)
            x = min(middle - long / 2, WIDTH - _BETWEEN - long)
            canvas.text(x, floor + 10, column.name, _SMALL, MUTED, WIDTH)
    return floor + 10 + _LABEL


def _stack(canvas: Canvas, counts: Counts, x: float, wide: float, y: float, unit: float) -> float:
    """Draw a column from `y` upwards and return where it ends."""
    for outcome, color in COLORS.items():
        high = counts.of(outcome) * unit
        if high:
            canvas.box(x, y - high, wide, high, color, round_=3)
            y -= high
            canvas.box(x, y - _APART / 2, wide, _APART, GROUND, round_=0.5)
    return y


def _round_up(most: int) -> int:
    """Return the end of a scale: the next even number that is easy to read."""
    size = int(10 ** (len(str(most)) - 1))
    return next(step * size for step in (1, 2, 4, 6, 8, 10) if step * size >= most and step * size % 2 == 0)
