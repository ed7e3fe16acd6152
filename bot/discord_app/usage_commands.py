"""Declare `/usage`: its server's numbers for those who manage a server, all for whoever runs the bot."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.discord_app.failures import place_of
from bot.discord_app.owners import is_owner
from bot.discord_app.pictures import with_chart
from bot.discord_app.setup_controls import managed_server
from bot.discord_app.translation import said
from bot.discord_app.usage_card import MOST_LISTED, too_few_card, usage_card
from bot.errors import HistoryError
from bot.history.summary import TooFew
from bot.wording import usage as words

if TYPE_CHECKING:
    from bot.discord_app.client import ArticleClient
    from bot.history.recording import History

_log = logging.getLogger(__name__)
_DEFAULT_DAYS, _MOST_DAYS = 28, 365

Days = app_commands.Range[int, 1, _MOST_DAYS]


def declare(client: ArticleClient) -> None:
    """Add the command to the client's tree; errors reach its `on_error`."""

    @client.tree.command(name=said("usage"), description=said("usage.about"))
    @app_commands.rename(days=said("usage.days"))
    @app_commands.describe(days=said("usage.days.about"))
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    async def usage(interaction: discord.Interaction[Any], days: Days = _DEFAULT_DAYS) -> None:
        history, owner = client.recorder.history, is_owner(client.application, interaction.user.id)
        # A server can hand the command to anybody, and Discord's word is not the bot's.
        guild = managed_server(interaction)
        refusal = None
        if not owner and guild is None:
            in_server = interaction.guild_id is not None
            told = words.ONLY_OWNER.format(usage=client.command_mention("usage"))
            refusal = words.NOT_ALLOWED if in_server else told
        elif history is None:
            refusal = words.OFF
        if refusal is not None or history is None:
            await interaction.response.send_message(refusal, ephemeral=True)
            return
        # The database may take its time, and the first chart too.
        await interaction.response.defer(thinking=True, ephemeral=True)
        server = None if owner or guild is None else guild.id
        arguments = await _shown(client, interaction, history, days, server)
        await interaction.followup.send(**arguments, ephemeral=True)


async def _shown(
    client: ArticleClient,
    interaction: discord.Interaction[Any],
    history: History,
    days: int,
    server: int | None,
) -> dict[str, Any]:
    """Return what discord.py's send methods take: the numbers, or why there are none."""
    from bot.history.usage import read_usage  # with a history, the database's libraries are there

    entries = [each.id for each in client.desk.knowledge.entries]
    place = place_of(interaction.channel, interaction.guild)
    try:
        read = partial(read_usage, history, days, entries, server=server, most=MOST_LISTED)
        found = await asyncio.to_thread(read)
    except HistoryError as error:
        _log.warning("%s", words.AWAY_IN_LOG.format(place=place, error=error))
        return {"content": words.AWAY}
    plain = client.manners.plain(interaction.guild_id, interaction.user.id)
    if isinstance(found, TooFew):
        return too_few_card(found).arguments(plain=plain)
    card = usage_card(found, client.desk, words.TITLE if server is None else words.TITLE_SERVER)
    draws = interaction.app_permissions.attach_files
    chart = await client.pictures.of_usage(found, place) if draws else None
    return with_chart(card, chart, plain=plain)
