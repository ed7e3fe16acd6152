"""Prepare once what many tests wait for: the trained knowledge base, and a PostgreSQL server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot import wiring
from bot.settings import Settings
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
