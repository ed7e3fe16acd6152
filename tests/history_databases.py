"""Make histories to try: in a SQLite file, or in a database of their own on a PostgreSQL server."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import create_engine, text

from bot.history.database import checked_url
from bot.history.keys import Keys
from bot.history.misses import Threshold
from bot.history.missing import DEFAULT_THRESHOLD
from bot.history.recording import History
from bot.history.writer import Pace
from tests.postgresql import PostgreSQL

BOTH = ("sqlite", "postgresql")


def new_url(kind: str, folder: Path, request: pytest.FixtureRequest) -> str:
    """Return the address of a new, empty database; skips the test where PostgreSQL isn't installed."""
    if kind == "sqlite":
        return f"sqlite:///{folder / 'history.sqlite'}"
    server: PostgreSQL = request.getfixturevalue("postgresql")
    name = f"h{secrets.token_hex(6)}"
    address = checked_url(server.url)
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server.url.removesuffix("postgres") + name


class Calendar:
    """Tell the day that a test says it is."""

    def __init__(self, day: date = date(2026, 3, 10)) -> None:
        """Begin on a day."""
        self.day = day

    def __call__(self) -> date:
        """Return the day."""
        return self.day


def history_at(
    url: str,
    folder: Path,
    today: Callable[[], date],
    *,
    days: int = 90,
    keys: Path | None = None,
    threshold: Threshold = DEFAULT_THRESHOLD,
    clock: Callable[[], float] = monotonic,
    report: Callable[[str], None] = lambda _: None,
    pace: Pace | None = None,
) -> History:
    """Return a history that isn't started yet, its keys in the folder unless they are to be elsewhere."""
    return History(
        checked_url(url),
        Keys(keys or folder / "keys", today),
        days=days,
        threshold=threshold,
        today=today,
        clock=clock,
        report=report,
        pace=pace,
    )
