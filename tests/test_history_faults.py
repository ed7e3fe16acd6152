"""Whatever happens to its database, the history holds nothing up and loses nothing uncounted."""

from __future__ import annotations

import contextlib
import logging
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, create_engine, func, select, text

from bot.errors import HistoryError
from bot.history.database import checked_url, engine_for, open_database
from bot.history.keys import Keys
from bot.history.recording import History
from bot.history.tables import metadata, replies, totals
from bot.history.values import Asked, Given
from bot.history.writer import MOST_WAITING
from tests.history_databases import BOTH, Calendar, history_at, new_url
from tests.history_trouble import QUICK, HangingUp, locked, small_disk, unwritable
from tests.history_worker import PERSON, SERVER
from tests.postgresql import PostgreSQL
from tests.processes import ROOT

# A record takes microseconds; nothing that waits for a database comes near it on any machine.
AT_ONCE = 0.5


@pytest.fixture(params=BOTH)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return new_url(request.param, tmp_path, request)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "place" / "history.sqlite"


@contextlib.contextmanager
def recording(url: str | Path, folder: Path, calendar: Calendar | None = None) -> Iterator[History]:
    """Run a history; closing it twice does no harm."""
    address = f"sqlite:///{url}" if isinstance(url, Path) else url
    history = history_at(address, folder, calendar or Calendar(), report=_said.append, pace=QUICK)
    history.start()
    try:
        yield history
    finally:
        history.close()


_said: list[str] = []


