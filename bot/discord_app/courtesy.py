"""Heed the manners in Discord: hints, the sign to wait, links to earlier answers, plain text."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import discord

from bot import wording
from bot.discord_app.embeds import Shown
from bot.discord_app.manners import Manners, Place
from bot.discord_app.markup import cut, escape
from bot.model import Reply
from bot.wording import preferences as words

_WAIT, _QUOTE = "⏳", "> "
_CONTENT = 2000
_MOST_NAMED = 10

Send = Callable[..., Awaitable[Any]]


def place_of(where: discord.Message | discord.Interaction[Any]) -> Place:
    """Return where a message or interaction is, as ids."""
    parent: int | None = getattr(where.channel, "parent_id", None)
    if isinstance(where, discord.Interaction):
        return Place(where.guild_id, where.channel_id or 0, parent)
    return Place(where.guild.id if where.guild else None, where.channel.id, parent)


def named(channels: tuple[int, ...]) -> str:
    """Return channels as something to click, the first ten by name."""
    shown = [f"<#{each}>" for each in channels[:_MOST_NAMED]]
    if len(channels) > _MOST_NAMED:
        shown.append(words.MORE.format(count=len(channels) - _MOST_NAMED))
    return wording.join(shown, "and")


class Courtesy:
    """Act on the decisions of the manners."""

    def __init__(self, manners: Manners) -> None:
        """Take what decides."""
        self._manners = manners

    # -- messages

    def plain(self, message: discord.Message) -> bool:
        """Say whether a message is to be answered without embeds."""
        return self._manners.plain(place_of(message).server, message.author.id)

    async def admits(self, message: discord.Message, send: Send) -> bool:
        """Say whether to answer whoever addresses the bot; if not, hint at the reason, or don't."""
        place, person = place_of(message), message.author.id
        if not self._manners.welcome(place):
            assert place.server is not None  # noqa: S101  # for the type checker: else it is welcome
            if self._manners.hint_due(person):
                channels = named(self._manners.channels(place.server))
                await send(message, Shown(words.ELSEWHERE.format(channels=channels)), silent=True)
            return False
        if self._manners.too_soon(place, person, moderates=_moderates(message)):
            # Without the permission, or with the message gone, there is nobody to tell.
            with contextlib.suppress(discord.HTTPException):
                if _may_react(message):
                    await message.add_reaction(_WAIT)
            return False
        return True

    def wants_unasked(self, message: discord.Message, question: str) -> bool:
        """Say whether a message is a person's question to nobody in a channel where those are answered."""
        addressed = message.raw_mentions or message.raw_role_mentions or message.mention_everyone
        if message.author.bot or message.webhook_id is not None or addressed:
            return False
        if message.type is not discord.MessageType.default:  # Replies address somebody.
            return False
        return self._manners.wants_unasked(place_of(message), question)

    def sure_unasked(self, message: discord.Message, reply: Reply) -> bool:
        """Say whether a reply may be given unasked, now."""
        if not self._manners.sure_unasked(reply):
            return False
        return not self._manners.too_soon(place_of(message), message.author.id, moderates=_moderates(message))

    def earlier(
        self, where: discord.Message | discord.Interaction[Any], question: str, reply: Reply
    ) -> Shown | None:
        """Return a link to where the question was answered just now, or None."""
        place = place_of(where)
        found = self._manners.earlier(place, question, reply)
        if found is None:
            return None
        link = f"https://discord.com/channels/{place.server}/{place.channel}/{found}"
        return Shown(words.REPEATED.format(link=link))

    def answered(
        self,
        where: discord.Message | discord.Interaction[Any],
        question: str,
        reply: Reply,
        message: int | None,
    ) -> None:
        """Remember which message gave an answer that everybody there can see."""
        if message is not None:
            self._manners.answered(place_of(where), question, reply, message)

    def forget(self, message: int) -> None:
        """Link no longer to an answer that was changed."""
        self._manners.deleted(message)

    # -- interactions

    def arguments(
        self, interaction: discord.Interaction[Any], shown: Shown, *, hidden: bool = False
    ) -> dict[str, Any]:
        """Return what `send_message` takes: plain if wanted, and for the person alone where others mind."""
        plain = self._manners.plain(interaction.guild_id, interaction.user.id)
        quoted = shown.embed.author.name if shown.embed is not None else None
        if plain and quoted and not shown.plain.startswith(_QUOTE):
            # The embed quotes the question, which nobody can see otherwise.
            shown = replace(shown, plain=cut(f"{_QUOTE}{escape(quoted)}\n{shown.plain}", _CONTENT))
        hidden = hidden or not self._manners.welcome(place_of(interaction))
        return shown.arguments(plain=plain) | {"ephemeral": hidden}

    async def holds_back(self, interaction: discord.Interaction[Any]) -> bool:
        """Say whether a command came too soon, and tell the person so."""
        place = place_of(interaction)
        moderates = interaction.permissions.manage_messages
        if not self._manners.too_soon(place, interaction.user.id, moderates=moderates):
            return False
        seconds = words.seconds(self._manners.cooldown(place))
        await interaction.response.send_message(words.TOO_SOON.format(seconds=seconds), ephemeral=True)
        return True

    async def respond(
        self,
        interaction: discord.Interaction[Any],
        question: str,
        reply: Reply,
        shown: Shown,
        *,
        hidden: bool = False,
    ) -> int | None:
        """Answer a command, or tell the person where the answer stands already; return the message's id."""
        earlier = self.earlier(interaction, question, reply)
        if earlier is not None:
            sent = await interaction.response.send_message(**earlier.arguments(), ephemeral=True)
            return sent.message_id
        done = await interaction.response.send_message(**self.arguments(interaction, shown, hidden=hidden))
        if not done.is_ephemeral():
            self.answered(interaction, question, reply, done.message_id)
        return done.message_id


def _moderates(message: discord.Message) -> bool:
    return _granted(message, message.author).manage_messages


def _may_react(message: discord.Message) -> bool:
    granted = _granted(message, message.guild and message.guild.me)
    return granted.add_reactions and granted.read_message_history


def _granted(message: discord.Message, member: object) -> discord.Permissions:
    find = getattr(message.channel, "permissions_for", None)
    if find is None or not isinstance(member, discord.Member):
        return discord.Permissions.none()
    try:
        granted: discord.Permissions = find(member)
    except discord.ClientException:  # A thread whose channel isn't known.
        return discord.Permissions.none()
    return granted
