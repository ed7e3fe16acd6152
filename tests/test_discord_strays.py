"""What is left over from another version of the bot is answered with a sentence, and told in a log line."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.wording import in_discord
from tests.discord_stand_in import BotProcess, StandIn
from tests.discord_stand_in.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL, Interaction
from tests.discord_stand_in.state import Json

pytestmark = pytest.mark.asyncio(loop_scope="module")
SECRET = "what only this person knows"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running() -> AsyncIterator[tuple[StandIn, BotProcess]]:
    """Run one bot for all tests of this file; none may be a failure, or have its words in the log."""
    async with StandIn() as server, BotProcess(server, ["discord"], timeout=60) as bot:
        yield server, bot
        assert not server.faults
        assert await bot.stop() == 0
        assert "Failure" not in bot.log
        assert "Traceback" not in bot.log
        assert SECRET not in bot.log


def command(name: str, *options: Json) -> Json:
    """Return the data of a slash command."""
    return {"id": "1", "name": name, "type": 1, "options": list(options)}


def assert_told(interaction: Interaction, sentence: str) -> None:
    """Hold that the person alone was told a sentence."""
    assert interaction.original is not None
    assert interaction.original.text == sentence
    assert interaction.original.ephemeral


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(command("gone"), id="unknown command"),
        pytest.param(command("ask"), id="missing option"),
        pytest.param(
            command("ask", {"name": "question", "type": 4, "value": 7}), id="option of another type"
        ),
        pytest.param({"id": "1", "name": "Gone", "type": 3, "target_id": "1"}, id="unknown menu"),
        pytest.param(
            {"id": "1", "name": in_discord.ANSWER_THIS, "type": 3, "target_id": "1"}, id="no message"
        ),
    ],
)
async def test_a_command_that_is_not_ours_is_refused(running: tuple[StandIn, BotProcess], data: Json) -> None:
    server, bot = running
    lines = bot.log.count("Refused a command in a server's channel")
    assert_told(await server.forge(COMMAND, data), in_discord.UNKNOWN_COMMAND)
    assert bot.log.count("Refused a command in a server's channel") == lines + 1


@pytest.mark.parametrize("name", ["gone", "ask", "stats"])
async def test_nothing_is_suggested_for_an_option_that_is_not_ours(
    running: tuple[StandIn, BotProcess], name: str
) -> None:
    typed = {"name": "gone", "type": 3, "value": SECRET, "focused": True}
    asked = await running[0].forge(AUTOCOMPLETE, command(name, typed))
    assert asked.answer is not None
    assert asked.choices == []


async def test_a_form_that_nobody_opened_is_refused(running: tuple[StandIn, BotProcess]) -> None:
    line = {"type": 4, "custom_id": "line", "value": SECRET}
    data: Json = {"custom_id": "from-before-the-restart", "components": [{"type": 1, "components": [line]}]}
    assert_told(await running[0].forge(MODAL, data), in_discord.UNKNOWN_FORM)


@pytest.mark.parametrize(
    "rows",
    [[], [{"type": 1}], [{"type": 18, "component": {"type": 4, "value": ""}}], [None, {"components": 7}]],
)
@pytest.mark.parametrize("form", ["m1:tell", "m1:cooldown", "m1:send:Carol"])
async def test_a_form_in_which_nothing_is_written_is_refused(
    running: tuple[StandIn, BotProcess], form: str, rows: list[object]
) -> None:
    data: Json = {"custom_id": form, "components": rows}
    assert_told(await running[0].forge(MODAL, data), in_discord.UNKNOWN_FORM)


async def test_a_control_that_does_not_stand_under_its_message_is_refused(
    running: tuple[StandIn, BotProcess],
) -> None:
    server = running[0]
    reply = await server.mention("what are the odds?")
    real = next(each.custom_id for each in reply.buttons if each.custom_id)
    other: Json = {"custom_id": "x:1", "component_type": 2}
    assert_told(await server.forge(COMPONENT, other, about=reply), in_discord.UNKNOWN_BUTTON)
    menu: Json = {"custom_id": real, "component_type": 3, "values": [SECRET]}
    assert_told(await server.forge(COMPONENT, menu, about=reply), in_discord.UNKNOWN_BUTTON)
    assert_told(await server.forge(COMPONENT, other), in_discord.UNKNOWN_BUTTON)