@pytest.fixture(autouse=True)
def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Collect what is reported."""
    caplog.set_level(logging.INFO, "bot.history")
    _said.clear()
    return _said


def record(history: History, count: int, first: int = 0) -> None:
    for number in range(first, first + count):
        history.record(Asked("mention", PERSON, SERVER, number), Given("answered", 0.9, number, "gist", 1))


def numbers(history: History | str) -> list[int]:
    """Return the numbers of the records that are there, in the order in which they were written."""
    query = select(replies.c.milliseconds).order_by(replies.c.id)
    if isinstance(history, History):
        with history.reading() as connection:
            return list(connection.execute(query).scalars())
    engine = engine_for(checked_url(history))
    with engine.connect() as connection:
        found = list(connection.execute(query).scalars())
    engine.dispose()
    return found


def told_lost(log: str) -> int:
    """Return how many records the log says are lost."""
    return sum(int(a or b) for a, b in re.findall(r"(\d+) records lost since|(\d+) records are lost", log))


def intact(file: Path) -> bool:
    with contextlib.closing(sqlite3.connect(file)) as connection:
        return bool(connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)])


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


# -- damaged, newer, older, gone


@pytest.mark.parametrize("where", ["all", "the head", "the middle", "the end"])
def test_a_damaged_file_is_moved_aside_and_named_and_a_new_one_begun(
    file: Path, tmp_path: Path, where: str, said: list[str]
) -> None:
    with recording(file, tmp_path) as history:
        record(history, 1000)
        assert history.flush()
    size = file.stat().st_size
    begin, end = {
        "all": (0, size),
        "the head": (0, 64),
        "the middle": (size // 2, size // 2 + 8192),
        "the end": (size - 4096, size),
    }[where]
    with file.open("r+b") as damaged:
        damaged.seek(begin)
        damaged.write(b"\xa5" * (end - begin))
    file.with_name(file.name + "-wal").write_bytes(b"left by a crash")
    with recording(file, tmp_path) as history:
        record(history, 3)
        assert history.flush()
        assert numbers(history) == [0, 1, 2]
    aside = file.with_name(file.name + ".damaged-1")
    assert aside.stat().st_size == size
    assert any(str(file) in each and str(aside) in each for each in said)
    assert intact(file)


def test_who_asked_not_to_be_counted_is_not_though_the_file_was_damaged(file: Path, tmp_path: Path) -> None:
    with recording(file, tmp_path) as history:
        history.set_counted(PERSON, counted=False).result(5)
        for number in range(1000):
            history.record(Asked("console"), Given("declined", 0.1, number))
        assert history.flush()
    with file.open("r+b") as damaged:
        damaged.seek(-4096, 2)
        damaged.write(bytes(4096))
    with recording(file, tmp_path) as history:
        record(history, 3)
        assert history.flush()
        assert (numbers(history), history.is_counted(PERSON)) == ([], False)
    assert file.with_name(file.name + ".damaged-1").exists()


def test_damage_that_a_reader_meets_is_mended_while_the_bot_runs(
    file: Path, tmp_path: Path, said: list[str]
) -> None:
    with recording(file, tmp_path) as history:
        record(history, 500)
        assert history.flush()
        with file.open("r+b") as damaged:
            damaged.write(b"\xa5" * file.stat().st_size)
        with pytest.raises(HistoryError, match=r"malformed|not a database"):
            numbers(history)
        record(history, 3)
        assert history.flush()
        assert numbers(history) == [0, 1, 2]
    assert any(".damaged-1" in each for each in said)


def test_a_newer_database_is_refused_with_what_to_do_and_stays_as_it_is(
    url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    engine = open_database(checked_url(url))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with recording(url, tmp_path) as history:
        record(history, 5)
        deadline = time.monotonic() + 10
        while "nothing is recorded" not in caplog.text and time.monotonic() < deadline:
            time.sleep(0.02)
        assert "upgrade the bot" in caplog.text and "9999" in caplog.text
        record(history, 5)
        assert not history.flush()
        with pytest.raises(HistoryError, match="upgrade the bot"):
            history.forget(PERSON).result(5)
        with pytest.raises(HistoryError, match="upgrade the bot") as refused, history.reading():
            pass
        assert refused.value.exit_status == 2
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(replies)).scalar_one() == 0
    engine.dispose()
    assert "lost" not in caplog.text


STEPS = ScriptDirectory(str(ROOT / "bot" / "history" / "steps"))
OLDER = [each.revision for each in STEPS.walk_revisions() if each.revision != STEPS.get_current_head()]


@pytest.mark.parametrize("step", [None, *OLDER])
@pytest.mark.parametrize("by", ["writing", "reading"])
def test_an_older_database_is_brought_up_to_date(url: str, tmp_path: Path, step: str | None, by: str) -> None:
    engine = engine_for(checked_url(url))
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", STEPS.dir)
        config.attributes["connection"] = connection
        if step is not None:
            command.upgrade(config, step)
            row = {"day": date(2026, 3, 1), "outcome": "declined", "band": 1, "via": "console"}
            connection.execute(replies.insert().values(**row, milliseconds=7))
    history = history_at(url, tmp_path, Calendar(), pace=QUICK)
    if by == "writing":
        history.start()
        assert history.flush()
    assert numbers(history) == ([] if step is None else [7])
    found = MetaData()
    found.reflect(engine)
    assert set(found.tables) == {*metadata.tables, "alembic_version"}
    history.close()
    engine.dispose()


def test_a_folder_that_is_deleted_while_the_bot_runs_is_made_anew(
    file: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with recording(file, file.parent) as history:
        record(history, 5)
        assert history.flush()
        shutil.rmtree(file.parent)
        record(history, 5, first=5)
        assert history.flush(10)
        assert numbers(history) == list(range(5, 10))
    assert f"{file} was deleted or replaced" in caplog.text


def test_a_file_that_is_replaced_while_the_bot_runs_is_written_on(file: Path, tmp_path: Path) -> None:
    with recording(file, tmp_path) as history:
        record(history, 5)
        assert history.flush()
        with contextlib.closing(sqlite3.connect(file)) as connection:
            connection.execute("VACUUM INTO ?", (str(tmp_path / "backup"),))
        record(history, 5, first=5)
        assert history.flush()
        (tmp_path / "backup").replace(file)
        for ending in ("-wal", "-shm"):
            file.with_name(file.name + ending).unlink(missing_ok=True)
        assert numbers(history) == list(range(5))
        record(history, 2, first=10)
        assert history.flush(10)
        assert numbers(history) == [0, 1, 2, 3, 4, 10, 11]


def test_tables_that_are_gone_are_made_again(url: str, tmp_path: Path) -> None:
    with recording(url, tmp_path) as history:
        record(history, 5)
        assert history.flush()
        engine = create_engine(checked_url(url))
        with engine.begin() as connection:
            for table in [*metadata.tables, "alembic_version"]:
                connection.execute(text(f"DROP TABLE {table}"))
        engine.dispose()
        record(history, 5, first=5)
        assert history.flush(10)
        assert numbers(history) == list(range(5, 10))


# -- several processes, and their ends


def start_worker(url: str, folder: Path, count: int, between: float = 0) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-m", "tests.history_worker", url, str(folder), str(count), str(between)]
    return subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


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


# -- keys


def test_where_keys_can_not_be_kept_nothing_is_recorded_and_all_is_counted(
    url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "keys").write_text("a file where the folder should be")
    with recording(url, tmp_path) as history:
        record(history, 5)
        for ask in (history.of_person, history.forget, history.is_counted):
            with pytest.raises(HistoryError, match="keys can't be used"):
                ask(PERSON)
        assert (history.flush(), numbers(history)) == (True, [])
        (tmp_path / "keys").unlink()
        record(history, 5, first=5)
        assert history.flush()
        assert numbers(history) == list(range(5, 10))
    assert told_lost(caplog.text) == 5
    assert str(tmp_path / "keys") in caplog.text


def test_a_key_folder_that_can_not_be_written_is_the_same(
    url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "keys").mkdir()
    with unwritable(tmp_path / "keys"), recording(url, tmp_path) as history:
        record(history, 5)
        assert (history.flush(), numbers(history)) == (True, [])
    assert told_lost(caplog.text) == 5


@pytest.mark.parametrize("content", [b"", b"too short"])
def test_a_damaged_key_that_lasts_is_never_used_and_never_replaced(
    tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    key = tmp_path / "keys" / "lasting"
    key.parent.mkdir()
    key.write_bytes(content)
    with recording(tmp_path / "history.sqlite", tmp_path) as history:
        record(history, 5)
        with pytest.raises(HistoryError, match="backup"):
            history.set_counted(PERSON, counted=False)
        assert (history.flush(), numbers(history)) == (True, [])
    assert key.read_bytes() == content
    assert str(key) in caplog.text
    assert told_lost(caplog.text) == 5


@pytest.mark.parametrize("content", [b"", b"too short"])
def test_a_damaged_key_of_a_month_is_made_anew_and_named(
    tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    key = tmp_path / "2026-03"
    key.write_bytes(content)
    calendar = Calendar()
    hashed = Keys(tmp_path, calendar).of_month("person", PERSON)
    assert len(key.read_bytes()) == 32
    assert Keys(tmp_path, calendar).of_month("person", PERSON) == hashed
    assert f"{key} was damaged" in caplog.text


def test_what_a_killed_process_left_of_an_older_key_is_deleted(tmp_path: Path) -> None:
    (tmp_path / ".2026-02.0123abcd").write_bytes(b"k" * 32)
    (tmp_path / ".2026-03.0123abcd").write_bytes(b"k" * 32)
    Keys(tmp_path, Calendar()).of_month("person", PERSON)
    assert sorted(each.name for each in tmp_path.iterdir()) == [".2026-03.0123abcd", "2026-03"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_nobody_else_may_read_the_history_or_its_keys(file: Path, tmp_path: Path) -> None:
    with recording(file, file.parent) as history:
        record(history, 5)
        assert history.flush()
        found = {each: stat.S_IMODE(each.stat().st_mode) for each in (file.parent, *file.parent.rglob("*"))}
    assert {file.name + ending for ending in ("", "-wal", "-shm")} < {each.name for each in found}
    assert {"lasting", "2026-03"} < {each.name for each in found}
    assert all(
        mode == (0o700 if each in (file.parent, file.parent / "keys") else 0o600)
        for each, mode in found.items()
    )


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
