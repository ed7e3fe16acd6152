"""Record what the tests of the statistics of use show: eight people, twelve questions, some votes."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from bot.history.values import Asked, Given, Vote
from tests.history_databases import Calendar, history_at

SERVER = 200000000000000003
# What is recorded: a question of each of eight people, and yesterday one of each of four of them.
TODAY, YESTERDAY, ENTRY = 8, 4, "gist"


def record_example(url: str, keys: Path, today: date, *, people: int = TODAY, server: int = SERVER) -> None:
    """Record it in a database; `keys` is the folder of its keys."""
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
