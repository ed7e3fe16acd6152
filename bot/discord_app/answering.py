"""Hear whether a message asks the bot something, and reply to it."""

from __future__ import annotations

import logging
import re
from collections import OrderedDict
from typing import Any

import discord

from bot import wording
from bot.discord_app.desk import Desk
from bot.discord_app.embeds import Shown, Shows
from bot.discord_app.failures import place_of
from bot.wording import replies as words

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
_MENDED_WITHIN = 120.0


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

    def __init__(self, *, desk: Desk, shows: Shows) -> None:
        """Take what answers and what shows the answers."""
        self._desk = desk
        self._shows = shows
        self._reported: dict[tuple[int, tuple[str, ...]], None] = {}
        self._sent: OrderedDict[int, tuple[discord.Message, float]] = OrderedDict()

    async def answer(self, message: discord.Message, *, ask: str) -> None:
        """Reply to a message that addresses the bot; `ask` is how to mention the command that asks."""
        if message.guild is not None and not message.content:
            # Discord withholds the text of replies to command answers, even when they ping.
            shown = Shown(wording.CANNOT_READ.format(ask=ask))
        else:
            shown = self._reply(message)
        sent = await self._send(message, shown)
        if sent is not None:
            self._sent[message.id] = (sent, self._desk.now() + _MENDED_WITHIN)
            while len(self._sent) > _MOST_REMEMBERED:
                self._sent.popitem(last=False)

    async def mend(self, message: discord.Message) -> None:
        """Answer anew, in the same reply, a message that was edited within two minutes."""
        sent, until = self._sent.get(message.id, (None, 0.0))
        if sent is None or self._desk.now() > until or not message.content:
            return
        self._desk.take_back((message.channel.id, message.author.id))
        shown = self._reply(message)
        arguments = shown.arguments(plain="embed_links" in missing_permissions(message))
        arguments.pop("suppress_embeds", None)
        await sent.edit(**({"content": None, "embed": None, "view": None} | arguments))

    def _reply(self, message: discord.Message) -> Shown:
        key, asker = (message.channel.id, message.author.id), message.author.id
        text = question_in(message.content)
        above = message.reference.resolved if message.reference is not None else None
        if text or not isinstance(above, discord.Message) or above.author.bot:
            return self._shows.reply(self._desk.reply(key, text), asker=asker)
        # A bare mention in reply to somebody means what that person wrote, where Discord shows it.
        asked = question_in(above.content)
        if not asked:
            return Shown(words.ABOVE_UNREADABLE.format(command=wording.ANSWER_THIS))
        return self._shows.reply(self._desk.reply(key, asked), question=asked, asker=asker)

    async def _send(self, message: discord.Message, shown: Shown) -> discord.Message | None:
        lacking = missing_permissions(message)
        if lacking:
            self._report(message, lacking)
        if {"view_channel", "send_messages", "send_messages_in_threads"} & set(lacking):
            return None
        arguments: dict[str, Any] = shown.arguments(plain="embed_links" in lacking)
        if "read_message_history" not in lacking:
            arguments["reference"] = message.to_reference(fail_if_not_exists=False)
        sent: discord.Message = await message.channel.send(**arguments)
        return sent

    def _report(self, message: discord.Message, lacking: list[str]) -> None:
        """Log once for each channel which permissions are missing."""
        key = (message.channel.id, tuple(lacking))
        if key in self._reported or len(self._reported) >= _MOST_REMEMBERED:
            return
        self._reported[key] = None
        names = wording.join([_NEEDED[each] for each in lacking], "and")
        place = place_of(message.channel, message.guild)
        _log.warning("%s", wording.PERMISSION_MISSING.format(place=place, permissions=names))


def missing_permissions(message: discord.Message) -> list[str]:
    """Return the permissions that the bot lacks for an answer in the message's channel."""
    guild = message.guild
    find = getattr(message.channel, "permissions_for", None)
    if guild is None or guild.me is None or find is None:
        return []
    try:
        granted: discord.Permissions = find(guild.me)
    except discord.ClientException:  # A thread whose channel isn't known.
        return []
    in_thread = isinstance(message.channel, discord.Thread)
    unneeded = "send_messages" if in_thread else "send_messages_in_threads"
    return [each for each in _NEEDED if each != unneeded and not getattr(granted, each)]
