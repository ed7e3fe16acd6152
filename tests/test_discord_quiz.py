"""People play /quiz in Discord: alone, over restarts, with a result at the end."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot import wiring
from bot.model import Knowledge
from bot.quiz import QUESTIONS, Item, quiz
from bot.settings import Settings
from bot.wording import preferences
from bot.wording import quiz as words
from tests.discord_stand_in import BotProcess, StandIn
from tests.discord_stand_in.state import Message

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running() -> AsyncIterator[tuple[StandIn, BotProcess]]:
    """Run one bot for all tests of this file; at the end Discord must have had nothing to object to."""
    async with StandIn() as server, BotProcess(server, ["discord"], timeout=60) as bot:
        yield server, bot
        assert not server.faults, server.transcript() + bot.log
        assert "Failure" not in bot.log


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return wiring.build_assistant(Settings()).knowledge


def seed_of(card: Message) -> int:
    """Return what a round is made from: it stands in every button."""
    return int((card.buttons[0].custom_id or "").split(":")[2], 16)


def item_of(card: Message, items: tuple[Item, ...], at: int) -> Item:
    """Hold that a card shows one question of a round, and return that."""
    assert card.embeds[0]["title"] == words.QUESTION_OF.format(at=at + 1, count=len(items))
    assert [each.label for each in card.buttons] == list(items[at].options)
    return items[at]


async def test_a_quiz_is_played_alone_and_ends_with_the_result(
    running: tuple[StandIn, BotProcess], knowledge: Knowledge
) -> None:
    server, bot = running
    card = await server.slash("quiz", by=server.bob)
    assert card.ephemeral
    items = quiz(knowledge, seed_of(card))
    for at in range(QUESTIONS):
        item = item_of(card, items, at)
        wrong = at == 2
        chosen = item.options[(item.right + wrong) % len(item.options)]
        if at == 3:
            await bot.restart(gently=False)
        assert await server.click(card, chosen) is card
        body = card.embeds[0]["description"]
        right = item.options[item.right]
        verdict = words.WRONG.format(right=right, chosen=chosen) if wrong else words.RIGHT
        assert verdict in body.replace("\\", "")
        assert item.told in body.replace("\\", "")
    assert card.embeds[0]["title"] == words.RESULT.format(right=QUESTIONS - 1, count=QUESTIONS)
    assert [each.label for each in card.buttons] == [words.AGAIN]
    await server.click(card, words.AGAIN)
    again = quiz(knowledge, seed_of(card))
    assert again != items
    for at in range(QUESTIONS):
        item = item_of(card, again, at)
        await server.click(card, item.options[item.right])
    assert card.embeds[0]["title"] == words.ALL_RIGHT.format(count=QUESTIONS)


async def test_a_quiz_can_be_played_in_plain_text(
    running: tuple[StandIn, BotProcess], knowledge: Knowledge
) -> None:
    server, _ = running
    person = server.add_person("ida")
    await server.click(await server.slash("settings", by=person), preferences.PLAIN_TO_ON)
    card = await server.slash("quiz", by=person)
    item = quiz(knowledge, seed_of(card))[0]
    assert card.embeds == []
    assert words.QUESTION_OF.format(at=1, count=QUESTIONS) in card.text
    await server.click(card, item.options[item.right])
    assert card.embeds == []
    assert words.RIGHT in card.text
    assert words.QUESTION_OF.format(at=2, count=QUESTIONS) in card.text


@pytest.mark.parametrize(
    "forged", ["z1:00000000:00000001:0:0:0", "z1:{version}:00000001:9:0:0", "z1:{version}:00000001:0:9:0"]
)
async def test_a_round_that_is_not_possible_any_more_is_over_and_another_may_begin(
    running: tuple[StandIn, BotProcess], knowledge: Knowledge, forged: str
) -> None:
    server, _ = running
    card = await server.slash("quiz", by=server.carol)
    custom_id = forged.format(version=knowledge.version[:8])
    card.components[0]["components"][0]["custom_id"] = custom_id
    await server.click(card, custom_id)
    assert words.CHANGED in card.everything
    await server.click(card, words.AGAIN)
    assert card.embeds[0]["title"] == words.QUESTION_OF.format(at=1, count=QUESTIONS)
