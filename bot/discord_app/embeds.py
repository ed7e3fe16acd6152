"""Show replies: as an embed, or as plain text where embeds aren't allowed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, assert_never

import discord

from bot import wording
from bot.discord_app.chart_controls import ChartButton
from bot.discord_app.controls import choices_of, link_to, reply_view
from bot.discord_app.desk import Desk
from bot.discord_app.feedback import HelpfulButton, SayWhyButton, UnhelpfulButton
from bot.discord_app.markup import cut, escape, one_line
from bot.discord_app.reply_controls import FollowUpButton, NoneButton, RemoveButton, TellButton, WhyButton
from bot.model import Answered, Besides, Choice, Declined, Reply, Social, Statistic, Unsure
from bot.receipts import Receipt
from bot.wording import receipts as receipt_words
from bot.wording import replies as words
from bot.wording import several

ANSWERED, UNSURE, DECLINED = discord.Colour(0x3E7BFA), discord.Colour(0xE0A100), discord.Colour(0x80848E)
# https://docs.discord.com/developers/resources/message#embed-object-embed-limits
_DESCRIPTION, _AUTHOR, _FIELD_NAME, _FIELD_VALUE, _FOOTER, _FIELDS = 4096, 256, 256, 1024, 2048, 25
_CONTENT = 2000
# All embeds of a message together may have 6000; the description gives way.
_TOGETHER = 6000


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


class Shows:
    """Turn replies about one knowledge base into what Discord shows."""

    def __init__(self, desk: Desk, *, rated: bool = False) -> None:
        """Take what knows the figures, the names and the receipts that buttons carry.

        `rated` says whether people may say how helpful answers are.
        """
        self._desk = desk
        self._rated = rated

    def reply(
        self, reply: Reply, *, question: str | None = None, asker: int | None = None, by_command: bool = False
    ) -> Shown:
        """Return a reply; `question` is quoted where it can't be read above the answer.

        `asker` may remove it; None where nobody else sees it. After a command, whose replies Discord doesn't
        let the bot read, a follow-up is asked by a button.
        """
        match reply:
            case Answered():
                return self._answered(reply, question, asker, by_command=by_command)
            case Unsure():
                return self._offering(
                    wording.UNSURE, reply.choices, reply.confidence, UNSURE, question, asker
                )
            case Declined():
                text = reply.text
                if reply.choices:
                    text += "\n\n" + (wording.NEAREST if len(reply.choices) == 1 else wording.NEAREST_SEVERAL)
                return self._offering(text, reply.choices, reply.confidence, DECLINED, question, asker)
            case Social():
                return Shown(cut(escape(reply.text), _CONTENT))
            case _:
                assert_never(reply)

    def provenance(self, receipt: Receipt, question: str | None) -> Shown:
        """Return where the answer of a receipt came from."""
        rows = self._desk.provenance(receipt, question)
        embed = make_embed("", ANSWERED, title=receipt_words.TITLE)
        for label, text in rows:
            add_field(embed, label, escape(text), inline=False)
        return Shown(cut("\n".join(f"{label}: {escape(text)}" for label, text in rows), _CONTENT), embed)

    def none_chosen(self, question: str | None) -> Shown:
        """Return what is said when none of the choices was meant."""
        embed = make_embed(words.NONE_CHOSEN, DECLINED, question=question)
        view = reply_view([TellButton()])
        return Shown(_plain([words.NONE_CHOSEN], question), embed, view)

    def unhelpful(self, text: str, question: str | None, button: SayWhyButton) -> Shown:
        """Return what is said to whom an answer didn't help, with the button that takes the reason."""
        embed = make_embed(text, DECLINED, question=question) if question else None
        return Shown(_plain([escape(text)], question), embed, reply_view([button]))

    def _answered(
        self, reply: Answered, question: str | None, asker: int | None, *, by_command: bool
    ) -> Shown:
        statistics = [self._desk.knowledge.statistic(each) for each in reply.entry.statistics]
        answer, citation = wording.answer(reply), wording.citation(reply)
        embed = make_embed(answer, ANSWERED, question=question, footer=citation)
        for statistic in statistics[:3]:
            add_field(embed, statistic.label, figure(statistic), inline=len(statistics) > 1)
        lines = [escape(answer), *(f"{escape(s.label)}: {figure(s)}" for s in statistics[:3])]
        lines.append(escape(citation))
        for each in reply.besides:
            add_besides(embed, each)
            lines += [escape(line) for line in several.lines(each)]
        lines.append(f"<{reply.source.link}>")
        receipt = self._desk.receipts.make(reply.entry.id, reply.confidence)
        controls = [*link_to(reply.source.link, reply.source.url), WhyButton(receipt)]
        if statistics:
            controls.append(ChartButton(receipt))
        if by_command:
            controls.append(FollowUpButton(receipt))
        about: list[discord.ui.Item[Any]] = []
        if self._rated:
            about = [HelpfulButton(receipt), UnhelpfulButton(receipt)]
        if asker is not None:
            (about or controls).append(RemoveButton(asker))
        related = choices_of(self._desk, reply.choices[:2], reply.confidence)
        view = reply_view(controls, about, related)
        return Shown(_plain(lines, question), embed, view)

    def _offering(
        self,
        text: str,
        choices: Sequence[Choice],
        confidence: float,
        colour: discord.Colour,
        question: str | None,
        asker: int | None,
    ) -> Shown:
        embed = make_embed(text, colour, question=question)
        controls: list[discord.ui.Item[Any]] = [NoneButton()] if colour is UNSURE else []
        if asker is not None:
            controls.append(RemoveButton(asker))
        view = reply_view(choices_of(self._desk, choices[:3], confidence), controls)
        return Shown(_plain([escape(text)], question), embed, view)


def _plain(lines: Sequence[str], question: str | None) -> str:
    """Return lines of markup as a message without an embed, under the question where that is quoted."""
    quoted = [f"> {escape(one_line(question))}"] if question and one_line(question) else []
    return cut("\n".join([*quoted, *lines]), _CONTENT)


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


def add_besides(embed: discord.Embed, one: Besides) -> None:
    """Add what is said to another question of the message."""
    text, cited = several.spoken_to(one)
    lines = [escape(text), *([f"-# {escape(cited)}"] if cited else [])]
    add_field(embed, several.ON_HEADING.format(question=several.quoted(one)), "\n".join(lines), inline=False)


def figure(statistic: Statistic) -> str:
    """Return a statistic's figure, with its period where the label doesn't tell that, as markup."""
    period = f" ({escape(statistic.period_beside)})" if statistic.period_beside else ""
    return f"**{escape(statistic.shown)}**{period}"
