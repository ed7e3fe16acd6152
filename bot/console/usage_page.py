"""Turn the statistics of use into a page."""

from __future__ import annotations

from bot.console.page import GAP, Page, Paragraph, Table
from bot.history import telling
from bot.history.summary import Usage
from bot.wording import usage as words


def usage_page(usage: Usage) -> Page:
    """Return all numbers but those of single days; entries go by their ids."""
    cells = [
        (row.label if not at else "", line)
        for row in telling.rows(usage, lambda entry: entry)
        for at, line in enumerate(row.lines)
    ]
    told = [Paragraph(note, "quiet") for note in telling.notes(usage)]
    return (Paragraph(words.TITLE, "heading"), Table(tuple(cells)), GAP, *told)
