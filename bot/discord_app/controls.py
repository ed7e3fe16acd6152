"""Make the buttons under replies, and answer those who press them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self

import discord

from bot import wording
from bot.discord_app import setup_ids
from bot.discord_app.desk import Desk
from bot.discord_app.receipts import Receipt
from bot.model import Choice

if TYPE_CHECKING:
    from bot.discord_app.client import ArticleClient

# https://docs.discord.com/developers/components/reference#button
_LABEL, _URL = 80, 512
# Every kind of control that this version makes; what fits none of them is from another version, or forged.
_KNOWN = "|".join((Receipt.pattern, *setup_ids.PATTERNS))
_UNKNOWN = rf"(?s:(?!(?:{_KNOWN})\Z).+)"


def choice_view(
    desk: Desk,
    choices: Sequence[Choice],
    confidence: float,
    *,
    link: str | None = None,
    in_one_row: bool = False,
) -> discord.ui.View | None:
    """Return buttons for choices, in one row or each in its own, under a link; None without any."""
    view = discord.ui.View(timeout=None)
    if link:
        _add_link(view, link)
    first = len(view.children)
    for at, choice in enumerate({each.entry: each for each in choices}.values()):
        receipt = desk.receipts.make(choice.entry, confidence)
        row = first if in_one_row else first + at
        view.add_item(ChoiceButton(receipt, label=desk.shown_question(choice.question), row=row))
    return view if view.children else None


def link_view(url: str) -> discord.ui.View | None:
    """Return the button that opens a page; None if Discord wouldn't take the address."""
    view = discord.ui.View(timeout=None)
    _add_link(view, url)
    return view if view.children else None


def _add_link(view: discord.ui.View, url: str) -> None:
    if url.startswith(("https://", "http://")) and len(url) <= _URL:
        view.add_item(discord.ui.Button(label=wording.SOURCE_BUTTON, url=url, row=0))


class ChoiceButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=Receipt.pattern):
    """Answer one entry when pressed, also after the bot was restarted: all it needs is in its id."""

    def __init__(self, receipt: Receipt, *, label: str = "…", row: int | None = None) -> None:
        """Take what the button stands for and what is written on it."""
        label = label if len(label) <= _LABEL else label[: _LABEL - 1] + "…"
        super().__init__(discord.ui.Button(label=label, custom_id=receipt.custom_id(), row=row))
        self.receipt = receipt

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that was pressed."""
        return cls(Receipt.read(match))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Answer in a new message; hidden from others only if the choices were."""
        client: ArticleClient = interaction.client

        async def answer() -> None:
            entry = client.desk.receipts.entry(self.receipt)
            if entry is None:
                await interaction.response.send_message(wording.OUTDATED_BUTTON, ephemeral=True)
                return
            reply = client.desk.choose((interaction.channel_id, interaction.user.id), entry.id)
            shown = client.shows.reply(reply, question=client.desk.shown_question(entry.questions[0]))
            hidden = interaction.message is not None and interaction.message.flags.ephemeral
            arguments = client.courtesy.arguments(interaction, shown, hidden=hidden)
            await interaction.response.send_message(**arguments)

        await client.failures.guard(interaction, answer)


class UnknownControl(discord.ui.DynamicItem[discord.ui.Item[Any]], template=_UNKNOWN):
    """Refuse politely what this version of the bot didn't make."""

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Wrap whatever was used."""
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Say that the control is unknown, to whoever used it."""

        async def refuse() -> None:
            await interaction.response.send_message(wording.UNKNOWN_BUTTON, ephemeral=True)

        await interaction.client.failures.guard(interaction, refuse)
