"""Two weeks of use, with restarts and a kill, end with counts that match what people saw."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.discord_stand_in import BotProcess, StandIn, limits
from tests.fortnight.comparing import SECONDS_LOST, lost, wrong_votes
from tests.fortnight.dated_bot import DAY_FILE
from tests.fortnight.plan import DAYS, plan
from tests.fortnight.playing import Players
from tests.fortnight.small_knowledge import make
from tests.history_databases import BOTH, new_url

QUESTIONS = 4_000
RESTARTED_ON, KILLED_ON = (3, 11), 8


@pytest.mark.slow
@pytest.mark.parametrize("kind", BOTH)
async def test_a_fortnight_of_ten_thousand_questions_is_counted_exactly(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = new_url(kind, tmp_path, request)
    keys = tmp_path / ("history.sqlite-keys" if kind == "sqlite" else "data/article-bot/history-keys")
    small = make(tmp_path)
    days = plan(small.missed, small.others, questions=QUESTIONS)
    # A bot of this size would be granted more; what is tried here is its book-keeping.
    monkeypatch.setattr(limits, "GLOBAL_PER_SECOND", 1000)
    environment = {
        "ARTICLE_BOT_COOLDOWN": "0",
        "ARTICLE_BOT_DATABASE_URL": url,
        "ARTICLE_BOT_KNOWLEDGE": str(small.folder),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        DAY_FILE: str(tmp_path / "day"),
    }
    killed = 0.0
    async with StandIn(patience=60) as server:
        players = Players(server, tmp_path / "day")
        async with BotProcess(
            server,
            ["discord"],
            main="tests.fortnight.dated_bot:main",
            environment=environment,
            timeout=180,
        ) as bot:
            for day in range(DAYS):
                players.turn_to(day)
                questions = days[day]
                if day in RESTARTED_ON:
                    await bot.restart()
                if day == KILLED_ON:
                    enough = len(questions) // 2
                    questions, killed = await players.ask_until_killed(questions, enough, bot.kill)
                    await bot.start()
                await players.ask(questions)
            assert "Traceback" not in bot.log, bot.log
            assert await bot.stop() == 0
    assert len(players.seen) > QUESTIONS * 0.99
    times = lost(players.seen, killed, url, keys)
    assert all(0 <= each < SECONDS_LOST for each in times), times
    assert len(players.votes) > QUESTIONS / 50
    assert wrong_votes(players.votes, killed, url, keys) == []
