"""Make the controls of `/setup` and `/settings`, and do what they say; they work after a restart."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

import discord

from bot.discord_app import control_ids
from bot.discord_app.embeds import Shown
from bot.discord_app.failures import place_of
from bot.discord_app.forms import Taker, open_form, with_text
from bot.discord_app.markup import escape, one_line
from bot.discord_app.setup_card import settings_card, setup_card, setup_text
from bot.errors import PreferencesError
from bot.preferences import (
    DIGESTS,
    LONGEST_COOLDOWN,
    MOST_CHANNELS,
    DigestKind,
    PersonPreferences,
    ServerPreferences,
)
from bot.wording import in_discord
from bot.wording import preferences as words

if TYPE_CHECKING:
    from bot.discord_app.client import ArticleClient

_log = logging.getLogger(__name__)
_POSTED_IN = [discord.ChannelType.text, discord.ChannelType.news, discord.ChannelType.voice]
_MENUS = {
    "channels": words.CHOOSE_CHANNELS,
    "auto_channels": words.CHOOSE_AUTO,
    "maintainers": words.CHOOSE_MAINTAINERS,
}
_TYPED = 40

Change = Callable[[ServerPreferences], ServerPreferences]


def managed_server(interaction: discord.Interaction[Any]) -> discord.Guild | None:
    """Return the server in which a person acts, if they may manage it."""
    return interaction.guild if interaction.permissions.manage_guild else None


def shown_setup(client: ArticleClient, guild: discord.Guild) -> Shown:
    """Return the card of `/setup` for a server, as things stand."""
    chosen, content = client.manners.preferences.server(guild.id), client.intents.message_content
    view = discord.ui.View(timeout=None)
    for row, menu in enumerate(each for each in _MENUS if content or each != "auto_channels"):
        found = [chosen.maintainers or 0] if menu == "maintainers" else getattr(chosen, menu)
        # Discord refuses a menu that comes with a channel which is gone.
        view.add_item(ChannelMenu(menu, chosen=[each for each in found if guild.get_channel(each)], row=row))
    history = client.recorder.history is not None
    if history:
        view.add_item(DigestMenu(chosen.digest))
    view.add_item(PlainButton("off" if chosen.plain else "on"))
    view.add_item(CooldownButton())
    return setup_card(setup_text(chosen, guild, message_content=content, history=history), view)


def shown_settings(client: ArticleClient, interaction: discord.Interaction[Any]) -> Shown:
    """Return the card of `/settings` for whoever asks, as things stand."""
    preferences, server = client.manners.preferences, interaction.guild_id
    plain = preferences.person(interaction.user.id).plain
    view = discord.ui.View(timeout=None)
    view.add_item(MyPlainButton("off" if plain else "on"))
    by_server = server is not None and preferences.server(server).plain
    return settings_card(view, plain=plain, by_server=by_server)


async def change_server(interaction: discord.Interaction[Any], change: Change) -> None:
    """Change what the presser's own server prefers, if they may, and show the card anew."""
    client: ArticleClient = interaction.client
    guild = managed_server(interaction)
    if guild is None:
        await interaction.response.send_message(words.NOT_MANAGER, ephemeral=True)
        return
    try:
        await client.keeping.change_server(guild.id, change)
    except PreferencesError as error:
        await _not_kept(interaction, error)
        return
    await _show_anew(interaction, shown_setup(client, guild))


async def _not_kept(interaction: discord.Interaction[Any], error: PreferencesError) -> None:
    place = place_of(interaction.channel, interaction.guild)
    _log.error("%s", words.NOT_KEPT_IN_LOG.format(place=place, error=error))
    await interaction.response.send_message(words.NOT_KEPT, ephemeral=True)


async def _show_anew(interaction: discord.Interaction[Any], shown: Shown) -> None:
    plain = interaction.client.manners.plain(interaction.guild_id, interaction.user.id)
    # An edit leaves alone what it doesn't name, and the card may have been of the other kind.
    arguments = {"content": None, "embed": None} | shown.arguments(plain=plain)
    await interaction.response.edit_message(**arguments)


class ChannelMenu(discord.ui.DynamicItem[discord.ui.ChannelSelect[Any]], template=control_ids.MENU):
    """Let people choose the channels of one setting."""

    def __init__(self, menu: str, *, chosen: list[int] | None = None, row: int | None = None) -> None:
        """Take the setting's name and the channels it has now."""
        kind = discord.SelectDefaultValueType.channel
        select: discord.ui.ChannelSelect[Any] = discord.ui.ChannelSelect(
            custom_id=f"p1:{menu}",
            placeholder=_MENUS[menu],
            # A forum takes posts, no messages: questions are asked there, but nothing is passed on to it.
            channel_types=[*_POSTED_IN, *([] if menu == "maintainers" else [discord.ChannelType.forum])],
            min_values=0,
            max_values=1 if menu == "maintainers" else MOST_CHANNELS,
            default_values=[discord.SelectDefaultValue(id=each, type=kind) for each in chosen or ()],
            row=row,
        )
        super().__init__(select)
        self.menu = menu

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the menu that was used."""
        return cls(match["menu"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Set the channels that were chosen, as far as they are the server's own."""
        guild = interaction.guild
        chosen = [getattr(each, "id", None) for each in self.item.values]  # forged values come as text
        ids = tuple(each for each in chosen if each is not None and guild and guild.get_channel(each))

        def change(old: ServerPreferences) -> ServerPreferences:
            if self.menu == "maintainers":
                return replace(old, maintainers=ids[0] if ids else None)
            if self.menu == "channels":
                return replace(old, channels=ids)
            return replace(old, auto_channels=ids)

        await interaction.client.failures.guard(interaction, lambda: change_server(interaction, change))


