"""Make the card of `/privacy` and its buttons, and do what they say; they work after a restart."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, Self

import discord

from bot.discord_app import control_ids
from bot.discord_app.embeds import ANSWERED, Shown, make_embed
from bot.discord_app.recording import settled
from bot.errors import HistoryError, PreferencesError
from bot.preferences import PersonPreferences
from bot.wording import privacy as words

if TYPE_CHECKING:
    from bot.discord_app.client import ArticleClient
    from bot.history.recording import History

_log = logging.getLogger(__name__)
_LABELS = {"show": words.SHOW, "forget": words.FORGET, "leave": words.LEAVE, "count": words.COUNT}
# Seconds; a database that takes longer is called away.
_PATIENCE = 4.0


async def shown_privacy(client: ArticleClient, person: int, note: str = "") -> Shown:
    """Return the card for one person, as things stand; a note stands at its end."""
    history = client.recorder.history
    lines = [words.OFF]
    wishes = ["show", "forget"]
    if history is not None:
        counted = await asyncio.to_thread(_is_counted, history, person)
        facts = [words.WHY, words.HOW_LONG.format(days=history.days), words.WHO]
        lines = [words.WHAT, "\n".join(facts), words.COUNTED if counted else words.NOT_COUNTED]
        wishes.append("leave" if counted else "count")
    settings = client.command_mention("settings")
    lines += [words.PREFERENCES.format(settings=settings, forget=words.FORGET), words.MEMORY, note]
    text = "\n\n".join(filter(None, lines))
    view = discord.ui.View(timeout=None)
    for wish in wishes:
        view.add_item(PrivacyButton(wish))
    return Shown(text, make_embed(text, ANSWERED, title=words.TITLE, markup=True), view)


def _is_counted(history: History, person: int) -> bool:
    try:
        return history.is_counted(person)
    except HistoryError:  # Without its keys nothing is recorded of anybody.
        return True


class PrivacyButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=control_ids.PRIVACY):
    """Show, forget, or no longer count whoever presses."""

    def __init__(self, wish: str) -> None:
        """Take what a press asks for: show, forget, leave or count."""
        style = discord.ButtonStyle.danger if wish == "forget" else discord.ButtonStyle.secondary
        super().__init__(discord.ui.Button(label=_LABELS[wish], custom_id=f"v1:{wish}", style=style))
        self.wish = wish

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that was pressed."""
        return cls(match["wish"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do it for the presser, and tell them alone."""
        client: ArticleClient = interaction.client
        person = interaction.user.id

        async def do() -> None:
            # The database may take longer than Discord waits for an answer.
            if self.wish in ("show", "forget"):
                await interaction.response.defer(ephemeral=True, thinking=True)
                told = await (_mine if self.wish == "show" else _forget)(client, person)
                await interaction.followup.send(told, ephemeral=True)
                return
            await interaction.response.defer()
            note = await _set_counted(client.recorder.history, person, counted=self.wish == "count")
            shown = await shown_privacy(client, person, note)
            plain = client.manners.plain(interaction.guild_id, person)
            # An edit leaves alone what it doesn't name, and can't say that links show no preview.
            arguments = {"content": None, "embed": None} | shown.arguments(plain=plain)
            arguments.pop("suppress_embeds", None)
            await interaction.edit_original_response(**arguments)

        await client.failures.guard(interaction, do)


async def _mine(client: ArticleClient, person: int) -> str:
    """Return what is found of a person, in words."""
    history, lines = client.recorder.history, [words.OFF]
    if history is not None:
        try:
            found = words.found(await asyncio.to_thread(history.of_person, person))
            lines = [words.FOUND.format(found=found) if found else words.NOTHING_FOUND, words.EARLIER]
        except HistoryError:
            lines = [words.AWAY]
        lines.append(
            words.COUNTED if await asyncio.to_thread(_is_counted, history, person) else words.NOT_COUNTED
        )
    chosen = client.manners.preferences.person(person) != PersonPreferences()
    lines.append(words.KEPT_CHOICE if chosen else words.NO_CHOICE)
    return "\n".join(lines)


async def _forget(client: ArticleClient, person: int) -> str:
    """Forget all of a person that can be forgotten; return what was done, in words."""
    history, lines = client.recorder.history, []
    # First the memory: what is said in it could still be counted.
    client.desk.forget(person)
    if history is not None:
        lines.append(await _delete_counts(history, person))
        if not await asyncio.to_thread(_is_counted, history, person):
            lines.append(words.STILL_NOT_COUNTED)
    try:
        await client.keeping.forget_person(person)
        lines.append(words.CHOICE_FORGOTTEN)
    except PreferencesError as error:
        _log.error("%s", error)
        lines.append(words.CHOICE_NOT_FORGOTTEN)
    return "\n".join(lines)


async def _delete_counts(history: History, person: int) -> str:
    try:
        found = words.found(await asyncio.to_thread(history.of_person, person))
    except HistoryError:
        found = ""
    done = await _written(lambda: history.forget(person))
    if done is None:
        return words.FORGOTTEN_LATER.format(show=words.SHOW)
    if not done:
        return words.NOT_FORGOTTEN
    return words.FORGOTTEN.format(found=found) if found else words.NOTHING_LEFT


async def _set_counted(history: History | None, person: int, *, counted: bool) -> str:
    """Set whether a person is counted; return what there is to add to the card."""
    if history is None:
        return ""
    done = await _written(lambda: history.set_counted(person, counted=counted))
    return {None: words.KEPT_LATER, True: "", False: words.NOT_KEPT}[done]


async def _written(change: Callable[[], Future[None]]) -> bool | None:
    """Say whether a change stands in the database; None while it waits to be written."""
    try:
        changed = await asyncio.to_thread(change)
    except HistoryError:
        return False
    if not await settled(changed, _PATIENCE):
        return None
    return not changed.cancelled() and changed.exception() is None
