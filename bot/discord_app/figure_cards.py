"""Make the cards of key figures that come with a chart and are no command's own."""

from __future__ import annotations

from collections.abc import Sequence

from bot import passages, wording
from bot.charts import compare
from bot.discord_app.controls import link_view
from bot.discord_app.desk import Desk
from bot.discord_app.embeds import ANSWERED, Shown, add_field, figure, make_embed
from bot.discord_app.markup import cut, escape
from bot.model import Entry, Knowledge, Statistic
from bot.wording import charts as words

_CONTENT, _BODY, _FIELD = 2000, 4000, 1000


def comparison(knowledge: Knowledge, first: Statistic, second: Statistic) -> Shown:
    """Return two figures, what each means and how they relate."""
    body = "\n".join([*_lines((first, second)), "", escape(compare(first, second))])
    embed = make_embed(
        cut(body, _BODY),
        ANSWERED,
        title=words.COMPARE_TITLE,
        footer=wording.published(knowledge.article),
        markup=True,
    )
    told = []
    for each in (first, second):
        said_by = words.COMPARE_SOURCE.format(source=each.source)
        meaning = f"{cut(escape(each.meaning), _FIELD // 2)}\n{cut(escape(said_by), _FIELD // 2)}"
        add_field(embed, each.label, meaning)
        told.append(meaning)
    plain = cut("\n".join([body, *told]), _CONTENT)
    return Shown(plain, embed, link_view(knowledge.article.url))


def figures_of(desk: Desk, entry: Entry) -> Shown:
    """Return the figures that an answer uses, under its question."""
    knowledge = desk.knowledge
    body = "\n".join(_lines([knowledge.statistic(each) for each in entry.statistics]))
    question = desk.shown_question(entry.questions[0])
    embed = make_embed(
        cut(body, _BODY),
        ANSWERED,
        question=question,
        footer=wording.published(knowledge.article),
        markup=True,
    )
    link = passages.link(knowledge.article, entry.parts, entry.answer)
    return Shown(cut(body, _CONTENT), embed, link_view(link, knowledge.article.url))


def same_figure(one: Statistic) -> Shown:
    """Return that both names mean one figure."""
    return Shown(cut(words.COMPARE_SAME.format(label=escape(one.label)), _CONTENT))


def _lines(statistics: Sequence[Statistic]) -> list[str]:
    return [f"{escape(each.label)}: {figure(each)}" for each in statistics]
