"""Record what happened, without words or ids, and let it be read and forgotten."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager, suppress
from datetime import date
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine, Table, delete, func, insert, select
from sqlalchemy.engine import URL

from bot.errors import HistoryError
from bot.history.database import open_database
from bot.history.keys import Keys
from bot.history.missed import read_gaps
from bot.history.misses import Threshold
from bot.history.missing import DEFAULT_THRESHOLD, Misses
from bot.history.notes import Notes
from bot.history.reading import Reader
from bot.history.statements import upsert
from bot.history.tables import metadata, replies, uncounted
from bot.history.upkeep import Daily
from bot.history.values import Asked, Gap, Given, Noted, Reason, Vote, band_of
from bot.history.voting import cast, explain
from bot.history.writer import Change, Pace, Writer
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
        threshold: Threshold = DEFAULT_THRESHOLD,
        today: Callable[[], date],
        clock: Callable[[], float] = monotonic,
        report: Callable[[str], None] = lambda _: None,
        pace: Pace | None = None,
    ) -> None:
        """Take where the database is, the keys, for how many days rows are kept, and what tells the day.

        `threshold` is what makes missed questions readable, `clock` tells seconds; `report` gets what whoever
        runs the bot should know. Nothing is opened before `start` or `reading`.
        """
        self.url = url
        self.keys = keys
        self.today = today
        self.days = days
        self._daily = Daily(days)
        self._report = report
        self._writer = Writer(self._open, upkeep=self._keep_up, pace=pace)
        self._reader = Reader(url, report=report, doubt=self._writer.doubt)
        self.notes = Notes(keys, self._writer, today)
        self.threshold = threshold
        self.misses = Misses(keys, self._writer, threshold=threshold, today=today, clock=clock)

    def start(self) -> None:
        """Open the database and begin to write, in a thread."""
        self._writer.start()

    def close(self, within: float = 5.0) -> None:
        """Write what waits, for so many seconds at most, and end."""
        self.misses.write_due(everything=True)
        self._writer.close(within)
        self._reader.close()

    def flush(self, within: float = 5.0) -> bool:
        """Wait until everything recorded so far is written; False where that took too long."""
        return self._writer.flush(within)

    # -- recording: quick, and never raises

    def record(self, asked: Asked, given: Given) -> None:
        """Record a reply."""
        self.misses.write_due()
        row = {
            "outcome": given.outcome,
            "entry": given.entry,
            "part": given.part,
            "band": band_of(given.confidence),
            "via": asked.via,
            "milliseconds": given.milliseconds,
        }
        self._put(asked, row, lambda connection, row: connection.execute(insert(replies), row))

    def vote(self, asked: Asked, vote: Vote) -> Future[Noted | None]:
        """Record what a person thinks of an answer; a later vote on the same answer takes its place.

        The result is None where the person doesn't want to be counted, a HistoryError where nothing can be
        recorded.
        """
        row = {
            "entry": vote.entry,
            "version": vote.version,
            "helpful": vote.helpful,
            "reason": vote.reason,
        }
        return self._put(asked, row, cast)

    def explain(self, asked: Asked, reason: Reason) -> None:
        """Record why an answer didn't help, if the person's vote on it says that it didn't."""
        self._put(asked, {"reason": reason}, explain)

    def _put(self, asked: Asked, row: Row, write: Callable[[Connection, Row], object]) -> Future[Any]:
        """Have a row written, with the day and the hashes, unless the asker doesn't want to be counted."""
        try:
            whole = row | {"day": self.today()} | self.hashes(asked)
            lasting = None if asked.person is None else self.keys.lasting("person", asked.person)
        except OSError as error:  # The keys can't be kept, so nothing may be.
            self._writer.lose(error)
            lost: Future[Any] = Future()
            lost.set_exception(HistoryError(words.NO_KEYS.format(why=error)))
            return lost
        change = Change(lambda connection: write(connection, whole), whole["person"], lasting)
        if lasting is not None and self._writer.leaves_out(lasting):
            change.done.set_result(None)
        else:
            self._writer.put(change)
        return change.done

    def hashes(self, asked: Asked) -> dict[str, str | None]:
        """Return the columns that say who asked, where, and which answer it was."""
        values = {"person": asked.person, "server": asked.server, "answer": asked.message}
        return {
            name: None if value is None else self.keys.of_month(name, value) for name, value in values.items()
        }

    # -- what a person may ask for

    def of_person(self, person: int) -> dict[str, int]:
        """Return how many rows of each table this month's hash of a person finds; raises HistoryError."""
        hashed = self._this_month(person)
        with self.reading() as connection:
            return {
                table.name: connection.execute(
                    select(func.count()).select_from(table).where(table.c.person == hashed)
                ).scalar_one()
                for table in personal_tables()
            }

    def forget(self, person: int) -> Future[None]:
        """Delete what is found of a person, what waits to be written included.

        Raises HistoryError, or the future does.
        """
        hashed = self._this_month(person)
        self.misses.forget(hashed)
        self._writer.withdraw(hashed)

        def delete_all(connection: Connection) -> None:
            for table in personal_tables():
                connection.execute(delete(table).where(table.c.person == hashed))
            self.misses.log.settle(connection)

        change = Change(delete_all, kept=True)
        self._writer.put(change)
        return change.done

    def set_counted(self, person: int, *, counted: bool) -> Future[None]:
        """Record nothing of a person from now on, or do so again.

        Raises HistoryError, or the future does.
        """
        lasting = self._lasting(person)
        row = {"person": lasting, "day": self.today()}

        def write(connection: Connection) -> None:
            if counted:
                connection.execute(delete(uncounted).where(uncounted.c.person == lasting))
            else:
                upsert(connection, uncounted, row)

        change = Change(write, lasting=lasting, counted=counted, kept=True)
        self._writer.put(change)
        return change.done

    def is_counted(self, person: int) -> bool:
        """Say whether a person's questions are recorded; raises HistoryError."""
        return not self._writer.leaves_out(self._lasting(person))

    def _this_month(self, person: int) -> str:
        try:
            return self.keys.of_month("person", person)
        except OSError as error:
            raise HistoryError(words.NO_KEYS.format(why=error)) from None

    def _lasting(self, person: int) -> str:
        try:
            return self.keys.lasting("person", person)
        except OSError as error:
            raise HistoryError(words.NO_KEYS.format(why=error)) from None

    # -- reading

    def is_begun(self) -> bool:
        """Say whether there is a database to read, and make none; raises HistoryError if it can't tell."""
        return self._reader.is_begun()

    def reading(self) -> AbstractContextManager[Connection]:
        """Give a connection to read from; raises HistoryError where the database can't be read now."""
        return self._reader.reading()

    def gaps(self) -> tuple[Gap, ...]:
        """Return what enough people missed alike, most people first; raises HistoryError."""
        if not self.is_begun():
            return ()
        with self.reading() as connection:
            return read_gaps(connection, self.threshold)

    def _open(self) -> Engine:
        with suppress(OSError):  # Whoever records or asks is told.
            self.keys.prepare()
        return open_database(self.url, self._report)

    def _keep_up(self, connection: Connection) -> None:
        # Also where nobody asks anything in the new month.
        self.keys.keep_up()
        self.misses.log.begin()
        self._daily.run(connection, self.today(), self.misses.log.let_go)
