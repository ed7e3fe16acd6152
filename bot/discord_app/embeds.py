"""Show replies: as an embed, or as plain text where embeds aren't allowed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, assert_never

import discord

from bot import wording
from bot.discord_app.controls import choice_view
from bot.discord_app.desk import Desk
from bot.model import Answered, Choice, Declined, Reply, Social, Statistic, Unsure

ANSWERED, UNSURE, DECLINED = discord.Colour(0x3E7BFA), discord.Colour(0xE0A100), discord.Colour(0x80848E)
# https://docs.discord.com/developers/resources/message#embed-object-embed-limits
_DESCRIPTION, _AUTHOR, _FIELD_NAME, _FIELD_VALUE, _FOOTER, _FIELDS = 4096, 256, 256, 1024, 2048, 25
_CONTENT = 2000
# All embeds of a message together may have 6000; the description gives way.
_TOGETHER = 6000
_SPECIAL = re.compile(r"([\\*_~|`<\[\]])|(?m:^(\s*)([#>+-]|\d+(?=\.\s)))|(://)")


@dataclass(frozen=True, slots=True)
class Shown:
    """Hold a reply as Discord shows it: an embed or a sentence, its controls, and the same as plain text."""

    plain: str
    embed: discord.Embed | None = None
    view: discord.ui.View | None = None

    def arguments(self, *, plain: bool = False) -> dict[str, Any]:
        """Return what discord.py's send methods take."""
        found: dict[str, Any] = {"view": self.view} if self.view is not None else {}
        if self.embed is not None and not plain:
            return found | {"embed": self.embed}
        return found | {"content": self.plain, "suppress_embeds": True}


def escape(text: str) -> str:
    """Return text in which nothing is markup: no emphasis, heading, list, link, mention or emoji."""

    def guarded(found: re.Match[str]) -> str:
        if found[1]:
            return "\\" + found[1]
        if found[4]:
            return ":\\//"
        return f"{found[2]}{found[3]}\\" if found[3].isdigit() else f"{found[2]}\\{found[3]}"

    return _SPECIAL.sub(guarded, text)


def cut(text: str, most: int) -> str:
    """Return the text, or as much of it as fits with an ellipsis."""
    if len(text) <= most:
        return text
    return text[: most - 1].rstrip("\\ \n") + "…"


def one_line(text: str, most: int = _AUTHOR) -> str:
    """Return the text on one line without control characters, cut to fit."""
    return cut(" ".join("".join(c if c.isprintable() else " " for c in text).split()), most)


class Shows:
    """Turn replies about one knowledge base into what Discord shows."""

    def __init__(self, desk: Desk) -> None:
        """Take what knows the figures, the names and the receipts that buttons carry."""
        self._desk = desk

    def reply(self, reply: Reply, *, question: str | None = None) -> Shown:
        """Return a reply; `question` is quoted where it can't be read above the answer."""
        match reply:
            case Answered():
                return self._answered(reply, question)
            case Unsure():
                return self._offering(wording.UNSURE, reply.choices, reply.confidence, UNSURE, question)
            case Declined():
                text = reply.text
                if reply.choices:
                    text += "\n\n" + (wording.NEAREST if len(reply.choices) == 1 else wording.NEAREST_SEVERAL)
                return self._offering(text, reply.choices, reply.confidence, DECLINED, question)
            case Social():
                return Shown(cut(escape(reply.text), _CONTENT))
            case _:
                assert_never(reply)

    def _answered(self, reply: Answered, question: str | None) -> Shown:
        statistics = [self._desk.knowledge.statistic(each) for each in reply.entry.statistics]
        citation = wording.citation(reply)
        embed = make_embed(wording.answer(reply), ANSWERED, question=question, footer=citation)
        for statistic in statistics[:3]:
            add_field(embed, statistic.label, figure(statistic), inline=len(statistics) > 1)
        lines = [escape(wording.answer(reply)), *(f"{escape(s.label)}: {figure(s)}" for s in statistics[:3])]
        lines += [escape(citation), f"<{reply.source.url}>"]
        view = choice_view(
            self._desk,
            reply.choices[:2],
            reply.confidence,
            link=reply.source.url,
            in_one_row=True,
            chart=reply.entry.id if statistics else None,
        )
        return Shown(cut("\n".join(lines), _CONTENT), embed, view)

    def _offering(
        self,
        text: str,
        choices: Sequence[Choice],
        confidence: float,
        colour: discord.Colour,
        question: str | None,
    ) -> Shown:
        embed = make_embed(text, colour, question=question)
        view = choice_view(self._desk, choices[:3], confidence)
        return Shown(cut(escape(text), _CONTENT), embed, view)


def make_embed(
    text: str,
    colour: discord.Colour,
    *,
    question: str | None = None,
    title: str | None = None,
    footer: str | None = None,
    markup: bool = False,
) -> discord.Embed:
    """Return an embed within Discord's limits; `text` is escaped unless it is our own markup."""
    embed = discord.Embed(colour=colour)
    if title:
        embed.title = cut(title, _AUTHOR)
    if question is not None and (quoted := one_line(question, _AUTHOR - 2)):
        embed.set_author(name=f"“{quoted}”")
    if footer:
        embed.set_footer(text=cut(footer, _FOOTER))
    room = min(_DESCRIPTION, _TOGETHER - len(embed))
    embed.description = cut(text if markup else escape(text), room)
    return embed


def add_field(embed: discord.Embed, name: str, value: str, *, inline: bool = True) -> None:
    """Add a field, or leave it out when the embed is full; `value` is our own markup."""
    name, value = cut(escape(name), _FIELD_NAME), cut(value, _FIELD_VALUE)
    if len(embed.fields) < _FIELDS and len(embed) + len(name) + len(value) <= _TOGETHER:
        embed.add_field(name=name, value=value, inline=inline)


def figure(statistic: Statistic) -> str:
    """Return a statistic's figure with its period, as markup."""
    period = f" ({escape(statistic.period)})" if statistic.period else ""
    return f"**{escape(statistic.shown)}**{period}"
