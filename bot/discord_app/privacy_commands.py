"""Declare `/privacy`, for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.discord_app.privacy_controls import shown_privacy
from bot.discord_app.translation import said

if TYPE_CHECKING:
    from bot.discord_app.client import ArticleClient


def declare(client: ArticleClient) -> None:
    """Add the command to the client's tree; errors reach its `on_error`."""

    @client.tree.command(name=said("privacy"), description=said("privacy.about"))
    async def privacy(interaction: discord.Interaction[Any]) -> None:
        card = await shown_privacy(client, interaction.user.id)
        await interaction.response.send_message(**client.courtesy.arguments(interaction, card, hidden=True))
