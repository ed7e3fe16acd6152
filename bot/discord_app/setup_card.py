"""Write the cards of `/setup` and `/settings`: what is set, what it does, what is lacking."""

from __future__ import annotations

import discord

from bot.discord_app.answering import lacking_in, permission_names
from bot.discord_app.courtesy import named
from bot.discord_app.embeds import ANSWERED, Shown, make_embed
from bot.discord_app.markup import cut
from bot.preferences import ServerPreferences
from bot.wording import preferences as words

_CONTENT, _BODY = 2000, 4000
_MOST_LACKING = 8


def setup_text(
    chosen: ServerPreferences, guild: discord.Guild, *, message_content: bool, history: bool
) -> str:
    """Return what a server has chosen, what each setting does, and what the bot lacks in its channels."""
    auto = named(chosen.auto_channels) or words.NOWHERE
    maintainers = named((chosen.maintainers,) if chosen.maintainers else ()) or words.NOWHERE
    cooldown = words.seconds(chosen.cooldown) if chosen.cooldown else words.NO_COOLDOWN
    lines = [
        _line(words.CHANNELS, named(chosen.channels) or words.EVERYWHERE, words.CHANNELS_WHAT),
        _line(words.AUTO, auto, words.AUTO_WHAT) if message_content else _line(words.AUTO, words.AUTO_OFF),
        _line(words.MAINTAINERS, maintainers, words.MAINTAINERS_WHAT),
        _digest(chosen) if history else _line(words.DIGEST, words.DIGEST_OFF),
        _line(words.PLAIN, words.ON if chosen.plain else words.OFF, words.PLAIN_WHAT),
        _line(words.COOLDOWN, cooldown, words.COOLDOWN_WHAT),
    ]
    lacking = lacking_lines(chosen, guild)
    if lacking:
        lines.append("\n".join([f"**{words.PERMISSIONS}**", *lacking]))
    else:
        lines.append(_line(words.PERMISSIONS, words.PERMISSIONS_FINE))
    return "\n\n".join(lines)


def lacking_lines(chosen: ServerPreferences, guild: discord.Guild) -> list[str]:
    """Return a line for each channel concerned in which the bot lacks a permission."""
    ids = [*chosen.channels, *chosen.auto_channels]
    if chosen.maintainers:
        ids.append(chosen.maintainers)
    concerned: list[discord.abc.GuildChannel | None] = [
        guild.get_channel(each) for each in dict.fromkeys(ids)
    ]
    if not chosen.channels:
        # Everywhere: but a channel that is hidden from the bot is so on purpose.
        places: list[discord.abc.GuildChannel] = [*guild.text_channels, *guild.voice_channels, *guild.forums]
        seen = [each for each in places if "view_channel" not in lacking_in(each, guild)]
        concerned += [each for each in seen if each not in concerned]
    lines = []
    for channel in concerned:
        names = _lacking_names(channel, guild, reacts=bool(chosen.cooldown)) if channel is not None else ""
        if channel is not None and names:
            lines.append(f"<#{channel.id}>: {words.PERMISSIONS_LACKING.format(permissions=names)}")
    if len(lines) > _MOST_LACKING:
        lines[_MOST_LACKING:] = [f"… {words.MORE.format(count=len(lines) - _MOST_LACKING)}"]
    return lines


def _lacking_names(channel: discord.abc.GuildChannel, guild: discord.Guild, *, reacts: bool) -> str:
    lacking = lacking_in(channel, guild)
    if "view_channel" in lacking:
        # Without it everything else is lacking too, and comes with it.
        return permission_names(["view_channel"])
    names = [permission_names([each]) for each in lacking]
    if reacts and guild.me is not None and not channel.permissions_for(guild.me).add_reactions:
        names.append(words.ADD_REACTIONS)
    return ", ".join(names)


def setup_card(text: str, view: discord.ui.View) -> Shown:
    """Return the card of `/setup`."""
    embed = make_embed(cut(text, _BODY), ANSWERED, title=words.SETUP_TITLE, markup=True)
    return Shown(cut(text, _CONTENT), embed, view)


def settings_card(view: discord.ui.View, *, plain: bool, by_server: bool) -> Shown:
    """Return the card of `/settings`."""
    text = _line(words.PLAIN, words.ON if plain else words.OFF, words.PLAIN_WHAT)
    if by_server:
        text += f"\n{words.PLAIN_BY_SERVER}"
    return Shown(text, make_embed(text, ANSWERED, title=words.SETTINGS_TITLE, markup=True), view)


def _digest(chosen: ServerPreferences) -> str:
    line = _line(words.DIGEST, words.DIGESTS[chosen.digest], words.DIGEST_WHAT)
    lacks_channel = chosen.digest != "off" and not chosen.maintainers
    return f"{line} {words.DIGEST_NO_CHANNEL}" if lacks_channel else line


def _line(name: str, value: str, what: str = "") -> str:
    line = f"**{name}**: {value}"
    return f"{line}\n{what}" if what else line
