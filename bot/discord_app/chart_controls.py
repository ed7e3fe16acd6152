"""Make the button that shows an answer's figures as a chart, and answer those who press it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.discord_app.receipt_button import ReceiptButton
from bot.receipts import CHART, Receipt
from bot.wording import charts as words
from bot.wording import in_discord

if TYPE_CHECKING:
    from bot.discord_app.client import ArticleClient


class ChartButton(ReceiptButton, template=Receipt.pattern(CHART)):
    """Show the figures of one entry when pressed, also after the bot was restarted."""

    def __init__(self, receipt: Receipt) -> None:
        """Take which answer's figures are meant."""
        super().__init__(receipt, kind=CHART, label=words.BUTTON)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Show the chart in a new message; hidden from others only if the answer was."""
        client: ArticleClient = interaction.client

        async def show() -> None:
            entry = client.desk.receipts.entry(self.receipt)
            if entry is None or not entry.statistics:
                await interaction.response.send_message(in_discord.OUTDATED_BUTTON, ephemeral=True)
                return
            hidden = interaction.message is not None and interaction.message.flags.ephemeral
            await client.pictures.send_figures_of(interaction, entry, hidden=hidden)

        await client.failures.guard(interaction, show)
