"""The bot starts, stops, waits for a network and says what to do about a token, each as a real process."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot import wording
from bot.wording import in_discord
from tests.discord_stand_in import BotEndedError, BotProcess, StandIn

TOKEN = "MTE4.stand-in.a-made-up-token"
no_signals = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM")


async def ending(server: StandIn, token: str, folder: Path, command: str = "discord") -> BotEndedError:
    """Start the bot where it must end by itself, and return how it ended."""
    process = BotProcess(
        server, [command], environment={"DISCORD_TOKEN": token}, directory=folder, timeout=60
    )
    with pytest.raises(BotEndedError) as caught:
        await process.start()
    return caught.value


@pytest.mark.parametrize(
    ("token", "told"),
    [
        ("", in_discord.LOGIN_MISSING),
        ("  ", in_discord.LOGIN_MISSING),
        ("'MTE4.quoted.token'", in_discord.HAS_STRANGE_CHARACTERS),
        ("Bot MTE4.with.prefix", in_discord.HAS_STRANGE_CHARACTERS),
        ("1185555555555555555", in_discord.IS_APPLICATION_ID),
        ("ab" * 32, in_discord.IS_PUBLIC_KEY),
        ("Abcdefgh-jklmnop_rstuvwxyz012345", in_discord.IS_OAUTH_KEY),
        ("MTE4.wrong.token-nobody-issued", in_discord.LOGIN_REFUSED),
    ],
)
async def test_a_token_that_cannot_work_ends_with_one_sentence_and_status_2(
    token: str, told: str, tmp_path: Path
) -> None:
    async with StandIn(token=TOKEN) as server:
        end = await ending(server, token, tmp_path)
    assert end.status == 2, end.log
    lines = [line for line in end.log.splitlines() if line != wording.LEARNING]
    assert len(lines) == 1, end.log
    assert told in lines[0]
    assert "Reset Token" in lines[0]
    assert not token.strip() or token.strip() not in end.log


async def test_a_missing_permission_at_the_start_names_it(tmp_path: Path) -> None:
    async with StandIn(token=TOKEN) as server:
        server.refuse_next("/commands", status=403, code=50001, message="Missing Access")
        end = await ending(server, TOKEN, tmp_path)
    assert end.status == 2
    assert "registering the commands" in end.log
    assert "applications.commands" in end.log
    assert TOKEN not in end.log
    assert "Traceback" not in end.log


@no_signals
async def test_commands_are_registered_once_and_again_only_when_they_differ() -> None:
    def overwrites(server: StandIn) -> int:
        return sum(method == "PUT" and path.endswith("/commands") for method, path, _ in server.requests)

    async with StandIn(token=TOKEN) as server:
        async with BotProcess(server, ["discord"], timeout=60) as bot:
            assert overwrites(server) == 1
            await bot.restart()
            assert in_discord.UNCHANGED in bot.log
        assert overwrites(server) == 1
        names = {each["name"] for each in server.commands}
        assert names == {
            *("ask", "stats", "stat", "compare", "topics", "quiz", "about", "source", "help", "setup"),
            *("settings", "usage", "gaps", "privacy", "Answer this", "Send an answer…"),
        }
        # Where each may be installed, where it may be used, and whether only managers see it.
        elsewhere = {
            "setup": ([0], [0], True),
            "usage": ([0], [0, 1], True),
            "gaps": ([0, 1], [0, 1, 2], True),
        }
        for command in server.commands:
            found = (sorted(command["integration_types"]), sorted(command["contexts"]))
            managers = command["default_member_permissions"] == str(1 << 5)
            assert (*found, managers) == elsewhere.get(command["name"], ([0, 1], [0, 1, 2], False))
        # Somebody changed one of them: registering alone mends it and ends.
        next(each for each in server.commands if each["name"] == "ask")["description"] = "something else"
        end = await ending(server, TOKEN, Path(__file__).parents[1], "sync")
        assert end.status == 0, end.log
        assert overwrites(server) == 2
        end = await ending(server, TOKEN, Path(__file__).parents[1], "sync")
        assert (end.status, overwrites(server)) == (0, 2), end.log
        assert server.gateway.readies == 2
        assert not server.faults


@no_signals
@pytest.mark.parametrize(("how", "status"), [("stop", 0), ("interrupt", 130)])
async def test_the_bot_ends_quietly_when_told_to(how: str, status: int) -> None:
    async with StandIn(token=TOKEN) as server, BotProcess(server, ["discord"], timeout=60) as bot:
        end: Callable[[], object] = getattr(bot, how)
        assert await end() == status  # type: ignore[misc]  # both return an awaitable
        assert "Traceback" not in bot.log
        assert not server.faults


async def test_without_a_network_it_waits_says_so_and_connects_once_there_is_one(tmp_path: Path) -> None:
    async with StandIn(token=TOKEN) as server:
        away = server.url
        with socket.socket() as place:
            place.bind(("127.0.0.1", 0))
            port = int(place.getsockname()[1])
        server.url = f"http://127.0.0.1:{port}"
        bot = BotProcess(server, ["discord"], directory=tmp_path, timeout=60)
        starting = asyncio.create_task(bot.start())
        try:
            while "trying again in 2 s" not in bot.log:
                assert not starting.done(), bot.log
                await asyncio.sleep(0.05)
            async with forwarding(port, int(away.rsplit(":", 1)[1])):
                await starting
                assert "trying again in 1 s" in bot.log
                assert "Traceback" not in bot.log
                assert (await server.mention("hi")).text
                await bot.kill()
        finally:
            starting.cancel()
            await bot.kill()
        assert not server.faults


@no_signals
async def test_the_bot_ends_quietly_while_it_waits_for_a_network(tmp_path: Path) -> None:
    async with StandIn(token=TOKEN) as server:
        server.url = "http://127.0.0.1:9"
        bot = BotProcess(server, ["discord"], directory=tmp_path, timeout=60)
        starting = asyncio.create_task(bot.start())
        while "trying again in 1 s" not in bot.log:
            assert not starting.done(), bot.log
            await asyncio.sleep(0.05)
        assert await bot.stop() == 0
        with pytest.raises(BotEndedError):
            await starting
        assert "Traceback" not in bot.log


async def test_a_token_that_discord_withdraws_ends_the_bot_with_one_sentence() -> None:
    async with StandIn(token=TOKEN) as server, BotProcess(server, ["discord"], timeout=60) as bot:
        await server.drop_connection(4004, resumable=False)
        assert await bot.wait() == 2
        assert bot.log.count(in_discord.LOGIN_REFUSED) == 1
        assert "Traceback" not in bot.log


async def test_trouble_on_discords_side_is_waited_out_too() -> None:
    async with StandIn(token=TOKEN) as server:
        server.refuse_next("/users/@me", status=503, code=0, message="upstream connect error")
        async with BotProcess(server, ["discord"], timeout=60) as bot:
            assert "trying again in 1 s" in bot.log
            assert "Traceback" not in bot.log


@asynccontextmanager
async def forwarding(port: int, target: int) -> AsyncIterator[None]:
    """Hand every connection on one local port to another: the network that has come back."""
    tasks: set[asyncio.Task[None]] = set()

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there = await asyncio.open_connection("127.0.0.1", target)
        for each in (pump(reader, there[1]), pump(there[0], writer)):
            tasks.add(asyncio.create_task(each))

    server = await asyncio.start_server(accept, "127.0.0.1", port)
    try:
        yield
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
