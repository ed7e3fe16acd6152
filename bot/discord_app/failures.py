"""Log what went wrong under a short id, and tell the person the same id."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

import discord

from bot.discord_app import strays
from bot.discord_app.redaction import described
from bot.wording import in_discord

_log = logging.getLogger(__name__)
# Unknown channel, message or interaction; answered already; missing access or permission.
# https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
_EXPECTED = frozenset({10003, 10008, 10062, 40060, 50001, 50013, 160002})
_INTERACTION_IS_OVER = 10062


class Failures:
    """Turn an exception in a handler into one log entry and one calm sentence."""

    async def guard(
        self, interaction: discord.Interaction[Any], work: Callable[[], Awaitable[object]]
    ) -> None:
        """Do the work of one interaction; whatever it raises is logged and told."""
        try:
            await work()
        except Exception as error:
            await self.tell(interaction, error)

    async def tell(self, interaction: discord.Interaction[Any], error: BaseException) -> None:
        """Log an error of an interaction and tell the person alone."""
        cause = getattr(error, "original", error)
        if strays.is_stray(cause):
            await self.refuse(interaction, type(cause).__name__)
            return
        number = self.log(cause, place_of(interaction.channel, interaction.guild, cause))
        if isinstance(cause, discord.HTTPException) and cause.code == _INTERACTION_IS_OVER:
            return
        if interaction.type is discord.InteractionType.autocomplete:  # Its answer can't be a sentence.
            return
        sentence = in_discord.FAILED.format(id=number)
        try:
            if interaction.response.is_done():
                await interaction.followup.send(sentence, ephemeral=True)
            else:
                await interaction.response.send_message(sentence, ephemeral=True)
        except discord.HTTPException as second:
            self.log(second, f"telling of {number}")

    async def refuse(self, interaction: discord.Interaction[Any], why: str) -> None:
        """Tell the person that a command isn't ours; the log gets no values, for those are theirs."""

        async def answer() -> None:
            if interaction.type is discord.InteractionType.autocomplete:
                await interaction.response.autocomplete([])
                return
            place = place_of(interaction.channel, interaction.guild)
            _log.warning("%s", in_discord.STRAY_IN_LOG.format(place=place, why=why))
            await interaction.response.send_message(in_discord.UNKNOWN_COMMAND, ephemeral=True)

        await self.guard(interaction, answer)

    async def tell_channel(self, message: discord.Message, error: BaseException) -> None:
        """Log an error in answering a message and say so there, where that is possible."""
        number = self.log(error, place_of(message.channel, message.guild, error))
        if isinstance(error, discord.Forbidden):
            return
        try:
            await message.channel.send(in_discord.FAILED.format(id=number))
        except discord.HTTPException as second:
            self.log(second, f"telling of {number}")

    def log(self, error: BaseException, place: str) -> str:
        """Log an error and return its id: one line for what Discord's state explains, else a traceback."""
        number = secrets.token_hex(3)
        expected = is_expected(error)
        told = in_discord.FAILED_IN_LOG.format(id=number, place=place, error=described(error))
        _log.log(
            logging.WARNING if expected else logging.ERROR,
            "%s",
            told,
            exc_info=None if expected else (type(error), error, error.__traceback__),
        )
        return number


def is_expected(error: BaseException | None) -> bool:
    """Say whether Discord's state explains an error, so that no traceback is needed."""
    if isinstance(error, discord.HTTPException) and error.code in _EXPECTED:
        return True
    return isinstance(error, discord.RateLimited | discord.DiscordServerError)


def place_of(channel: object, guild: discord.Guild | None, error: BaseException | None = None) -> str:
    """Return what kind of place something happened in, for the log.

    By name only where Discord forbids the bot something there, which somebody has to allow.
    """
    if isinstance(error, discord.Forbidden) and guild is not None and guild.me is not None:
        return named_place(channel, guild)
    if guild is None:
        return "a direct message" if getattr(channel, "name", None) is None else "a group"
    return "a thread" if isinstance(channel, discord.Thread) else "a server's channel"


def named_place(channel: object, guild: discord.Guild) -> str:
    """Return the name of a server's channel, for whoever has to permit something there."""
    if isinstance(channel, discord.Thread):  # Its own name may be somebody's words.
        return f"a thread of {named_place(channel.parent, guild)}"
    name = getattr(channel, "name", None)
    return f"#{name} of {guild.name}" if name else f"a channel of {guild.name}"
