"""Two weeks of use, with restarts and a kill, end with counts that match what people saw."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.discord_stand_in import BotProcess, StandIn, limits
from tests.fortnight import planted
from tests.fortnight.comparing import SECONDS_LOST, lost, wrong_votes
from tests.fortnight.dated_bot import DAY_FILE
from tests.fortnight.plan import DAYS, plan
from tests.fortnight.playing import Players
from tests.fortnight.small_knowledge import SmallKnowledge, make
from tests.history_databases import BOTH, new_url
from tests.processes import run_bot

QUESTIONS = 10_000
RESTARTED_ON, KILLED_ON = (3, 11), 8
# Of the ten gaps, so many must be proposed; and which two a maintainer accepts.
PROPOSED, ACCEPTED = 8, ("beijing-plan", "risk-takers")


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
    _close_two_gaps(small, tmp_path / "gaps.yaml", environment)


def _close_two_gaps(small: SmallKnowledge, patch: Path, environment: dict[str, str]) -> None:
    """Propose what to add after the fortnight, accept two gaps, and ask its second week again."""
    settings = {name: value for name, value in environment.items() if name != DAY_FILE}
    proposed = run_bot("gaps", "--yaml", str(patch), environment=settings)
    assert proposed.returncode == 0, proposed.stderr
    found = planted.about(planted.proposals(patch), small.missed)
    assert sum(bool(places) for places in found.values()) >= PROPOSED, found
    chosen = {place: gap for gap in ACCEPTED for place in found[gap]}
    accepted = {
        text: gap for place, gap in chosen.items() for text in planted.proposals(patch)[place]["questions"]
    }
    again = [(text, gap) for gap in ACCEPTED for text in small.missed[gap][::2]]
    before = _answered(again, settings)
    planted.accept(patch, chosen)
    applied = run_bot("gaps", "apply", str(patch), environment=settings)
    assert applied.returncode == 0, applied.stdout + applied.stderr
    assert re.search(r"Gains \(\d+\)", applied.stdout), applied.stdout
    assert _answered(list(accepted.items()), settings) == len(accepted)
    # The same week in other people's words: five questions of each group go a long way.
    assert _answered(again, settings) >= 5 * max(before, 2)


def _answered(asked: Sequence[tuple[str, str]], settings: dict[str, str]) -> int:
    """Return how many questions are answered from the entries that they are about."""
    lines = "".join(json.dumps({"question": text}) + "\n" for text, _ in asked)
    done = run_bot("ask", "--jsonl", stdin=lines, environment=settings)
    replies = [json.loads(line) for line in done.stdout.splitlines()]
    return sum(reply["entry"] == entry for reply, (_, entry) in zip(replies, asked, strict=True))
