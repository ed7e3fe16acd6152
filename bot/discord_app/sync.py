"""Register the commands with Discord, only when they differ from what it has."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

import discord
from discord import app_commands

from bot import wording

_log = logging.getLogger(__name__)
_COMPARED = ("type", "name", "description", "options", "contexts", "integration_types", "nsfw", "permissions")


async def synchronise(tree: app_commands.CommandTree[Any]) -> list[app_commands.AppCommand]:
    """Make Discord's global commands equal to the tree's and return them with their ids."""
    there = await tree.fetch_commands()
    if _ordered(map(_remote, there)) == _ordered(_local(each, tree) for each in tree.get_commands()):
        _log.info(wording.UNCHANGED)
        return there
    registered = await tree.sync()
    names = ", ".join(sorted(each.name for each in registered))
    _log.info("%s", wording.SYNCHRONISED.format(names=names))
    return registered


def _local(
    command: app_commands.Command[Any, Any, Any] | app_commands.ContextMenu | app_commands.Group,
    tree: app_commands.CommandTree[Any],
) -> dict[str, Any]:
    payload = command.to_dict(tree)
    return _normalise({**payload, "permissions": payload["default_member_permissions"]})


def _remote(command: app_commands.AppCommand) -> dict[str, Any]:
    # Its own to_dict leaves out the last two.
    permissions = command.default_member_permissions
    extra = {"permissions": None if permissions is None else permissions.value, "nsfw": command.nsfw}
    return _normalise({**command.to_dict(), **extra})


def _normalise(payload: dict[str, Any]) -> dict[str, Any]:
    """Return what matters of a command, written one way: defaults left out, sets sorted."""
    kept = {name: payload.get(name) for name in _COMPARED}
    for name in ("contexts", "integration_types"):
        kept[name] = sorted(payload.get(name) or ())
    found: dict[str, Any] = _without_defaults(kept)
    return found


def _without_defaults(value: Any) -> Any:  # noqa: ANN401  # any JSON
    if isinstance(value, dict):
        kept = {name: _without_defaults(each) for name, each in value.items()}
        return {name: each for name, each in kept.items() if each not in (None, False, "", [], {})}
    if isinstance(value, list | tuple):
        return [_without_defaults(each) for each in value]
    return value.value if isinstance(value, discord.Permissions) else value


def _ordered(commands: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(commands, key=lambda each: (each.get("type", 0), each["name"]))
