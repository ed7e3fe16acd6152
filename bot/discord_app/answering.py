"""Hear whether a message asks the bot something, and reply to it."""

from __future__ import annotations

import logging
import re
from typing import Any

import discord

from bot import wording
from bot.discord_app.courtesy import Courtesy
from bot.discord_app.desk import Desk
from bot.discord_app.embeds import Shown, Shows
from bot.discord_app.failures import place_of
from bot.model import Answered, Reply

_log = logging.getLogger(__name__)
_ASKABLE = frozenset({discord.MessageType.default, discord.MessageType.reply})
# Mentions, custom emoji, timestamps and command mentions: written by Discord, not by the person.
_MARKS = re.compile(r"<(?:@[!&]?|#)\d+>|<a?:\w+:\d+>|<t:-?\d+(?::\w)?>|</[^>:]+:\d+>")
# How Discord's settings name the permissions that an answer needs.
_NEEDED = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "send_messages_in_threads": "Send Messages in Threads",
    "embed_links": "Embed Links",
    "read_message_history": "Read Message History",
}
_MOST_REMEMBERED = 1000


def question_in(text: str) -> str:
    """Return a message's text without what Discord writes for mentions and emoji."""
    return _MARKS.sub(" ", text).strip()


def is_addressed(message: discord.Message, me: discord.abc.User) -> bool:
    """Say whether a person speaks to the bot: directly, by a mention, or by a reply that pings it."""
    if message.author.bot or message.webhook_id is not None or message.type not in _ASKABLE:
        return False
    return message.guild is None or any(each.id == me.id for each in message.mentions)


class Answering:
    """Reply to messages."""

    def __init__(self, *, desk: Desk, shows: Shows, courtesy: Courtesy) -> None:
        """Take what answers, what shows the answers, and what knows when to."""
        self._desk = desk
        self._shows = shows
        self._courtesy = courtesy
        self._reported: dict[tuple[int, tuple[str, ...]], None] = {}

    async def answer(self, message: discord.Message, *, ask: str) -> None:
        """Reply to a message that addresses the bot; `ask` is how to mention the command that asks."""
        if not await self._courtesy.admits(message, self._send):
            return
        if message.guild is not None and not message.content:
            # Discord withholds the text of replies to command answers, even when they ping.
            await self._send(message, Shown(wording.CANNOT_READ.format(ask=ask)))
        else:
            key, question = (message.channel.id, message.author.id), question_in(message.content)
            await self._reply(message, question, self._desk.reply(key, question))

    async def volunteer(self, message: discord.Message) -> None:
        """Answer a question that addresses nobody, where that is wanted and the answer is sure."""
        question = question_in(message.content)
        if not self._courtesy.wants_unasked(message, question):
            return
        reply = self._desk.reply_alone(question)
        if isinstance(reply, Answered) and self._courtesy.sure_unasked(message, reply):
            self._desk.choose((message.channel.id, message.author.id), reply.entry.id)
            await self._reply(message, question, reply)

    async def _reply(self, message: discord.Message, question: str, reply: Reply) -> None:
        earlier = self._courtesy.earlier(message, question, reply)
        sent = await self._send(message, earlier or self._shows.reply(reply))
        if earlier is None and sent is not None:
            self._courtesy.answered(message, question, reply, sent.id)

    async def _send(
        self, message: discord.Message, shown: Shown, *, silent: bool = False
    ) -> discord.Message | None:
        lacking = missing_permissions(message)
        if lacking:
            self._report(message, lacking)
        if {"view_channel", "send_messages", "send_messages_in_threads"} & set(lacking):
            return None
        plain = "embed_links" in lacking or self._courtesy.plain(message)
        arguments: dict[str, Any] = shown.arguments(plain=plain) | {"silent": silent}
        if "read_message_history" not in lacking:
            arguments["reference"] = message.to_reference(fail_if_not_exists=False)
        return await message.channel.send(**arguments)

    def _report(self, message: discord.Message, lacking: list[str]) -> None:
        """Log once for each channel which permissions are missing."""
        key = (message.channel.id, tuple(lacking))
        if key in self._reported or len(self._reported) >= _MOST_REMEMBERED:
            return
        self._reported[key] = None
        names = permission_names(lacking)
        place = place_of(message.channel, message.guild)
        _log.warning("%s", wording.PERMISSION_MISSING.format(place=place, permissions=names))


def permission_names(permissions: list[str]) -> str:
    """Return permissions as Discord's settings name them."""
    return wording.join([_NEEDED[each] for each in permissions], "and")


def missing_permissions(message: discord.Message) -> list[str]:
    """Return the permissions that the bot lacks for an answer in the message's channel."""
    return lacking_in(message.channel, message.guild)


def lacking_in(channel: object, guild: discord.Guild | None) -> list[str]:
    """Return the permissions that the bot lacks for an answer in a channel."""
    find = getattr(channel, "permissions_for", None)
    if guild is None or guild.me is None or find is None:
        return []
    try:
        granted: discord.Permissions = find(guild.me)
    except discord.ClientException:  # A thread whose channel isn't known.
        return []
    in_thread = isinstance(channel, discord.Thread)
    unneeded = "send_messages" if in_thread else "send_messages_in_threads"
    return [each for each in _NEEDED if each != unneeded and not getattr(granted, each)]