class DigestMenu(discord.ui.DynamicItem[discord.ui.Select[Any]], template=control_ids.DIGEST):
    """Let people choose how often the statistics of use are posted."""

    def __init__(self, chosen: DigestKind | None = None) -> None:
        """Take what holds now."""
        select: discord.ui.Select[Any] = discord.ui.Select(
            custom_id=control_ids.DIGEST, placeholder=words.CHOOSE_DIGEST
        )
        for kind in DIGESTS:
            select.add_option(label=words.DIGESTS_WHAT[kind], value=kind, default=kind == chosen)
        super().__init__(select)

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the menu that was used."""
        return cls()

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Set what was chosen; anything else is forged and changes nothing."""
        chosen = next((each for each in DIGESTS if self.item.values == [each]), None)

        async def change() -> None:
            if chosen is None:
                await interaction.response.send_message(in_discord.UNKNOWN_BUTTON, ephemeral=True)
            else:
                await change_server(interaction, lambda old: replace(old, digest=chosen))

        await interaction.client.failures.guard(interaction, change)


class PlainButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=control_ids.PLAIN):
    """Switch plain text on or off for a server."""

    def __init__(self, wanted: str) -> None:
        """Take what a press asks for: on or off."""
        label = words.PLAIN_TO_ON if wanted == "on" else words.PLAIN_TO_OFF
        super().__init__(discord.ui.Button(label=label, custom_id=f"p1:plain:{wanted}"))
        self.wanted = wanted

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that was pressed."""
        return cls(match["server_plain"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Set what the button says, however often it is pressed."""

        def change(old: ServerPreferences) -> ServerPreferences:
            return replace(old, plain=self.wanted == "on")

        await interaction.client.failures.guard(interaction, lambda: change_server(interaction, change))


class CooldownButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=control_ids.COOLDOWN):
    """Open the form for the cooldown."""

    def __init__(self) -> None:
        """Make the button."""
        super().__init__(discord.ui.Button(label=words.CHANGE_COOLDOWN, custom_id="p1:cooldown"))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that was pressed."""
        return cls()

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Open the form with the number that holds now."""
        client: ArticleClient = interaction.client

        async def open_form() -> None:
            guild = managed_server(interaction)
            if guild is None:
                await interaction.response.send_message(words.NOT_MANAGER, ephemeral=True)
            else:
                now = client.manners.preferences.server(guild.id).cooldown
                await open_cooldown(interaction, now)

        await client.failures.guard(interaction, open_form)


async def open_cooldown(interaction: discord.Interaction[Any], now: int) -> None:
    """Ask for the seconds of the cooldown, which are `now` so many."""
    seconds: discord.ui.TextInput[Any] = discord.ui.TextInput(
        default=str(now), min_length=1, max_length=_TYPED
    )
    text = words.COOLDOWN_FIELD.format(most=LONGEST_COOLDOWN)
    item: discord.ui.Label[Any] = discord.ui.Label(text=text, component=seconds)
    await open_form(interaction, control_ids.COOLDOWN_FORM, words.COOLDOWN_FORM, item)


async def _take_cooldown(interaction: discord.Interaction[Any], _: re.Match[str], text: str) -> None:
    """Set the cooldown, or say what is wrong with the number."""
    typed = text.strip()
    if re.fullmatch(r"[0-9]{1,9}", typed) and int(typed) <= LONGEST_COOLDOWN:
        await change_server(interaction, lambda old: replace(old, cooldown=int(typed)))
    else:
        told = words.NO_SUCH_SECONDS.format(typed=escape(one_line(typed, _TYPED)), most=LONGEST_COOLDOWN)
        await interaction.response.send_message(told, ephemeral=True)


class MyPlainButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=control_ids.MINE):
    """Switch plain text on or off for whoever presses."""

    def __init__(self, wanted: str) -> None:
        """Take what a press asks for: on or off."""
        label = words.PLAIN_TO_ON if wanted == "on" else words.PLAIN_TO_OFF
        super().__init__(discord.ui.Button(label=label, custom_id=f"p1:mine:{wanted}"))
        self.wanted = wanted

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that was pressed."""
        return cls(match["my_plain"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Set what the button says for the presser, and show the card anew."""
        client: ArticleClient = interaction.client

        async def change() -> None:
            chosen = PersonPreferences(plain=self.wanted == "on")
            try:
                await client.keeping.set_person(interaction.user.id, chosen)
            except PreferencesError as error:
                await _not_kept(interaction, error)
                return
            await _show_anew(interaction, shown_settings(client, interaction))

        await client.failures.guard(interaction, change)


CONTROLS = (ChannelMenu, DigestMenu, PlainButton, CooldownButton, MyPlainButton)
FORMS: dict[str, Taker] = {control_ids.COOLDOWN_FORM: with_text(_take_cooldown)}
