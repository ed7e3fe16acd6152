"""Record what the tests and the pictures of the statistics of use show."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from bot.history.values import Asked, Given, Via, Vote
from bot.model import Outcome
from tests.history_databases import Calendar, history_at

SERVER = 200000000000000003
# What is recorded: a question of each of eight people, and yesterday one of each of four of them.
TODAY, YESTERDAY, ENTRY = 8, 4, "gist"
_OUTCOMES: tuple[Outcome, ...] = ("answered", "unsure", "declined", "social")
_SATURDAY, _VOTE, _HELPFUL = 5, 0.4, 0.8


def record_example(url: str, keys: Path, today: date, *, people: int = TODAY, server: int = SERVER) -> None:
    """Record it in a database, with a vote on each answer; `keys` is the folder of the database's keys."""
    calendar = Calendar(today)
    history = history_at(url, keys.parent, calendar, keys=keys)
    history.start()
    for person in range(people):
        asked = Asked("mention", person, server, person)
        history.record(asked, Given("answered", 0.9, 40, ENTRY, 1))
        history.vote(asked, Vote(ENTRY, "abc", helpful=person > 0))
    assert history.flush(20)
    calendar.day = today - timedelta(days=1)
    for person in range(min(people, YESTERDAY)):
        history.record(Asked("command", person, server, 100 + person), Given("declined", 0.1, 40))
    history.close()


def record_month(url: str, keys: Path, today: date, entries: Sequence[str], *, server: int = SERVER) -> None:
    """Record four busy weeks of sixty people, the same each time."""
    chance, calendar = random.Random(3), Calendar(today)  # noqa: S311  # no secrets
    history = history_at(url, keys.parent, calendar, keys=keys)
    history.start()
    message = 0
    for ago in range(27, -1, -1):
        calendar.day = today - timedelta(days=ago)
        weekend = calendar.day.weekday() >= _SATURDAY
        for _ in range(chance.randint(6, 14) if weekend else chance.randint(22, 48)):
            message += 1
            outcome: Outcome = chance.choices(("answered", "unsure", "declined", "social"), (72, 11, 14, 3))[
                0
            ]
            entry = entries[min(int(chance.expovariate(1 / 15)), len(entries) - 1)]
            via: Via = chance.choices(("mention", "command", "direct", "button"), (50, 27, 15, 8))[0]
            asked = Asked(via, chance.randrange(60), server, message)
            is_answer = outcome == "answered"
            taken = int(chance.lognormvariate(3.6, 0.6))
            history.record(asked, Given(outcome, 0.9, taken, entry if is_answer else None, 1))
            if is_answer and chance.random() < _VOTE:
                history.vote(asked, Vote(entry, "abc", helpful=chance.random() < _HELPFUL))
    history.close(20)
