"""Declare `/setup`, for those who manage a server, and `/settings`, for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.discord_app.setup_controls import managed_server, shown_settings, shown_setup
from bot.discord_app.translation import said
from bot.wording import preferences as words

if TYPE_CHECKING:
    from bot.discord_app.client import ArticleClient


def declare(client: ArticleClient) -> None:
    """Add both commands to the client's tree; errors reach its `on_error`."""

    @client.tree.command(name=said("setup"), description=said("setup.about"))
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    async def setup(interaction: discord.Interaction[Any]) -> None:
        guild = managed_server(interaction)
        # A server can hand the command to anybody, and Discord's word is not the bot's.
        if interaction.guild is None:
            sentence = words.ONLY_IN_SERVERS.format(settings=client.command_mention("settings"))
            await interaction.response.send_message(sentence, ephemeral=True)
        elif guild is None:
            await interaction.response.send_message(words.NOT_MANAGER, ephemeral=True)
        else:
            card = shown_setup(client, guild)
            await interaction.response.send_message(
                **client.courtesy.arguments(interaction, card, hidden=True)
            )

    @client.tree.command(name=said("settings"), description=said("settings.about"))
    async def settings(interaction: discord.Interaction[Any]) -> None:
        card = shown_settings(client, interaction)
        await interaction.response.send_message(**client.courtesy.arguments(interaction, card, hidden=True))
