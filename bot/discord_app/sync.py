"""Register the commands with Discord, only when they differ from what it has."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from discord import app_commands

from bot import wording

_log = logging.getLogger(__name__)
_SETS = ("contexts", "integration_types")
_COMPARED = ("type", "name", "description", "options", "nsfw", "default_member_permissions", *_SETS)


async def synchronise(tree: app_commands.CommandTree[Any]) -> dict[str, int]:
    """Make Discord's global commands equal to the tree's and return their ids by name."""
    client = tree.client
    assert client.application_id is not None, "synchronise after logging in"  # noqa: S101  # for the type checker
    # `tree.fetch_commands` would be the public way, but up to discord.py 2.7.1 it loses the first install
    # kind and context of each command, so that every command would look different at every start.
    there = await client.http.get_global_commands(client.application_id)
    if _normalised(there) == _normalised(command.to_dict(tree) for command in tree.get_commands()):
        _log.info(wording.UNCHANGED)
        return {each["name"]: int(each["id"]) for each in there}
    registered = await tree.sync()
    names = ", ".join(sorted(each.name for each in registered))
    _log.info("%s", wording.SYNCHRONISED.format(names=names))
    return {each.name: each.id for each in registered}


def _normalised(commands: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return what matters of commands, written one way: defaults left out, sets sorted, by type and name."""
    found = []
    for command in commands:
        kept = {name: command.get(name) for name in _COMPARED}
        kept |= {name: sorted(command.get(name) or ()) for name in _SETS}
        if kept["default_member_permissions"] is not None:
            kept["default_member_permissions"] = str(kept["default_member_permissions"])
        found.append(_without_defaults(kept))
    return sorted(found, key=lambda each: (each["type"], each["name"]))


def _without_defaults(value: Any) -> Any:  # noqa: ANN401  # any JSON
    if isinstance(value, dict):
        kept = {name: _without_defaults(each) for name, each in value.items()}
        return {name: each for name, each in kept.items() if each not in (None, False, "", [], {})}
    return [_without_defaults(each) for each in value] if isinstance(value, list) else value
