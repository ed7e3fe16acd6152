"""Make the buttons under replies, and answer those who press them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self

import discord

from bot.discord_app import control_ids
from bot.discord_app.desk import Desk
from bot.discord_app.receipt_button import ReceiptButton
from bot.model import Choice
from bot.receipts import CHOICE, Receipt
from bot.wording import in_discord

if TYPE_CHECKING:
    from bot.discord_app.client import ArticleClient

# https://docs.discord.com/developers/components/reference#button
_LABEL, _URL = 80, 512


def choices_of(desk: Desk, choices: Sequence[Choice], confidence: float) -> list[discord.ui.Item[Any]]:
    """Return a button for each choice, once for each entry."""
    return [
        ChoiceButton(desk.receipts.make(each.entry, confidence), label=desk.shown_question(each.question))
        for each in {each.entry: each for each in choices}.values()
    ]


def link_to(*urls: str) -> list[discord.ui.Item[Any]]:
    """Return the button that opens the first of these addresses which Discord takes; none without one."""
    taken = (url for url in urls if url.startswith(("https://", "http://")) and len(url) <= _URL)
    return [discord.ui.Button(label=in_discord.SOURCE_BUTTON, url=url) for url in [*taken][:1]]


def reply_view(*rows: Sequence[discord.ui.Item[Any]]) -> discord.ui.View | None:
    """Return controls in rows, empty ones left out; None without any control."""
    view = discord.ui.View(timeout=None)
    for at, row in enumerate(row for row in rows if row):
        for item in row:
            item.row = at
            view.add_item(item)
    return view if view.children else None


def link_view(*urls: str) -> discord.ui.View | None:
    """Return the button that opens the first of these addresses which Discord takes; None without one."""
    return reply_view(link_to(*urls))


class ChoiceButton(ReceiptButton, template=Receipt.pattern(CHOICE)):
    """Answer one entry when pressed, also after the bot was restarted: all it needs is in its id."""

    def __init__(self, receipt: Receipt, *, label: str = "…") -> None:
        """Take what the button stands for and what is written on it."""
        label = label if len(label) <= _LABEL else label[: _LABEL - 1] + "…"
        super().__init__(receipt, kind=CHOICE, label=label)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Answer in a new message; hidden from others only if the choices were."""
        client: ArticleClient = interaction.client

        async def answer() -> None:
            began = client.recorder.began()
            entry = client.desk.receipts.entry(self.receipt)
            if entry is None:
                await interaction.response.send_message(in_discord.OUTDATED_BUTTON, ephemeral=True)
                return
            reply = client.desk.choose((interaction.channel_id, interaction.user.id), entry.id)
            hidden = interaction.message is not None and interaction.message.flags.ephemeral
            question = client.desk.shown_question(entry.questions[0])
            shown = client.shows.reply(
                reply,
                question=question,
                asker=None if hidden else interaction.user.id,
                by_command=True,
            )
            arguments = client.courtesy.arguments(interaction, shown, hidden=hidden)
            sent = await interaction.response.send_message(**arguments)
            client.recorder.replied(
                interaction, question, reply, via="button", began=began, message=sent.message_id
            )

        await client.failures.guard(interaction, answer)


class UnknownControl(discord.ui.DynamicItem[discord.ui.Item[Any]], template=control_ids.UNKNOWN):
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
            await interaction.response.send_message(in_discord.UNKNOWN_BUTTON, ephemeral=True)

        await interaction.client.failures.guard(interaction, refuse)
