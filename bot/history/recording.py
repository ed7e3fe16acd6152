"""Record what happened, without words or ids, and let it be read and forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import date
from functools import partial
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import HistoryError
from bot.history.database import engine_for, open_database, sqlite_file
from bot.history.keys import Keys
from bot.history.likeness import number_of, packed
from bot.history.missed import read_gaps
from bot.history.misses import Miss, MissLog, Threshold
from bot.history.pending import Held, Pending
from bot.history.statements import upsert
from bot.history.tables import metadata, replies, uncounted, votes
from bot.history.upkeep import Daily
from bot.history.values import Asked, Gap, Given, Vote, Why, band_of
from bot.history.writer import Change, Writer
from bot.model import Reduction
from bot.wording import history as words

DEFAULT_DAYS = 90
DEFAULT_THRESHOLD = Threshold(people=3, days=2)
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
    ) -> None:
        """Take where the database is, the keys, for how many days rows are kept, and what tells the day.

        `threshold` is what makes missed questions readable, `clock` tells seconds; `report` gets what whoever
        runs the bot should know. Nothing is opened before `start`.
        """
        self.url = url
        self.keys = keys
        self.today = today
        self._daily = Daily(days)
        self.threshold = threshold
        self._misses = MissLog(threshold)
        self._pending = Pending(clock)
        self._writer = Writer(partial(open_database, url, report), upkeep=self._keep_up)
        self._reader = engine_for(url)

    def start(self) -> None:
        """Open the database and begin to write, in a thread."""
        self._writer.start()

    def close(self, within: float = 5.0) -> None:
        """Write what waits, for so many seconds at most, and end."""
        self._write_due(everything=True)
        self._writer.close(within)
        self._reader.dispose()

    def flush(self, within: float = 5.0) -> bool:
        """Wait until everything recorded so far is written; False where that took too long."""
        return self._writer.flush(within)

    # -- recording: quick, and never raises

    def record(self, asked: Asked, given: Given) -> None:
        """Record a reply."""
        self._write_due()
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

    def missed(self, asked: Asked, why: Why, reduced: Reduction) -> None:
        """Count a question that was not answered; nothing if nobody is known to have asked it."""
        held = self._held(asked, why, reduced)
        if held is not None:
            self._write(held)

    def may_miss(self, asked: Asked, reduced: Reduction) -> None:
        """Count a question as missed unless its asker picks one of the choices within ten minutes."""
        held = self._held(asked, "unsure", reduced)
        if held is not None and asked.message is not None:
            self._pending.hold(self.keys.of_month("answer", asked.message), *held)

    def picked(self, asked: Asked) -> None:
        """Take note that a person found the answer among the choices of `asked.message`, or of the latest."""
        self._taken(asked)

    def none_fits(self, asked: Asked) -> None:
        """Count at once what was missed: none of the choices was meant."""
        held = self._taken(asked)
        if held is not None:
            self._write((held.miss, held.lasting))

    def mended(self, message: int) -> None:
        """Take back what waits by an answer: the question was another one."""
        try:
            self._pending.replace(self.keys.of_month("answer", message))
        except OSError as error:
            self._writer.lose(error)

    def _held(self, asked: Asked, why: Why, reduced: Reduction) -> tuple[Miss, str] | None:
        if asked.person is None:
            return None
        try:
            lasting = self.keys.lasting("person", asked.person)
            if self._writer.leaves_out(lasting):
                return None
            return self._reduced(self.keys.of_month("person", asked.person), why, reduced), lasting
        except OSError as error:
            self._writer.lose(error)
            return None

    def _reduced(self, person: str, why: Why, reduced: Reduction) -> Miss:
        hashed = {stem: self.keys.lasting("stem", stem) for stem, _ in reduced.parts}
        return Miss(
            self.today(),
            person,
            why,
            packed((hashed[stem], weight) for stem, weight in reduced.parts),
            tuple(
                (piece.text, tuple(number_of(hashed[stem]) for stem in piece.parts))
                for piece in reduced.pieces
            ),
            reduced.entry,
            band_of(reduced.confidence),
        )

    def _taken(self, asked: Asked) -> Held | None:
        if asked.person is None:
            return None
        try:
            person = self.keys.of_month("person", asked.person)
            answer = None if asked.message is None else self.keys.of_month("answer", asked.message)
        except OSError as error:
            self._writer.lose(error)
            return None
        return self._pending.take(person, answer)

    def _write_due(self, *, everything: bool = False) -> None:
        for held in self._pending.due(everything=everything):
            self._write((held.miss, held.lasting))

    def _write(self, held: tuple[Miss, str]) -> None:
        miss, lasting = held
        self._writer.put(
            Change(lambda connection: self._misses.write(connection, miss), miss.person, lasting)
        )

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
        self._pending.forget(hashed)
        self._writer.withdraw(hashed)

        def delete_all(connection: Connection) -> None:
            for table in personal_tables():
                connection.execute(delete(table).where(table.c.person == hashed))
            self._misses.settle(connection)

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

    # -- reading

    def gaps(self) -> tuple[Gap, ...]:
        """Return what enough people missed alike, most people first; raises HistoryError.

        None where nothing was recorded yet, or only by a version that kept no misses.
        """
        file = sqlite_file(self.url)
        if file is not None and not file.exists():
            return ()
        with self.reading() as connection:
            return read_gaps(connection, self.threshold)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection to read from; raises HistoryError where the database can't be read now."""
        try:
            with self._reader.connect() as connection, connection.begin():
                yield connection
        except SQLAlchemyError as error:
            raise HistoryError(words.UNREACHABLE.format(why=_in_short(error))) from None

    def _keep_up(self, connection: Connection) -> None:
        self._misses.begin()
        before = self._daily.run(connection, self.today())
        if before is not None:
            self._misses.let_go(connection, before=before)


def _in_short(error: Exception) -> str:
    return str(getattr(error, "orig", None) or type(error).__name__).strip().split("\n")[0]
