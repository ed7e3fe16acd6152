"""Delete what is older than a day for good: rows, totals, and the bytes they were."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from datetime import date

from sqlalchemy import ColumnElement, Engine, Table, delete, func, select, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import HistoryError
from bot.history.database import in_short, open_database, sqlite_file
from bot.history.tables import gaps, metadata, misses, told, uncounted
from bot.wording import backups as words

# Seconds; whoever reads meanwhile is done by then.
_WIPED_WITHIN, _PAUSE = 10.0, 0.1


def dated_tables() -> tuple[Table, ...]:
    """Return the tables of what happened on a day; a wish not to be counted holds for every day."""
    return tuple(each for each in metadata.sorted_tables if "day" in each.c and each not in (uncounted, told))


def found_before(url: URL, day: date) -> dict[str, int]:
    """Return how many rows of each table are older than a day; raises HistoryError."""
    engine = _opened(url)
    try:
        with engine.connect() as connection:
            return {
                table.name: connection.execute(
                    select(func.count()).select_from(table).where(_is_before(table, day))
                ).scalar_one()
                for table in dated_tables()
            }
    except SQLAlchemyError as error:
        raise HistoryError(words.NOT_DELETED.format(why=in_short(error))) from None
    finally:
        engine.dispose()


def delete_before(url: URL, day: date, progress: Callable[[int, int], None] = lambda _, __: None) -> bool:
    """Delete what is older than a day; raises HistoryError.

    Return False where the rows are gone and their bytes could not all be wiped.
    """
    engine, tables = _opened(url), dated_tables()
    try:
        with engine.connect().execution_options(begin="IMMEDIATE") as connection, connection.begin():
            for done, table in enumerate(tables):
                progress(done, len(tables) + 1)
                connection.execute(delete(table).where(_is_before(table, day)))
        progress(len(tables), len(tables) + 1)
        wiped = _wipe(engine, tables)
    except SQLAlchemyError as error:
        raise HistoryError(words.NOT_DELETED.format(why=in_short(error))) from None
    finally:
        engine.dispose()
    progress(len(tables) + 1, len(tables) + 1)
    return wiped


def _opened(url: URL) -> Engine:
    file = sqlite_file(url)
    if file is not None and not file.is_file():
        raise HistoryError(words.NO_HISTORY.format(file=file))
    try:
        return open_database(url)
    except SQLAlchemyError as error:
        raise HistoryError(words.NOT_DELETED.format(why=in_short(error))) from None


def _is_before(table: Table, day: date) -> ColumnElement[bool]:
    """Say of a table's rows whether they go: of gaps, those that nobody has missed since."""
    old = table.c.day < day
    return old & gaps.c.id.not_in(select(misses.c.gap).where(misses.c.day >= day)) if table is gaps else old


def _wipe(engine: Engine, tables: tuple[Table, ...]) -> bool:
    """Wipe what was deleted; False where the disk is full, or others use the database all the time."""
    try:
        return _wipe_file(engine) if sqlite_file(engine.url) else _wipe_server(engine, tables)
    except (SQLAlchemyError, sqlite3.Error):
        return False


def _wipe_file(engine: Engine) -> bool:
    """Write the file anew, and empty the one beside it that holds the latest pages."""
    until = time.monotonic() + _WIPED_WITHIN
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        cursor = connection.connection.cursor()
        cursor.execute("VACUUM")
        while True:
            busy: int = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            if not busy or time.monotonic() > until:
                return not busy
            time.sleep(_PAUSE)


def _wipe_server(engine: Engine, tables: tuple[Table, ...]) -> bool:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in tables:
            # Only so does the server write a table's file anew.
            connection.execute(text(f"VACUUM (FULL) {table.name}"))
    return True
