"""Know the interactions that nothing here takes: forged, or left over from another version of the bot.

discord.py drops some of them, so that people see “This interaction failed” after three seconds, and logs
others as failures. They are to get a calm answer instead.
"""

from __future__ import annotations

import re
from typing import Any

import discord
from discord import app_commands

_ID = re.compile(r"[0-9]{1,20}")
_PLAIN: dict[discord.AppCommandOptionType, type] = {
    discord.AppCommandOptionType.string: str,
    discord.AppCommandOptionType.boolean: bool,
}
_GROUPS = (discord.AppCommandOptionType.subcommand.value, discord.AppCommandOptionType.subcommand_group.value)


def is_stray(error: BaseException) -> bool:
    """Say whether discord.py found that a command, an option or a value isn't one of ours.

    It has no class of its own for a menu whose message is missing.
    """
    known = app_commands.CommandNotFound | app_commands.CommandSignatureMismatch
    unfitting = isinstance(error, app_commands.TransformerError) and error.__cause__ is None
    return isinstance(error, known) or unfitting or type(error) is app_commands.AppCommandError


def is_fitting(interaction: discord.Interaction[Any]) -> bool:
    """Say whether what a slash command came with fits it, as far as discord.py wouldn't find out calmly.

    It lets anything pass for a text or a yes or no, and logs suggestions for unknown options as failures.
    """
    command, data = interaction.command, interaction.data
    is_typing = interaction.type is discord.InteractionType.autocomplete
    if not isinstance(command, app_commands.Command) or data is None:
        return not is_typing
    options: Any = data.get("options") or []
    while options and options[0].get("type") in _GROUPS:
        options = options[0].get("options") or []
    known = {each.display_name: each for each in command.parameters}
    if not all(_fits(each.get("value"), known.get(each["name"])) for each in options):
        return False
    typed = [known.get(each["name"]) for each in options if each.get("focused")]
    return not is_typing or any(each is not None and each.autocomplete for each in typed)


def _fits(value: object, option: app_commands.Parameter | None) -> bool:
    if option is None:
        return True
    if option.type is discord.AppCommandOptionType.user:
        return isinstance(value, str) and _ID.fullmatch(value) is not None
    if option.type is discord.AppCommandOptionType.integer:
        # To Python, true is an integer; discord.py takes a number out of range for one in it.
        lowest, highest = option.min_value, option.max_value
        return type(value) is int and (
            (lowest is None or lowest <= value) and (highest is None or value <= highest)
        )
    return isinstance(value, _PLAIN.get(option.type, object))


def is_dropped(interaction: discord.Interaction[Any]) -> bool:
    """Say whether discord.py finds nothing that takes a control; the look-up is its own."""
    data: Any = interaction.data
    if interaction.type is not discord.InteractionType.component:
        return False
    message = interaction.message
    if message is None:
        return True
    kind = discord.ui.LayoutView if message.flags.components_v2 else discord.ui.View
    wanted = (data["component_type"], data["custom_id"])
    there = kind.from_message(message, timeout=None).walk_children()
    # The pattern for unknown controls takes every id that has a character.
    return not any((each.type.value, getattr(each, "custom_id", None)) == wanted for each in there)
