"""Whatever is forged, the bot answers it calmly: no failure, nothing that Discord refuses, nobody pinged."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from contextlib import AsyncExitStack

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.discord_stand_in import BotProcess, StandIn
from tests.discord_stand_in.interactions import COMMAND
from tests.forgery import exploring, strategies
from tests.forgery.sending import Sender
from tests.forgery.strategies import Forgery

AT_ONCE = 20
# A batch takes as long as the machine lets it, and every one goes to the same bot, on purpose. What is wrong
# names the interaction, so there is no need to look for a smaller batch.
patient = settings(
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)

# Here nobody has to wait between two questions.
EAGER = {"ARTICLE_BOT_COOLDOWN": "0"}


class Running:
    """Hold a bot that runs while a test that isn't asynchronous draws what to send it."""

    def __init__(self, runner: asyncio.Runner, sender: Sender, found: exploring.Found) -> None:
        """Take the loop, the sender and what there is to forge."""
        self._runner, self.sender, self.found = runner, sender, found

    def hold(self, batches: int, *, again: bool) -> None:
        """Hold that so many batches are answered calmly; `again`: the same ones every time."""
        forged = strategies.forgeries(self.found)

        @settings(patient, max_examples=batches, derandomize=again)
        @given(st.lists(forged, min_size=AT_ONCE, max_size=AT_ONCE, unique_by=repr))
        def calm(batch: list[Forgery]) -> None:
            wrongs = self._runner.run(self.sender.wrongs(batch))
            assert not wrongs, "\n".join(wrongs)

        calm()


async def _start(stack: AsyncExitStack) -> tuple[Sender, exploring.Found, BotProcess]:
    server = await stack.enter_async_context(StandIn())
    bot = await stack.enter_async_context(BotProcess(server, ["discord"], timeout=60, environment=EAGER))
    found = await exploring.explore(server)
    assert not server.faults
    return Sender(server, bot, found), found, bot


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    """Run the bot, and find out what there is to forge."""
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        try:
            sender, found, bot = runner.run(_start(stack))
            yield Running(runner, sender, found)
            assert runner.run(bot.stop()) == 0
        finally:
            runner.run(stack.aclose())


def test_everything_to_forge_is_found(running: Running) -> None:
    found = running.found
    assert {"c1", "h1", "u1", "y1", "y2"} <= found.kinds()
    assert {"ask", "stat", "Answer this"} <= {each["name"] for each in found.commands}
    assert len(found.choices) > 10


def test_two_hundred_forged_interactions_are_answered_calmly(running: Running) -> None:
    before = running.sender.sent
    running.hold(10, again=True)
    assert running.sender.sent - before >= 10 * AT_ONCE


@pytest.mark.slow
def test_two_thousand_forged_interactions_are_answered_calmly(running: Running) -> None:
    before = running.sender.sent
    running.hold(100, again=False)
    assert running.sender.sent - before >= 100 * AT_ONCE
    assert len(running.sender.different) > 50 * AT_ONCE


@pytest.mark.parametrize(
    ("behavior", "expected"),
    [
        ("calm", []),
        ("silent", ["not acknowledged"]),
        ("raises", ["in the log"]),
        ("pings", ["pinged"]),
        ("too long", ["fault"]),
        ("ends", ["the bot ended"]),
    ],
)
async def test_a_bot_that_misbehaves_is_found_out(behavior: str, expected: list[str]) -> None:
    forged = Forgery(
        COMMAND,
        {"id": "1", "name": "say", "type": 1, "options": [{"name": "text", "type": 3, "value": "x"}]},
        place="general",
    )
    # The bots that don't answer need not be waited for as long as people would.
    async with (
        StandIn(acknowledge_within=1.0) as server,
        BotProcess(server, main="tests.forgery.bad_bot:main", environment={"BAD": behavior}) as bot,
    ):
        found = exploring.Found(server.commands)
        wrongs = await Sender(server, bot, found).wrongs([forged])
    assert [re.split(r":| \[", each)[0] for each in wrongs] == expected, wrongs
