"""Declare the slash commands and the message command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot import wording
from bot.discord_app import cards, setup_commands
from bot.discord_app.answering import question_in

if TYPE_CHECKING:
    from bot.discord_app.client import ArticleClient

# https://docs.discord.com/developers/interactions/application-commands#autocomplete
_MOST_CHOICES, _LONGEST_CHOICE = 25, 100
# As long as a message may be.
_LONGEST_QUESTION = 2000

Text = app_commands.Range[str, 1, _LONGEST_QUESTION]


def declare(client: ArticleClient) -> None:
    """Add every command to the client's tree; errors reach its `on_error`."""
    _declare_asking(client)
    _declare_statistics(client)
    _declare_cards(client)
    setup_commands.declare(client)


def _declare_asking(client: ArticleClient) -> None:
    desk, shows = client.desk, client.shows
    # What doesn't fit into a choice's value is sent as the entry's id.
    long = {
        each.id
        for each in desk.knowledge.entries
        if any(len(desk.shown_question(question)) > _LONGEST_CHOICE for question in each.questions)
    }

    @client.tree.command(name="ask", description=wording.ASK_DESCRIPTION)
    @app_commands.describe(question=wording.ASK_OPTION)
    async def ask(interaction: discord.Interaction[Any], question: Text) -> None:
        if await client.courtesy.holds_back(interaction):
            return
        key = (interaction.channel_id, interaction.user.id)
        text = question_in(question)
        reply = desk.choose(key, text) if text in long else desk.reply(key, text)
        await client.courtesy.respond(interaction, text, reply, shows.reply(reply, question=text))

    @ask.autocomplete("question")
    async def complete(_: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        found = []
        for choice in desk.completion.complete(typed, _MOST_CHOICES):
            question = desk.shown_question(choice.question)
            value = question if len(question) <= _LONGEST_CHOICE else choice.entry
            if len(value) <= _LONGEST_CHOICE:
                found.append(app_commands.Choice(name=question[:_LONGEST_CHOICE], value=value))
        return found

    @client.tree.context_menu(name=wording.ANSWER_THIS)
    async def answer_this(interaction: discord.Interaction[Any], message: discord.Message) -> None:
        text = question_in(message.content)
        if message.author.bot or message.webhook_id is not None:
            await interaction.response.send_message(wording.ONLY_PEOPLE, ephemeral=True)
        elif not text:
            await interaction.response.send_message(wording.NO_TEXT_THERE, ephemeral=True)
        elif not await client.courtesy.holds_back(interaction):
            reply = desk.reply_alone(text)
            await client.courtesy.respond(interaction, text, reply, shows.reply(reply, question=text))


def _declare_statistics(client: ArticleClient) -> None:
    desk = client.desk

    @client.tree.command(name="stats", description=wording.STATS_DESCRIPTION)
    async def stats(interaction: discord.Interaction[Any]) -> None:
        card = cards.statistics(desk.knowledge, stat=client.command_mention("stat"))
        await interaction.response.send_message(**client.courtesy.arguments(interaction, card))

    @client.tree.command(name="stat", description=wording.STAT_DESCRIPTION)
    @app_commands.describe(name=wording.STAT_OPTION)
    async def stat(interaction: discord.Interaction[Any], name: app_commands.Range[str, 1, 100]) -> None:
        statistic = desk.completion.statistic(name)
        if statistic is None:
            shown = cards.unknown_statistic(desk.knowledge, name)
            await interaction.response.send_message(**shown.arguments(), ephemeral=True)
        else:
            card = cards.statistic(desk.knowledge, statistic)
            await interaction.response.send_message(**client.courtesy.arguments(interaction, card))

    @stat.autocomplete("name")
    async def complete(_: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        return [
            app_commands.Choice(name=each.label[:_LONGEST_CHOICE], value=each.id)
            for each in desk.completion.statistics(typed, _MOST_CHOICES)
            if len(each.id) <= _LONGEST_CHOICE
        ]


def _declare_cards(client: ArticleClient) -> None:
    desk = client.desk

    @client.tree.command(name="topics", description=wording.TOPICS_DESCRIPTION)
    async def topics(interaction: discord.Interaction[Any]) -> None:
        card = cards.topics(desk, ask=client.command_mention("ask"))
        await interaction.response.send_message(**client.courtesy.arguments(interaction, card))

    @client.tree.command(name="source", description=wording.SOURCE_DESCRIPTION)
    async def source(interaction: discord.Interaction[Any]) -> None:
        card = cards.source(desk.knowledge)
        await interaction.response.send_message(**client.courtesy.arguments(interaction, card))

    @client.tree.command(name="help", description=wording.HELP_DESCRIPTION)
    async def help_(interaction: discord.Interaction[Any]) -> None:
        names = ("ask", "stats", "stat", "topics", "source")
        card = cards.help_card(desk.knowledge, {name: client.command_mention(name) for name in names})
        await interaction.response.send_message(**client.courtesy.arguments(interaction, card, hidden=True))
