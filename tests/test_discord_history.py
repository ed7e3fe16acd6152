"""The bot answers in its usual time whatever becomes of its history, and keeps what it can."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, inspect, select, text

from bot.history.database import checked_url, engine_for, open_database
from bot.history.tables import replies
from tests.discord_stand_in import BotProcess, StandIn
from tests.history_trouble import locked, unwritable
from tests.postgresql import PostgreSQL
from tests.test_discord_lag import EAGER, TICKING, Measured, ask_in_every_way, is_quick, told_lag

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGUSR1"), reason="needs signals of POSIX")
QUESTIONS = ("what are the odds?", "who said it?", "is it the chips?")
# Seconds. An answer takes a few milliseconds, and whatever waits for a database at least five seconds.
USUAL = 2.0


@contextlib.asynccontextmanager
async def running(url: str, main: str = TICKING) -> AsyncIterator[tuple[StandIn, BotProcess]]:
    environment = EAGER | {"ARTICLE_BOT_DATABASE_URL": url}
    async with (
        StandIn() as server,
        BotProcess(server, ["discord"], main=main, timeout=60, environment=environment) as bot,
    ):
        yield server, bot
        assert not server.faults


async def ask(server: StandIn, times: int = 1) -> int:
    """Ask, each answer in its usual time; return how many questions that were."""
    for question in QUESTIONS * times:
        began = time.monotonic()
        reply = await server.mention(question)
        assert reply.everything and time.monotonic() - began < USUAL
    return len(QUESTIONS) * times


def rows(url: str) -> int:
    engine = engine_for(checked_url(url))
    count = 0
    with engine.connect() as connection:
        if inspect(connection).has_table("replies"):  # The bot may still be making it.
            count = connection.execute(select(func.count()).select_from(replies)).scalar_one()
    engine.dispose()
    return count


def until_there(url: str, count: int) -> None:
    deadline = time.monotonic() + 20
    while rows(url) < count and time.monotonic() < deadline:
        time.sleep(0.1)
    assert rows(url) == count


async def test_the_bot_answers_on_while_its_database_is_locked_and_writes_all_later(url: str) -> None:
    open_database(checked_url(url)).dispose()
    async with running(url) as (server, bot):
        asked = await ask(server)
        with locked(url):
            asked += await ask(server, 3)
            found: list[Measured] = []
            for _ in range(3):
                await told_lag(bot)
                took = await ask_in_every_way(server, QUESTIONS)
                asked += 2 * len(QUESTIONS)
                found.append(Measured((told := await told_lag(bot))[0], took, told[1]))
                if is_quick(found):
                    break
            assert is_quick(found), found
        until_there(url, asked)


async def test_the_bot_starts_and_answers_where_postgresql_is_not_there_and_records_once_it_is() -> None:
    with PostgreSQL() as postgresql:
        postgresql.stop()
        async with running(postgresql.url) as (server, bot):
            asked = await ask(server, 2)
            assert "can't be written" in bot.log
            postgresql.start()
            asked += await ask(server)
            until_there(postgresql.url, asked)


async def test_the_bot_answers_on_without_recording_where_its_database_is_newer(url: str) -> None:
    engine = open_database(checked_url(url))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    async with running(url) as (server, bot):
        await ask(server)
        assert "nothing is recorded from now on" in bot.log and "upgrade the bot" in bot.log
        assert await bot.stop() == 0
    assert rows(url) == 0


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[str]:
    file = tmp_path / "place" / "history.sqlite"
    open_database(checked_url(f"sqlite:///{file}")).dispose()
    with unwritable(file, file.parent):
        yield f"sqlite:///{file}"


async def test_the_bot_answers_on_where_nothing_can_be_written(read_only: str) -> None:
    async with running(read_only) as (server, bot):
        await ask(server)
        assert "can't be written" in bot.log
        assert await bot.stop(timeout=20) == 0
        assert "records are lost" in bot.log or "records lost" in bot.log


async def test_the_bot_answers_on_with_a_new_file_where_its_old_one_is_damaged(tmp_path: Path) -> None:
    file = tmp_path / "history.sqlite"
    file.write_bytes(b"no database at all" * 1000)
    async with running(f"sqlite:///{file}") as (server, bot):
        asked = await ask(server)
        until_there(f"sqlite:///{file}", asked)
        assert f"{file} is damaged" in bot.log and f"{file}.damaged-1" in bot.log


async def test_at_sigterm_everything_that_waits_is_written(url: str) -> None:
    async with running(url) as (server, bot):
        asked = await ask(server)
        assert await bot.stop() == 0
    assert rows(url) == asked


async def test_at_sigterm_a_locked_database_is_written_if_it_is_free_in_time(url: str) -> None:
    async with running(url) as (server, bot):
        asked = await ask(server)
        until_there(url, asked)
        lock = locked(url)
        lock.__enter__()
        asked += await ask(server)

        stopping = asyncio.create_task(bot.stop(timeout=20))
        await asyncio.sleep(1.5)
        lock.__exit__(None, None, None)
        assert await stopping == 0
    assert rows(url) == asked


async def test_at_sigterm_a_locked_database_holds_the_end_up_for_seconds_only(url: str) -> None:
    async with running(url) as (server, bot):
        asked = await ask(server)
        until_there(url, asked)
        with locked(url):
            asked = await ask(server)
            assert await bot.stop(timeout=20) == 0
        assert f"before the end: {asked} records are lost" in bot.log


async def test_at_sigkill_at_most_the_last_second_is_lost_and_the_file_is_intact(
    url: str, tmp_path: Path
) -> None:
    async with running(url) as (server, bot):
        asked = await ask(server)
        until_there(url, asked)

        asked += await ask(server)
        await asyncio.sleep(1)
        more = await ask(server)
        await bot.kill()
        assert asked <= rows(url) <= asked + more
        if url.startswith("sqlite"):
            with contextlib.closing(sqlite3.connect(tmp_path / "history.sqlite")) as connection:
                assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        before = rows(url)
        await bot.start()
        until_there(url, before + await ask(server))
