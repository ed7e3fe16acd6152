"""Connect the handlers to Discord's events."""

from __future__ import annotations

import logging
from typing import Any

import discord
from discord import app_commands

from bot import wording
from bot.discord_app import commands, strays
from bot.discord_app.answering import Answering, is_addressed
from bot.discord_app.controls import ChoiceButton, UnknownControl
from bot.discord_app.desk import Desk
from bot.discord_app.embeds import Shows
from bot.discord_app.failures import Failures
from bot.discord_app.sync import synchronise

_log = logging.getLogger(__name__)


def intents() -> discord.Intents:
    """Return the intents that the bot needs, none of them privileged."""
    wanted = discord.Intents.none()
    wanted.guilds = wanted.guild_messages = wanted.dm_messages = True
    return wanted


class ArticleClient(discord.Client):
    """Answer people wherever they ask: messages, commands, buttons."""

    def __init__(self, desk: Desk) -> None:
        """Take what answers; nothing connects before `login`."""
        super().__init__(
            intents=intents(), allowed_mentions=discord.AllowedMentions.none(), max_messages=None
        )
        self.desk = desk
        self.shows = Shows(desk)
        self.failures = Failures()
        self.tree = _Tree(self)
        self._answering = Answering(desk=desk, shows=self.shows)
        self._command_ids: dict[str, int] = {}
        commands.declare(self)

    def command_mention(self, name: str) -> str:
        """Return what shows a command as something to click."""
        number = self._command_ids.get(name)
        return f"</{name}:{number}>" if number is not None else f"`/{name}`"

    async def setup_hook(self) -> None:
        """Prepare between logging in and connecting."""
        self.add_dynamic_items(ChoiceButton, UnknownControl)
        self._command_ids = await synchronise(self.tree)

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # as discord.py has it
        """Hand on an event, unless the client is closed: discord.py's delayed `ready` may come after that."""
        if not self.is_closed():
            super().dispatch(event, *args, **kwargs)

    async def on_ready(self) -> None:
        """Say that questions may come."""
        _log.info("%s", wording.READY.format(name=self.user, servers=wording.servers(len(self.guilds))))

    async def on_message(self, message: discord.Message) -> None:
        """Reply to whoever addresses the bot."""
        if self.user is None or not is_addressed(message, self.user):
            return
        try:
            await self._answering.answer(message, ask=self.command_mention("ask"))
        except Exception as error:
            await self.failures.tell_channel(message, error)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Answer whoever used a control or sent a form that nothing else takes."""
        if not strays.is_dropped(interaction):
            return
        is_form = interaction.type is discord.InteractionType.modal_submit
        sentence = wording.UNKNOWN_FORM if is_form else wording.UNKNOWN_BUTTON
        send = interaction.response.send_message
        await self.failures.guard(interaction, lambda: send(sentence, ephemeral=True))

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # as discord.py has it
        """Log what a handler let through."""
        _log.exception("failure in %s", event_method)


class _Tree(app_commands.CommandTree[ArticleClient]):
    """Offer every command in servers, direct messages and group chats, by server or user install."""

    def __init__(self, client: ArticleClient) -> None:
        super().__init__(
            client,
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=True
            ),
        )

    async def interaction_check(self, interaction: discord.Interaction[ArticleClient], /) -> bool:
        """Refuse what doesn't fit the command; discord.py would call it a failure."""
        fitting = strays.is_fitting(interaction)
        if not fitting:
            await self.client.failures.refuse(interaction, "values")
        return fitting

    async def on_error(
        self, interaction: discord.Interaction[ArticleClient], error: app_commands.AppCommandError, /
    ) -> None:
        """Log an error and tell the person its id."""
        await self.client.failures.tell(interaction, error)
