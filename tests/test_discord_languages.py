"""The commands' names and descriptions reach Discord in every language of the catalogue."""

from __future__ import annotations

import sys
from typing import Any

import discord
import pytest

from bot.wording import in_discord
from bot.wording.catalogue import CATALOGUE, ENGLISH
from tests.discord_stand_in import BotProcess, StandIn
from tests.german_bot import GERMAN

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM")


def of(command: dict[str, Any]) -> tuple[Any, Any]:
    """Return the languages of a command or an option."""
    return command.get("name_localizations") or {}, command.get("description_localizations") or {}


async def test_a_language_in_the_catalogue_is_registered_and_makes_no_difference_at_the_next_start() -> None:
    async with StandIn() as server:
        async with BotProcess(server, ["discord"], main="tests.german_bot:main", timeout=60) as bot:
            commands = {each["name"]: each for each in server.commands}
            assert of(commands["ask"]) == ({"de": "frage"}, {"de": GERMAN["ask.about"]})
            option = next(each for each in commands["ask"]["options"] if each["name"] == "question")
            assert of(option) == ({"de": "frage"}, {"de": GERMAN["ask.question.about"]})
            assert of(commands["Answer this"]) == ({"de": GERMAN["answer-this"]}, {})
            assert of(commands["stats"]) == ({}, {"de": GERMAN["stats.about"]})
            assert of(commands["help"]) == ({}, {})
            # The bot itself goes on knowing them by their English names.
            reply = await server.slash("ask", question="what are the odds?", by=server.carol)
            assert reply.embeds
            written = server.world.registrations
            await bot.restart()
            assert in_discord.UNCHANGED in bot.log
            assert server.world.registrations == written
        # Without the language they differ again.
        async with BotProcess(server, ["discord"], timeout=60):
            assert server.world.registrations == written + 1
            assert all(of(each) == ({}, {}) for each in server.commands)
        assert not server.faults


def test_what_is_translated_is_something_that_discord_and_the_bot_know() -> None:
    for language, texts in {**CATALOGUE, "de": GERMAN}.items():
        assert language in {each.value for each in discord.Locale}
        assert set(texts) <= set(ENGLISH), language
