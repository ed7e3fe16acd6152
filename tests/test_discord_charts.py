"""People see charts in Discord: a real process against the stand-in, one for the whole file."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.wording import charts as words
from bot.wording import in_discord
from tests.discord_stand_in import BotProcess, StandIn
from tests.discord_stand_in.state import Message

pytestmark = pytest.mark.asyncio(loop_scope="module")
USAGE = "How much of global usage did open models have last year?"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running() -> AsyncIterator[tuple[StandIn, BotProcess]]:
    """Run one bot for all tests of this file; at the end Discord must have had nothing to object to."""
    async with StandIn() as server, BotProcess(server, ["discord"], timeout=60) as bot:
        yield server, bot
        assert not server.faults, server.transcript() + bot.log
        assert await bot.stop() == 0
        assert "Traceback" not in bot.log
        assert "Failure" not in bot.log


@pytest.fixture
def server(running: tuple[StandIn, BotProcess]) -> StandIn:
    """Return the stand-in."""
    return running[0]


@pytest.fixture
def bot(running: tuple[StandIn, BotProcess]) -> BotProcess:
    """Return the bot's process."""
    return running[1]


def chart_of(message: Message) -> str:
    """Hold that a message shows one picture in its only embed, and return what the picture says in words."""
    (embed,), (file,) = message.embeds, message.files
    assert embed["image"]["url"] == f"attachment://{file.name}"
    assert file.content.startswith(b"\x89PNG\r\n\x1a\n")
    assert file.description
    return file.description


def body_of(message: Message) -> str:
    """Return what the only embed of a message says in its body."""
    return str(message.embeds[0]["description"])


async def test_stats_shows_a_chart_whose_words_have_every_figure_beside_the_same_text(
    server: StandIn,
) -> None:
    for _ in range(2):  # drawn, and kept
        shown = await server.slash("stats")
        for figure in ("below 20 percent", "1.2 percent", "30 percent", "over 400", "over 1 billion"):
            assert figure in chart_of(shown)
            assert f"**{figure}**" in body_of(shown)
        assert "CNN, February 10, 2026" in chart_of(shown)


async def test_stat_shows_the_chart_of_its_figure_only(server: StandIn) -> None:
    shown = await server.slash("stat", name="qwen-downloads", by=server.dave, channel=server.lounge)
    assert "over 1 billion" in chart_of(shown)
    assert "percent" not in chart_of(shown)
    assert "How often" in body_of(shown)


async def test_compare_shows_two_figures_and_tells_how_they_relate(server: StandIn) -> None:
    first = (await server.autocomplete("compare", first="usage late"))[0]
    second = (await server.autocomplete("compare", {"first": first.value}, second="usage last"))[0]
    shown = await server.slash("compare", first=first.value, second=second.value)
    assert "1.2 percent" in chart_of(shown)
    assert "30 percent" in chart_of(shown)
    for told in ("late 2024: **1.2 percent**\n", "last year: **30 percent**\n", "25 times the first"):
        assert told in body_of(shown)
    meanings = [each["value"] for each in shown.embeds[0]["fields"]]
    assert "share of global usage" in meanings[0]
    assert "OpenRouter" in meanings[1]


async def test_compare_works_out_nothing_for_figures_of_different_units(server: StandIn) -> None:
    shown = await server.slash("compare", first="qwen-models", second="qwen-downloads")
    assert words.OTHER_UNIT.format(first="models", second="downloads") in body_of(shown)
    assert "over 400" in chart_of(shown)


@pytest.mark.parametrize("names", [("bananas", "qwen-models"), ("qwen-models", "price of **bananas**")])
async def test_compare_says_to_the_asker_alone_that_a_figure_is_unknown(
    server: StandIn, names: tuple[str, str]
) -> None:
    refusal = await server.slash("compare", first=names[0], second=names[1])
    assert refusal.ephemeral
    assert "bananas" in refusal.text
    assert "Downloads of open Qwen models" in refusal.text
    assert "**" not in refusal.text
    assert not refusal.files


async def test_compare_wants_two_different_figures(server: StandIn) -> None:
    refusal = await server.slash("compare", first="qwen-models", second="Open Qwen models released")
    assert refusal.ephemeral
    assert refusal.text == words.COMPARE_SAME.format(label="Open Qwen models released")


async def test_an_answer_with_figures_shows_them_as_a_chart_also_after_a_restart(
    server: StandIn, bot: BotProcess
) -> None:
    answer = await server.mention(USAGE)
    assert "30 percent" in body_of(answer)
    chart = await server.click(answer, words.BUTTON, by=server.bob)
    assert "30 percent" in chart_of(chart)
    assert not chart.ephemeral
    assert chart.answers_to is answer
    await bot.restart(gently=False)
    assert chart_of(await server.click(answer, words.BUTTON)) == chart_of(chart)


async def test_an_answer_without_figures_offers_no_chart(server: StandIn) -> None:
    answer = await server.mention("who is Yao Shunyu?")
    assert answer.embeds[0]["footer"]
    assert words.BUTTON not in [each.label for each in answer.buttons]


async def test_an_outdated_or_forged_chart_button_is_refused_politely(server: StandIn) -> None:
    ids = ["g1:usage-last-year:00000000:00000000:990", "g1:no-such:00000000:00000000:990", "g1:??"]
    rows = [
        {"type": 1, "components": [{"type": 2, "style": 2, "label": f"old {at}", "custom_id": each}]}
        for at, each in enumerate(ids)
    ]
    body = {"content": "from long ago", "components": rows}
    old = await server.posting.post(server.general, server.bot, body, {})
    told = [await server.click(old, f"old {at}") for at in range(len(ids))]
    assert [each.text for each in told] == [*[in_discord.OUTDATED_BUTTON] * 2, in_discord.UNKNOWN_BUTTON]
    assert all(each.ephemeral for each in told)


async def test_where_files_are_not_allowed_the_text_comes_alone(server: StandIn) -> None:
    channel = await server.add_channel("no-files")
    await server.deny(channel, "attach_files")
    shown = await server.slash("stats", channel=channel)
    assert "**30 percent**" in body_of(shown)
    assert not shown.files
    assert "image" not in shown.embeds[0]


async def test_help_names_the_command_that_compares(server: StandIn) -> None:
    assert "</compare:" in body_of(await server.slash("help"))


async def test_the_text_comes_when_drawing_fails_and_the_log_says_why() -> None:
    broken = "tests.no_matplotlib:main"
    async with StandIn() as server, BotProcess(server, ["discord"], main=broken, timeout=60) as bot:
        shown = await server.slash("stats")
        assert "**30 percent**" in body_of(shown)
        assert not shown.files
        assert "image" not in shown.embeds[0]
        assert "drawing a chart for a server's channel" in bot.log
        assert "matplotlib" in bot.log
        assert not server.faults
