"""A history that is damaged, of another version, deleted or replaced is dealt with while the bot runs."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import time
from datetime import date
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, create_engine, func, select, text

from bot.errors import HistoryError
from bot.history.database import checked_url, engine_for, open_database
from bot.history.tables import metadata, replies
from bot.history.values import Asked, Given
from tests.history_databases import Calendar, history_at
from tests.history_trouble import (
    QUICK,
    intact,
    numbers,
    record,
    recording,
)
from tests.history_worker import PERSON
from tests.processes import ROOT

pytestmark = pytest.mark.usefixtures("heard")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "place" / "history.sqlite"


# -- damaged, newer, older, gone


@pytest.mark.parametrize("where", ["all", "the head", "the middle", "the end"])
def test_a_damaged_file_is_moved_aside_and_named_and_a_new_one_begun(
    file: Path, tmp_path: Path, where: str
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
    said: list[str] = []
    with recording(file, tmp_path, report=said.append) as history:
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


def test_damage_that_a_reader_meets_is_mended_while_the_bot_runs(file: Path, tmp_path: Path) -> None:
    said: list[str] = []
    with recording(file, tmp_path, report=said.append) as history:
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
