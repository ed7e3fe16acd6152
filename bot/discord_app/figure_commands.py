"""Declare the commands about the article's key figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.discord_app import cards, figure_cards
from bot.discord_app.translation import said

if TYPE_CHECKING:
    from bot.discord_app.client import ArticleClient

# https://docs.discord.com/developers/interactions/application-commands#autocomplete
_MOST_CHOICES, _LONGEST_CHOICE = 25, 100

Name = app_commands.Range[str, 1, _LONGEST_CHOICE]


def declare_statistics(client: ArticleClient) -> None:
    """Add `/stats`, `/stat` and `/compare` to the client's tree."""
    desk = client.desk

    @client.tree.command(name=said("stats"), description=said("stats.about"))
    async def stats(interaction: discord.Interaction[Any]) -> None:
        card = cards.statistics(desk.knowledge, stat=client.command_mention("stat"))
        await client.pictures.send(interaction, card, desk.knowledge.statistics)

    @client.tree.command(name=said("stat"), description=said("stat.about"))
    @app_commands.rename(name=said("stat.name"))
    @app_commands.describe(name=said("stat.name.about"))
    async def stat(interaction: discord.Interaction[Any], name: Name) -> None:
        statistic = desk.completion.statistic(name)
        if statistic is None:
            await refuse(interaction, name)
        else:
            await client.pictures.send(interaction, cards.statistic(desk.knowledge, statistic), [statistic])

    @client.tree.command(name=said("compare"), description=said("compare.about"))
    @app_commands.rename(first=said("compare.first"), second=said("compare.second"))
    @app_commands.describe(first=said("compare.first.about"), second=said("compare.second.about"))
    async def compare(interaction: discord.Interaction[Any], first: Name, second: Name) -> None:
        one, other = desk.completion.statistic(first), desk.completion.statistic(second)
        if one is None or other is None:
            await refuse(interaction, first if one is None else second)
        elif one.id == other.id:
            same = figure_cards.same_figure(one)
            await interaction.response.send_message(**same.arguments(), ephemeral=True)
        else:
            card = figure_cards.comparison(desk.knowledge, one, other)
            await client.pictures.send(interaction, card, [one, other])

    async def refuse(interaction: discord.Interaction[Any], name: str) -> None:
        shown = cards.unknown_statistic(desk.knowledge, name)
        await interaction.response.send_message(**shown.arguments(), ephemeral=True)

    @stat.autocomplete("name")
    @compare.autocomplete("first")
    @compare.autocomplete("second")
    async def complete(_: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        return [
            app_commands.Choice(name=each.label[:_LONGEST_CHOICE], value=each.id)
            for each in desk.completion.statistics(typed, _MOST_CHOICES)
            if len(each.id) <= _LONGEST_CHOICE
        ]
