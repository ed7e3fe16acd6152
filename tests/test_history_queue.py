"""Any order of putting, withdrawing, failing and recovering keeps the order and loses nothing uncounted."""

from __future__ import annotations

import logging
import re
import sqlite3
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Future
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, event, insert, select
from sqlalchemy.exc import OperationalError

from bot.errors import HistoryError
from bot.history.database import checked_url, engine_for, open_database
from bot.history.tables import replies
from bot.history.writer import Change, Pace, Writer

MOST = 5
# Seconds in which the thread meets what it is to meet.
MEANWHILE = 0.01
PACE = Pace(collected_for=0.002, first_pause=0.002, longest_pause=0.01, last_pause=0.002, told_every=0.01)
PEOPLE = ("ann", "ben", None)
ROW = {"day": date(2026, 3, 10), "outcome": "declined", "band": 1, "via": "console"}

steps = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.sampled_from(PEOPLE)),
        st.tuples(st.just("put"), st.sampled_from(PEOPLE)),
        st.tuples(st.just("put"), st.sampled_from(PEOPLE)),
        st.tuples(st.just("ask"), st.none()),
        st.tuples(st.just("poison"), st.none()),
        st.tuples(st.just("withdraw"), st.sampled_from(PEOPLE[:2])),
        st.tuples(st.just("stop waiting"), st.none()),
        st.tuples(st.just("break"), st.sampled_from(["begin", "write", "commit", "open"])),
        st.tuples(st.just("mend"), st.none()),
        st.tuples(st.just("lose"), st.none()),
        st.tuples(st.just("rest"), st.none()),
    ),
    max_size=60,
)


class Database:
    """A real file whose use fails while a test says so."""

    def __init__(self, folder: Path) -> None:
        """Make it."""
        self.url = checked_url(f"sqlite:///{folder / 'history.sqlite'}")
        self.broken = ""
        open_database(self.url).dispose()

    def open(self) -> Engine:
        """Return an engine on it."""
        self._fail("open")
        engine = engine_for(self.url)
        event.listen(engine, "begin", lambda _: self._fail("begin"))
        event.listen(engine, "commit", lambda _: self._fail("commit"))
        return engine

    def write(self, number: int) -> Callable[[Connection], object]:
        """Return what writes a number."""

        def write(connection: Connection) -> int:
            self._fail("write")
            connection.execute(insert(replies), ROW | {"milliseconds": number})
            return number

        return write

    def numbers(self) -> list[int]:
        """Return what is there, in order."""
        engine = engine_for(self.url)
        with engine.connect() as connection:
            found = connection.execute(select(replies.c.milliseconds).order_by(replies.c.id))
            return list(found.scalars())

    def _fail(self, where: str) -> None:
        if self.broken == where:
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise OperationalError("", None, error)


def poison(connection: Connection) -> None:
    raise ValueError("this can't ever be written")


class Played:
    """What a test put, by number."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.records: dict[int, Future[Any]] = {}
        self.asked: dict[int, Future[Any]] = {}
        self.poisons: list[Future[Any]] = []
        self.withdrawn: set[int] = set()
        self.people: dict[int, str | None] = {}
        self.lost = 0


def play(writer: Writer, database: Database, what: str, who: str | None, played: Played) -> None:
    number = len(played.people)
    if what in ("put", "ask"):
        change = Change(database.write(number), person=who, kept=what == "ask")
        (played.asked if change.kept else played.records)[number] = change.done
        played.people[number] = who
        writer.put(change)
    elif what == "poison":
        change = Change(poison)
        played.poisons.append(change.done)
        writer.put(change)
    elif what == "withdraw":
        assert who is not None
        writer.withdraw(who)
        played.withdrawn |= {each for each, person in played.people.items() if person == who}
    elif what == "stop waiting" and played.records:
        played.records[max(played.records)].cancel()
    elif what == "break":
        database.broken = who or ""
    elif what == "mend":
        time.sleep(MEANWHILE)
        database.broken = ""
    elif what == "lose":
        writer.lose(OSError("no key"))
        played.lost += 1
    elif what == "rest":
        time.sleep(MEANWHILE)


def result(future: Future[Any]) -> object:
    """Return a number, None, "lost", or "unknown" where whoever waited has stopped."""
    assert future.done()
    if future.cancelled():
        return "unknown"
    return "lost" if isinstance(future.exception(), HistoryError) else future.result()


def told_lost(log: str) -> int:
    return sum(int(a or b) for a, b in re.findall(r"(\d+) records lost since|(\d+) records are lost", log))


@given(steps=steps, mended=st.booleans())
@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_happens_the_order_is_kept_and_nothing_lost_uncounted(
    caplog: pytest.LogCaptureFixture, steps: list[tuple[str, str | None]], mended: bool
) -> None:
    caplog.set_level(logging.WARNING, "bot.history")
    caplog.clear()
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder))
        writer = Writer(database.open, most=MOST, pace=PACE)
        writer.start()
        played = Played()
        for what, who in steps:
            play(writer, database, what, who, played)
        if mended:
            time.sleep(MEANWHILE)
            database.broken = ""
            assert writer.flush(10)
        writer.close(0.05)
        there = database.numbers()
    assert there == sorted(set(there)), "in order, and each once"
    ends = {number: result(future) for number, future in {**played.records, **played.asked}.items()}
    unknown = {number for number, end in ends.items() if end == "unknown"}
    assert {number for number, end in ends.items() if end == number} == set(there) - unknown
    assert {number for number, end in ends.items() if end is None} <= played.withdrawn
    assert all(result(each) == "lost" for each in played.poisons)
    lost = sum(ends[number] == "lost" for number in played.records) + len(played.poisons) + played.lost
    gone = len(unknown - set(there) - played.withdrawn)
    told = told_lost(caplog.text)
    assert lost + gone <= told <= lost + len(unknown - set(there))
    if mended and len(played.asked) < MOST:
        assert all(ends[number] == number for number in played.asked)
