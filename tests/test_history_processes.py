"""Several processes, their ends, servers that come and go, and clocks that jump lose no count."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.errors import HistoryError
from bot.history.database import checked_url, engine_for
from bot.history.tables import replies, totals
from tests.history_databases import Calendar, history_at, new_url
from tests.history_trouble import (
    QUICK,
    HangingUp,
    intact,
    numbers,
    record,
    recording,
    start_worker,
    told_lost,
)
from tests.history_worker import PERSON
from tests.postgresql import PostgreSQL

pytestmark = pytest.mark.usefixtures("heard")
# A record takes microseconds; nothing that waits for a database comes near it on any machine.
AT_ONCE = 0.5


# -- several processes, and their ends


def test_two_processes_begin_and_write_one_database_at_once(url: str, tmp_path: Path) -> None:
    workers = [start_worker(url, tmp_path, 2000) for _ in range(2)]
    for worker in workers:
        out, errors = worker.communicate(timeout=120)
        assert out.endswith("closed\n"), errors
        assert "lost" not in errors
    found = numbers(url)
    assert len(found) == 4000 and sorted(found) == sorted([*range(2000), *range(2000)])
    engine = engine_for(checked_url(url))
    with engine.connect() as connection:
        assert connection.execute(select(func.count(replies.c.person.distinct()))).scalar_one() == 1
    engine.dispose()


def test_who_asks_one_process_not_to_be_counted_is_counted_by_no_other(url: str, tmp_path: Path) -> None:
    with recording(url, tmp_path) as one, recording(url, tmp_path) as other:
        record(other, 2)
        assert other.flush()
        one.set_counted(PERSON, counted=False).result(5)
        record(other, 2, first=2)
        assert other.flush()
        assert numbers(other) == [0, 1]


def test_who_wants_to_be_counted_again_is_at_once_also_where_the_database_is_only_opened_later(
    url: str, tmp_path: Path
) -> None:
    with recording(url, tmp_path) as history:
        history.set_counted(PERSON, counted=False).result(5)
    history = history_at(url, tmp_path, Calendar(), pace=QUICK)
    again = history.set_counted(PERSON, counted=True)
    history.start()
    again.result(5)
    record(history, 2)
    assert history.flush()
    assert (history.is_counted(PERSON), numbers(history)) == (True, [0, 1])
    history.close()


def test_a_killed_process_loses_at_most_the_last_second_and_leaves_the_file_intact(
    url: str, tmp_path: Path
) -> None:
    worker = start_worker(url, tmp_path, 100_000, between=0.002)
    assert worker.stdout is not None
    told: list[tuple[float, int]] = []
    for line in worker.stdout:
        told.append((time.monotonic(), int(line)))
        # The start takes a while; what is measured begins when something is there.
        if told[-1][0] - told[0][0] > 4:
            break
    worker.kill()
    killed = time.monotonic()
    worker.communicate()
    safe = max(number for at, number in told if at < killed - 1)
    found = numbers(url)
    assert found == list(range(len(found)))
    assert len(found) > safe
    if url.startswith("sqlite"):
        assert intact(tmp_path / "history.sqlite")


# -- PostgreSQL comes and goes


def test_postgresql_stopped_and_started_under_load_gets_each_record_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with PostgreSQL() as server, recording(server.url, tmp_path) as history:
        count = 0

        def load(seconds: float) -> None:
            nonlocal count
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                began = time.monotonic()
                record(history, 5, first=count)
                assert time.monotonic() - began < AT_ONCE
                count += 5
                time.sleep(0.02)

        for _ in range(3):
            load(1)
            server.stop()
            load(1.5)
            server.start()
        assert history.flush(30)
        assert numbers(history) == list(range(count))
    assert told_lost(caplog.text) == 0
    assert "can't be written" in caplog.text and "is written again" in caplog.text


def test_postgresql_that_is_not_there_yet_is_used_once_it_is(tmp_path: Path) -> None:
    with PostgreSQL() as server:
        server.stop()
        with recording(server.url, tmp_path) as history:
            record(history, 50)
            assert not history.flush(1)
            with pytest.raises(HistoryError, match="can't be used now"):
                numbers(history)
            server.start()
            assert history.flush(20)
            assert numbers(history) == list(range(50))


def test_what_was_committed_as_the_connection_broke_is_not_written_twice(
    postgresql: PostgreSQL, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = new_url("postgresql", tmp_path, request)
    with HangingUp(postgresql.port) as between:
        history = history_at(
            url.replace(f":{postgresql.port}/", f":{between.port}/"), tmp_path, Calendar(), pace=QUICK
        )
        history.start()
        record(history, 10)
        assert history.flush()
        for attempt in range(1, 4):
            between.hang_ups = 1
            record(history, 10, first=10 * attempt)
            assert history.flush(20)
            assert between.hang_ups == 0
        assert numbers(url) == list(range(40))
        assert between.swallowed >= 3
        history.close()


# -- the clock


def test_a_clock_that_jumps_back_and_forth_counts_nothing_twice_or_never(url: str, tmp_path: Path) -> None:
    calendar = Calendar()
    with recording(url, tmp_path, calendar) as history:
        for jump in (0, 120, -119, 300, -40, 0):
            calendar.day += timedelta(days=jump)
            record(history, 3)
            assert history.flush()
        with history.reading() as connection:
            old = connection.execute(select(func.sum(totals.c.replies))).scalar_one()
            rows = connection.execute(select(func.count()).select_from(replies)).scalar_one()
    assert old > 0 and rows > 0
    assert old + rows == 18
