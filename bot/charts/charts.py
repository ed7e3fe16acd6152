"""Keep the pictures that were drawn, and draw others without holding up what else happens."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.charts.alternative import alt_text, source_line
from bot.charts.use import draw_usage, usage_alt
from bot.history.summary import Usage
from bot.model import Article, Statistic

_MOST_KEPT = 32
_HASH_LENGTH = 12
Draw = Callable[[tuple[Statistic, ...], str], bytes]


@dataclass(frozen=True, slots=True)
class Chart:
    """Hold a picture (PNG), the name of its file, and the same in words."""

    picture: bytes
    name: str
    alt: str


class Charts:
    """Draw the figures of one article, each picture once.

    Drawing takes about a tenth of a second, the first time with matplotlib's import about one. Measured, a
    thread keeps the event loop waiting for less than 50 ms meanwhile, so no process of its own is needed.
    """

    def __init__(self, article: Article, *, draw: Draw | None = None) -> None:
        """Take what the source line names; `draw` replaces what turns figures into a picture."""
        self._article = article
        self._draw = draw or _draw
        self._kept: dict[str, Chart] = {}
        self._one_at_a_time = asyncio.Lock()

    def drawn(self, statistics: Sequence[Statistic]) -> Chart | None:
        """Return the chart of these figures if it was drawn before."""
        key = self._key(statistics)
        if key in self._kept:
            self._kept[key] = self._kept.pop(key)  # the one used last goes last
        return self._kept.get(key)

    async def draw(self, statistics: Sequence[Statistic]) -> Chart:
        """Return the chart of these figures; raises whatever drawing raises."""
        async with self._one_at_a_time:
            chart = self.drawn(statistics)
            if chart is None:
                figures, source = tuple(statistics), source_line(self._article)
                picture = await asyncio.to_thread(self._draw, figures, source)
                key = self._key(statistics)
                chart = Chart(picture, f"figures-{key}.png", alt_text(figures, self._article))
                self._kept[key] = chart
                if len(self._kept) > _MOST_KEPT:
                    del self._kept[next(iter(self._kept))]
            return chart

    async def draw_usage(self, usage: Usage) -> Chart:
        """Return the chart of the questions a day; it isn't kept, as every question changes it."""
        async with self._one_at_a_time:
            picture = await asyncio.to_thread(draw_usage, usage)
        return Chart(picture, "usage.png", usage_alt(usage))

    def _key(self, statistics: Sequence[Statistic]) -> str:
        told = repr((self._article.publisher, self._article.published, tuple(statistics)))
        return hashlib.sha256(told.encode()).hexdigest()[:_HASH_LENGTH]


def _draw(statistics: tuple[Statistic, ...], source: str) -> bytes:
    # In the worker, so that matplotlib's import doesn't hold up the loop either.
    from bot.charts.drawing import draw

    return draw(statistics, source)
