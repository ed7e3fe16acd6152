"""Whatever happens to its database, the history holds nothing up and loses nothing uncounted."""

from __future__ import annotations

import contextlib
import re
import time
import tracemalloc
from pathlib import Path

import pytest

from bot.errors import HistoryError
from bot.history.values import Asked, Given
from bot.history.writer import MOST_WAITING
from tests.history_databases import Calendar, history_at
from tests.history_trouble import (
    intact,
    locked,
    numbers,
    record,
    recording,
    small_disk,
    told_lost,
    unwritable,
)
from tests.history_worker import PERSON

pytestmark = pytest.mark.usefixtures("heard")
# A record takes microseconds; nothing that waits for a database comes near it on any machine.
AT_ONCE = 0.5


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "place" / "history.sqlite"


# -- locked, slow, full of waiting


def test_a_locked_database_holds_nothing_up_and_loses_nothing(
    url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with recording(url, tmp_path) as history:
        record(history, 10)
        assert history.flush()
        with locked(url):
            began = time.monotonic()
            record(history, 300, first=10)
            assert time.monotonic() - began < AT_ONCE
            assert not history.flush(1)
            time.sleep(6)  # longer than a single try
        assert history.flush(20)
        assert numbers(history) == list(range(310))
    assert told_lost(caplog.text) == 0


@pytest.mark.slow
def test_a_database_locked_for_a_minute_is_written_when_it_is_free(
    url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    history = history_at(url, tmp_path, Calendar())
    history.start()
    record(history, 10)
    assert history.flush()
    with locked(url):
        for number in range(60):
            record(history, 10, first=10 + 10 * number)
            time.sleep(1)
    assert history.flush(20)
    assert numbers(history) == list(range(610))
    history.close()
    assert told_lost(caplog.text) == 0
    assert 1 <= caplog.text.count("can't be written") <= 2  # once a minute


def test_where_too_many_wait_the_oldest_are_lost_counted_and_told_once_a_minute(
    url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with recording(url, tmp_path) as history:
        record(history, 1)
        assert history.flush()
        with locked(url):
            began = time.monotonic()
            record(history, MOST_WAITING + 2000, first=1)
            assert time.monotonic() - began < 20 * AT_ONCE
            history.flush(7)
        assert history.flush(60)
        kept = numbers(history)
        assert kept == [0, *range(MOST_WAITING + 2001 - (len(kept) - 1), MOST_WAITING + 2001)]
        assert caplog.text.count("can't be written") == 1
    assert len(kept) + told_lost(caplog.text) == MOST_WAITING + 2001
    assert len(kept) >= MOST_WAITING


def test_what_people_ask_for_is_not_lost_where_too_many_records_wait(url: str, tmp_path: Path) -> None:
    with recording(url, tmp_path) as history:
        record(history, 20)
        assert history.flush()
        with locked(url):
            record(history, 1)
            time.sleep(1)  # The thread has that one in hand, and what follows waits behind it.
            forgotten = history.forget(PERSON)
            uncounted = history.set_counted(PERSON, counted=False)
            for number in range(MOST_WAITING + 100):
                history.record(Asked("console"), Given("declined", 0.1, number))
        forgotten.result(30)
        uncounted.result(30)
        assert history.of_person(PERSON)["replies"] == 0


# -- read-only, full


def test_a_read_only_place_is_written_once_it_can_be(
    file: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with recording(file, tmp_path) as history:
        record(history, 5)
        assert history.flush()
    assert not file.with_name(file.name + "-wal").exists()
    with contextlib.ExitStack() as meanwhile:
        meanwhile.enter_context(unwritable(file, file.parent))
        with recording(file, tmp_path) as history:
            record(history, 5, first=5)
            assert not history.flush(2)
            meanwhile.close()
            assert history.flush(20)
            assert numbers(history) == list(range(10))
    assert "can't be written" in caplog.text
    assert told_lost(caplog.text) == 0


def test_a_place_that_can_not_be_made_is_used_once_it_can(
    file: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file.parent.write_text("a file where the folder should be")
    with recording(file, tmp_path) as history:
        record(history, 5)
        assert not history.flush(1)
        with pytest.raises(HistoryError, match="can't be used now"), history.reading():
            pass
        file.parent.unlink()
        assert history.flush(20)
        assert numbers(history) == list(range(5))
    assert str(file.parent) in caplog.text


def test_on_a_full_disk_records_wait_for_room(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with small_disk(tmp_path / "disk", "2m") as disk, recording(disk / "history.sqlite", tmp_path) as history:
        record(history, 100)
        assert history.flush()
        ballast = disk / "ballast"
        with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as growing:
            while True:
                growing.write(bytes(4096))
        record(history, 1000, first=100)
        assert not history.flush(2)
        ballast.unlink()
        assert history.flush(20)
        assert numbers(history) == list(range(1100))
        history.close()
        assert intact(disk / "history.sqlite")
    assert re.search("can't be written .*(full|I/O)", caplog.text)
    assert told_lost(caplog.text) == 0


@pytest.mark.slow
def test_how_long_a_hundred_thousand_rows_take(url: str, tmp_path: Path) -> None:
    waiting = history_at(url, tmp_path, Calendar())
    tracemalloc.start()
    record(waiting, MOST_WAITING)
    most = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    with recording(url, tmp_path) as history:
        began = time.perf_counter()
        putting = 0.0
        for first in range(0, 100_000, 5000):
            start = time.perf_counter()
            record(history, 5000, first=first)
            putting += time.perf_counter() - start
            assert history.flush(120)
        took = time.perf_counter() - began
        assert len(numbers(history)) == 100_000
    size = (
        f", {(tmp_path / 'history.sqlite').stat().st_size / 1e6:.1f} MB" if url.startswith("sqlite") else ""
    )
    print(  # noqa: T201  # the figures, for `pytest -s`
        f"\n100,000 rows in {took:.1f} s, {putting * 10:.1f} µs to put each{size}; full queue {most:.1f} MB"
    )
    waiting.close()
