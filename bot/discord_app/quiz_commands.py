"""Declare /quiz: a few questions on the article, for the player alone.

A round is kept nowhere: each button says which round and question it belongs to, and how many were right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

import discord

from bot import wording
from bot.discord_app import control_ids
from bot.discord_app.controls import reply_view
from bot.discord_app.embeds import ANSWERED, Shown, make_embed
from bot.discord_app.markup import cut, escape
from bot.discord_app.translation import said
from bot.model import Knowledge
from bot.quiz import Item, quiz
from bot.wording import quiz as words

if TYPE_CHECKING:
    from bot.discord_app.client import ArticleClient

_CONTENT, _LABEL, _SEEDS = 2000, 80, 2**32


@dataclass(frozen=True, slots=True)
class Round:
    """Say which round it is, of which knowledge base, and how far the player has come."""

    version: str
    seed: int
    at: int = 0
    right: int = 0

    @classmethod
    def first(cls, knowledge: Knowledge, seed: int) -> Self:
        """Return the beginning of a round."""
        return cls(knowledge.version[:8], seed % _SEEDS)

    def custom_id(self, option: int) -> str:
        """Return the id of a button that chooses an option of the question reached."""
        return f"z1:{self.version}:{self.seed:08x}:{self.at}:{self.right}:{option}"


def declare(client: ArticleClient) -> None:
    """Add the command to the client's tree."""

    @client.tree.command(name=said("quiz"), description=said("quiz.about"))
    async def quiz_(interaction: discord.Interaction[Any]) -> None:
        knowledge = client.desk.knowledge
        card = question_card(knowledge, Round.first(knowledge, interaction.id))
        await interaction.response.send_message(**client.courtesy.arguments(interaction, card, hidden=True))


def question_card(knowledge: Knowledge, now: Round, before: Sequence[str] = ()) -> Shown:
    """Return the question that a player has reached, or the result; `before` tells of the last question."""
    items = quiz(knowledge, now.seed)
    if not items:
        return Shown(words.NOTHING_TO_ASK)
    if now.at < len(items):
        item = items[now.at]
        title = words.QUESTION_OF.format(at=now.at + 1, count=len(items))
        asks = words.WHICH_FIGURE if item.figure else words.FILL_GAP
        lines = [*before, *([""] if before else []), asks, f"> {escape(_asked(item))}"]
        buttons: list[discord.ui.Item[Any]] = [
            OptionButton(now, option, label=label) for option, label in enumerate(item.options)
        ]
        return _card(knowledge, title, lines, buttons)
    result = words.ALL_RIGHT if now.right == len(items) else words.RESULT
    title = result.format(right=now.right, count=len(items))
    return _card(knowledge, title, before, [AgainButton((now.seed + 1) % _SEEDS)])


def _asked(item: Item) -> str:
    if item.period is None:
        return item.asked
    return words.OF_PERIOD.format(label=item.asked, period=item.period)


def _card(
    knowledge: Knowledge, title: str, lines: Sequence[str], buttons: Sequence[discord.ui.Item[Any]]
) -> Shown:
    text = "\n".join(lines)
    footer = wording.published(knowledge.article)
    embed = make_embed(text, ANSWERED, title=title, footer=footer, markup=True)
    return Shown(cut(f"**{title}**\n{text}", _CONTENT), embed, reply_view(buttons))


async def _turn(interaction: discord.Interaction[Any], shown: Shown) -> None:
    """Show the next card in place of the one before."""
    client: ArticleClient = interaction.client
    plain = client.manners.plain(interaction.guild_id, interaction.user.id)
    arguments = {"content": None, "embed": None, "view": None} | shown.arguments(plain=plain)
    await interaction.response.edit_message(**arguments)


class OptionButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=control_ids.QUIZ_OPTION):
    """Choose an option, also after the bot was restarted."""

    def __init__(self, now: Round, option: int, *, label: str = "…") -> None:
        """Take the question reached, and which of its options the button is."""
        super().__init__(discord.ui.Button(label=cut(label, _LABEL), custom_id=now.custom_id(option)))
        self.now, self.option = now, option

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that was pressed."""
        now = Round(match["quiz_of"], int(match["quiz"], 16), int(match["at"]), int(match["right"]))
        return cls(now, int(match["option"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Tell whether that was right, with the next question or the result."""
        client: ArticleClient = interaction.client
        await client.failures.guard(
            interaction, lambda: _turn(interaction, self._next(client.desk.knowledge))
        )

    def _next(self, knowledge: Knowledge) -> Shown:
        now = self.now
        items = quiz(knowledge, now.seed)
        same = now.version == knowledge.version[:8]
        # A forged button may name a question or an option that isn't there.
        if (
            not same
            or now.at >= len(items)
            or self.option >= len(items[now.at].options)
            or now.right > now.at
        ):
            return Shown(words.CHANGED, view=reply_view([AgainButton((now.seed + 1) % _SEEDS)]))
        item = items[now.at]
        is_right = self.option == item.right
        right, chosen = item.options[item.right], item.options[self.option]
        verdict = words.RIGHT if is_right else words.WRONG.format(right=escape(right), chosen=escape(chosen))
        before = [f"**{verdict}**", escape(item.told)]
        return question_card(knowledge, replace(now, at=now.at + 1, right=now.right + is_right), before)


class AgainButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=control_ids.QUIZ_AGAIN):
    """Begin another round in the same message."""

    def __init__(self, seed: int) -> None:
        """Take what the round is made from."""
        super().__init__(discord.ui.Button(label=words.AGAIN, custom_id=f"z1:{seed:08x}"))
        self.seed = seed

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that was pressed."""
        return cls(int(match["next_quiz"], 16))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Show the first question."""
        client: ArticleClient = interaction.client
        knowledge = client.desk.knowledge
        card = question_card(knowledge, Round.first(knowledge, self.seed))
        await client.failures.guard(interaction, lambda: _turn(interaction, card))


CONTROLS = (OptionButton, AgainButton)
