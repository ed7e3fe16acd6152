"""Declare the slash commands and the message command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.discord_app import (
    about_commands,
    cards,
    gap_commands,
    privacy_commands,
    quiz_commands,
    setup_commands,
    usage_commands,
)
from bot.discord_app.figure_commands import declare_statistics
from bot.discord_app.forms import aimed, open_send
from bot.discord_app.markup import question_in
from bot.discord_app.translation import said
from bot.wording import in_discord

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
    _declare_menus(client)
    declare_statistics(client)
    _declare_cards(client)
    about_commands.declare(client)
    quiz_commands.declare(client)
    setup_commands.declare(client)
    usage_commands.declare(client)
    gap_commands.declare(client)
    privacy_commands.declare(client)


def _declare_asking(client: ArticleClient) -> None:
    desk, shows, recorder = client.desk, client.shows, client.recorder
    # What doesn't fit into a choice's value is sent as the entry's id.
    long = {
        each.id
        for each in desk.knowledge.entries
        if any(len(desk.shown_question(question)) > _LONGEST_CHOICE for question in each.questions)
    }

    @client.tree.command(name=said("ask"), description=said("ask.about"))
    @app_commands.rename(question=said("ask.question"), member=said("ask.for"), private=said("ask.private"))
    @app_commands.describe(
        question=said("ask.question.about"),
        member=said("ask.for.about"),
        private=said("ask.private.about"),
    )
    async def ask(
        interaction: discord.Interaction[Any],
        question: Text,
        member: discord.User | None = None,
        private: bool = False,
    ) -> None:
        began = recorder.began()
        if await client.courtesy.holds_back(interaction):
            return
        key = (interaction.channel_id, interaction.user.id)
        text = question_in(question)
        reply = desk.choose(key, text) if text in long else desk.reply(key, text)
        asker = None if private else interaction.user.id
        shown = shows.reply(reply, question=text, asker=asker, by_command=True)
        # A forged member comes as a bare id.
        if private or not isinstance(member, discord.User | discord.Member):
            sent = await client.courtesy.respond(interaction, text, reply, shown, hidden=private)
        else:
            arguments = aimed(client.courtesy.arguments(interaction, shown), member.display_name)
            sent = (await interaction.response.send_message(**arguments)).message_id
        recorder.replied(interaction, text, reply, via="command", began=began, message=sent)

    @ask.autocomplete("question")
    async def complete(_: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        found = []
        for choice in desk.completion.complete(typed, _MOST_CHOICES):
            question = desk.shown_question(choice.question)
            value = question if len(question) <= _LONGEST_CHOICE else choice.entry
            if len(value) <= _LONGEST_CHOICE:
                found.append(app_commands.Choice(name=question[:_LONGEST_CHOICE], value=value))
        return found


def _declare_menus(client: ArticleClient) -> None:
    desk, shows = client.desk, client.shows

    @client.tree.context_menu(name=said("answer-this"))
    async def answer_this(interaction: discord.Interaction[Any], message: discord.Message) -> None:
        began = client.recorder.began()
        text = question_in(message.content)
        if message.author.bot or message.webhook_id is not None:
            await interaction.response.send_message(in_discord.ONLY_PEOPLE, ephemeral=True)
        elif not text:
            await interaction.response.send_message(in_discord.NO_TEXT_THERE, ephemeral=True)
        elif not await client.courtesy.holds_back(interaction):
            alone = not may_speak(interaction)
            asker = None if alone else interaction.user.id
            reply = desk.reply_alone(text)
            shown = shows.reply(reply, question=text, asker=asker, by_command=True)
            sent = await client.courtesy.respond(interaction, text, reply, shown, hidden=alone)
            client.recorder.replied(interaction, text, reply, via="menu", began=began, message=sent)

    @client.tree.context_menu(name=said("send-answer"))
    async def send_answer(interaction: discord.Interaction[Any], member: discord.User) -> None:
        await open_send(interaction, member)


def may_speak(interaction: discord.Interaction[Any]) -> bool:
    """Say whether whoever uses a command may also write where it is used."""
    if interaction.guild_id is None:
        return True
    granted = interaction.permissions
    in_thread = isinstance(interaction.channel, discord.Thread)
    return granted.send_messages_in_threads if in_thread else granted.send_messages


def _declare_cards(client: ArticleClient) -> None:
    desk = client.desk

    @client.tree.command(name=said("source"), description=said("source.about"))
    async def source(interaction: discord.Interaction[Any]) -> None:
        card = cards.source(desk.knowledge)
        await interaction.response.send_message(**client.courtesy.arguments(interaction, card))

    @client.tree.command(name=said("help"), description=said("help.about"))
    async def help_(interaction: discord.Interaction[Any]) -> None:
        mentions = {name: client.command_mention(name) for name in cards.IN_HELP}
        card = cards.help_card(desk.knowledge, mentions)
        await interaction.response.send_message(**client.courtesy.arguments(interaction, card, hidden=True))
