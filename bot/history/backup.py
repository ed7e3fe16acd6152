"""Copy a history into one file and back, whichever database it is in, while the bot runs.

A backup is a SQLite file with the same tables, and one more that tells of the backup itself. The keys are
never in it; of the key that lasts it holds only a fingerprint, to tell whether another one is in use later.
"""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, MetaData, Table, delete, func, insert, select, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import HistoryError
from bot.history.database import (
    HistoryPlace,
    bring_up_to_date,
    engine_for,
    in_short,
    is_damage,
    open_database,
    revision_of,
    sqlite_file,
)
from bot.history.keys import Keys
from bot.history.statements import inserting
from bot.history.tables import metadata, uncounted
from bot.wording import backups as words

Progress = Callable[[int, int], None]
_BATCH = 1000
_PAGES = 200
_ABOUT = "about_backup"
_LOCK_WAIT_MS = 60_000


@dataclass(frozen=True, slots=True)
class Restored:
    """Say what a restored backup held, and where the history that was there before is kept.

    `unknown_wishes` counts those who asked not to be counted, under a key that isn't the one in use.
    """

    rows: dict[str, int]
    aside: Path
    unknown_wishes: int


def back_up(place: HistoryPlace, file: Path, progress: Progress = lambda _, __: None) -> dict[str, int]:
    """Write a history into a new file and return how many rows of each table that were; raises HistoryError.

    `progress` is called with how much is done, and of how much.
    """
    if file.exists():
        raise HistoryError(words.EXISTS.format(file=file))
    if not file.parent.is_dir():
        raise HistoryError(words.NO_FOLDER.format(folder=file.parent))
    draft = file.with_name(f".{file.name}.part")
    with _told(words.NOT_BACKED_UP):
        try:
            draft.unlink(missing_ok=True)
            draft.touch(mode=0o600)
            source = sqlite_file(place.url)
            if source is not None:
                _copy_sqlite(source, draft, progress)
            else:
                _copy_server(place.url, draft, progress)
            counts = _finish(draft, place.keys)
            draft.replace(file)
        finally:
            for ending in ("", "-wal", "-shm", "-journal"):
                draft.with_name(draft.name + ending).unlink(missing_ok=True)
    return counts


def restore(
    place: HistoryPlace,
    file: Path,
    *,
    report: Callable[[str], None] = lambda _: None,
    progress: Progress = lambda _, __: None,
) -> Restored:
    """Put a backup in the place of the history; raises HistoryError, and then nothing has changed.

    What is there before is backed up beside the database first. Wishes not to be counted are only added to.
    """
    if not file.is_file():
        raise HistoryError(words.NO_BACKUP.format(file=file))
    with _told(words.NOT_RESTORED), _upgraded_copy(file) as source, contextlib.ExitStack() as stack:
        engine = open_database(place.url, report)
        stack.callback(engine.dispose)
        aside = _aside(place)
        back_up(place, aside)
        with source.connect() as old, _written(engine) as new:
            rows = _replace_rows(old, new, progress)
            wishes = old.execute(select(func.count()).select_from(uncounted)).scalar_one()
            key = _fingerprint_in(old)
    known = key is not None and key == place.keys.fingerprint()
    return Restored(rows, aside, 0 if known else wishes)


# -- making a backup


def _copy_sqlite(source: Path, draft: Path, progress: Progress) -> None:
    if not source.is_file():
        raise HistoryError(words.NO_HISTORY.format(file=source))
    with closing(sqlite3.connect(source, timeout=_LOCK_WAIT_MS / 1000, isolation_level=None)) as old:
        # While it reads as of one moment, what others write doesn't make the copy begin anew.
        old.execute("BEGIN")
        old.execute("SELECT count(*) FROM sqlite_master").fetchone()
        with closing(sqlite3.connect(draft)) as new:
            old.backup(new, pages=_PAGES, progress=lambda _, left, total: progress(total - left, total))


def _copy_server(url: URL, draft: Path, progress: Progress) -> None:
    """Copy row by row, as the database is at one moment and whatever version its tables are of."""
    server, copy = engine_for(url), engine_for(_address(draft))
    try:
        with server.connect().execution_options(isolation_level="REPEATABLE READ") as old, old.begin():
            revision = revision_of(old)
            if revision is None:
                raise HistoryError(words.NO_TABLES)
            bring_up_to_date(copy, revision)
            tables = MetaData()
            tables.reflect(copy)
            with copy.begin() as new:
                copied = [each for each in tables.sorted_tables if each.name != "alembic_version"]
                _copy_rows(old, new, copied, progress)
    finally:
        server.dispose()
        copy.dispose()


