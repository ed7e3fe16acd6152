"""Ask for a line of text: a follow-up, a question for somebody else, a word to the maintainers.

What is sent is dealt with also when the bot was restarted while somebody was writing: all that a form needs
is in its id.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator
from typing import TYPE_CHECKING, Any

import discord

from bot.discord_app import control_ids
from bot.discord_app.markup import escape, one_line
from bot.receipts import FOLLOW_UP_FORM, Receipt
from bot.wording import in_discord
from bot.wording import replies as words

if TYPE_CHECKING:
    from bot.discord_app.client import ArticleClient

# https://docs.discord.com/developers/components/reference#text-input
_TITLE, _LABEL, _LONGEST = 45, 45, 2000
_NAME = 80
_TEXT_INPUT = discord.ComponentType.text_input.value
Press = discord.Interaction[Any]
# Deals with a form whose id matched.
Taker = Callable[[Press, re.Match[str]], Awaitable[None]]
TextTaker = Callable[[Press, re.Match[str], str], Awaitable[None]]


async def open_form(interaction: Press, custom_id: str, title: str, item: discord.ui.Item[Any]) -> None:
    """Show a form with one text input to whoever pressed or used something."""
    form = discord.ui.Modal(title=one_line(title, _TITLE), custom_id=custom_id)
    form.add_item(item)
    # discord.py would keep it until it is sent, and take it only then; two people's would get mixed up.
    form.stop()
    await interaction.response.send_modal(form)


def text_input(label: str, *, text: str = "", hint: str = "") -> discord.ui.TextInput[Any]:
    """Return where a text is written; a text or a hint makes it large."""
    return discord.ui.TextInput(
        label=one_line(label, _LABEL),
        style=discord.TextStyle.paragraph if text or hint else discord.TextStyle.short,
        default=text[:_LONGEST] or None,
        placeholder=one_line(hint, 100) or None,
        min_length=1,
        max_length=_LONGEST,
    )


def with_text(take: TextTaker) -> Taker:
    """Return what deals with a form of one text; one without, which is forged, is refused."""

    async def taken(interaction: Press, match: re.Match[str]) -> None:
        data: Any = interaction.data
        texts = (each.get("value") for each in _inputs(data["components"]) if each.get("type") == _TEXT_INPUT)
        text = next((each[:_LONGEST] for each in texts if isinstance(each, str) and each), None)
        if text is None:
            await interaction.response.send_message(in_discord.UNKNOWN_FORM, ephemeral=True)
        else:
            await take(interaction, match, text)

    return taken


def filled_in(interaction: Press) -> dict[str, str]:
    """Return what was written and chosen in a form, by the ids of its inputs."""
    data: Any = interaction.data
    found: dict[str, str] = {}
    for each in _inputs(data["components"]):
        chosen = each.get("values")
        value = chosen[0] if isinstance(chosen, list) and chosen else each.get("value")
        if isinstance(value, str):
            found[str(each.get("custom_id"))] = value
    return found


def _inputs(rows: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401  # whatever a client sends
    """Yield what stands in the rows, or under the labels, of a form."""
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict):
            inner = row.get("components")
            found = [*(inner if isinstance(inner, list) else ()), row.get("component")]
            yield from (each for each in found if isinstance(each, dict))


# --- a follow-up ---------------------------------------------------------------------------------


async def open_follow_up(interaction: Press, receipt: Receipt) -> None:
    """Ask for a follow-up to the answer of a receipt."""
    custom_id = receipt.custom_id(FOLLOW_UP_FORM)
    await open_form(interaction, custom_id, words.FOLLOW_UP_TITLE, text_input(words.FOLLOW_UP_LABEL))


async def _take_follow_up(interaction: Press, match: re.Match[str], text: str) -> None:
    """Answer where the answer before stands, hidden if that was hidden."""
    client: ArticleClient = interaction.client
    began = client.recorder.began()
    key = (interaction.channel_id, interaction.user.id)
    entry = client.desk.receipts.entry_now(Receipt.read(match))
    if entry is not None:
        client.desk.choose(key, entry.id)
    reply = client.desk.reply(key, text)
    shown = client.shows.reply(reply, question=text, asker=interaction.user.id, by_command=True)
    hidden = interaction.message is not None and interaction.message.flags.ephemeral
    arguments = client.courtesy.arguments(interaction, shown, hidden=hidden)
    sent = await interaction.response.send_message(**arguments)
    client.recorder.replied(interaction, text, reply, via="form", began=began, message=sent.message_id)


# --- a question for somebody else ----------------------------------------------------------------


async def open_send(interaction: Press, member: discord.abc.User) -> None:
    """Ask for a question whose answer is meant for somebody."""
    name = one_line(member.display_name, _NAME)
    title = words.SEND_TITLE.format(name=name)
    await open_form(interaction, f"m1:send:{name}", title, text_input(words.SEND_LABEL))


async def _take_send(interaction: Press, match: re.Match[str], text: str) -> None:
    """Answer in the channel; the person is named, and not pinged."""
    client: ArticleClient = interaction.client
    began = client.recorder.began()
    reply = client.desk.reply_alone(text)
    shown = client.shows.reply(reply, question=text, asker=interaction.user.id, by_command=True)
    arguments = aimed(client.courtesy.arguments(interaction, shown), match["name"])
    sent = await interaction.response.send_message(**arguments)
    client.recorder.replied(interaction, text, reply, via="form", began=began, message=sent.message_id)


def aimed(arguments: dict[str, Any], name: str) -> dict[str, Any]:
    """Return what is sent with the name of the person it is meant for above it; nobody is pinged."""
    lead = words.FOR.format(name=escape(one_line(name, _NAME)))
    rest = arguments.get("content")
    return arguments | {"content": f"{lead}\n{rest}" if rest else lead}


# --- a word to the maintainers -------------------------------------------------------------------


async def open_tell(interaction: Press, question: str) -> None:
    """Offer to pass a question on to the channel that the server's managers named; never by itself."""
    item = text_input(words.TELL_LABEL, text=question, hint=words.TELL_HINT)
    await open_form(interaction, control_ids.TELL_FORM, words.TELL_TITLE, item)


async def _take_tell(interaction: Press, _: re.Match[str], text: str) -> None:
    """Post it there, without a name."""
    client: ArticleClient = interaction.client
    lines = f"{words.PASSED_ON}\n> {escape(one_line(text, 1000))}"
    sentence = await client.pass_on(interaction.guild_id, lines)
    await interaction.response.send_message(sentence, ephemeral=True)


FORMS: dict[str, Taker] = {
    Receipt.pattern(FOLLOW_UP_FORM): with_text(_take_follow_up),
    control_ids.SEND_FORM: with_text(_take_send),
    control_ids.TELL_FORM: with_text(_take_tell),
}
