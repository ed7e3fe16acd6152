"""Whatever is forged, the bot answers it calmly: no failure, nothing that Discord refuses, nobody pinged."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.discord_stand_in import BotProcess, StandIn
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


class Running:
    """Hold a bot that runs while a test that isn't asynchronous draws what to send it."""

    def __init__(self, runner: asyncio.Runner, sender: Sender, found: exploring.Found) -> None:
        """Take the loop, the sender and what there is to forge."""
        self._runner, self.sender, self.found = runner, sender, found

    def hold(self, batches: int, *, again: bool) -> None:
        """Hold that so many batches are answered calmly; `again`: the same ones every time."""

        @settings(patient, max_examples=batches, derandomize=again)
        @given(st.lists(strategies.forgeries(self.found), min_size=AT_ONCE, max_size=AT_ONCE))
        def calm(batch: list[Forgery]) -> None:
            wrongs = self._runner.run(self.sender.wrongs(batch))
            assert not wrongs, "\n".join(wrongs)

        calm()


async def _start(stack: AsyncExitStack) -> tuple[Sender, exploring.Found, BotProcess]:
    server = await stack.enter_async_context(StandIn())
    bot = await stack.enter_async_context(BotProcess(server, ["discord"], timeout=60))
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
    assert "c1" in found.kinds()
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