def _finish(draft: Path, keys: Keys) -> dict[str, int]:
    """Make one file of the copy, without what was deleted, and say in it which key it needs."""
    with closing(sqlite3.connect(draft, isolation_level=None)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")
        copy.execute(f"DROP TABLE IF EXISTS {_ABOUT}")
        copy.execute(f"CREATE TABLE {_ABOUT} (lasting_key TEXT)")
        copy.execute(f"INSERT INTO {_ABOUT} VALUES (?)", (keys.fingerprint(),))  # noqa: S608  # a name of ours
        copy.execute("VACUUM")
        names = [name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608  # names of tables
            for name in sorted(names)
            if name not in (_ABOUT, "alembic_version") and not name.startswith("sqlite_")
        }


# -- taking one back


@contextmanager
def _upgraded_copy(file: Path) -> Iterator[Engine]:
    """Give a backup with the tables of this version; the file itself stays as it is."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "backup.sqlite"
        try:
            with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as old:
                about = old.execute("SELECT count(*) FROM sqlite_master WHERE name = ?", (_ABOUT,)).fetchone()
                if not about[0]:
                    raise HistoryError(words.NOT_A_BACKUP.format(file=file))
                with closing(sqlite3.connect(copy)) as new:
                    old.backup(new)
        except sqlite3.DatabaseError as error:
            raise HistoryError(words.BROKEN_BACKUP.format(file=file, why=error)) from None
        engine = engine_for(_address(copy))
        try:
            bring_up_to_date(engine)
            yield engine
        except SQLAlchemyError as error:
            if is_damage(error):
                raise HistoryError(words.BROKEN_BACKUP.format(file=file, why=in_short(error))) from None
            raise
        finally:
            engine.dispose()


def _aside(place: HistoryPlace) -> Path:
    """Return a name that is free, beside the database or, for a server, beside its keys."""
    beside = sqlite_file(place.url) or place.keys.folder
    number = 1
    while (aside := beside.with_name(f"{beside.name}.before-restore-{number}")).exists():
        number += 1
    aside.parent.mkdir(parents=True, exist_ok=True)
    return aside


@contextmanager
def _written(engine: Engine) -> Iterator[Connection]:
    """Give a connection for one change at one stroke, which whoever else writes has to wait for."""
    with engine.connect().execution_options(begin="IMMEDIATE") as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            names = ", ".join(each.name for each in metadata.sorted_tables)
            connection.execute(text(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE"))
        yield connection


def _replace_rows(old: Connection, new: Connection, progress: Progress) -> dict[str, int]:
    replaced = [each for each in metadata.sorted_tables if each is not uncounted]
    for table in reversed(replaced):
        new.execute(delete(table))
    rows = _copy_rows(old, new, replaced, progress)
    # Whoever asked not to be counted since the backup was made must not be counted again.
    for row in old.execute(select(uncounted)).mappings():
        new.execute(inserting(new, uncounted).values(dict(row)).on_conflict_do_nothing())
    if new.dialect.name == "postgresql":
        _count_on(new)
    return rows


def _copy_rows(old: Connection, new: Connection, tables: list[Table], progress: Progress) -> dict[str, int]:
    counts = {
        table.name: old.execute(select(func.count()).select_from(table)).scalar_one() for table in tables
    }
    done, total = 0, sum(counts.values())
    for table in tables:
        found = old.execution_options(yield_per=_BATCH).execute(select(table))
        for batch in found.mappings().partitions(_BATCH):
            new.execute(insert(table), [dict(row) for row in batch])
            done += len(batch)
            progress(done, total)
    return counts


def _count_on(connection: Connection) -> None:
    """Have PostgreSQL number new rows after those that came with their numbers."""
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None:
            last = select(func.coalesce(func.max(column), 0) + 1).scalar_subquery()
            connection.execute(
                select(func.setval(func.pg_get_serial_sequence(table.name, column.name), last, False))
            )


def _fingerprint_in(backup: Connection) -> str | None:
    found: str | None = backup.execute(text(f"SELECT lasting_key FROM {_ABOUT}")).scalar()  # noqa: S608  # ours
    return found


def _address(file: Path) -> URL:
    return URL.create("sqlite", database=str(file))


@contextmanager
def _told(sentence: str) -> Iterator[None]:
    """Turn what the database and the files refuse into a sentence."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise HistoryError(sentence.format(why=in_short(error))) from None
