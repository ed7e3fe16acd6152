"""Commands are registered everywhere or in one server, by difference, and nobody sees one twice."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bot.wording import in_discord
from bot.wording import running as words
from tests.discord_stand_in import BotEndedError, BotProcess, StandIn
from tests.discord_stand_in.browser import view
from tests.processes import run_bot

no_signals = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM")


async def syncing(server: StandIn, *arguments: str, status: int = 0, command: str = "sync") -> str:
    """Let a command run to its end, and return what it wrote."""
    process = BotProcess(server, [command, *arguments], timeout=60)
    with pytest.raises(BotEndedError) as caught:
        await process.start()
    assert caught.value.status == status, caught.value.log
    assert "Traceback" not in caught.value.log
    return caught.value.log


def writes(server: StandIn) -> int:
    """Return how often commands were written."""
    return sum(method != "GET" and "/commands" in path for method, path, _ in server.requests)


def names_in(server: StandIn, guild: int | None) -> list[str]:
    """Return the names of the commands that are registered in a server, or everywhere."""
    return sorted(each["name"] for each in server.world.commands.get(guild, {}).values())


async def test_a_server_is_refused_its_own_commands_while_they_are_registered_everywhere() -> None:
    async with StandIn() as server:
        await syncing(server)
        for command in ("sync", "discord"):
            told = await syncing(server, "--guild", str(server.guild.id), status=2, command=command)
            assert words.REGISTERED_EVERYWHERE in told
        assert (writes(server), server.offered()) == (1, names_in(server, None))
        assert not server.faults


@no_signals
async def test_one_server_alone_has_them_for_developing_and_then_everyone_once() -> None:
    async with StandIn() as server:
        other = server.world.add_channel("other", guild=server.world.add_guild("Another", server.alice))
        here = str(server.guild.id)
        await syncing(server)
        names = server.offered()
        assert {"ask", in_discord.ANSWER_THIS} <= set(names)
        assert "ask" in await syncing(server, "--clear")
        assert server.offered() == []
        assert words.NOTHING_TO_CLEAR in await syncing(server, "--clear")
        assert writes(server) == 2

        assert server.guild.name in await syncing(server, "--guild", here)
        assert (server.offered(), server.offered(channel=other)) == (names, [])
        async with BotProcess(server, ["discord", "--guild", here], timeout=60) as bot:
            assert words.UNCHANGED_IN_SERVER.format(server=server.guild.name) in bot.log
            assert await server.autocomplete("ask", question="odds")
            assert (await server.slash("ask", question="what are the odds?")).embeds
            shown = (await server.slash("help")).everything
            assert all(f":{number}>" in shown for number in ids(server, "ask", "stats"))
        assert writes(server) == 3

        # The ordinary start makes them everybody's, and takes the server's own away first.
        async with BotProcess(server, ["discord"], timeout=60) as bot:
            assert words.COPIES_REMOVED in bot.log
            assert (server.offered(), server.offered(channel=other)) == (names, names)
            assert (await server.slash("ask", question="what are the odds?")).embeds
        assert writes(server) == 5
        assert in_discord.UNCHANGED in await syncing(server)
        assert writes(server) == 5
        assert not server.faults


def ids(server: StandIn, *names: str) -> list[str]:
    """Return the ids of commands that are registered."""
    return [each["id"] for each in server.commands if each["name"] in names]


async def test_sync_removes_copies_that_somebody_sees_twice_in_any_server() -> None:
    async with StandIn() as server:
        other = server.world.add_guild("Another", server.alice)
        closed = server.world.add_guild("Closed", server.alice)
        await syncing(server)
        there, names = server.world.commands[None], server.offered()
        for guild in (server.guild, other):
            server.world.commands[guild.id] = {
                number: {**each, "guild_id": str(guild.id)} for number, each in there.items()
            }
        assert server.offered() == sorted(2 * names)
        drawn = view.draw_commands(server, server.alice, server.general)
        assert sorted(each["name"] for each in drawn) == sorted(2 * names)
        server.refuse_next(f"/guilds/{closed.id}/commands", status=403, code=50001)
        told = await syncing(server)
        assert server.offered() == names
        assert [names_in(server, each) for each in (server.guild.id, other.id)] == [[], []]
        assert words.COPIES_REMOVED.format(server="Another") in told
        assert in_discord.UNCHANGED in told
        assert writes(server) == 3


async def test_one_servers_commands_can_be_removed_alone() -> None:
    async with StandIn() as server:
        here = str(server.guild.id)
        await syncing(server, "--guild", here)
        # Somebody changed one of them: it is mended.
        next(iter(server.world.commands[server.guild.id].values()))["description"] = "something else"
        await syncing(server, "--guild", here)
        assert writes(server) == 2
        await syncing(server, "--clear", "--guild", here)
        assert (writes(server), server.offered()) == (3, [])
        await syncing(server, "--clear", "--guild", here)
        assert writes(server) == 3


@pytest.mark.parametrize("more", [(), ("--clear",)])
async def test_a_server_that_the_bot_is_not_in_is_said_to_be_so(more: tuple[str, ...]) -> None:
    async with StandIn() as server:
        away = str(server.elsewhere.id)
        told = await syncing(server, *more, "--guild", away, status=2)
        assert words.NOT_IN_SERVER.format(guild=away) in told
        assert writes(server) == 0


def test_what_is_no_id_of_a_server_is_refused_before_anything_else(tmp_path: Path) -> None:
    for command in ("sync", "discord"):
        done = run_bot(command, "--guild", "my server", cwd=tmp_path)
        assert done.returncode == 2
        assert words.NOT_AN_ID.format(given="my server") in done.stderr


def test_without_a_token_sync_says_where_to_take_one(tmp_path: Path) -> None:
    done = run_bot("sync", "--clear", cwd=tmp_path)
    assert (done.returncode, done.stderr.strip()) == (2, in_discord.LOGIN_MISSING)
