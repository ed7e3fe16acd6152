"""Read and overwrite what Discord has registered: for everywhere, or for one server."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import discord
from discord import app_commands
from discord.http import Route

Command = dict[str, Any]

_FROM = "/applications/{application_id}"
_SETS = ("contexts", "integration_types")
_COMPARED = (
    *("type", "name", "name_localizations", "description", "description_localizations", "options", "nsfw"),
    *("default_member_permissions", *_SETS),
)


async def registered(client: discord.Client, guild: int | None = None) -> list[Command]:
    """Return the commands that Discord has, every language with them."""
    # `tree.fetch_commands` would be the public way, but up to discord.py 2.7.1 it loses the first install
    # kind and context of each command, and the languages: every command would look different at every start.
    route = _route("GET", client, guild)
    found: list[Command] = await client.http.request(route, params={"with_localizations": "true"})
    return found


async def overwrite(
    client: discord.Client, commands: list[Command], guild: int | None = None
) -> list[Command]:
    """Replace the commands that Discord has; those that stay keep their ids."""
    found: list[Command] = await client.http.request(_route("PUT", client, guild), json=commands)
    return found


async def declared(tree: app_commands.CommandTree[Any], guild: discord.Object | None = None) -> list[Command]:
    """Return the tree's commands as Discord is told of them, translated."""
    commands = tree.get_commands(guild=guild)
    if tree.translator is None:
        return [each.to_dict(tree) for each in commands]
    return [await each.get_translated_payload(tree, tree.translator) for each in commands]


def are_same(some: Iterable[Command], others: Iterable[Command], *, in_one_server: bool = False) -> bool:
    """Tell whether two sets of commands are the same to people."""
    # Where a command is offered is no property of one that belongs to a single server.
    left_out = _SETS if in_one_server else ()
    return _normalised(some, left_out) == _normalised(others, left_out)


def _route(method: str, client: discord.Client, guild: int | None) -> Route:
    if guild is None:
        return Route(method, _FROM + "/commands", application_id=client.application_id)
    path = _FROM + "/guilds/{guild_id}/commands"
    return Route(method, path, application_id=client.application_id, guild_id=guild)


def _normalised(commands: Iterable[Mapping[str, Any]], left_out: tuple[str, ...]) -> list[Command]:
    """Return what matters of commands, written one way: defaults left out, sets sorted, by type and name."""
    found = []
    for command in commands:
        kept = {name: command.get(name) for name in _COMPARED}
        kept |= {name: sorted(command.get(name) or ()) for name in _SETS}
        if kept["default_member_permissions"] is not None:
            kept["default_member_permissions"] = str(kept["default_member_permissions"])
        found.append(_without_defaults({name: each for name, each in kept.items() if name not in left_out}))
    return sorted(found, key=lambda each: (each["type"], each["name"]))


def _without_defaults(value: Any) -> Any:  # noqa: ANN401  # any JSON
    if isinstance(value, dict):
        kept = {name: _without_defaults(each) for name, each in value.items()}
        return {name: each for name, each in kept.items() if each not in (None, False, "", [], {})}
    return [_without_defaults(each) for each in value] if isinstance(value, list) else value
