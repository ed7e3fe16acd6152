"""What people choose is written down beside the bot's other work, one choice after the other."""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.wording import preferences as words
from bot.wording import privacy as privacy_words
from tests.discord_stand_in import BotProcess, StandIn
from tests.test_discord_lag import MOST_LAG, TRIES, told_lag
from tests.test_discord_preferences import ODDS, YAO

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGUSR1"), reason="needs signals of POSIX")
ON_A_SLOW_DISK = "tests.endurance.ticking:main_with_a_slow_disk"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where the preferences are kept."""
    return tmp_path / "preferences.json"


@asynccontextmanager
async def on_a_slow_disk(file: Path) -> AsyncIterator[tuple[StandIn, BotProcess]]:
    """Run a bot whose disk takes 0.3 seconds for each choice."""
    environment = {"ARTICLE_BOT_PREFERENCES": str(file), "ARTICLE_BOT_COOLDOWN": "0"}
    async with (
        StandIn() as server,
        BotProcess(server, ["discord"], main=ON_A_SLOW_DISK, environment=environment, timeout=60) as bot,
    ):
        yield server, bot
        assert not server.faults, server.transcript() + bot.log


def kept(file: Path) -> dict[str, Any]:
    """Return what stands in the file."""
    body: dict[str, Any] = json.loads(file.read_bytes())
    return body


async def test_a_slow_disk_holds_nobody_up(file: Path) -> None:
    lags = []
    async with on_a_slow_disk(file) as (server, bot):
        card = await server.slash("settings", by=server.bob)
        await server.mention(ODDS)
        for number in range(TRIES):
            await told_lag(bot)
            pressing = asyncio.create_task(server.click(card, card.buttons[0].label, by=server.bob))
            answered = 0
            while not pressing.done() and answered < 50:
                await server.mention(YAO if answered % 2 else ODDS, channel=server.random)
                answered += 1
            assert answered > 3
            await pressing
            assert card.buttons[0].label == (words.PLAIN_TO_ON if number % 2 else words.PLAIN_TO_OFF)
            lags.append(await told_lag(bot))
            if lags[-1][0] <= MOST_LAG:
                break
    assert any(lag <= MOST_LAG and ticks for lag, ticks in lags), lags


async def test_forgetting_what_somebody_chose_holds_nobody_up_either(file: Path) -> None:
    lags = []
    async with on_a_slow_disk(file) as (server, bot):
        settings = await server.slash("settings", by=server.bob)
        privacy = await server.slash("privacy", by=server.bob)
        for _ in range(TRIES):
            await server.click(settings, words.PLAIN_TO_ON, by=server.bob)
            assert kept(file)["people"]
            await told_lag(bot)
            gone = await server.click(privacy, privacy_words.FORGET, by=server.bob)
            assert privacy_words.CHOICE_FORGOTTEN in gone.text
            assert not kept(file)["people"]
            lags.append(await told_lag(bot))
            if lags[-1][0] <= MOST_LAG:
                break
            settings = await server.slash("settings", by=server.bob)
    assert any(lag <= MOST_LAG and ticks for lag, ticks in lags), lags


async def test_choices_made_at_the_same_time_are_all_kept_in_their_order(file: Path) -> None:
    async with on_a_slow_disk(file) as (server, _):
        server.grant(server.bob, "manage_guild")
        hers, his = await server.slash("setup"), await server.slash("setup", by=server.bob)
        form = await server.click_modal(his, words.CHANGE_COOLDOWN)
        await asyncio.gather(
            server.select_channels(hers, [server.random], menu=words.CHOOSE_CHANNELS),
            server.submit(form, {form.fields[0].label: "42"}),
            server.click(hers, words.PLAIN_TO_ON),
            server.select_channels(his, [server.general], menu=words.CHOOSE_MAINTAINERS),
        )
        one = kept(file)["servers"][str(server.guild.id)]
        assert one["channels"] == [str(server.random.id)]
        assert one["maintainers"] == str(server.general.id)
        assert (one["cooldown"], one["plain"]) == (42, True)
        again = await server.slash("setup")
        for told in ("42 seconds", f"**{words.PLAIN}**: {words.ON}", f"<#{server.random.id}>"):
            assert told in again.text

        on = await server.slash("settings", by=server.carol)
        await server.click(await server.slash("settings", by=server.carol), words.PLAIN_TO_ON)
        off = await server.slash("settings", by=server.carol)
        pressing = []
        both = [(on, words.PLAIN_TO_ON), (off, words.PLAIN_TO_OFF)]
        for card, label in [*both, *both, both[0]]:
            pressing.append(asyncio.create_task(server.click(card, label, by=server.carol)))
            await asyncio.sleep(0.01)
        await asyncio.gather(*pressing)
        assert kept(file)["people"] == {str(server.carol.id): {"plain": True}}


async def test_a_choice_that_is_being_written_when_the_bot_is_told_to_end_is_kept(file: Path) -> None:
    async with on_a_slow_disk(file) as (server, bot):
        card = await server.slash("settings", by=server.bob)
        pressing = asyncio.create_task(server.click(card, words.PLAIN_TO_ON, by=server.bob))
        part = file.with_name("preferences.json.part")
        async with asyncio.timeout(5):
            while not part.exists():
                await asyncio.sleep(0.01)
        assert await bot.stop() == 0
        pressing.cancel()
        await asyncio.gather(pressing, return_exceptions=True)
        assert kept(file)["people"] == {str(server.bob.id): {"plain": True}}
