"""What people asked and didn't get reaches whoever runs the bot, and nobody else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import create_engine, inspect, select

from bot import wording
from bot.history.recording import History
from bot.history.tables import misses
from bot.history.values import Asked
from bot.model import Piece, Reduction
from bot.wording import gaps as words
from bot.wording import replies
from tests.discord_stand_in import BotProcess, StandIn
from tests.history_databases import Calendar, history_at
from tests.vague import vague_question

ASKED = ("hospitals doctors", "water rivers", "patents inventions", "drones parcels", "weather typhoons")

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a database in which five gaps were missed by four to eight people."""
    folder = tmp_path_factory.mktemp("gaps")
    calendar = Calendar()
    history = history_at(f"sqlite:///{folder / 'history.sqlite'}", folder, calendar)
    history.start()
    for people, question in enumerate(ASKED, start=4):
        _miss(history, calendar, question, people)
    history.close()
    return folder


def _miss(history: History, calendar: Calendar, question: str, people: int) -> None:
    pieces = tuple(Piece(word, (word,)) for word in question.split())
    reduced = Reduction(tuple((word, 5.0) for word in question.split()), pieces, "gist", 0.05)
    for person in range(people):
        calendar.day = date.today() - timedelta(days=person % 3)  # near enough
        history.misses.missed(Asked("mention", 10**17 + person, 1, 1), "declined", reduced)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server(folder: Path) -> AsyncIterator[StandIn]:
    """Run one bot for all tests of this file; at the end Discord must have had nothing to object to."""
    environment = {"ARTICLE_BOT_DATABASE_URL": f"sqlite:///{folder / 'history.sqlite'}"}
    async with (
        StandIn() as server,
        BotProcess(server, ["discord"], timeout=60, environment=environment) as bot,
    ):
        yield server
        assert not server.faults, server.transcript() + bot.log
        assert "Traceback" not in bot.log


async def test_the_owner_leafs_through_the_gaps_from_most_people_on(server: StandIn) -> None:
    card = await server.slash("gaps", by=server.alice)
    told = card.embeds[0]
    assert card.ephemeral
    assert told["title"] == words.TITLE
    assert told["description"].startswith("**1. 8 people on 3 days,")
    assert ASKED[-1] in told["description"]
    assert "Page 1 of 2" in told["footer"]["text"]
    assert [button.label for button in card.buttons] == [words.LATER]
    await server.press(card, words.LATER, by=server.alice)
    later = await server.until_edited(card)
    assert "**4. 5 people on 3 days," in later.embeds[0]["description"]
    assert [button.label for button in later.buttons] == [words.EARLIER]


async def test_nobody_else_sees_them_whatever_they_send(server: StandIn) -> None:
    server.grant(server.bob, "manage_guild")
    refused = await server.slash("gaps", by=server.bob)
    assert refused.ephemeral
    assert refused.text == words.ONLY_OWNER
    card = await server.slash("gaps", by=server.alice)
    forged = await server.forge(3, {"custom_id": "l1:1", "component_type": 2}, about=card, by=server.bob)
    assert forged.original is not None
    assert forged.original.text == words.ONLY_OWNER


async def test_a_page_beyond_the_last_is_the_last_and_plain_text_has_it_all(server: StandIn) -> None:
    card = await server.slash("gaps", by=server.alice)
    forged = await server.forge(3, {"custom_id": "l1:999", "component_type": 2}, about=card, by=server.alice)
    assert forged.answer is not None
    settings = await server.slash("settings", by=server.alice)
    await server.press(settings, settings.buttons[0].label, by=server.alice)
    plain = await server.slash("gaps", by=server.alice)
    assert not plain.embeds
    assert "**1. 8 people on 3 days," in plain.text
    await server.press(settings, settings.buttons[0].label, by=server.alice)


async def test_declined_and_unpicked_questions_are_misses_and_others_are_not(tmp_path: Path) -> None:
    async with StandIn() as server, _bot(server, tmp_path) as bot:
        people = [server.add_person(name) for name in ("ann", "ben", "cat", "dan")]
        ann, ben, cat, dan = people
        nothing = await server.slash("gaps", by=server.alice)
        assert nothing.text == words.NOTHING.format(people=3, days=2)
        await server.mention("do hospitals in china use qwen", by=ann)
        assert await _misses(tmp_path, 1) == ["declined"]
        await server.mention("hello", by=ann)
        await server.mention("what are the odds?", by=ann)
        await server.mention("how do i bake a cake", by=ann)
        await server.mention("привет, что в статье про китай и россию?", by=ann)
        # In a channel, the second would get a link to the first one's answer.
        unsure = [await server.dm(vague_question(), by=person) for person in (ben, cat, dan)]
        assert all(reply.embeds[0]["description"] == wording.UNSURE for reply in unsure)
        await server.press(unsure[0], unsure[0].buttons[0].label, by=ben)
        await server.press(unsure[1], replies.NONE_BUTTON, by=cat)
        assert await _misses(tmp_path, 2) == ["declined", "unsure"]
        await bot.stop()
        assert await _misses(tmp_path, 3) == ["declined", "unsure", "unsure"], "dan's is written at the end"
    for file in tmp_path.glob("history.sqlite*"):
        assert file.is_dir() or b"hospital" not in file.read_bytes()


def _bot(server: StandIn, folder: Path) -> BotProcess:
    environment = {
        "ARTICLE_BOT_DATABASE_URL": f"sqlite:///{folder / 'history.sqlite'}",
        "ARTICLE_BOT_COOLDOWN": "0",
    }
    return BotProcess(server, ["discord"], timeout=60, environment=environment)


async def _misses(folder: Path, count: int) -> list[str]:
    """Return why each miss is one, when there are so many, or after ten seconds."""
    engine = create_engine(f"sqlite:///{folder / 'history.sqlite'}")
    found: list[str] = []
    for _ in range(200):
        with engine.connect() as connection:
            if inspect(connection).has_table("misses"):  # The bot makes it in a thread.
                found = list(connection.execute(select(misses.c.why).order_by(misses.c.id)).scalars())
        if len(found) >= count:
            break
        await asyncio.sleep(0.05)
    engine.dispose()
    return found
