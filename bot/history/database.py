"""Open the database, SQLite or PostgreSQL, with its tables brought up to date."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError

from bot.errors import HistoryError
from bot.history.keys import Keys
from bot.wording import history as words

_STEPS = Path(__file__).with_name("steps")
# Seconds. The writer waits longer by trying again; a reader gives up after this.
_LOCKED_FOR, _CONNECT_WITHIN = 5, 5
# Any number that nothing else on the server locks.
_STEPS_LOCK = 0x61727469
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


@dataclass(frozen=True, slots=True)
class HistoryPlace:
    """Say where a history is: its database, and the keys that belong to it."""

    url: URL
    keys: Keys


def checked_url(text_: str) -> URL:
    """Return an address of a database, with our drivers; a HistoryError if it is none we can use."""
    try:
        url = make_url(text_)
    except ArgumentError:
        raise HistoryError(words.BAD_URL) from None
    if url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:"):
        return url.set(drivername="sqlite")
    if url.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        return url.set(drivername="postgresql+psycopg")
    raise HistoryError(words.BAD_URL)


def engine_for(url: URL) -> Engine:
    """Return an engine that has not connected yet; a HistoryError if its driver isn't installed."""
    try:
        if url.get_backend_name() == "sqlite":
            engine = create_engine(url, connect_args={"timeout": _LOCKED_FOR})
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
            return engine
        return create_engine(
            url,
            pool_pre_ping=True,
            connect_args={"connect_timeout": _CONNECT_WITHIN, "application_name": "article-bot"},
        )
    except (ModuleNotFoundError, NoSuchModuleError):
        raise HistoryError(words.NO_DRIVER) from None


def in_short(error: BaseException) -> str:
    """Return an error in one line, without the statement and its values."""
    said = getattr(error, "orig", None) or (error if isinstance(error, OSError | sqlite3.Error) else None)
    return str(said or type(error).__name__).strip().split("\n")[0]


def open_database(url: URL, report: Callable[[str], None] = lambda _: None) -> Engine:
    """Return an engine whose tables are those of this version; a damaged SQLite file is moved aside.

    `report` gets what a person should know. Raises HistoryError for a database of a newer version, and
    SQLAlchemy's errors for one that can't be reached or written now.
    """
    engine = engine_for(url)
    file = sqlite_file(url)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    try:
        bring_up_to_date(engine)
    except DatabaseError as error:
        engine.dispose()
        if file is None or not is_damage(error):
            raise
        report(words.DAMAGED.format(file=file, aside=move_aside(file)))
        engine = engine_for(url)
        bring_up_to_date(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def sqlite_file(url: URL) -> Path | None:
    """Return the file of a SQLite database, None for another kind."""
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def is_damage(error: BaseException) -> bool:
    """Say whether an error means that a SQLite file's content is broken."""
    code = getattr(getattr(error, "orig", None), "sqlite_errorcode", 0)
    return code & 0xFF in _DAMAGED


def move_aside(file: Path) -> Path:
    """Keep a damaged file, and what belongs to it, under another name; return the name."""
    number = 1
    while (aside := file.with_name(f"{file.name}.damaged-{number}")).exists():
        number += 1
    for ending in ("", "-wal", "-shm"):
        part = file.with_name(file.name + ending)
        if part.exists():
            part.replace(aside.with_name(aside.name + ending))
    return aside


def _prepare_sqlite(connection: Any, _: object) -> None:  # noqa: ANN401  # the driver's own type
    # We begin transactions ourselves: the driver would not begin one before the statements that make tables.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    # What is deleted is overwritten, or it could be read from the file.
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    kind = connection.get_execution_options().get("begin", "")
    connection.exec_driver_sql(f"BEGIN {kind}")


def revision_of(connection: Connection) -> str | None:
    """Return which step the tables of a database are at, None where there are none of ours."""
    return MigrationContext.configure(connection).get_current_revision()


def bring_up_to_date(engine: Engine, to: str = "head") -> None:
    """Take the steps that a database lacks, up to one of them; a HistoryError for one of a newer version."""
    config = Config()
    config.set_main_option("script_location", str(_STEPS))
    script = ScriptDirectory.from_config(config)
    # One process at a time: the second finds the work done.
    with engine.connect().execution_options(begin="IMMEDIATE") as connection, connection.begin():
        if connection.dialect.name == "sqlite":
            check = connection.execute(text("PRAGMA quick_check(1)")).scalar()
            if check != "ok":
                raise DatabaseError("PRAGMA quick_check", None, _damaged(str(check)))
        else:
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_STEPS_LOCK})"))
        found = revision_of(connection)
        if found == script.get_current_head():
            return
        known = {"head", None, *(each.revision for each in script.walk_revisions())}
        for each in (found, to):
            if each not in known:
                raise HistoryError(words.NEWER.format(found=each))
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def _damaged(what: str) -> sqlite3.DatabaseError:
    error = sqlite3.DatabaseError(what)
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error
