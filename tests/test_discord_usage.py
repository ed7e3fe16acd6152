"""Who may sees the statistics of use, in Discord: a real process against the stand-in, by a clock of ours."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.wording import preferences as setup_words
from bot.wording import usage as words
from tests.discord_stand_in import BotProcess, StandIn
from tests.discord_stand_in.refusals import NotPossibleError
from tests.shifted_clock import LEFT, set_clock
from tests.usage_example import record_example

# A Tuesday and the Monday after it, at an hour at which digests are posted.
TUESDAY, MONDAY = datetime(2026, 3, 17, 9, tzinfo=UTC), datetime(2026, 3, 23, 9, tzinfo=UTC)


class Place:
    """Hold where a bot keeps its things, and its clock."""

    def __init__(self, folder: Path) -> None:
        """Take the folder; the clock stands at Tuesday."""
        self.folder = folder
        self.url = f"sqlite:///{folder / 'history.sqlite'}"
        self.set(TUESDAY)

    def set(self, when: datetime) -> None:
        """Set the clock."""
        set_clock(self.folder / "clock", when)

    def fill(self, server: StandIn, today: date, people: int = 8, keys: str = "history.sqlite-keys") -> None:
        """Record the example as of a day, in the test's server, under the bot's keys or others."""
        record_example(self.url, self.folder / keys, today, people=people, server=server.guild.id)

    def choose(self, server: StandIn, **chosen: object) -> None:
        """Let the test's server prefer something before the bot starts."""
        body = {"format": 1, "servers": {str(server.guild.id): chosen}, "people": {}}
        (self.folder / "preferences.json").write_text(json.dumps(body), encoding="utf-8")

    def bot(self, server: StandIn, **environment: str) -> BotProcess:
        """Return the bot, not started yet."""
        own = {
            "ARTICLE_BOT_DATABASE_URL": self.url,
            "ARTICLE_BOT_PREFERENCES": str(self.folder / "preferences.json"),
            "SHIFTED_CLOCK": str(self.folder / "clock"),
        }
        main = "tests.shifted_clock:main"
        return BotProcess(server, ["discord"], main=main, environment=own | environment, timeout=60)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@asynccontextmanager
async def running(
    place: Place, *, people: int = 8, today: date | None = None, **chosen: object
) -> AsyncIterator[tuple[StandIn, BotProcess]]:
    """Run a bot with a history; at the end Discord must have had no objection, and it ends calmly."""
    async with StandIn() as server:
        place.fill(server, today or TUESDAY.date(), people)
        place.choose(server, **chosen)
        async with place.bot(server) as bot:
            try:
                yield server, bot
            except BaseException:
                print(bot.log)  # noqa: T201  # pytest shows it under the failure
                raise
            assert not server.faults, server.transcript() + bot.log
            assert await bot.stop() == 0
            (left,) = [line for line in bot.log.splitlines() if line.startswith(LEFT)][-1:]
            assert "digest" not in left
            assert "Traceback" not in bot.log, bot.log
            assert "never retrieved" not in bot.log, bot.log


async def ready(bot: BotProcess, times: int = 1) -> None:
    """Wait until a bot said so many times that it is ready: discord.py takes its time for that."""
    await logged(bot, "Ready as", times)


async def logged(bot: BotProcess, sentence: str, times: int) -> None:
    """Wait until a bot's log has a sentence so many times."""
    end = time.monotonic() + 30
    while bot.log.count(sentence) < times:
        assert time.monotonic() < end, bot.log
        await asyncio.sleep(0.05)


async def test_whoever_manages_a_server_sees_its_numbers_as_text_and_as_a_chart_alone(place: Place) -> None:
    async with running(place) as (server, _):
        place.fill(server, TUESDAY.date() - timedelta(days=30), keys="of another month")
        server.grant(server.bob, "manage_guild")
        card = await server.slash("usage", by=server.bob)
        assert card.ephemeral
        (embed,), (file,) = card.embeds, card.files
        assert embed["title"] == words.TITLE_SERVER
        assert f"**{words.QUESTIONS}**: 12" in embed["description"]
        assert "answered 67% (8)" in embed["description"]
        assert words.SHORTENED.split("{")[0] in embed["footer"]["text"]
        fields = {each["name"]: each["value"] for each in embed["fields"]}
        assert "• 8 · What is the article about? · helpful 88% of 8" in fields[words.MOST]
        assert embed["image"]["url"] == f"attachment://{file.name}"
        assert file.content.startswith(b"\x89PNG")
        assert file.description is not None
        assert "12 in all: 8 answered, 0 unsure, 4 declined" in file.description
        assert "Mar 16: 4, Mar 17: 8" in file.description
        shorter = await server.slash("usage", days=1, by=server.bob)
        assert f"**{words.QUESTIONS}**: 8" in shorter.everything


async def test_whoever_runs_the_bot_sees_all_numbers_also_in_a_direct_message(place: Place) -> None:
    async with running(place) as (server, _):
        place.fill(server, TUESDAY.date() - timedelta(days=27), keys="of another month")
        for channel in (server.general, server.world.dm_channel(server.alice)):
            card = await server.slash("usage", days=60, channel=channel)
            assert card.embeds[0]["title"] == words.TITLE
            assert f"**{words.QUESTIONS}**: 24" in card.everything


