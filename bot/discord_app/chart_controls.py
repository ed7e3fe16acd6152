"""Make the button that shows an answer's figures as a chart, and answer those who press it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

import discord

from bot import wording
from bot.discord_app.receipts import Receipt
from bot.wording import charts as words

if TYPE_CHECKING:
    from bot.discord_app.client import ArticleClient

_MARK, _RECEIPT_MARK = "g1:", "c1:"
# A receipt's pattern without the names of its groups, which another pattern beside it has.
CHART_PATTERN = re.sub(r"\?P<\w+>", "?:", _MARK + Receipt.pattern.removeprefix(_RECEIPT_MARK))


class ChartButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=CHART_PATTERN):
    """Show the figures of one entry when pressed, also after the bot was restarted."""

    def __init__(self, receipt: Receipt) -> None:
        """Take which answer's figures are meant."""
        custom_id = _MARK + receipt.custom_id().removeprefix(_RECEIPT_MARK)
        super().__init__(discord.ui.Button(label=words.BUTTON, custom_id=custom_id, row=0))
        self.receipt = receipt

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that was pressed."""
        found = re.fullmatch(Receipt.pattern, _RECEIPT_MARK + match[0].removeprefix(_MARK))
        assert found is not None  # noqa: S101  # the template is made of that pattern
        return cls(Receipt.read(found))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Show the chart in a new message; hidden from others only if the answer was."""
        client: ArticleClient = interaction.client

        async def show() -> None:
            entry = client.desk.receipts.entry(self.receipt)
            if entry is None or not entry.statistics:
                await interaction.response.send_message(wording.OUTDATED_BUTTON, ephemeral=True)
                return
            hidden = interaction.message is not None and interaction.message.flags.ephemeral
            await client.pictures.send_figures_of(interaction, entry, hidden=hidden)

        await client.failures.guard(interaction, show)
