"""Record what happened, without words or ids, and let it be read and forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, inspect, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import HistoryError
from bot.history.database import engine_for, open_database, sqlite_file
from bot.history.keys import Keys
from bot.history.statements import inserting, upsert
from bot.history.tables import metadata, replies, told, uncounted, votes
from bot.history.upkeep import Daily
from bot.history.values import Asked, Given, Vote, band_of
from bot.history.writer import Change, Writer
from bot.wording import history as words

DEFAULT_DAYS = 90
Row = dict[str, Any]


def personal_tables() -> tuple[Table, ...]:
    """Return the tables whose rows belong to a person of this month."""
    return tuple(table for table in metadata.sorted_tables if "person" in table.c and table is not uncounted)


class History:
    """Record replies and votes in a database; what asks for ids makes hashes of them at once."""

    def __init__(
        self,
        url: URL,
        keys: Keys,
        *,
        days: int = DEFAULT_DAYS,
        today: Callable[[], date],
        report: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Take where the database is, the keys, for how many days rows are kept, and what tells the day.

        `report` gets what whoever runs the bot should know. Nothing is opened before `start`.
        """
        self.url = url
        self.keys = keys
        self.today = today
        self.days = days
        self._daily = Daily(days)
        self._writer = Writer(partial(open_database, url, report), upkeep=self._keep_up)
        self._reader = engine_for(url)

    def start(self) -> None:
        """Open the database and begin to write, in a thread."""
        self._writer.start()

    def close(self, within: float = 5.0) -> None:
        """Write what waits, for so many seconds at most, and end."""
        self._writer.close(within)
        self._reader.dispose()

    def flush(self, within: float = 5.0) -> bool:
        """Wait until everything recorded so far is written; False where that took too long."""
        return self._writer.flush(within)

    # -- recording: quick, and never raises

    def record(self, asked: Asked, given: Given) -> None:
        """Record a reply."""
        row = {
            "outcome": given.outcome,
            "entry": given.entry,
            "part": given.part,
            "band": band_of(given.confidence),
            "via": asked.via,
            "milliseconds": given.milliseconds,
        }
        self._put(asked, row, lambda connection, row: connection.execute(insert(replies).values(row)))

    def vote(self, asked: Asked, vote: Vote) -> None:
        """Record what a person thinks of an answer; a later vote on the same answer takes its place."""
        row = {
            "entry": vote.entry,
            "version": vote.version,
            "helpful": vote.helpful,
            "reason": vote.reason,
        }
        self._put(asked, row, lambda connection, row: upsert(connection, votes, row))

    def _put(self, asked: Asked, row: Row, write: Callable[[Connection, Row], object]) -> None:
        """Have a row written, with the day and the hashes, unless the asker doesn't want to be counted."""
        try:
            whole = row | {"day": self.today()} | self.hashes(asked)
            lasting = None if asked.person is None else self.keys.lasting("person", asked.person)
        except OSError as error:  # The keys can't be kept, so nothing may be.
            self._writer.lose(error)
            return
        self._writer.put(Change(lambda connection: write(connection, whole), whole["person"], lasting))

    def hashes(self, asked: Asked) -> dict[str, str | None]:
        """Return the columns that say who asked, where, and which answer it was."""
        values = {"person": asked.person, "server": asked.server, "answer": asked.message}
        return {
            name: None if value is None else self.keys.of_month(name, value) for name, value in values.items()
        }

    # -- what a person may ask for

    def of_person(self, person: int) -> dict[str, int]:
        """Return how many rows of each table this month's hash of a person finds; raises HistoryError."""
        hashed = self.keys.of_month("person", person)
        with self.reading() as connection:
            return {
                table.name: connection.execute(
                    select(func.count()).select_from(table).where(table.c.person == hashed)
                ).scalar_one()
                for table in personal_tables()
            }

    def forget(self, person: int) -> Future[None]:
        """Delete what is found of a person, what waits to be written included."""
        hashed = self.keys.of_month("person", person)
        self._writer.withdraw(hashed)

        def delete_all(connection: Connection) -> None:
            for table in personal_tables():
                connection.execute(delete(table).where(table.c.person == hashed))

        change = Change(delete_all)
        self._writer.put(change)
        return change.done

    def set_counted(self, person: int, *, counted: bool) -> Future[None]:
        """Record nothing of a person from now on, or do so again."""
        lasting = self.keys.lasting("person", person)
        self._writer.leave_out(lasting, count_again=counted)
        row = {"person": lasting, "day": self.today()}

        def write(connection: Connection) -> None:
            if counted:
                connection.execute(delete(uncounted).where(uncounted.c.person == lasting))
            else:
                upsert(connection, uncounted, row)

        change = Change(write)
        self._writer.put(change)
        return change.done

    def is_counted(self, person: int) -> bool:
        """Say whether a person's questions are recorded."""
        return not self._writer.leaves_out(self.keys.lasting("person", person))

    # -- telling the maintainers

    def note_told(self, kind: str, *, server: int) -> Future[bool]:
        """Note that a server's maintainers were told something today; the result is False if they had been.

        It is cancelled where the database can't be used at all. The server goes by this month's hash, so that
        notes of earlier months are of no use and deleted.
        """
        today, hashed = self.today(), self.keys.of_month("server", server)
        row = {"subject": f"{kind} {today} {hashed}", "day": today}
        stale = told.c.subject.startswith(f"{kind} ") & (told.c.day < today.replace(day=1))
        result: Future[bool] = Future()
        noted = False

        def write(connection: Connection) -> None:
            nonlocal noted
            connection.execute(delete(told).where(stale))
            statement = inserting(connection, told).values(row).on_conflict_do_nothing()
            noted = connection.execute(statement).rowcount == 1

        def settle(done: Future[None]) -> None:
            if done.cancelled() or done.exception() is not None:
                result.cancel()
            else:
                result.set_result(noted)

        change = Change(write)
        change.done.add_done_callback(settle)
        self._writer.put(change)
        return result

    # -- reading

    def is_begun(self) -> bool:
        """Say whether there is a database to read, and make none; raises HistoryError if it can't tell."""
        file = sqlite_file(self.url)
        if file is not None and not file.exists():
            return False
        with self.reading() as connection:
            return inspect(connection).has_table(replies.name)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection to read from; raises HistoryError where the database can't be read now."""
        try:
            with self._reader.connect() as connection, connection.begin():
                yield connection
        except SQLAlchemyError as error:
            why = str(getattr(error, "orig", None) or type(error).__name__).strip().split("\n")[0]
            raise HistoryError(words.UNREACHABLE.format(why=why)) from None

    def _keep_up(self, connection: Connection) -> None:
        self._daily.run(connection, self.today())
