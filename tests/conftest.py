"""Prepare what many tests wait for: the trained knowledge base, a PostgreSQL server, a history."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import wiring
from bot.history.recording import History
from bot.settings import Settings
from tests.history_databases import BOTH, Calendar, history_at, new_url
from tests.postgresql import PostgreSQL


@pytest.fixture(scope="session", autouse=True)
def trained() -> None:
    """Fill the cache: a fresh checkout learns for a minute, which no test's patience is meant for."""
    wiring.build_assistant(Settings())


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """Start one server for all tests that only need one; each makes a database of its own in it."""
    with PostgreSQL() as server:
        yield server


@pytest.fixture(params=BOTH)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a new database, of each kind in turn."""
    return new_url(request.param, tmp_path, request)


@pytest.fixture
def calendar() -> Calendar:
    """Return what tells the history the day, and can be set."""
    return Calendar()


@pytest.fixture
def history(url: str, tmp_path: Path, calendar: Calendar) -> Iterator[History]:
    """Run a history on a new database."""
    history = history_at(url, tmp_path, calendar)
    history.start()
    yield history
    history.close()


@pytest.fixture
def heard(caplog: pytest.LogCaptureFixture) -> None:
    """Have all that the history says in `caplog`, not its warnings alone."""
    caplog.set_level(logging.INFO, "bot.history")
