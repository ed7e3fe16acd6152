"""Keys that can't be kept, or are damaged, are never silently made up for."""

from __future__ import annotations

import stat
import sys
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.errors import HistoryError
from bot.history.keys import Keys
from tests.history_databases import Calendar
from tests.history_trouble import (
    numbers,
    record,
    recording,
    told_lost,
    unwritable,
)
from tests.history_worker import PERSON

pytestmark = pytest.mark.usefixtures("heard")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "place" / "history.sqlite"


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


def test_who_asks_when_a_month_begins_waits_for_no_disk(tmp_path: Path) -> None:
    folder, away = tmp_path / "keys", tmp_path / "away"
    calendar = Calendar(date(2026, 3, 31))
    keys = Keys(folder, calendar)
    keys.prepare()
    keys.keep_up()
    march = keys.of_month("person", PERSON)
    assert Keys(folder, calendar).of_month("person", PERSON) == march
    folder.rename(away)
    calendar.day = date(2026, 4, 1)
    april = keys.of_month("person", PERSON)
    assert april != march
    assert not folder.exists()
    away.rename(folder)
    assert Keys(folder, calendar).of_month("person", PERSON) == april
    for day in (date(2026, 4, 1), date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 2)):
        calendar.day = day  # The clock is set back once.
        keys.keep_up()
        assert keys.of_month("person", PERSON) == april
        assert Keys(folder, calendar).of_month("person", PERSON) == april
    assert sorted(each.name for each in folder.iterdir()) == ["2026-04", "lasting"]


def test_keys_made_ahead_of_a_month_that_did_not_come_are_deleted(tmp_path: Path) -> None:
    calendar = Calendar(date(2026, 3, 31))
    keys = Keys(tmp_path, calendar)
    keys.keep_up()
    assert [each.name for each in tmp_path.iterdir()] == ["next-2026-04"]
    for day in (date(2026, 1, 5), date(2026, 5, 5)):
        calendar.day = date(2026, 3, 31)
        Keys(tmp_path, calendar).keep_up()
        calendar.day = day
        keys.keep_up()
        assert list(tmp_path.iterdir()) == []


def test_a_slow_disk_that_keys_are_looked_after_on_holds_no_hash_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = Keys(tmp_path, Calendar())
    keys.prepare()
    looking, ready = threading.Event(), threading.Event()
    look = Path.iterdir

    def look_for_long(folder: Path) -> Iterator[Path]:
        looking.set()
        ready.wait(30)
        return iter(list(look(folder)))

    monkeypatch.setattr(Path, "iterdir", look_for_long)
    upkeep = threading.Thread(target=keys.keep_up)
    upkeep.start()
    assert looking.wait(10)
    asking = threading.Thread(target=lambda: (keys.of_month("person", 1), keys.lasting("person", 1)))
    asking.start()
    asking.join(10)
    waits = asking.is_alive()
    ready.set()
    upkeep.join(10)
    assert not waits


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
