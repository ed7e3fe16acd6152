"""The chart of the statistics of use says in words what it draws, for windows of any length."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest

from bot import wiring
from bot.charts import Charts
from bot.charts.canvas import GROUND
from bot.charts.use import COLORS, usage_alt
from bot.history.summary import Counts, Day, Usage, Window
from bot.knowledge import load
from bot.wording import usage as words

LAST = date(2026, 3, 31)


def usage(days: int, counts: Counts) -> Usage:
    """Return statistics of so many days, on each of which the same happened."""
    told = tuple(Day(LAST - timedelta(days=at), counts) for at in range(days - 1, -1, -1))
    return Usage(Window(told[0].day, LAST), told, (), (), 0, None, (), None, (), None)


def test_the_words_have_the_outcomes_and_every_day() -> None:
    told = usage_alt(usage(3, Counts(answered=5, unsure=1)))
    assert told == (
        "Chart: Questions a day, March 29 to March 31, 2026. 18 in all: 15 answered, 3 unsure, 0 declined, "
        "0 small talk. Each: Mar 29: 6, Mar 30: 6, Mar 31: 6."
    )


@pytest.mark.parametrize("days", [1, 2, 14, 60, 61, 365])
@pytest.mark.parametrize("count", [1, 123_456_789])
def test_the_words_keep_discords_limit_and_add_up(days: int, count: int) -> None:
    told = usage_alt(usage(days, Counts(declined=count)))
    assert len(told) <= 1024
    assert (words.A_WEEK in told) == (days > 60)
    columns = [int(each) for each in re.findall(r"[A-Z][a-z]{2} \d+: (\d+)", told)]
    assert columns[-1] == count * (7 if days > 60 else 1)
    if words.ALT_LATEST.split("{")[0] not in told:
        assert sum(columns) == days * count


async def test_windows_of_any_length_and_size_are_drawn() -> None:
    charts = Charts(load(wiring.shipped_knowledge()).article)
    for days, count in ((1, 1), (28, 7), (60, 10**9), (365, 3)):
        chart = await charts.draw_usage(usage(days, Counts(count, 0, count, count)))
        assert chart.picture.startswith(b"\x89PNG")
        assert chart.alt == usage_alt(usage(days, Counts(count, 0, count, count)))


def test_every_color_stands_out_from_the_ground_and_no_two_neighbors_are_alike() -> None:
    shades = [_luminance(each) for each in COLORS.values()]
    for shade in shades:
        assert _contrast(shade, _luminance(GROUND)) >= 3  # WCAG 2.2, non-text contrast
    for one, other in pairwise(shades):
        assert _contrast(one, other) >= 1.3


def _luminance(color: str) -> float:
    """Return the relative luminance as WCAG defines it."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)
