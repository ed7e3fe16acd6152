"""Whatever is forged, the bot answers it calmly: no failure, nothing that Discord refuses, nobody pinged."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.discord_stand_in import BotProcess, StandIn
from tests.forgery import exploring, strategies
from tests.forgery.sending import Sender

pytestmark = pytest.mark.asyncio(loop_scope="module")
AT_ONCE = 20
# A batch takes as long as the machine lets it, and every one goes to the same bot, on purpose. What is wrong
# names the interaction, so there is no need to look for a smaller batch.
patient = settings(
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def sender() -> AsyncIterator[tuple[Sender, exploring.Found]]:
    """Run the bot, and find out what there is to forge."""
    async with StandIn() as server, BotProcess(server, ["discord"], timeout=60) as bot:
        found = await exploring.explore(server)
        assert not server.faults
        yield Sender(server, bot, found), found
        assert await bot.stop() == 0


async def test_everything_to_forge_is_found(sender: tuple[Sender, exploring.Found]) -> None:
    _, found = sender
    assert {"c1"} <= found.kinds()
    assert {"ask", "stat", "Answer this"} <= {each["name"] for each in found.commands}
    assert len(found.choices) > 10


@given(st.data())
@settings(patient, max_examples=10, derandomize=True)
async def test_two_hundred_forged_interactions_are_answered_calmly(
    sender: tuple[Sender, exploring.Found], data: st.DataObject
) -> None:
    sending, found = sender
    batch = data.draw(st.lists(strategies.forgeries(found), min_size=AT_ONCE, max_size=AT_ONCE))
    assert await sending.wrongs(batch) == []


@pytest.mark.slow
@given(st.data())
@settings(patient, max_examples=100)
async def test_two_thousand_forged_interactions_are_answered_calmly(
    sender: tuple[Sender, exploring.Found], data: st.DataObject
) -> None:
    sending, found = sender
    batch = data.draw(st.lists(strategies.forgeries(found), min_size=AT_ONCE, max_size=AT_ONCE))
    assert await sending.wrongs(batch) == []
