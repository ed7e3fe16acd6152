"""Write the statistics of use as Discord shows them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.discord_app.desk import Desk
from bot.discord_app.embeds import ANSWERED, Shown, add_field, make_embed
from bot.discord_app.markup import cut, escape, one_line
from bot.history import telling
from bot.history.summary import TooFew, Usage
from bot.wording import usage as words

# How many answers are listed and named: what fits into a message of plain text.
MOST_LISTED, _MOST_NAMED, _NAME = 5, 3, 50
_CONTENT, _BODY = 2000, 4000


def usage_card(usage: Usage, desk: Desk, title: str, more: Sequence[str] = ()) -> Shown:
    """Return all numbers but those of single days; `more` is markup that follows them."""
    questions = {each.id: each.questions[0] for each in desk.knowledge.entries}

    def name_of(entry: str) -> str:
        return one_line(desk.shown_question(questions[entry]) if entry in questions else entry, _NAME)

    rows = telling.rows(usage, name_of, unused=_MOST_NAMED)
    single = [row for row in rows if len(row.lines) == 1 and row.label not in (words.MOST, words.LEAST)]
    listed = [row for row in rows if row not in single]
    notes = telling.notes(usage)
    body = [f"**{escape(row.label)}**: {escape(row.lines[0])}" for row in single]
    plain = [f"**{escape(title)}**", *body]
    for row in listed:
        plain += [f"**{escape(row.label)}**:", *(f"• {escape(line)}" for line in row.lines)]
    text = cut("\n".join([*body, *more]), _BODY)
    embed = make_embed(text, ANSWERED, title=title, footer="\n".join(notes), markup=True)
    for row in listed:
        add_field(embed, row.label, "\n".join(f"• {escape(line)}" for line in row.lines), inline=False)
    return Shown(cut("\n".join([*plain, *map(escape, notes), *more]), _CONTENT), embed)


def too_few_card(found: TooFew) -> Shown:
    """Return the sentence that stands for numbers of too few people."""
    return Shown(escape(telling.too_few(found)))
