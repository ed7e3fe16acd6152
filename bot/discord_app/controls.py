"""Make the buttons under replies, and answer those who press them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self

import discord

from bot import wording
from bot.discord_app.receipts import Receipt, Receipts
from bot.model import Choice

if TYPE_CHECKING:
    from bot.discord_app.client import ArticleClient

# https://docs.discord.com/developers/components/reference#button
_LABEL, _URL = 80, 512
# Every kind of control that this version makes; what fits none of them is from another version, or forged.
_KNOWN = (Receipt.pattern,)


def choice_view(
    receipts: Receipts, choices: Sequence[Choice], confidence: float, *, link: str | None = None
) -> discord.ui.View | None:
    """Return buttons for choices, each in a row of its own, under the link to the article; None if there are none."""
    view = discord.ui.View(timeout=None)
    if link:
        _add_link(view, link)
    made = {each.entry: receipts.make(each.entry, confidence) for each in choices}
    for row, choice in enumerate({each.entry: each for each in choices}.values(), start=len(view.children)):
        view.add_item(ChoiceButton(made[choice.entry], label=choice.question, row=row))
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
        shown = wording.shown_question(label)
        shown = shown if len(shown) <= _LABEL else shown[: _LABEL - 1] + "…"
        button: discord.ui.Button[Any] = discord.ui.Button(label=shown, custom_id=receipt.custom_id(), row=row)
        super().__init__(button)
        self.receipt = receipt

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that was pressed."""
        return cls(Receipt.read(match))

    async def callback(self, interaction: discord.Interaction[ArticleClient]) -> None:
        """Answer in a new message; hidden from others only if the choices were."""
        client = interaction.client

        async def answer() -> None:
            entry = client.desk.receipts.entry(self.receipt)
            if entry is None:
                await interaction.response.send_message(wording.OUTDATED_BUTTON, ephemeral=True)
                return
            reply = client.desk.choose((interaction.channel_id, interaction.user.id), entry.id)
            shown = client.shows.reply(reply, question=wording.shown_question(entry.questions[0]))
            await interaction.response.send_message(
                **shown.arguments(), ephemeral=interaction.message is not None and interaction.message.flags.ephemeral
            )

        await client.failures.guard(interaction, answer)


class UnknownControl(discord.ui.DynamicItem[discord.ui.Item[Any]], template=f"(?s:(?!(?:{'|'.join(_KNOWN)})\\Z).+)"):
    """Refuse politely what this version of the bot didn't make."""

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Wrap whatever was used."""
        return cls(item)

    async def callback(self, interaction: discord.Interaction[ArticleClient]) -> None:
        """Say that the control is unknown, to whoever used it."""

        async def refuse() -> None:
            await interaction.response.send_message(wording.UNKNOWN_BUTTON, ephemeral=True)

        await interaction.client.failures.guard(interaction, refuse)