async def test_plain_text_has_the_same_numbers_and_the_chart(place: Place) -> None:
    async with running(place, plain=True) as (server, _):
        card = await server.slash("usage")
        assert not card.embeds
        assert f"**{words.QUESTIONS}**: 12" in card.text
        assert "• 8 · What is the article about? · helpful 88% of 8" in card.text
        assert len(card.files) == 1


async def test_others_do_not_see_the_command_and_are_refused_where_they_get_it(place: Place) -> None:
    async with running(place) as (server, _):
        with pytest.raises(NotPossibleError):
            await server.slash("usage", by=server.bob)
        told = await server.slash("usage", by=server.bob, channel=server.world.dm_channel(server.bob))
        assert told.ephemeral or told.channel.guild is None
        assert told.text.startswith(words.ONLY_OWNER.split("{")[0])
        (command,) = [each for each in server.commands if each["name"] == "usage"]
        forged = {"id": command["id"], "name": "usage", "type": 1}
        sent = await server.forge(2, forged, by=server.carol, channel=server.general)
        assert sent.original is not None
        assert sent.original.text == words.NOT_ALLOWED


async def test_four_people_are_too_few_to_tell(place: Place) -> None:
    async with running(place, people=4) as (server, _):
        card = await server.slash("usage")
        assert card.text.startswith("Too few to tell: fewer than 5 people asked in this time")
        assert not card.embeds and not card.files


async def test_without_a_history_it_says_so(place: Place) -> None:
    async with StandIn() as server, place.bot(server, ARTICLE_BOT_HISTORY="off"):
        assert (await server.slash("usage")).text == words.OFF
        card = await server.slash("setup")
        assert setup_words.DIGEST_OFF in card.everything
        assert "p1:digest" not in [each.custom_id for each in card.selects]
        assert not server.faults


async def test_a_database_that_is_away_is_a_sentence(place: Place) -> None:
    nowhere = {"ARTICLE_BOT_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
    async with StandIn() as server:
        place.choose(server, digest="daily", maintainers=str(server.general.id))
        async with place.bot(server, **nowhere) as bot:
            assert (await server.slash("usage")).text == words.AWAY
            await logged(
                bot, "statistics of use could not be read for a server's channel", 2
            )  # the digest, too
            assert server.guild.name not in bot.log
            assert "Traceback" not in bot.log
        assert not server.faults


async def test_a_daily_digest_tells_of_the_day_before_once_a_day_after_eight(place: Place) -> None:
    place.set(TUESDAY.replace(hour=7))
    async with running(place, digest="daily", today=TUESDAY.date() - timedelta(days=1)) as (server, bot):
        await ready(bot)
        card = await server.slash("setup")
        assert setup_words.DIGEST_NO_CHANNEL in card.everything
        await server.select_channels(card, [server.random], menu="p1:maintainers")
        assert setup_words.DIGEST_NO_CHANNEL not in card.everything
        mark = await server.say("nothing to tell yet", channel=server.random)
        await server.quiet(1)
        place.set(TUESDAY)
        posted = await server.next_message(mark)
        (embed,), (file,) = posted.embeds, posted.files
        assert embed["title"] == words.DIGEST_DAILY
        assert "March 16, 2026" in embed["description"]
        assert f"**{words.QUESTIONS}**: 8" in embed["description"]
        assert "</setup:" in embed["description"]
        assert file.description is not None
        assert "Mar 15: 4, Mar 16: 8" in file.description
        place.set(TUESDAY.replace(hour=10))
        await server.quiet(1)
        await bot.restart()
        await ready(bot, 2)
        await server.quiet(1)
        place.set(TUESDAY + timedelta(days=1))  # nobody asked on Tuesday itself
        await server.quiet(1)


async def test_a_weekly_digest_comes_on_mondays_and_not_again_from_another_process(place: Place) -> None:
    place.set(MONDAY - timedelta(days=1))
    today = MONDAY.date() - timedelta(days=3)
    async with running(place, digest="weekly", today=today) as (server, bot):
        await ready(bot)
        card = await server.slash("setup")
        await server.select_channels(card, [server.random], menu="p1:maintainers")
        mark = await server.say("it is still Sunday", channel=server.random)
        await server.quiet(1)
        place.set(MONDAY)
        posted = await server.next_message(mark)
        assert posted.embeds[0]["title"] == words.DIGEST_WEEKLY
        assert "March 16 to March 22, 2026" in posted.everything
        await bot.restart(gently=False)
        await ready(bot, 2)
        await server.quiet(1)


async def test_no_digest_comes_where_too_few_asked(place: Place) -> None:
    today = TUESDAY.date() - timedelta(days=1)
    async with running(place, people=4, digest="daily", today=today) as (server, bot):
        await ready(bot)
        card = await server.slash("setup")
        await server.select_channels(card, [server.random], menu="p1:maintainers")
        await server.quiet(1)
