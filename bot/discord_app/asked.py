"""Find again, in a reply of the bot, what had been asked."""

from __future__ import annotations

from typing import Any

import discord

from bot.discord_app.markup import question_in

_QUOTES = "“”"
_QUOTED_LINE = "> "


async def question_of(interaction: discord.Interaction[Any]) -> str | None:
    """Return the question of the reply that a control belongs to; None where it can't be read any more.

    It is quoted in the reply, or it is the message that was replied to. That one mentions the bot, so Discord
    shows its text.
    """
    message = interaction.message
    if message is None:
        return None
    quoted = quoted_in(message)
    if quoted is not None:
        return quoted
    if message.reference is None or message.reference.message_id is None:
        return None
    above = message.reference.resolved
    if not isinstance(above, discord.Message):
        find = getattr(interaction.channel, "fetch_message", None)
        try:
            above = await find(message.reference.message_id) if find else None
        except discord.HTTPException:
            return None
    return question_in(above.content) or None if isinstance(above, discord.Message) else None


def quoted_in(message: discord.Message) -> str | None:
    """Return the question that a reply quotes, in its embed or in its first line."""
    for embed in message.embeds:
        if embed.author.name:
            return embed.author.name.strip(_QUOTES) or None
    first = next((line for line in message.content.split("\n") if line.startswith(_QUOTED_LINE)), "")
    return first.removeprefix(_QUOTED_LINE).strip().replace("\\", "") or None
