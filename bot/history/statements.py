"""Make the statements that SQLite and PostgreSQL spell alike and SQLAlchemy keeps apart."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite


def inserting(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Return an insert that can say what to do where the row exists."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    return insert(table)


def upsert(connection: Connection, table: Table, row: dict[str, Any]) -> None:
    """Insert a row, or give the one with its key the other values."""
    key = [column.name for column in table.primary_key]
    rest = {name: value for name, value in row.items() if name not in key}
    connection.execute(
        inserting(connection, table).values(row).on_conflict_do_update(index_elements=key, set_=rest)
    )


def transaction(connection: Connection) -> int | None:
    """Return the number of the transaction, by which a server still knows it later; None for SQLite."""
    if connection.dialect.name != "postgresql":
        return None
    number: int = connection.execute(select(func.txid_current())).scalar_one()
    return number


def was_committed(connection: Connection, number: int) -> bool:
    """Say whether a transaction was committed; an OSError while that is open."""
    status = connection.execute(select(func.txid_status(number))).scalar_one()
    if status == "in progress":
        raise TimeoutError("a transaction is still open")
    return bool(status == "committed")


def empty_log(connection: Connection) -> bool:
    """Empty SQLite's log, in which what was deleted still stands; False where others are reading it."""
    if connection.dialect.name != "sqlite":
        return True
    # On the driver's own connection, as SQLAlchemy would begin a transaction.
    driver: Any = connection.connection.driver_connection
    busy, *_ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy
