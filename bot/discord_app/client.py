"""Connect the handlers to Discord's events."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.charts import Charts
from bot.discord_app import commands, feedback, forms, quiz_commands, setup_controls, strays
from bot.discord_app.about_commands import PartSelect, QuestionSelect
from bot.discord_app.alerts import Alerts
from bot.discord_app.answering import Answering, is_addressed
from bot.discord_app.chart_controls import ChartButton
from bot.discord_app.controls import ChoiceButton, UnknownControl
from bot.discord_app.courtesy import Courtesy
from bot.discord_app.desk import Desk
from bot.discord_app.digest import Digest
from bot.discord_app.embeds import Shows
from bot.discord_app.failures import Failures, place_of
from bot.discord_app.gap_commands import GapsButton
from bot.discord_app.keeping import Keeping
from bot.discord_app.manners import Manners
from bot.discord_app.markup import cut
from bot.discord_app.pictures import Pictures
from bot.discord_app.privacy_controls import PrivacyButton
from bot.discord_app.recording import Recorder
from bot.discord_app.reply_controls import FollowUpButton, NoneButton, RemoveButton, TellButton, WhyButton
from bot.discord_app.sync import EVERYWHERE, Target, synchronise
from bot.discord_app.translation import CatalogueTranslator
from bot.wording import in_discord, replies

if TYPE_CHECKING:
    from bot.history.recording import History

_log = logging.getLogger(__name__)


def intents(*, message_content: bool = False) -> discord.Intents:
    """Return the intents that the bot needs, none of them privileged unless it is to see all messages."""
    wanted = discord.Intents.none()
    wanted.guilds = wanted.guild_messages = wanted.dm_messages = True
    wanted.message_content = message_content
    return wanted


class ArticleClient(discord.Client):
    """Answer people wherever they ask: messages, commands, buttons."""

    def __init__(
        self,
        desk: Desk,
        *,
        manners: Manners,
        keeping: Keeping,
        message_content: bool = False,
        contact: str | None = None,
        history: History | None = None,
        now: Callable[[], datetime],
        helpful_at_least: float = 0.0,
        target: Target = EVERYWHERE,
    ) -> None:
        """Take what answers, what decides when to, what keeps choices and counts, and who runs it.

        `helpful_at_least` is the share below which the maintainers hear of an answer that doesn't help,
        `now` tells the time in UTC, and `target` says where the commands belong.

        Nothing connects before `login`.
        """
        super().__init__(
            intents=intents(message_content=message_content),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
        )
        self.desk = desk
        self.contact = contact
        self.shows = Shows(desk, rated=history is not None)
        self.recorder = Recorder(history, desk.now, desk.reducer)
        self.failures = Failures()
        charts = Charts(desk.knowledge.article)
        self.pictures = Pictures(desk=desk, charts=charts, failures=self.failures)
        self.tree = _Tree(self)
        self.manners = manners
        self.keeping = keeping
        self.courtesy = Courtesy(manners)
        self.alerts = Alerts(
            desk=desk,
            history=history,
            at_least=helpful_at_least,
            maintainers=self.maintainers,
            tell=self.pass_on,
        )
        self._answering = Answering(
            desk=desk, shows=self.shows, courtesy=self.courtesy, recorder=self.recorder
        )
        self._digest = Digest(self, history, now) if history is not None else None
        self._digesting: asyncio.Task[None] | None = None
        self._target = target
        self._command_ids: dict[str, int] = {}
        commands.declare(self)

    def command_mention(self, name: str) -> str:
        """Return what shows a command as something to click."""
        number = self._command_ids.get(name)
        return f"</{name}:{number}>" if number is not None else f"`/{name}`"

    async def setup_hook(self) -> None:
        """Prepare between logging in and connecting."""
        self.add_dynamic_items(ChoiceButton, WhyButton, RemoveButton, NoneButton, TellButton, FollowUpButton)
        self.add_dynamic_items(PartSelect, QuestionSelect, ChartButton, *setup_controls.CONTROLS)
        self.add_dynamic_items(*feedback.CONTROLS, *quiz_commands.CONTROLS, PrivacyButton, GapsButton)
        self.add_dynamic_items(UnknownControl)
        await self.tree.set_translator(CatalogueTranslator())
        self._command_ids = await synchronise(self.tree, self._target)
        if self._digest is not None:
            self._digesting = asyncio.create_task(self._digest.run(), name="digest")

    async def close(self) -> None:
        """Disconnect; what posts digests ends first."""
        if self._digesting is not None:
            self._digesting.cancel()
            await asyncio.wait({self._digesting})
        await super().close()

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # as discord.py has it
        """Hand on an event, unless the client is closed: discord.py's delayed `ready` may come after that."""
        if not self.is_closed():
            super().dispatch(event, *args, **kwargs)

    async def on_ready(self) -> None:
        """Say that questions may come."""
        _log.info("%s", in_discord.READY.format(name=self.user, servers=in_discord.servers(len(self.guilds))))

    async def on_message(self, message: discord.Message) -> None:
        """Reply to whoever addresses the bot."""
        if self.user is None or not is_addressed(message, self.user):
            await self._volunteer(message)
            return
        try:
            await self._answering.answer(message, ask=self.command_mention("ask"))
        except Exception as error:
            await self.failures.tell_channel(message, error)

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Mend the answer to a message that was changed soon after it was asked."""
        message = payload.message
        if self.user is None or not is_addressed(message, self.user):
            return
        try:
            await self._answering.mend(message)
        except discord.HTTPException as error:
            self.failures.log(error, place_of(message.channel, message.guild, error))

    def maintainers(self, guild_id: int | None) -> int | None:
        """Return the channel where the maintainers of a server read, None where nobody named one."""
        return self.manners.preferences.server(guild_id).maintainers if guild_id is not None else None

    async def pass_on(self, guild_id: int | None, text: str) -> str:
        """Post markup of ours where the maintainers read it; return what to tell the person."""
        chosen = self.maintainers(guild_id)
        if chosen is None:
            return replies.NOBODY_TO_TELL
        channel = self.get_channel(chosen)
        if not isinstance(channel, discord.abc.Messageable):
            return replies.CANNOT_TELL
        try:
            await channel.send(cut(text, 2000))
        except discord.HTTPException as error:
            guild = self.get_guild(guild_id) if guild_id is not None else None
            self.failures.log(error, place_of(channel, guild, error))
            return replies.CANNOT_TELL
        return replies.TOLD

    async def _volunteer(self, message: discord.Message) -> None:
        if not self.intents.message_content:
            return
        try:
            await self._answering.volunteer(message)
        except Exception as error:
            # Nobody asked the bot, so nobody needs to hear of it.
            self.failures.log(error, place_of(message.channel, message.guild, error))

    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        """Link to no answer that is gone."""
        self.manners.deleted(event.message_id)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Answer whoever sent a form, or used a control that nothing takes."""
        send = interaction.response.send_message
        if interaction.type is discord.InteractionType.modal_submit:
            await self.failures.guard(interaction, lambda: self._take_form(interaction))
        elif strays.is_dropped(interaction):
            await self.failures.guard(interaction, lambda: send(in_discord.UNKNOWN_BUTTON, ephemeral=True))

    async def _take_form(self, interaction: discord.Interaction[Any]) -> None:
        data: Any = interaction.data
        for pattern, take in (forms.FORMS | setup_controls.FORMS | feedback.FORMS).items():
            match = re.fullmatch(pattern, data["custom_id"])
            if match is not None:
                await take(interaction, match)
                return
        await interaction.response.send_message(in_discord.UNKNOWN_FORM, ephemeral=True)

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
