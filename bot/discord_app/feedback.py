"""Let people say whether an answer helped, and why it didn't; all of it works after a restart."""

from __future__ import annotations

import re
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self, get_args

import discord

from bot.discord_app import control_ids
from bot.discord_app.alerts import named
from bot.discord_app.asked import question_of, quoted_in
from bot.discord_app.forms import Taker, filled_in
from bot.discord_app.markup import escape, one_line
from bot.discord_app.receipt_button import ReceiptButton
from bot.discord_app.recording import settled
from bot.history.values import Noted, Reason, Vote
from bot.receipts import HELPFUL, UNHELPFUL, Receipt
from bot.wording import feedback as words
from bot.wording import in_discord

if TYPE_CHECKING:
    from bot.discord_app.client import ArticleClient

Press = discord.Interaction[Any]
# Seconds. Whoever pressed waits so long at most to hear whether the vote was changed.
_PATIENCE = 1.0
_REASON, _WORDS, _QUESTION = "reason", "words", "question"
_LONGEST_WORDS, _LONGEST_QUESTION = 1000, 300


@dataclass(frozen=True, slots=True)
class _Cast:
    """Hold what to tell whoever voted, and the vote if it is recorded."""

    sentence: str
    change: Future[Noted | None] | None = None


async def _cast(interaction: Press, receipt: Receipt, *, helpful: bool) -> _Cast:
    """Record the presser's vote on the answer in the message."""
    client: ArticleClient = interaction.client
    entry = client.desk.receipts.entry_now(receipt)
    if entry is None:
        return _Cast(words.GONE)
    change = client.recorder.voted(interaction, Vote(entry.id, receipt.hash, helpful))
    if change is None:
        return _Cast(words.OFF)
    if not await settled(change, _PATIENCE):
        return _Cast(words.NOTED[helpful], change)  # It waits for the database.
    if change.cancelled() or change.exception() is not None:
        return _Cast(words.LOST)
    noted = change.result()
    if noted is None:
        return _Cast(words.NOT_COUNTED)
    return _Cast((words.CHANGED if noted == "changed" else words.NOTED)[helpful], change)


class HelpfulButton(ReceiptButton, template=Receipt.pattern(HELPFUL)):
    """Note that an answer helped whoever presses."""

    def __init__(self, receipt: Receipt) -> None:
        """Take the receipt of the answer."""
        super().__init__(receipt, kind=HELPFUL, label=words.HELPFUL_BUTTON)

    async def callback(self, interaction: Press) -> None:
        """Tell the presser alone that it is noted."""

        async def note() -> None:
            cast = await _cast(interaction, self.receipt, helpful=True)
            await interaction.response.send_message(cast.sentence, ephemeral=True)

        await interaction.client.failures.guard(interaction, note)


class UnhelpfulButton(ReceiptButton, template=Receipt.pattern(UNHELPFUL)):
    """Note that an answer didn't help whoever presses."""

    def __init__(self, receipt: Receipt) -> None:
        """Take the receipt of the answer."""
        super().__init__(receipt, kind=UNHELPFUL, label=words.UNHELPFUL_BUTTON)

    async def callback(self, interaction: Press) -> None:
        """Tell the presser alone that it is noted, and offer to take the reason."""
        client: ArticleClient = interaction.client

        async def note() -> None:
            await interaction.response.defer(ephemeral=True, thinking=True)
            cast = await _cast(interaction, self.receipt, helpful=False)
            if cast.change is None or interaction.message is None:
                await interaction.followup.send(cast.sentence, ephemeral=True)
                return
            question = await question_of(interaction)
            client.recorder.unhelpful(interaction, question)
            # Where somebody reads what is sent, the question is quoted, so that the form finds it.
            if client.maintainers(interaction.guild_id) is None:
                question = None
            button = SayWhyButton(self.receipt.entry, interaction.message.id)
            shown = client.shows.unhelpful(cast.sentence, question, button)
            await interaction.followup.send(**client.courtesy.arguments(interaction, shown, hidden=True))
            await client.alerts.voted(self.receipt, cast.change, interaction.guild_id)

        await client.failures.guard(interaction, note)


class SayWhyButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=control_ids.SAY_WHY):
    """Open the form that takes the reason why an answer didn't help."""

    def __init__(self, entry: str, answer: int) -> None:
        """Take the key of the entry, and the message that holds the answer."""
        super().__init__(discord.ui.Button(label=words.SAY_WHY_BUTTON, custom_id=f"y1:{entry}:{answer}"))
        self._entry, self._answer = entry, answer

    @classmethod
    async def from_custom_id(
        cls, interaction: Press, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that was pressed."""
        return cls(match["entry"], int(match["answer"]))

    async def callback(self, interaction: Press) -> None:
        """Open the form, with the question in it where somebody would read it."""
        client: ArticleClient = interaction.client

        async def ask() -> None:
            question = quoted_in(interaction.message) if interaction.message is not None else None
            read = client.maintainers(interaction.guild_id) is not None
            await interaction.response.send_modal(
                ReasonForm(self._entry, self._answer, question=question, read=read)
            )

        await client.failures.guard(interaction, ask)


class ReasonForm(discord.ui.Modal):
    """Ask why an answer didn't help, and for words to the maintainers where these can be read."""

    def __init__(self, entry: str, answer: int, *, question: str | None, read: bool) -> None:
        """Take the entry's key, the message with the answer, the question, and whether words are read."""
        super().__init__(title=words.FORM_TITLE, custom_id=f"y2:{entry}:{answer}")
        options = [discord.SelectOption(label=label, value=name) for name, label in words.REASONS.items()]
        reason: discord.ui.Select[Any] = discord.ui.Select(custom_id=_REASON, options=options, required=True)
        self.add_item(discord.ui.Label(text=words.REASON_LABEL, component=reason))
        if read:
            own: discord.ui.TextInput[Any] = discord.ui.TextInput(
                custom_id=_WORDS,
                style=discord.TextStyle.paragraph,
                required=False,
                max_length=_LONGEST_WORDS,
            )
            self.add_item(
                discord.ui.Label(text=words.WORDS_LABEL, description=words.WORDS_WHAT, component=own)
            )
        if read and question:
            asked: discord.ui.TextInput[Any] = discord.ui.TextInput(
                custom_id=_QUESTION,
                default=question[:_LONGEST_QUESTION],
                required=False,
                max_length=_LONGEST_QUESTION,
            )
            self.add_item(
                discord.ui.Label(text=words.QUESTION_LABEL, description=words.QUESTION_WHAT, component=asked)
            )
        # What discord.py keeps of a form is gone after a restart, so it keeps nothing; FORMS reads it.
        self.stop()


async def _take(interaction: Press, match: re.Match[str]) -> None:
    """Record the reason, pass the words on, and thank the sender."""
    filled = filled_in(interaction)
    client: ArticleClient = interaction.client
    reason = _reason(filled.get(_REASON))
    if reason is None:
        await interaction.response.send_message(in_discord.UNKNOWN_FORM, ephemeral=True)
        return
    client.recorder.explained(interaction, int(match["answer"]), reason)
    said, asked = one_line(filled.get(_WORDS, ""), _LONGEST_WORDS), one_line(filled.get(_QUESTION, ""))
    sentence = words.THANKS
    if said:
        entry = client.desk.receipts.entry_of_key(match["entry"])
        about = named(client.desk, entry) if entry is not None else f"`{match['entry']}`"
        lines = [words.SAID.format(answer=about, reason=words.REASONS[reason]), words.SAID_WHY]
        lines.append(f"> {escape(said)}")
        if asked:
            lines += [words.SAID_ASKED, f"> {escape(asked)}"]
        sentence = await client.pass_on(interaction.guild_id, "\n".join(lines))
    await interaction.response.send_message(sentence, ephemeral=True)


def _reason(chosen: str | None) -> Reason | None:
    return next((each for each in get_args(Reason) if each == chosen), None)


CONTROLS = (HelpfulButton, UnhelpfulButton, SayWhyButton)
FORMS: dict[str, Taker] = {control_ids.REASON_FORM: _take}
