"""People leaf through what the bot knows, and ask about the bot itself."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.wording import about as words
from tests.discord_stand_in import BotProcess, StandIn

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server() -> AsyncIterator[StandIn]:
    """Run one bot for all tests of this file; at the end Discord must have had nothing to object to."""
    contact = {"ARTICLE_BOT_CONTACT": "the news desk, #help"}
    async with StandIn() as server, BotProcess(server, ["discord"], timeout=60, environment=contact) as bot:
        yield server
        assert not server.faults, server.transcript() + bot.log
        assert "Traceback" not in bot.log


async def test_about_tells_measured_figures_privacy_and_who_runs_it(server: StandIn) -> None:
    card = await server.slash("about")
    told = {each["name"]: each["value"] for each in card.embeds[0]["fields"]}
    assert card.ephemeral
    assert "were answered rightly" in told[words.MEASURED]
    assert "memory" in told[words.PRIVACY]
    assert "news desk" in told[words.RUN_BY]


async def test_topics_lead_from_a_part_over_pages_to_an_answer(server: StandIn) -> None:
    person = server.add_person("hal")
    card = await server.slash("topics", by=person)
    assert card.ephemeral
    parts = card.selects[0]
    assert len(parts.options) > 5
    opened = await server.select(card, "The key statistics", menu=parts.placeholder, by=person)
    questions = opened.selects[1]
    answer = await server.select(opened, questions.options[0][0], menu=questions.placeholder, by=person)
    assert answer.ephemeral
    assert answer.embeds[0]["footer"]["text"].startswith("The key statistics")
