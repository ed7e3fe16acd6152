"""Turn what is known besides answers into pages: figures, topics, the source, how to ask."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bot import passages, wording
from bot.console.page import GAP, Page, Paragraph, Table, one_line
from bot.model import Knowledge, Statistic
from bot.wording import at_console
from bot.wording import privacy as words

_EXAMPLES = 3


def statistics(knowledge: Knowledge) -> Page:
    """Return the article's key figures as a table; a sentence where it has none."""
    if not knowledge.statistics:
        return (Paragraph(at_console.NO_STATISTICS),)
    return (Table(tuple((each.label, each.shown, each.period or "") for each in knowledge.statistics)),)


def statistic(knowledge: Knowledge, one: Statistic) -> Page:
    """Return one figure with what it means, its period, who says so and where it stands."""
    article = knowledge.article
    return (
        Paragraph(at_console.FIGURE.format(label=one.label, shown=one.shown), "heading"),
        Paragraph(one.meaning),
        Table(
            (
                (wording.FIGURE_PERIOD, one.period or wording.FIGURE_NO_PERIOD),
                (wording.FIGURE_SOURCE, one.source),
                (wording.FIGURE_PART, article.part(one.part).label),
                (at_console.FIGURE_PUBLISHED, wording.published(article)),
            )
        ),
        Paragraph(passages.link(article, (one.part,), f"{one.shown} {one.meaning}"), "link"),
    )


def unknown_statistic(knowledge: Knowledge, name: str) -> str:
    """Return the sentence that there is no such figure, and which there are."""
    known = wording.join([f"“{each.label}”" for each in knowledge.statistics], "and")
    if not known:
        return at_console.NO_STATISTICS
    return wording.UNKNOWN_STATISTIC.format(name=one_line(name, 60), known=known)


def topics(knowledge: Knowledge, shown: Callable[[str], str]) -> Page:
    """Return the article's parts with a few questions that each answers."""
    page: list[Paragraph] = [Paragraph(wording.TOPICS_TITLE, "heading")]
    for part in knowledge.article.parts:
        entries = [each for each in knowledge.entries if each.parts[0] == part.number]
        if entries:
            page += [GAP, Paragraph(part.label, "heading")]
            page += [Paragraph(shown(each.questions[0]), lead="  ") for each in entries[:_EXAMPLES]]
    return tuple(page)


def source(knowledge: Knowledge) -> Page:
    """Return which article the answers come from."""
    text = wording.SOURCE_TEXT.format(headline=wording.headline(knowledge.article))
    return (Paragraph(text), Paragraph(knowledge.article.url, "link"))


def privacy(remembered: Path | None, *, counted: bool) -> Page:
    """Return what is kept of what a person types, and whether replies are counted.

    `remembered` is the file that keeps lines, if any does.
    """
    kept = words.CONSOLE_NOT_KEPT if remembered is None else words.CONSOLE_KEPT.format(file=remembered)
    told = words.CONSOLE_COUNTED if counted else words.CONSOLE_NOT_COUNTED
    return (Paragraph(kept), Paragraph(told))


def help_page(knowledge: Knowledge) -> Page:
    """Return how to ask and every command."""
    return (
        Paragraph(wording.HELP_ABOUT.format(headline=wording.headline(knowledge.article))),
        Paragraph(at_console.CONSOLE_HELP),
        GAP,
        Table(tuple((command, text) for command, text in at_console.CONSOLE_COMMANDS.items())),
        GAP,
        Paragraph(at_console.CONSOLE_KEYS, "quiet"),
    )


def banner(knowledge: Knowledge) -> Page:
    """Return the two lines that greet a person."""
    return (
        Paragraph(at_console.BANNER.format(headline=wording.headline(knowledge.article)), "heading"),
        Paragraph(at_console.BANNER_HINT, "quiet"),
    )
