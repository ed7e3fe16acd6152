"""Draw figures as a PNG that can be read in a light and a dark theme, and small."""

from __future__ import annotations

import io
from collections.abc import Sequence

from bot.charts.canvas import ACCENT, DARK, EDGE, INK, MUTED, TRACK, WIDTH, Canvas
from bot.charts.panels import Panel, panels, short_label, title
from bot.model import Statistic
from bot.wording import charts as words

# Sizes are pixels of a picture that Discord shows at half its width.
_TITLE, _LABEL, _VALUE, _NUMBER, _SMALL = 36, 27, 30, 60, 23
_BAR, _PAD, _GAP, _INSIDE, _BETWEEN = 40, 12, 30, 22, 20
_ROOM = WIDTH - 2 * EDGE


def draw(statistics: Sequence[Statistic], source: str) -> bytes:
    """Return the picture of the figures; `source` is the line at its foot."""
    canvas = Canvas()
    heading = title(statistics)
    made = panels(statistics)
    drawn = [each for panel in made for each in panel.statistics]
    y = canvas.text(EDGE, EDGE, heading, _TITLE, INK, _ROOM, bold=True, lines=2) + _GAP
    single = len(drawn) == 1
    for panel in made:
        if panel.full is not None:
            y = _bars(canvas, panel, "" if single else heading, y, named=not single)
    alone = [each for panel in made if panel.full is None for each in panel.statistics]
    y = _cards(canvas, alone, heading, y, named=not single)
    foot = source
    if len(drawn) < len(statistics):
        foot = f"{words.NOT_ALL.format(drawn=len(drawn), all=len(statistics))} · {source}"
    y = canvas.text(EDGE, y - 4, foot, _SMALL, MUTED, _ROOM)
    stream = io.BytesIO()
    canvas.save(stream, y + EDGE - 6)
    return stream.getvalue()


def _bars(canvas: Canvas, panel: Panel, heading: str, y: float, *, named: bool) -> float:
    """Draw one bar below the other, each under its label and with its value; return where they end."""
    assert panel.full is not None  # noqa: S101  # for the type checker
    for each in panel.statistics:
        period = each.period_beside
        if named:
            label = short_label(each, heading)
            y = canvas.text(EDGE, y, label, _LABEL, INK, _ROOM, lines=2) + 8
        y = _bar(canvas, each.shown, _ROOM * each.value / panel.full, y)
        if period:
            y = canvas.text(EDGE, y + 12, period, _SMALL, MUTED, _ROOM)
        y += _GAP - 6
    return y + 8


def _bar(canvas: Canvas, shown: str, length: float, y: float) -> float:
    """Draw a bar with its value beside its end, else in it, else below; return where that ends."""
    canvas.box(EDGE, y, _ROOM, _BAR, TRACK)
    if length > 0:
        canvas.box(EDGE, y, length, _BAR, ACCENT)
    needed = canvas.width(shown, _VALUE, bold=True) + 2 * _PAD
    if needed <= _ROOM - length:
        canvas.middle(EDGE + length + _PAD, y + _BAR / 2, shown, _VALUE, INK)
    elif needed <= length:
        canvas.middle(EDGE + length - needed + _PAD, y + _BAR / 2, shown, _VALUE, DARK)
    else:
        return canvas.text(EDGE, y + _BAR + 8, shown, _VALUE, INK, _ROOM, bold=True, lines=2)
    return y + _BAR


def _cards(canvas: Canvas, statistics: Sequence[Statistic], heading: str, y: float, *, named: bool) -> float:
    """Draw big numbers, two in a row and of one size; return where they end."""
    for first in range(0, len(statistics), 2):
        row = statistics[first : first + 2]
        wide = (_ROOM - _BETWEEN * (len(row) - 1)) / len(row)
        room, low = wide - 2 * _INSIDE, y
        size = min(canvas.fitting(each.shown, _NUMBER, room) for each in row)
        for at, each in enumerate(row):
            x = EDGE + at * (wide + _BETWEEN) + _INSIDE
            label = short_label(each, heading) if named else each.unit
            end = canvas.text(x, y + _INSIDE, each.shown, size, INK, room, bold=True) + 8
            end = canvas.text(x, end, label, _LABEL - 2, INK, room, lines=2)
            if period := each.period_beside:
                end = canvas.text(x, end + 4, period, _SMALL, MUTED, room)
            low = max(low, end + _INSIDE - 4)
        for at in range(len(row)):
            canvas.box(EDGE + at * (wide + _BETWEEN), y, wide, low - y, TRACK, round_=14)
        y = low + _BETWEEN
    return y + 6
