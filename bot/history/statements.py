"""Make the statements that SQLite and PostgreSQL spell alike and SQLAlchemy keeps apart."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table
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
