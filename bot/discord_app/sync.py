"""Register the commands with Discord, only when they differ from what it has, and never twice."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import discord
from discord import app_commands

from bot.discord_app.registry import Command, are_same, declared, overwrite, registered
from bot.errors import SettingsError
from bot.wording import in_discord
from bot.wording import running as words

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Target:
    """Say where the commands belong: in one server, by its id, or everywhere.

    `tidy` looks into every server for copies, even where nothing makes one likely.
    """

    guild: int | None = None
    tidy: bool = False


EVERYWHERE = Target()


async def synchronise(tree: app_commands.CommandTree[Any], target: Target = EVERYWHERE) -> dict[str, int]:
    """Make Discord's commands equal to the tree's and return their ids by name; call it once logged in.

    Discord offers a server's own commands beside those for everywhere, even under the same names. So the
    copies in servers go before the commands come everywhere, and no copy is made while they are there.
    """
    if target.guild is not None:
        return await _in_one_server(tree, target.guild)
    client = tree.client
    there = await registered(client)
    # While any are registered everywhere, `_in_one_server` makes no copies: a start need not look for them.
    if target.tidy or not there:
        await _remove_copies(client)
    if are_same(there, await declared(tree)):
        _log.info("%s", in_discord.UNCHANGED)
        return _ids(there)
    fresh = {each.name: each.id for each in await tree.sync()}
    _log.info("%s", in_discord.SYNCHRONISED.format(names=_listed(fresh)))
    return fresh


async def clear(client: discord.Client, guild: int | None) -> None:
    """Remove the commands that are registered everywhere, or those of one server, if there are any."""
    with _told_when_missing(guild):
        there = await registered(client, guild)
        if there:
            await overwrite(client, [], guild)
    _log.info("%s", words.CLEARED.format(names=_listed(_ids(there))) if there else words.NOTHING_TO_CLEAR)


class Clearing(discord.Client):
    """Log in only to remove commands."""

    def __init__(self, guild: int | None) -> None:
        """Take which ones to remove, as `clear` does."""
        super().__init__(intents=discord.Intents.none())
        self._guild = guild

    async def setup_hook(self) -> None:
        """Remove them as soon as the login is done."""
        await clear(self, self._guild)


async def _in_one_server(tree: app_commands.CommandTree[Any], number: int) -> dict[str, int]:
    client, guild = tree.client, discord.Object(number)
    if await registered(client):
        raise SettingsError(words.REGISTERED_EVERYWHERE)
    with _told_when_missing(number):
        # In a server that the bot is not in, `_remove_copies` could never find them again.
        server = (await client.fetch_guild(number, with_counts=False)).name
        there = await registered(client, number)
        tree.copy_global_to(guild=guild)
        if are_same(there, await declared(tree, guild), in_one_server=True):
            _log.info("%s", words.UNCHANGED_IN_SERVER.format(server=server))
            return _ids(there)
        fresh = {each.name: each.id for each in await tree.sync(guild=guild)}
    _log.info("%s", words.REGISTERED_IN_SERVER.format(server=server, names=_listed(fresh)))
    return fresh


async def _remove_copies(client: discord.Client) -> None:
    async for guild in client.fetch_guilds(limit=None, with_counts=False):
        # Where the bot may not register commands, it hasn't.
        with contextlib.suppress(discord.Forbidden):
            if await registered(client, guild.id):
                await overwrite(client, [], guild.id)
                _log.info("%s", words.COPIES_REMOVED)


@contextlib.contextmanager
def _told_when_missing(guild: int | None) -> Iterator[None]:
    """Say what to do when the bot may not register commands in a server."""
    try:
        yield
    except (discord.Forbidden, discord.NotFound):
        if guild is None:
            raise
        raise SettingsError(words.NOT_IN_SERVER.format(guild=guild)) from None


def _ids(commands: list[Command]) -> dict[str, int]:
    return {each["name"]: int(each["id"]) for each in commands}


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
