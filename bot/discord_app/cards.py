"""Make what the commands besides `/ask` show: figures, topics, the source, how to ask."""

from __future__ import annotations

from collections.abc import Mapping

from bot import passages, wording
from bot.discord_app.controls import link_view
from bot.discord_app.embeds import ANSWERED, Shown, add_field, figure, make_embed
from bot.discord_app.markup import cut, escape, one_line
from bot.model import Knowledge, Statistic
from bot.wording import in_discord

_CONTENT, _BODY = 2000, 4000
# The commands that the lines of /help speak of.
IN_HELP = (
    *("ask", "stats", "stat", "compare", "topics", "quiz", "source", "about", "settings", "setup"),
    *("usage", "gaps", "privacy"),
)


def statistics(knowledge: Knowledge, *, stat: str) -> Shown:
    """Return the article's key figures; `stat` is how to mention the command that shows one."""
    lines = [f"{escape(each.label)}: {figure(each)}" for each in knowledge.statistics]
    body = "\n".join([*lines, "", wording.FIGURES_HINT.format(stat=stat)])
    footer = wording.published(knowledge.article)
    embed = make_embed(cut(body, _BODY), ANSWERED, title=wording.FIGURES_TITLE, footer=footer, markup=True)
    return Shown(cut(body, _CONTENT), embed, link_view(knowledge.article.url))


def statistic(knowledge: Knowledge, one: Statistic) -> Shown:
    """Return one figure with what it means, its period, who says so and the part it stands in."""
    article = knowledge.article
    label = article.part(one.part).label
    embed = make_embed(
        f"**{escape(one.shown)}**\n{escape(one.meaning)}",
        ANSWERED,
        title=escape(one.label),
        footer=wording.published(knowledge.article),
        markup=True,
    )
    facts = {
        wording.FIGURE_PERIOD: one.period or wording.FIGURE_NO_PERIOD,
        wording.FIGURE_SOURCE: one.source,
        wording.FIGURE_PART: label,
    }
    for name, value in facts.items():
        add_field(embed, name, escape(value))
    lines = [f"{escape(one.label)}: {figure(one)}", escape(one.meaning)]
    lines += [f"{name}: {escape(value)}" for name, value in facts.items()]
    link = passages.link(article, (one.part,), f"{one.shown} {one.meaning}")
    return Shown(cut("\n".join(lines), _CONTENT), embed, link_view(link, article.url))


def unknown_statistic(knowledge: Knowledge, name: str) -> Shown:
    """Return that there is no such figure, and which there are."""
    known = wording.join([each.label for each in knowledge.statistics], "and")
    told = wording.UNKNOWN_STATISTIC.format(name=escape(one_line(name)), known=escape(known))
    return Shown(cut(told, _CONTENT))


def source(knowledge: Knowledge) -> Shown:
    """Return which article the answers come from."""
    text = wording.SOURCE_TEXT.format(headline=wording.headline(knowledge.article))
    embed = make_embed(text, ANSWERED, title=wording.SOURCE_TITLE)
    return Shown(cut(escape(text), _CONTENT), embed, link_view(knowledge.article.url))


def help_card(knowledge: Knowledge, mentions: Mapping[str, str]) -> Shown:
    """Return how to ask; `mentions` says how to mention each command."""
    about = escape(wording.HELP_ABOUT.format(headline=wording.headline(knowledge.article)))
    body = "\n".join([about, "", *(f"• {line.format(**mentions)}" for line in in_discord.HELP_LINES)])
    embed = make_embed(cut(body, _BODY), ANSWERED, title=in_discord.HELP_TITLE, markup=True)
    return Shown(cut(body, _CONTENT), embed)
