"""Ten thousand people ask for two months: gaps are found, and no secret of one or two of them."""

from __future__ import annotations

import contextlib
import logging
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from bot import wiring
from bot.history.misses import Threshold
from bot.history.tables import gap_texts
from bot.settings import Settings
from bot.text import words
from tests.gaps.planted import PLANTED
from tests.gaps.secrets import SECRETS, leaks
from tests.gaps.simulation import DAYS, FIRST, Simulation, measure
from tests.history_databases import Calendar, history_at


def _simulated(folder: Path, *, askers: int, noises: int, people: int = 3) -> Simulation:
    calendar = Calendar(FIRST)
    history = history_at(
        f"sqlite:///{folder / 'history.sqlite'}", folder, calendar, threshold=Threshold(people, 2)
    )
    history.start()
    assistant = wiring.build_assistant(Settings())
    simulation = Simulation(history, calendar, assistant, PLANTED, askers=askers, noises=noises)
    simulation.run()
    return simulation


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("simulation")


@pytest.fixture(scope="module")
def simulation(folder: Path) -> Iterator[Simulation]:
    """Simulate once for all tests of this file, with everything that is logged in a file."""
    handler = logging.FileHandler(folder / "bot.log")
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        done = _simulated(folder, askers=10_000, noises=250)
        yield done
        done.history.close()
    finally:
        root.removeHandler(handler)
        handler.close()
        root.setLevel(level)


def _files(folder: Path) -> list[Path]:
    """Return the database with what belongs to it, the log, and backups made in two ways."""
    database = folder / "history.sqlite"
    with contextlib.closing(sqlite3.connect(database)) as connection:
        for old in folder.glob("backup-*"):
            old.unlink()
        connection.execute(f"VACUUM INTO '{folder / 'backup-vacuum'}'")
        with contextlib.closing(sqlite3.connect(folder / "backup-api")) as backup:
            connection.backup(backup)
    found = [*folder.glob("history.sqlite*"), *folder.glob("backup-*"), *folder.glob("bot.log")]
    return [file for file in found if file.is_file()]


def test_what_fewer_than_three_people_said_is_found_nowhere(simulation: Simulation, folder: Path) -> None:
    assert simulation.history.flush()
    files = _files(folder)
    assert {"history.sqlite", "history.sqlite-wal", "backup-vacuum", "backup-api", "bot.log"} <= {
        file.name for file in files
    }
    assert sorted(set(leaks(files))) == []


def test_a_word_that_no_list_holds_reaches_no_hash(simulation: Simulation, folder: Path) -> None:
    def stands(word: str) -> bool:
        hashed = bytes.fromhex(simulation.history.keys.lasting("stem", word)[:16])
        return any(hashed in file.read_bytes() for file in _files(folder))

    assert stands("hospit")
    for unknown in ("xanthe", "okwuosa", "zorblax", "brumvale", "hunter2xx", "quillon", "vantori", "4929"):
        assert any(unknown in words(each.question) or unknown in each.question.lower() for each in SECRETS)
        assert not stands(unknown)


def test_planted_gaps_are_found(simulation: Simulation) -> None:
    found = measure(simulation)
    print(found)  # noqa: T201  # shown by -s
    mean = sum(found.recall.values()) / len(found.recall)
    assert found.misses > 5000
    assert mean >= 0.72
    assert sum(share >= 0.5 for share in found.recall.values()) >= 17
    assert found.purity >= 0.88
    assert all(found.texts.get(name) for name in PLANTED), "each has something to read"


def test_groups_are_the_same_after_a_restart(simulation: Simulation, folder: Path) -> None:
    before = simulation.history
    assert before.flush()
    simulation.history = history_at(f"sqlite:///{folder / 'history.sqlite'}", folder, simulation.calendar)
    simulation.history.start()
    first = measure(simulation)
    simulation.calendar.day = FIRST + timedelta(days=DAYS)
    asked = simulation.ask_once("are hospitals in china running deepseek", "hospitals")
    assert simulation.history.flush()
    second = measure(simulation)
    assert asked
    assert (second.misses, second.groups) == (first.misses + 1, first.groups)
    simulation.history.close()
    simulation.history = before


def test_a_text_that_is_stored_is_found(simulation: Simulation, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "history.sqlite"
    with (
        contextlib.closing(sqlite3.connect(folder / "history.sqlite")) as connection,
        contextlib.closing(sqlite3.connect(file)) as copy,
    ):
        connection.backup(copy)
    assert list(leaks([file])) == []
    leaking = history_at(f"sqlite:///{file}", tmp_path, simulation.calendar)
    with leaking.reading() as connection:
        row = {"gap": 1, "text": SECRETS[9].question, "day": FIRST, "person": None}
        connection.execute(insert(gap_texts).values(row))
    assert [leak for leak in leaks(tmp_path.glob("history.sqlite*")) if "slept" in leak]


def test_a_threshold_of_one_would_let_secrets_out(tmp_path: Path) -> None:
    loose = _simulated(tmp_path, askers=600, noises=20, people=1)
    loose.history.close()
    assert len(list(leaks(_files(tmp_path)))) > 5
