"""Compare what the database holds with what was seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from sqlalchemy import select

from bot.history.database import checked_url, engine_for
from bot.history.keys import Keys
from bot.history.tables import replies, votes
from tests.fortnight.playing import FIRST_DAY, Seen, Voted

# What a killed process had not written yet.
SECONDS_LOST = 1.5
Row = tuple[date, str, str | None, str, str | None, str | None]


def stored(url: str) -> Counter[Row]:
    """Return how often each kind of row stands in the database."""
    engine = engine_for(checked_url(url))
    table = replies.c
    columns = (table.day, table.outcome, table.entry, table.via, table.server, table.person)
    with engine.connect() as connection:
        found = Counter(tuple(row) for row in connection.execute(select(*columns)))
    engine.dispose()
    return found


def wrong_votes(cast: Iterable[Voted], killed: float, url: str, keys: Path) -> list[str]:
    """Return a line for every vote that isn't stored as cast last, but for what a kill may have cost."""
    hashes = Keys(keys, lambda: FIRST_DAY)
    engine = engine_for(checked_url(url))
    with engine.connect() as connection:
        columns = (votes.c.answer, votes.c.person, votes.c.helpful)
        there = {
            (answer, person): helpful for answer, person, helpful in connection.execute(select(*columns))
        }
    engine.dispose()
    last = {(each.message, each.person): each for each in cast}
    wanted = {
        (hashes.of_month("answer", message), hashes.of_month("person", person)): each
        for (message, person), each in last.items()
    }
    found = [f"nobody voted {key}" for key in there if key not in wanted]
    for key, each in wanted.items():
        if there.get(key) != each.helpful and not 0 <= killed - each.at < SECONDS_LOST:
            found.append(f"{each} is stored as {there.get(key)}")
    return found


def rows(seen: Iterable[Seen], keys: Path) -> list[Row]:
    """Return the row that each reply should have left, by the keys of the bot itself."""
    hashes = Keys(keys, lambda: FIRST_DAY)
    return [
        (
            each.day,
            each.outcome,
            each.entry,
            each.via,
            None if each.server is None else hashes.of_month("server", each.server),
            hashes.of_month("person", each.person),
        )
        for each in seen
    ]


def lost(seen: list[Seen], killed: float, url: str, keys: Path) -> list[float]:
    """Return of each reply that left no row how many seconds before the kill it was seen.

    Fails where the database holds anything that wasn't seen.
    """
    missing = Counter(rows(seen, keys))
    missing.subtract(stored(url))
    surplus = -missing
    assert not surplus, f"recorded but not seen: {surplus}"
    missing = +missing
    found = []
    # The latest of those that look alike are the lost ones.
    before = [each for each in seen if each.at <= killed]
    for each, row in reversed(list(zip(before, rows(before, keys), strict=True))):
        if missing[row] > 0:
            missing[row] -= 1
            found.append(killed - each.at)
    assert not +missing, f"seen after the kill but not recorded: {+missing}"
    return found
