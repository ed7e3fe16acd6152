"""People see what is kept of them, have it forgotten, and are no longer counted: a real process each time."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

from bot.history.recording import personal_tables
from bot.wording import about
from bot.wording import preferences as preference_words
from bot.wording import privacy as words
from tests.discord_stand_in import BotProcess, Message, StandIn

ODDS = "What are the odds that China overtakes the US in AI?"
YAO = "who is Yao Shunyu?"
DEADLINE = 30.0


@asynccontextmanager
async def running(folder: Path, **more: str) -> AsyncIterator[tuple[StandIn, BotProcess]]:
    """Run a bot whose files lie in a folder; at the end Discord must have had no objection."""
    environment = {
        "ARTICLE_BOT_DATABASE_URL": f"sqlite:///{folder / 'history.sqlite'}",
        "ARTICLE_BOT_PREFERENCES": str(folder / "preferences.json"),
        "ARTICLE_BOT_COOLDOWN": "0",
    }
    async with (
        StandIn(patience=30) as server,
        BotProcess(server, ["discord"], environment=environment | more, timeout=60) as bot,
    ):
        yield server, bot
        assert not server.faults, server.transcript() + bot.log
        assert "Failure" not in bot.log, bot.log
        assert "Traceback" not in bot.log, bot.log


def rows(folder: Path, table: str = "replies") -> int:
    """Return how many rows a table holds."""
    with closing(sqlite3.connect(folder / "history.sqlite")) as database:
        count: int = database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608  # a name of ours
        return count


async def until(folder: Path, wanted: int, table: str = "replies") -> None:
    """Wait until a table holds so many rows."""
    until = asyncio.get_running_loop().time() + DEADLINE
    while rows(folder, table) != wanted:
        assert asyncio.get_running_loop().time() < until, f"{rows(folder, table)} rows, not {wanted}"
        await asyncio.sleep(0.05)


async def until_told(card: Message, sentence: str) -> None:
    """Wait until a card that is changed in place says something."""
    until = asyncio.get_running_loop().time() + DEADLINE
    while sentence not in card.everything:
        assert asyncio.get_running_loop().time() < until, card.everything
        await asyncio.sleep(0.05)


def labels(card: Message) -> list[str]:
    """Return what the buttons under a message say."""
    return [each.label for each in card.buttons]


def test_every_kind_of_a_persons_rows_has_a_word() -> None:
    assert {table.name for table in personal_tables()} <= set(words.KINDS)
    assert words.found({"replies": 2, "votes": 1}) == "2 questions that were asked and 1 vote on an answer"
    assert words.found({"replies": 0, "votes": 0}) == ""


async def test_privacy_tells_shows_and_forgets_one_person_and_nobody_else(tmp_path: Path) -> None:
    async with running(tmp_path) as (server, _):
        for person in (server.alice, server.bob):
            await server.mention(ODDS, by=person)
        await server.mention(YAO, by=server.bob)
        await until(tmp_path, 3)
        card = await server.slash("privacy", by=server.bob)
        assert card.ephemeral
        for told in ("90 days", words.WHAT, words.COUNTED, "/settings"):
            assert told in card.everything
        assert labels(card) == [words.SHOW, words.FORGET, words.LEAVE]
        mine = await server.click(card, words.SHOW, by=server.bob)
        assert mine.ephemeral
        assert "2 questions that were asked" in mine.text
        gone = await server.click(card, words.FORGET, by=server.bob)
        assert gone.ephemeral
        assert words.FORGOTTEN.format(found="2 questions that were asked") in gone.text
        assert rows(tmp_path) == 1
        again = await server.click(card, words.SHOW, by=server.bob)
        assert words.NOTHING_FOUND in again.text


async def test_forgetting_takes_settings_and_conversations_along(tmp_path: Path) -> None:
    async with running(tmp_path) as (server, _):
        settings = await server.slash("settings", by=server.bob)
        await server.click(settings, preference_words.PLAIN_TO_ON, by=server.bob)
        file = tmp_path / "preferences.json"
        assert str(server.bob.id) in file.read_text(encoding="utf-8")
        await server.mention(YAO, by=server.bob)
        before = await server.mention("what did he say?", by=server.bob)
        card = await server.slash("privacy", by=server.bob)
        assert card.embeds == []
        assert words.KEPT_CHOICE in (await server.click(card, words.SHOW, by=server.bob)).text
        gone = await server.click(card, words.FORGET, by=server.bob)
        assert words.CHOICE_FORGOTTEN in gone.text
        assert str(server.bob.id) not in file.read_text(encoding="utf-8")
        after = await server.mention("what did he say?", by=server.bob)
        assert after.embeds, "the plain text was not forgotten"
        assert after.embeds[0]["description"] != before.text.split("\n")[0], "“he” is still known"


async def test_who_does_not_want_to_be_counted_is_not_until_they_do_also_after_a_restart(
    tmp_path: Path,
) -> None:
    async with running(tmp_path) as (server, bot):
        card = await server.slash("privacy", by=server.bob)
        assert await server.click(card, words.LEAVE, by=server.bob) is card
        await until_told(card, words.NOT_COUNTED)
        assert labels(card) == [words.SHOW, words.FORGET, words.COUNT]
        await server.mention(ODDS, by=server.bob)
        assert await bot.stop() == 0
        await bot.start()
        await server.mention(YAO, by=server.bob)
        await server.mention(YAO, by=server.alice)
        await until(tmp_path, 1)
        fresh = await server.slash("privacy", by=server.bob)
        assert words.NOT_COUNTED in fresh.everything
        gone = await server.click(card, words.FORGET, by=server.bob)  # A card of before still works.
        assert words.STILL_NOT_COUNTED in gone.text
        await server.click(card, words.COUNT, by=server.bob)
        await until_told(card, words.COUNTED)
        assert labels(card) == [words.SHOW, words.FORGET, words.LEAVE]
        assert rows(tmp_path, "uncounted") == 0
        await server.mention("are the models open?", by=server.bob)
        await until(tmp_path, 2)


async def test_while_the_database_is_locked_forgetting_is_queued_and_what_waits_is_dropped(
    tmp_path: Path,
) -> None:
    async with running(tmp_path) as (server, bot):
        await server.mention(ODDS, by=server.bob)
        await server.mention(ODDS, by=server.alice, channel=server.random)
        await until(tmp_path, 2)
        card = await server.slash("privacy", by=server.bob)
        with closing(sqlite3.connect(tmp_path / "history.sqlite", isolation_level=None)) as lock:
            lock.execute("BEGIN IMMEDIATE")
            await server.mention(YAO, by=server.bob)
            gone = await server.click(card, words.FORGET, by=server.bob)
            assert words.FORGOTTEN_LATER.format(show=words.SHOW) in gone.text
            await server.click(card, words.LEAVE, by=server.bob)
            await until_told(card, words.KEPT_LATER)
            assert words.NOT_COUNTED in card.everything
            lock.execute("ROLLBACK")
        await until(tmp_path, 1, "uncounted")
        await until(tmp_path, 1)
        assert await bot.stop() == 0
        assert rows(tmp_path) == 1


async def test_where_nothing_is_recorded_the_card_says_so_and_settings_can_be_forgotten(
    tmp_path: Path,
) -> None:
    file = tmp_path / "preferences.json"
    async with running(tmp_path, ARTICLE_BOT_HISTORY="off") as (server, _):
        await server.mention(ODDS, by=server.bob)
        people = {str(server.bob.id): {"plain": True}}
        card = await server.slash("privacy", by=server.bob)
        assert words.OFF in card.everything
        assert words.WHAT not in card.everything
        assert labels(card) == [words.SHOW, words.FORGET]
        settings = await server.slash("settings", by=server.bob)
        await server.click(settings, preference_words.PLAIN_TO_ON, by=server.bob)
        assert json.loads(file.read_bytes())["people"] == people
        mine = await server.click(card, words.SHOW, by=server.bob)
        assert words.OFF in mine.text
        assert words.KEPT_CHOICE in mine.text
        await server.click(card, words.FORGET, by=server.bob)
        assert json.loads(file.read_bytes())["people"] == {}
    assert not (tmp_path / "history.sqlite").exists()


async def test_help_and_about_point_to_privacy_and_it_works_in_private_and_elsewhere(tmp_path: Path) -> None:
    async with running(tmp_path) as (server, _):
        assert "</privacy:" in (await server.slash("help")).everything
        told = {each["name"]: each["value"] for each in (await server.slash("about")).embeds[0]["fields"]}
        assert "/privacy" in told[about.PRIVACY]
        private = await server.slash("privacy", channel=server.world.dm_channel(server.alice))
        assert words.COUNTED in private.everything
        guest = await server.slash("privacy", by=server.dave, channel=server.lounge)
        assert words.NOTHING_FOUND in (await server.click(guest, words.SHOW, by=server.dave)).text
