"""Write to the database in a thread of its own, so that no reply ever waits for it."""

from __future__ import annotations

import contextlib
import logging
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock, Thread
from time import monotonic, sleep

from sqlalchemy import Connection, Engine, select

from bot.errors import HistoryError
from bot.history.database import identity_of, in_short, is_damage, is_passing, sqlite_file
from bot.history.statements import empty_log, transaction, was_committed
from bot.history.tables import uncounted
from bot.history.waiting import Change, Waiting, settle
from bot.wording import history as words

__all__ = ["MOST_WAITING", "Change", "Pace", "Writer"]

_log = logging.getLogger(__name__)
MOST_WAITING = 10_000
_LARGEST_BATCH = 500


@dataclass(frozen=True, slots=True)
class Pace:
    """Say how long things take, in seconds.

    Changes are collected before they are written. After trouble the pauses double from the first to the
    longest; near the end they are short. What was lost is told now and then; idle, the thread sees what day
    it is. Once in a while the database is opened anew, which finds damage that writing doesn't meet.
    """

    collected_for: float = 0.3
    first_pause: float = 0.5
    longest_pause: float = 5.0
    last_pause: float = 0.2
    told_every: float = 60.0
    idle_for: float = 60.0
    opened_every: float = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class _Unsure:
    """Hold a transaction of which it isn't known yet whether the server committed it."""

    transaction: int
    batch: Sequence[Change]
    results: Sequence[object]


