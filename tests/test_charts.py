"""Charts say what the figures say, are drawn once, and hold nothing up."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import lru_cache

import pytest

from bot import knowledge as knowledge_folder
from bot import wiring
from bot.charts import Charts, alt_text, compare
from bot.charts.panels import panels, title
from bot.model import Knowledge, Statistic
from bot.wording import charts as words
from tests.processes import ROOT

PNG = b"\x89PNG\r\n\x1a\n"
HIVES = Statistic("hives", "Hives, north", "40", 40, "models", "2024", "the keeper", 1, "How many there are.")
_LONGEST_GAP = 0.05
_TRIES = 10


@lru_cache(maxsize=1)
def shipped() -> Knowledge:
    """Return the shipped knowledge base."""
    return knowledge_folder.load(wiring.shipped_knowledge())


def figure(shown: str, value: float, *, unit: str = "models", label: str = "Hives, south") -> Statistic:
    """Return a figure that is written so."""
    return replace(HIVES, id="other", label=label, shown=shown, value=value, unit=unit)


def test_the_alternative_text_has_every_figure_with_its_period_and_the_source() -> None:
    told = alt_text(shipped().statistics, shipped().article)
    for each in shipped().statistics:
        assert each.shown in told
        assert each.period is None or each.period in told
    assert told.endswith("Source: CNN, February 10, 2026.")


def test_the_alternative_text_does_not_repeat_what_all_figures_have_in_common() -> None:
    usage = [shipped().statistic("usage-late-2024"), shipped().statistic("usage-last-year")]
    told = alt_text(usage, shipped().article)
    assert told.startswith("Chart: Usage of open models. Late 2024: 1.2 percent. Last year: 30 percent. ")


@pytest.mark.parametrize("count", [1, 3, 60])
@pytest.mark.parametrize("length", [1, 90, 5000])
def test_the_alternative_text_keeps_discords_limit_and_counts_what_it_leaves_out(
    count: int, length: int
) -> None:
    each = replace(HIVES, label="l" * length, shown="9" * length, period="p" * length)
    told = alt_text([each] * count, replace(shipped().article, publisher="q" * length))
    assert len(told) <= 1024
    left_out = int(told.split("And ")[1].split()[0]) if "And " in told else 0
    sentences = told.count("L")  # each begins with a label
    assert sentences >= 1
    assert sentences + left_out == count


def test_percent_and_figures_of_one_unit_are_bars_and_what_stands_alone_is_a_number() -> None:
    bars, models, downloads = panels(shipped().statistics)
    assert (bars.full, models.full, downloads.full) == (100, None, None)
    assert [each.id for each in bars.statistics] == ["lin-estimate", "usage-late-2024", "usage-last-year"]
    (hives,) = panels([HIVES, figure("30", 30)])
    assert hives.full == 40
    assert title(hives.statistics) == "Hives"


@pytest.mark.parametrize("value", [0.0, -3.0, float("inf"), float("nan")])
def test_what_no_bar_can_show_is_a_number(value: float) -> None:
    assert panels([figure("odd", value)])[0].full is None
    if value != 0:
        assert panels([HIVES, figure("odd", value)])[0].full is None


@pytest.mark.parametrize(
    ("shown", "value", "told"),
    [
        ("80", 80, "The second figure is 2 times the first: 40 models more."),
        ("10", 10, "The first figure is 4 times the second: 30 models more."),
        ("30", 30, "The first figure is about 1.33 times the second: 10 models more."),
        ("42", 42, "The second figure is 2 models above the first."),
        ("over 80", 80, "The second figure is more than 2 times the first: more than 40 models more."),
        ("at least 10", 10, "The first figure is at most 4 times the second: at most 30 models more."),
        ("below 10", 10, "The first figure is more than 4 times the second: more than 30 models more."),
        ("no more than 80", 80, "The second figure is at most 2 times the first: at most 40 models more."),
        ("about 80", 80, "The second figure is about 2 times the first: about 40 models more."),
        ("0", 0, "The first figure is 40 models above the second."),
        ("-5", -5, "The first figure is 45 models above the second."),
        ("40", 40, words.EQUAL),
        ("over 40", 40, words.NO_BOUND),
    ],
)
def test_two_figures_of_one_unit_are_compared_no_more_exactly_than_they_are_given(
    shown: str, value: float, told: str
) -> None:
    assert compare(HIVES, figure(shown, value)) == told


def test_two_bounds_that_leave_everything_open_are_not_compared() -> None:
    assert compare(figure("over 10", 10), figure("over 80", 80)) == words.NO_BOUND


def test_figures_of_different_units_or_wholes_are_not_compared() -> None:
    known = shipped()
    late, last = known.statistic("usage-late-2024"), known.statistic("usage-last-year")
    assert compare(late, last) == "The second figure is 25 times the first: 28.8 percentage points more."
    assert compare(last, known.statistic("qwen-models")).startswith("One is in percent, the other in models")
    assert compare(last, known.statistic("lin-estimate")) == words.OTHER_WHOLE


async def test_the_same_figures_are_drawn_once_and_changed_ones_anew() -> None:
    drawn: list[tuple[Statistic, ...]] = []

    def draw(statistics: tuple[Statistic, ...], source: str) -> bytes:
        time.sleep(0.01)
        drawn.append(statistics)
        return PNG

    charts = Charts(shipped().article, draw=draw)
    assert charts.drawn([HIVES]) is None
    first, *others = await asyncio.gather(*(charts.draw([HIVES]) for _ in range(5)))
    assert all(each is first for each in [*others, charts.drawn([HIVES])])
    assert len(drawn) == 1
    changed = await charts.draw([replace(HIVES, shown="41", value=41)])
    assert len(drawn) == 2
    assert changed.name != first.name


async def test_only_the_charts_used_last_are_kept() -> None:
    charts = Charts(shipped().article, draw=lambda statistics, source: PNG)
    for value in range(100):
        await charts.draw([figure(str(value), value)])
        assert await charts.draw([HIVES])
    assert charts.drawn([HIVES])
    assert charts.drawn([figure("99", 99)])
    assert not charts.drawn([figure("0", 0)])


async def test_a_failed_drawing_is_told_and_tried_again() -> None:
    failing = iter([True, False])

    def draw(statistics: tuple[Statistic, ...], source: str) -> bytes:
        if next(failing):
            raise ValueError("no ink")
        return PNG

    charts = Charts(shipped().article, draw=draw)
    with pytest.raises(ValueError, match="no ink"):
        await charts.draw([HIVES])
    assert (await charts.draw([HIVES])).picture == PNG


async def test_odd_figures_are_drawn_too() -> None:
    long = "what is $longer$ than any_picture^2 is wide, 日本 \\frac{1}{2} \n" * 60
    odd = replace(HIVES, label=long, shown=long, period=long)
    charts = Charts(replace(shipped().article, publisher=long))
    for statistics in (
        [odd],
        [odd] * 60,
        [replace(odd, unit="percent", value=250)],
        [figure("", 1, label="")],
    ):
        assert (await charts.draw(statistics)).picture.startswith(PNG)


async def longest_gap(work: Callable[[], Awaitable[object]]) -> float:
    """Return for how long at most the event loop did nothing else while the work was done."""
    longest, last, done = 0.0, time.perf_counter(), False

    async def tick() -> None:
        nonlocal longest, last
        while not done:
            await asyncio.sleep(0.001)
            now = time.perf_counter()
            longest, last = max(longest, now - last), now

    ticker = asyncio.create_task(tick())
    await work()
    done = True
    await ticker
    return longest


async def test_drawing_never_holds_the_event_loop_up() -> None:
    await Charts(shipped().article).draw([HIVES])
    gaps: list[float] = []
    # Others work on the machine too: one quiet moment is enough.
    while len(gaps) < _TRIES and (not gaps or min(gaps) > _LONGEST_GAP):
        charts = Charts(shipped().article)
        gaps.append(await longest_gap(lambda charts=charts: charts.draw(shipped().statistics)))  # type: ignore[misc]  # mypy can't infer a lambda's defaults
    assert min(gaps) <= _LONGEST_GAP, gaps


def test_the_first_drawing_never_holds_the_event_loop_up() -> None:
    code = (
        "import asyncio; from tests.test_charts import *; charts = Charts(shipped().article)\n"
        "assert 'matplotlib' not in sys.modules\n"
        "print(asyncio.run(longest_gap(lambda: charts.draw(shipped().statistics))))"
    )
    gaps: list[float] = []
    while len(gaps) < _TRIES and (not gaps or min(gaps) > _LONGEST_GAP):
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
        assert done.returncode == 0, done.stderr
        gaps.append(float(done.stdout))
    assert min(gaps) <= _LONGEST_GAP, gaps
