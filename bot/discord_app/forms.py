"""Ask for a line of text: a follow-up, a question for somebody else, a word to the maintainers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import discord

from bot.discord_app.markup import escape, one_line
from bot.wording import replies as words

if TYPE_CHECKING:
    from bot.discord_app.client import ArticleClient

# https://docs.discord.com/developers/components/reference#text-input
_TITLE, _LABEL, _LONGEST = 45, 45, 2000
Press = discord.Interaction[Any]


class _Form(discord.ui.Modal):
    """Hold one text input and do one thing with what was written into it."""

    def __init__(self, title: str, label: str, *, text: str = "", hint: str = "") -> None:
        super().__init__(title=one_line(title, _TITLE))
        self.written: discord.ui.TextInput[Any] = discord.ui.TextInput(
            label=one_line(label, _LABEL),
            style=discord.TextStyle.paragraph if text or hint else discord.TextStyle.short,
            default=text[:_LONGEST] or None,
            placeholder=one_line(hint, 100) or None,
            min_length=1,
            max_length=_LONGEST,
        )
        self.add_item(self.written)

    async def _guarded(self, interaction: Press, work: Callable[[], Awaitable[None]]) -> None:
        await interaction.client.failures.guard(interaction, work)


class FollowUpForm(_Form):
    """Answer a follow-up in the light of the answer under which the form was opened."""

    def __init__(self, entry: str | None) -> None:
        """Take the id of the entry that was answered; None if it is gone."""
        super().__init__(words.FOLLOW_UP_TITLE, words.FOLLOW_UP_LABEL)
        self._entry = entry

    async def on_submit(self, interaction: Press) -> None:
        """Answer where the answer before stands, hidden if that was hidden."""
        client: ArticleClient = interaction.client

        async def answer() -> None:
            began = client.recorder.began()
            key = (interaction.channel_id, interaction.user.id)
            if self._entry is not None:
                client.desk.choose(key, self._entry)
            text = self.written.value
            reply = client.desk.reply(key, text)
            shown = client.shows.reply(reply, question=text, asker=interaction.user.id, by_command=True)
            hidden = interaction.message is not None and interaction.message.flags.ephemeral
            arguments = client.courtesy.arguments(interaction, shown, hidden=hidden)
            sent = await interaction.response.send_message(**arguments)
            client.recorder.replied(
                interaction, text, reply, via="form", began=began, message=sent.message_id
            )

        await self._guarded(interaction, answer)


class SendForm(_Form):
    """Answer a question for somebody else, who is named and not pinged."""

    def __init__(self, member: discord.abc.User) -> None:
        """Take the person whom the answer is meant for."""
        super().__init__(words.SEND_TITLE.format(name=member.display_name), words.SEND_LABEL)
        self._member = member

    async def on_submit(self, interaction: Press) -> None:
        """Answer in the channel."""
        client: ArticleClient = interaction.client

        async def answer() -> None:
            began = client.recorder.began()
            text = self.written.value
            reply = client.desk.reply_alone(text)
            shown = client.shows.reply(reply, question=text, asker=interaction.user.id, by_command=True)
            arguments = aimed(client.courtesy.arguments(interaction, shown), self._member)
            sent = await interaction.response.send_message(**arguments)
            client.recorder.replied(
                interaction, text, reply, via="form", began=began, message=sent.message_id
            )

        await self._guarded(interaction, answer)


class TellForm(_Form):
    """Pass a question on to the channel that the server's managers named; never by itself."""

    def __init__(self, question: str) -> None:
        """Take the question to begin with."""
        super().__init__(words.TELL_TITLE, words.TELL_LABEL, text=question, hint=words.TELL_HINT)

    async def on_submit(self, interaction: Press) -> None:
        """Post it there, without a name."""
        client: ArticleClient = interaction.client

        async def pass_on() -> None:
            text = f"{words.PASSED_ON}\n> {escape(one_line(self.written.value, 1000))}"
            sentence = await client.pass_on(interaction.guild_id, text)
            await interaction.response.send_message(sentence, ephemeral=True)

        await self._guarded(interaction, pass_on)


def aimed(arguments: dict[str, Any], member: discord.abc.User) -> dict[str, Any]:
    """Return what is sent with the name of the person it is meant for above it; nobody is pinged."""
    lead = words.FOR.format(name=escape(one_line(member.display_name, 80)))
    rest = arguments.get("content")
    return arguments | {"content": f"{lead}\n{rest}" if rest else lead}
