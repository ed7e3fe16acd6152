"""Send cards with the chart of their figures; the text comes also where there can be no picture."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import discord

from bot.charts import Chart, Charts
from bot.discord_app import figure_cards
from bot.discord_app.desk import Desk
from bot.discord_app.embeds import Shown
from bot.discord_app.failures import Failures, place_of
from bot.history.summary import Usage
from bot.model import Entry, Statistic
from bot.wording import charts as words
from bot.wording import usage as usage_words

if TYPE_CHECKING:
    from bot.discord_app.client import ArticleClient


class Pictures:
    """Answer interactions with cards and charts."""

    def __init__(self, *, desk: Desk, charts: Charts, failures: Failures) -> None:
        """Take what knows the figures, what draws them and what logs when that fails."""
        self._desk = desk
        self._charts = charts
        self._failures = failures

    async def send(
        self,
        interaction: discord.Interaction[Any],
        shown: Shown,
        statistics: Sequence[Statistic],
        *,
        hidden: bool = False,
    ) -> None:
        """Send a card with the chart of these figures."""
        client: ArticleClient = interaction.client
        plain = client.manners.plain(interaction.guild_id, interaction.user.id)
        chart = self._charts.drawn(statistics)
        if chart is not None or not statistics or not interaction.app_permissions.attach_files:
            arguments = with_chart(
                shown, chart if interaction.app_permissions.attach_files else None, plain=plain
            )
            await interaction.response.send_message(**arguments, ephemeral=hidden)
            return
        # The first chart may take longer than Discord waits for an answer.
        await interaction.response.defer(thinking=True, ephemeral=hidden)
        chart = await self._draw(interaction, statistics)
        await interaction.followup.send(**with_chart(shown, chart, plain=plain), ephemeral=hidden)

    async def send_figures_of(
        self, interaction: discord.Interaction[Any], entry: Entry, *, hidden: bool
    ) -> None:
        """Send the figures that an answer uses, with their chart."""
        statistics = [self._desk.knowledge.statistic(each) for each in entry.statistics]
        shown = figure_cards.figures_of(self._desk, entry)
        await self.send(interaction, shown, statistics, hidden=hidden)

    async def of_usage(self, usage: Usage, place: str) -> Chart | None:
        """Return the chart of the statistics of use; None, and a line in the log, where drawing failed."""
        try:
            return await self._charts.draw_usage(usage)
        except Exception as error:
            self._failures.log(error, usage_words.DRAWING.format(place=place))
            return None

    async def _draw(
        self, interaction: discord.Interaction[Any], statistics: Sequence[Statistic]
    ) -> Chart | None:
        try:
            return await self._charts.draw(statistics)
        except Exception as error:
            place = place_of(interaction.channel, interaction.guild, error)
            self._failures.log(error, words.DRAWING.format(place=place))
            return None


def with_chart(shown: Shown, chart: Chart | None, *, plain: bool) -> dict[str, Any]:
    """Return what discord.py's send methods take for a card and its chart, if there is one."""
    if chart is not None and shown.embed is not None:
        shown.embed.set_image(url=f"attachment://{chart.name}")
        file = discord.File(io.BytesIO(chart.picture), chart.name, description=chart.alt)
        return shown.arguments(plain=plain) | {"file": file}
    return shown.arguments(plain=plain)
