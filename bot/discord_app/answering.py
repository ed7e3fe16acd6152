"""Hear whether a message asks the bot something, and reply to it."""

from __future__ import annotations

import logging
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import discord

from bot import wording
from bot.discord_app.courtesy import Courtesy
from bot.discord_app.desk import Desk
from bot.discord_app.embeds import Shown, Shows
from bot.discord_app.failures import named_place
from bot.discord_app.markup import question_in
from bot.discord_app.recording import Recorder
from bot.history.values import Via
from bot.model import Answered, Reply
from bot.wording import in_discord
from bot.wording import replies as words

_log = logging.getLogger(__name__)
_ASKABLE = frozenset({discord.MessageType.default, discord.MessageType.reply})
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


def is_addressed(message: discord.Message, me: discord.abc.User) -> bool:
    """Say whether a person speaks to the bot: directly, by a mention, or by a reply that pings it."""
    if message.author.bot or message.webhook_id is not None or message.type not in _ASKABLE:
        return False
    return message.guild is None or any(each.id == me.id for each in message.mentions)


@dataclass(frozen=True, slots=True)
class _Meant:
    """Hold the question that a message asks; `from_above`: in the message that it replies to."""

    question: str
    from_above: bool = False


def _meant(message: discord.Message) -> _Meant | None:
    """Return what a message asks: a bare mention in reply to somebody means what that person wrote.

    None where Discord doesn't show that.
    """
    text = question_in(message.content)
    above = message.reference.resolved if message.reference is not None else None
    if text or not isinstance(above, discord.Message) or above.author.bot:
        return _Meant(text)
    asked = question_in(above.content)
    return _Meant(asked, from_above=True) if asked else None


class Answering:
    """Reply to messages."""

    def __init__(self, *, desk: Desk, shows: Shows, courtesy: Courtesy, recorder: Recorder) -> None:
        """Take what answers, what shows the answers, what knows when to, and what keeps count."""
        self._desk = desk
        self._shows = shows
        self._courtesy = courtesy
        self._recorder = recorder
        self._reported: dict[tuple[int, tuple[str, ...]], None] = {}
        self._sent: OrderedDict[int, tuple[discord.Message, float]] = OrderedDict()

    async def answer(self, message: discord.Message, *, ask: str) -> None:
        """Reply to a message that addresses the bot; `ask` is how to mention the command that asks."""
        began = self._recorder.began()
        if not await self._courtesy.admits(message, self._send):
            return
        if message.guild is not None and not message.content:
            # Discord withholds the text of replies to command answers, even when they ping.
            await self._send(message, Shown(in_discord.CANNOT_READ.format(ask=ask)))
            return
        meant = _meant(message)
        if meant is None:
            await self._send(message, Shown(words.ABOVE_UNREADABLE.format(command=in_discord.ANSWER_THIS)))
            return
        reply = self._desk.reply((message.channel.id, message.author.id), meant.question)
        via: Via = "direct" if message.guild is None else "mention"
        await self._reply(message, meant, reply, via=via, began=began)

    async def mend(self, message: discord.Message) -> None:
        """Answer anew, in the same reply, a message that was edited within two minutes."""
        began = self._recorder.began()
        sent, until = self._sent.get(message.id, (None, 0.0))
        meant = _meant(message)
        if sent is None or meant is None or self._desk.now() > until or not message.content:
            return
        key = (message.channel.id, message.author.id)
        self._desk.take_back(key)
        self._courtesy.forget(sent.id)
        reply = self._desk.reply(key, meant.question)
        shown = self._shown(meant, reply, message)
        arguments = shown.arguments(plain=self._plain(message))
        arguments.pop("suppress_embeds", None)
        await sent.edit(**({"content": None, "embed": None, "view": None} | arguments))
        via: Via = "direct" if message.guild is None else "mention"
        self._recorder.replied(message, meant.question, reply, via=via, began=began, message=sent.id)

    async def volunteer(self, message: discord.Message) -> None:
        """Answer a question that addresses nobody, where that is wanted and the answer is sure."""
        began = self._recorder.began()
        question = question_in(message.content)
        if not self._courtesy.wants_unasked(message, question):
            return
        reply = self._desk.reply_alone(question)
        if isinstance(reply, Answered) and self._courtesy.sure_unasked(message, reply):
            self._desk.choose((message.channel.id, message.author.id), reply.entry.id)
            await self._reply(message, _Meant(question), reply, via="unasked", began=began)

    async def _reply(
        self, message: discord.Message, meant: _Meant, reply: Reply, *, via: Via, began: float
    ) -> None:
        earlier = self._courtesy.earlier(message, meant.question, reply)
        sent = await self._send(message, earlier or self._shown(meant, reply, message))
        if sent is None:
            return
        self._recorder.replied(message, meant.question, reply, via=via, began=began, message=sent.id)
        if earlier is None:
            self._courtesy.answered(message, meant.question, reply, sent.id)
        self._sent[message.id] = (sent, self._desk.now() + _MENDED_WITHIN)
        while len(self._sent) > _MOST_REMEMBERED:
            self._sent.popitem(last=False)

    def _shown(self, meant: _Meant, reply: Reply, message: discord.Message) -> Shown:
        quoted = meant.question if meant.from_above else None
        return self._shows.reply(reply, question=quoted, asker=message.author.id)

    def _plain(self, message: discord.Message) -> bool:
        return "embed_links" in missing_permissions(message) or self._courtesy.plain(message)

    async def _send(
        self, message: discord.Message, shown: Shown, *, silent: bool = False
    ) -> discord.Message | None:
        lacking = missing_permissions(message)
        if lacking:
            self._report(message, lacking)
        if {"view_channel", "send_messages", "send_messages_in_threads"} & set(lacking):
            return None
        arguments: dict[str, Any] = shown.arguments(plain=self._plain(message)) | {"silent": silent}
        if "read_message_history" not in lacking:
            arguments["reference"] = message.to_reference(fail_if_not_exists=False)
        sent: discord.Message = await message.channel.send(**arguments)
        return sent

    def _report(self, message: discord.Message, lacking: list[str]) -> None:
        """Log once for each channel which permissions are missing."""
        key = (message.channel.id, tuple(lacking))
        if message.guild is None or key in self._reported or len(self._reported) >= _MOST_REMEMBERED:
            return
        self._reported[key] = None
        names = permission_names(lacking)
        place = named_place(message.channel, message.guild)
        _log.warning("%s", in_discord.PERMISSION_MISSING.format(place=place, permissions=names))


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
    # What is asked in a forum is asked in its posts, which are threads.
    in_thread = isinstance(channel, discord.Thread | discord.ForumChannel)
    unneeded = "send_messages" if in_thread else "send_messages_in_threads"
    return [each for each in _NEEDED if each != unneeded and not getattr(granted, each)]