class Writer:
    """Take changes at once and write them soon, in order; keeps a bounded number while it can't."""

    def __init__(
        self,
        open_: Callable[[], Engine],
        *,
        upkeep: Callable[[Connection], None] = lambda _: None,
        most: int = MOST_WAITING,
        pace: Pace | None = None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """Take what opens the database, in the thread, and what is done there before each batch.

        What `upkeep` does is committed apart from the batch. Nothing starts before `start`.
        """
        self._open = open_
        self._upkeep = upkeep
        self._pace = pace or Pace()
        self._clock = clock
        self._waiting = Waiting(most)
        self._ending_at: float | None = None
        self._engine: Engine | None = None
        self._identity: object = None
        self._opened_until = float("-inf")
        self._unsure: _Unsure | None = None
        self._log_is_due = False
        self._why, self._told_at, self._in_trouble = "", float("-inf"), False
        self._telling = Lock()
        self._thread = Thread(target=self._run, name="history", daemon=True)

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def put(self, change: Change) -> None:
        """Take a change to be written; where too many wait, the oldest record is lost and counted."""
        if not self._waiting.put(change):
            self._tell()

    def lose(self, error: Exception) -> None:
        """Count what could not even be put."""
        self._why = in_short(error)
        self._waiting.lose()
        self._tell()

    def withdraw(self, person: str) -> None:
        """Forget what waits to be written of a person."""
        self._waiting.withdraw(person)

    def doubt(self) -> None:
        """Take note that the database seems damaged: it is looked at before the next batch."""
        self._opened_until = float("-inf")

    def leaves_out(self, lasting: str) -> bool:
        """Say whether a person doesn't want to be counted."""
        return self._waiting.leaves_out(lasting)

    def flush(self, within: float) -> bool:
        """Wait until everything put so far is written; False where that took too long."""
        mark = Change(lambda _: None, kept=True)
        self.put(mark)
        try:
            mark.done.result(within)
        except (HistoryError, TimeoutError):
            return False
        return True

    def close(self, within: float = 5.0) -> None:
        """Write what waits, for so many seconds at most, and end."""
        self._ending_at = self._clock() + within
        self._waiting.end()
        if self._thread.is_alive():
            self._thread.join(within + 1)
        lost = self._waiting.close(HistoryError(words.ENDED), is_loss=True) + self._waiting.take_lost()
        if lost:
            _log.warning("%s", words.LOST_AT_END.format(count=lost, why=self._why or words.TOO_SLOW))

    # -- in the thread

    def _run(self) -> None:
        pause = self._pace.first_pause
        while (batch := self._next_batch()) is not None:
            try:
                self._write(batch)
            except HistoryError as error:
                _log.error("%s", words.REFUSED.format(why=error))
                self._waiting.close(error, is_loss=False)
                self._waiting.put_back(batch)
                break
            except Exception as error:  # whatever it is, the thread must go on
                self._trouble(batch, error)
                if not self._rest(pause):
                    break
                pause = min(2 * pause, self._pace.longest_pause)
            else:
                pause = self._pace.first_pause
                self._recovered()
        self._let_go()

    def _next_batch(self) -> list[Change] | None:
        """Wait for changes and take some, or none to open the database or for the upkeep; None at the end."""
        if self._engine is not None and self._waiting.wait(self._pace.idle_for):
            self._waiting.wait(self._pace.collected_for, until=_LARGEST_BATCH)
        return self._waiting.take(_LARGEST_BATCH)

    def _write(self, batch: list[Change]) -> None:
        """Write a batch, from which goes what is written or can't ever be."""
        engine = self._opened()
        try:
            self._write_together(engine, batch)
        except Exception as error:
            if is_passing(error) or is_damage(error):
                raise
            # The tables may be gone: opening makes them. Else one can't be written, and the others shall be.
            self._let_go()
            engine = self._opened()
            while batch:
                self._write_alone(engine, batch)

    def _write_alone(self, engine: Engine, batch: list[Change]) -> None:
        first = batch[:1]
        try:
            self._write_together(engine, first)
        except Exception as error:
            if is_passing(error) or is_damage(error):
                raise
            self._why = in_short(error)
            self._waiting.refused(batch[0], HistoryError(words.UNREACHABLE.format(why=self._why)))
        del batch[0]

    def _write_together(self, engine: Engine, batch: list[Change]) -> None:
        with engine.connect().execution_options(begin="IMMEDIATE") as connection:
            self._settle_unsure(connection, batch)
            self._keep_up(connection)
            if not batch:
                return
            with connection.begin():
                self._learn(connection, batch)
                results = [each.write(connection) if self._waiting.wants(each) else None for each in batch]
                number = transaction(connection)
                # From here until the server has answered, nobody knows.
                self._unsure = None if number is None else _Unsure(number, tuple(batch), results)
            self._unsure = None
            written = tuple(batch)
            batch.clear()  # Whatever happens now, it must not be written again.
            self._empty_log(connection, written)
            self._written(written, results)

    def _settle_unsure(self, connection: Connection, batch: list[Change]) -> None:
        """Take out of a batch what was committed although the server could not say so any more."""
        unsure = self._unsure
        if unsure is None:
            return
        with connection.begin():
            committed = was_committed(connection, unsure.transaction)
        self._unsure = None
        if committed:
            there = [
                (each, result)
                for each, result in zip(unsure.batch, unsure.results, strict=True)
                if each in batch
            ]
            self._written([each for each, _ in there], [result for _, result in there])
            batch[:] = [each for each in batch if each not in unsure.batch]

    def _empty_log(self, connection: Connection, written: Sequence[Change]) -> None:
        """Have what somebody wanted deleted out of SQLite's log as well, or later where that can't be now."""
        if self._log_is_due or any(each.kept for each in written):
            self._log_is_due = True
            with contextlib.suppress(sqlite3.Error):
                self._log_is_due = not empty_log(connection)

    def _written(self, batch: Sequence[Change], results: Sequence[object]) -> None:
        self._waiting.written(batch)
        for each, result in zip(batch, results, strict=True):
            settle(each, result)

    def _keep_up(self, connection: Connection) -> None:
        """Do what is due each day; where it fails for good, the records are written all the same."""
        try:
            self._upkeep(connection)
            connection.commit()
        except Exception as error:
            if is_passing(error) or is_damage(error):
                raise
            connection.rollback()
            self._why = in_short(error)
            self._tell(trouble=True)

    def _learn(self, connection: Connection, batch: Sequence[Change]) -> None:
        """See who of a batch doesn't want to be counted: another process may have been told."""
        asked = {each.lasting for each in batch if each.lasting is not None}
        if asked:
            found = connection.execute(select(uncounted.c.person).where(uncounted.c.person.in_(asked)))
            self._waiting.learn(found.scalars())

    def _opened(self) -> Engine:
        """Return the engine, opened anew where the file isn't the one that was opened."""
        if self._engine is not None and self._identity != identity_of(self._engine.url):
            _log.warning("%s", words.REPLACED.format(file=sqlite_file(self._engine.url)))
            self._let_go()
        if self._clock() >= self._opened_until:
            self._let_go()
        if self._engine is None:
            engine = self._open()
            self._opened_until = self._clock() + self._pace.opened_every
            self._identity = identity_of(engine.url)
            with engine.connect() as connection:
                self._waiting.learn(connection.execute(select(uncounted.c.person)).scalars())
            self._engine = engine
        return self._engine

    def _let_go(self) -> None:
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    # -- trouble, and its end

    def _trouble(self, batch: Sequence[Change], error: Exception) -> None:
        """Keep a batch for later, and say so."""
        if is_damage(error):
            self._let_go()
        elif self._engine is not None:
            # A connection that was made in bad times may stay bad: one to a read-only file only ever reads.
            self._engine.dispose()
        self._why = in_short(error)
        self._waiting.put_back(batch)
        self._in_trouble = True
        self._tell(trouble=True)

    def _recovered(self) -> None:
        if self._in_trouble:
            self._in_trouble = False
            _log.info("%s", words.WRITTEN_AGAIN)
        self._tell()

    def _tell(self, *, trouble: bool = False) -> None:
        """Say what was lost, or that nothing can be written, unless that was said lately."""
        with self._telling:
            now = self._clock()
            if not (trouble or self._waiting.lost) or now - self._told_at < self._pace.told_every:
                return
            self._told_at = now
            lost = self._waiting.take_lost()
        why = self._why or words.TOO_SLOW
        _log.warning("%s", words.NOT_KEPT.format(why=why, count=lost, waiting=len(self._waiting)))

    def _rest(self, seconds: float) -> bool:
        """Wait before the next try; False when there is to be none."""
        if self._ending_at is None and not self._waiting.wait_for_end(seconds):
            return True
        assert self._ending_at is not None  # noqa: S101  # it is set before the end is told
        left = self._ending_at - self._clock()
        sleep(max(min(self._pace.last_pause, left), 0))
        return left > 0
