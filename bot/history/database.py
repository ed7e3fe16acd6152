"""Open the database, SQLite or PostgreSQL, with its tables brought up to date."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    InterfaceError,
    InternalError,
    NoSuchModuleError,
    OperationalError,
)
from sqlalchemy.pool import NullPool

from bot.errors import HistoryError
from bot.history.keys import Keys
from bot.history.tables import uncounted
from bot.wording import history as words

_STEPS = Path(__file__).with_name("steps")
# Seconds. The writer waits longer by trying again; a reader gives up after this.
_LOCKED_FOR, _CONNECT_WITHIN = 5, 5
# Any number that nothing else on the server locks.
_STEPS_LOCK = 0x61727469
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
# A server that hangs or went away without a word must not hold the thread for ever: seconds, milliseconds.
_ALIVE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 20_000}
_PATIENCE = "SET lock_timeout = '5s'; SET statement_timeout = '60s'"
# Alembic works through globals, so only one thread may.
_one_at_a_time = Lock()


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


def engine_for(url: URL, *, lasting: bool = True) -> Engine:
    """Return an engine that has not connected yet; a HistoryError if its driver isn't installed.

    One that isn't `lasting` opens a SQLite file each time, and so never reads on in one that was replaced.
    """
    try:
        if url.get_backend_name() == "sqlite":
            pool = {} if lasting else {"poolclass": NullPool}
            engine = create_engine(url, connect_args={"timeout": _LOCKED_FOR}, **pool)
            event.listen(engine, "do_connect", lambda *_: _make_file(url))
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
            return engine
        options = {"connect_timeout": _CONNECT_WITHIN, "application_name": "article-bot"} | _ALIVE
        engine = create_engine(url, pool_pre_ping=True, connect_args=options)
        event.listen(engine, "connect", _prepare_postgresql)
    except (ModuleNotFoundError, NoSuchModuleError):
        raise HistoryError(words.NO_DRIVER) from None
    return engine


def open_database(url: URL, report: Callable[[str], None] = lambda _: None) -> Engine:
    """Return an engine whose tables are those of this version; a damaged SQLite file is moved aside.

    `report` gets what a person should know. Raises HistoryError for a database of a newer version, and
    SQLAlchemy's errors or an OSError for one that can't be reached or written now.
    """
    engine = engine_for(url)
    file = sqlite_file(url)
    try:
        if file is None:
            bring_up_to_date(engine)
        else:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _open_file(engine, file, report)
    except BaseException:
        engine.dispose()
        raise
    return engine


def is_up_to_date(connection: Connection) -> bool:
    """Say whether all steps were taken; a HistoryError for a database of a newer version."""
    found = revision_of(connection)
    if found is not None:
        _refuse_newer(found)
    return found == _steps()[0]


def revision_of(connection: Connection) -> str | None:
    """Return which step the tables of a database are at, None where there are none of ours."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(
        text("SELECT version_num FROM alembic_version")
    ).scalar_one_or_none()
    return found


def _open_file(engine: Engine, file: Path, report: Callable[[str], None]) -> None:
    before = identity_of(engine.url)
    try:
        _check(engine)
        bring_up_to_date(engine)
    except DatabaseError as error:
        if not is_damage(error):
            raise
        engine.dispose()  # or it would go on in the file that is moved
        # Where it is another file by now, another process has moved the damaged one.
        aside = move_aside(file) if identity_of(engine.url) == before else None
        if aside is not None:
            report(words.DAMAGED.format(file=file, aside=aside))
        bring_up_to_date(engine)
        if aside is not None:
            _save_wishes(aside, engine, report)


def sqlite_file(url: URL) -> Path | None:
    """Return the file of a SQLite database, None for another kind."""
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def identity_of(url: URL) -> tuple[int, int] | None:
    """Return what tells a SQLite file from another of the same name; None for a server, or without a file."""
    file = sqlite_file(url)
    if file is None:
        return None
    with contextlib.suppress(OSError):
        found = file.stat()
        return found.st_dev, found.st_ino
    return None


def is_damage(error: BaseException) -> bool:
    """Say whether an error means that a SQLite file's content is broken."""
    return _sqlite_code(error) in _DAMAGED


def is_passing(error: BaseException) -> bool:
    """Say whether an error may be over soon: a lock, a full disk, a server that is away, a read-only file."""
    if isinstance(getattr(error, "orig", None), sqlite3.Error):
        return isinstance(error, OperationalError) and _sqlite_code(error) != sqlite3.SQLITE_ERROR
    return isinstance(error, (OperationalError, InterfaceError, InternalError, OSError))


def in_short(error: BaseException) -> str:
    """Return an error in one line, without the statement and its values."""
    if isinstance(error, OSError) and not hasattr(error, "orig"):
        return str(error)
    said = str(getattr(error, "orig", None) or type(error).__name__)
    return " ".join(said.split("\nDETAIL")[0].split())[:300]


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


def _make_file(url: URL) -> None:
    """Make the file where there is none, for its owner alone; what SQLite puts beside it is like it."""
    file = sqlite_file(url)
    if file is not None:
        # What is wrong with the place SQLite says as well.
        with contextlib.suppress(OSError):
            os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def _prepare_postgresql(connection: Any, _: object) -> None:  # noqa: ANN401  # the driver's own type
    connection.execute(_PATIENCE)
    connection.commit()


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


def _check(engine: Engine) -> None:
    """Raise a DatabaseError for a file that is damaged, which SQLite may notice only much later."""
    with engine.connect() as connection:
        found = connection.execute(text("PRAGMA integrity_check(1)")).scalar()
    if found != "ok":
        raise DatabaseError("PRAGMA integrity_check", None, _damaged(str(found)))


def bring_up_to_date(engine: Engine, to: str | None = None) -> None:
    """Take the steps that a database lacks, up to one of them; a HistoryError for one of a newer version."""
    if to is not None:
        _refuse_newer(to)
    with (
        _one_at_a_time,
        engine.connect().execution_options(begin="IMMEDIATE") as connection,
        connection.begin(),
    ):
        # One process at a time: the second finds the work done.
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_STEPS_LOCK})"))
            connection.execute(text("SET LOCAL statement_timeout = 0"))
        if not is_up_to_date(connection):
            config = _configuration()
            config.attributes["connection"] = connection
            command.upgrade(config, to or "head")


def _configuration() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_STEPS))
    return config


def _refuse_newer(step: str) -> None:
    if step not in _steps():
        raise HistoryError(words.NEWER.format(found=step))


@cache
def _steps() -> tuple[str, ...]:
    """Return the numbers of the steps, the latest first."""
    return tuple(each.revision for each in ScriptDirectory.from_config(_configuration()).walk_revisions())


def _save_wishes(aside: Path, engine: Engine, report: Callable[[str], None]) -> None:
    """Take over who asked not to be counted, as far as a damaged file can still be read."""
    old = engine_for(engine.url.set(database=str(aside)))
    try:
        with old.connect() as connection:
            found = [row._asdict() for row in connection.execute(select(uncounted))]
        if found:
            with engine.begin() as connection:
                connection.execute(insert(uncounted), found)
    except DatabaseError:
        report(words.WISHES_LOST.format(aside=aside))
    finally:
        old.dispose()


def _sqlite_code(error: BaseException) -> int:
    code: int = getattr(getattr(error, "orig", None), "sqlite_errorcode", 0)
    return code & 0xFF


def _damaged(what: str) -> sqlite3.DatabaseError:
    error = sqlite3.DatabaseError(what)
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error
