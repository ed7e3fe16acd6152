"""Say in words what a chart shows, for those who don't see it."""

from __future__ import annotations

from collections.abc import Sequence

from bot import wording
from bot.charts.panels import MOST_DRAWN, panels, short_label, title
from bot.model import Article, Statistic
from bot.wording import charts as words

# https://docs.discord.com/developers/resources/message#attachment-object
_LONGEST, _LONGEST_LINE = 1024, 200


def alt_text(statistics: Sequence[Statistic], article: Article) -> str:
    """Return the figures of a chart in words, in the order drawn, within 1024 characters."""
    drawn = [each for panel in panels(statistics) for each in panel.statistics]
    heading = _cut(title(statistics), _LONGEST_LINE)
    start = [words.ALT.format(title=heading)] if len(statistics) > 1 else [words.ALT_SINGLE]
    end = _cut(source_line(article) + ".", _LONGEST_LINE)
    told: list[str] = []
    left_out = max(0, len(statistics) - MOST_DRAWN)
    for at, each in enumerate(drawn):
        sentence = _cut(_sentence(each, heading), 2 * _LONGEST_LINE)
        more = words.ALT_MORE.format(count=len(statistics))
        if len(" ".join([*start, *told, sentence, more, end])) > _LONGEST:
            left_out += len(drawn) - at
            break
        told.append(sentence)
    if left_out:
        told.append(words.ALT_MORE.format(count=left_out))
    return " ".join([*start, *told, end])


def source_line(article: Article) -> str:
    """Return where the figures come from."""
    return words.SOURCE.format(publisher=article.publisher, day=wording.day(article.published))


def _sentence(one: Statistic, heading: str) -> str:
    period = one.period_beside
    template = words.ALT_PERIOD if period else words.ALT_FIGURE
    return template.format(label=short_label(one, heading), shown=one.shown, period=period)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
