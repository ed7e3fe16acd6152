"""Write to the database in a thread of its own, so that no reply ever waits for it."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Condition, Thread
from time import monotonic

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import DatabaseError, InterfaceError, InternalError, OperationalError

from bot.errors import HistoryError
from bot.history.database import in_short, is_damage
from bot.history.tables import uncounted
from bot.wording import history as words

_log = logging.getLogger(__name__)
MOST_WAITING = 10_000
_LARGEST_BATCH = 500
# Seconds.
_COLLECTED_FOR = 0.3
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 15.0
_REPORTED_EVERY = 60.0
_IDLE_FOR = 15 * 60.0
# What may be over soon: a lock, a full disk, a server that is away, a file that may not be written.
_PASSING = (OperationalError, InterfaceError, InternalError, OSError)


@dataclass(frozen=True, slots=True)
class Change:
    """Hold one thing to be written.

    `person` is whose it is under this month's key and `lasting` under the one that lasts; None for nobody's.
    `done` is resolved once it stands in the database. A person's `wish` is not lost where many wait.
    """

    write: Callable[[Connection], object]
    person: str | None = None
    lasting: str | None = None
    wish: bool = False
    done: Future[None] = field(default_factory=Future)


class Writer:
    """Take changes at once and write them soon, in order; keeps a bounded number while it can't."""

    def __init__(
        self,
        open_: Callable[[], Engine],
        *,
        upkeep: Callable[[Connection], None] = lambda _: None,
        most: int = MOST_WAITING,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """Take what opens the database, in the thread, and what is done there before each batch.

        Nothing starts before `start`.
        """
        self._open = open_
        self._upkeep = upkeep
        self._most = most
        self._clock = clock
        self._waiting: deque[Change] = deque()
        self._changed = Condition()
        self._ending_at: float | None = None
        self._engine: Engine | None = None
        self._uncounted: set[str] = set()
        self._lost, self._reported_at, self._why = 0, float("-inf"), ""
        self._refused = False
        self._thread = Thread(target=self._run, name="history", daemon=True)

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def put(self, change: Change) -> None:
        """Take a change to be written; where too many wait, the oldest is lost and counted."""
        with self._changed:
            if self._refused or self._ending_at is not None:
                change.done.cancel()
                return
            if len(self._waiting) >= self._most:
                oldest = next((at for at, each in enumerate(self._waiting) if not each.wish), 0)
                self._waiting[oldest].done.cancel()
                del self._waiting[oldest]
                self._lost += 1
            self._waiting.append(change)
            self._changed.notify()

    def lose(self, error: Exception) -> None:
        """Count what could not even be put."""
        with self._changed:
            self._lost, self._why = self._lost + 1, in_short(error)
            self._changed.notify()

    def withdraw(self, person: str) -> None:
        """Forget what waits to be written of a person."""
        with self._changed:
            kept = [each for each in self._waiting if each.person != person]
            for gone in self._waiting:
                if gone.person == person:
                    gone.done.cancel()
            self._waiting = deque(kept)

    def leave_out(self, lasting: str, *, count_again: bool = False) -> None:
        """Drop from now on what is a person's who doesn't want to be counted."""
        with self._changed:
            (self._uncounted.discard if count_again else self._uncounted.add)(lasting)

    def leaves_out(self, lasting: str) -> bool:
        """Say whether a person doesn't want to be counted."""
        with self._changed:
            return lasting in self._uncounted

    def flush(self, within: float) -> bool:
        """Wait until everything put so far is written; False where that took too long."""
        mark = Change(lambda _: None)
        self.put(mark)
        try:
            mark.done.result(within)
        except Exception:  # cancelled, or too late: a Future has no common kind of both
            return False
        return True

    def close(self, within: float = 5.0) -> None:
        """Write what waits, for so many seconds at most, and end."""
        with self._changed:
            self._ending_at = self._clock() + within
            self._changed.notify()
        if self._thread.is_alive():
            self._thread.join(within + 1)
        if self._waiting and not self._refused:
            _log.warning("%s", words.STILL_WAITING.format(count=len(self._waiting), why=self._why))

    # -- in the thread

    def _run(self) -> None:
        pause = _FIRST_PAUSE
        while (batch := self._next_batch()) is not None:
            try:
                self._write(batch)
            except HistoryError as error:
                self._refuse(error)
                return
            except (DatabaseError, InterfaceError, OSError) as error:
                self._trouble(batch, error)
                if not self._pause(pause):
                    break
                pause = min(2 * pause, _LONGEST_PAUSE)
            else:
                pause = _FIRST_PAUSE
                self._report()
        if self._engine is not None:
            self._engine.dispose()

    def _next_batch(self) -> list[Change] | None:
        """Wait for changes and take some; None at the end. An empty batch opens the database at the start."""
        with self._changed:
            if self._engine is None and not self._waiting and self._ending_at is None:
                return []
            if not self._waiting and self._ending_at is None:
                self._changed.wait(_IDLE_FOR)
            self._changed.wait_for(self._has_enough, _COLLECTED_FOR)
            if not self._waiting:
                return None if self._ending_at is not None else []
            return [self._waiting.popleft() for _ in range(min(_LARGEST_BATCH, len(self._waiting)))]

    def _has_enough(self) -> bool:
        return len(self._waiting) >= _LARGEST_BATCH or self._ending_at is not None

    def _write(self, batch: Sequence[Change]) -> None:
        if self._engine is None:
            self._engine = self._open()
            with self._engine.connect() as connection:
                found = connection.execute(select(uncounted.c.person)).scalars().all()
            with self._changed:
                self._uncounted.update(found)
        try:
            self._write_together(batch)
        except _PASSING:
            raise
        except Exception as error:  # whatever it is, the thread must go on
            if is_damage(error):
                raise
            # One of them can't be written, ever: the others shall be.
            for each in batch:
                self._write_alone(each)

    def _write_together(self, batch: Sequence[Change]) -> None:
        assert self._engine is not None  # noqa: S101  # opened by the caller
        wanted = [each for each in batch if each.lasting is None or not self.leaves_out(each.lasting)]
        with self._engine.connect().execution_options(begin="IMMEDIATE") as connection, connection.begin():
            self._upkeep(connection)
            for each in wanted:
                each.write(connection)
        for each in batch:
            if not each.done.done():
                each.done.set_result(None)

    def _write_alone(self, change: Change) -> None:
        try:
            self._write_together([change])
        except _PASSING:
            raise
        except Exception as error:
            self._lost, self._why = self._lost + 1, in_short(error)
            change.done.set_exception(error)

    def _trouble(self, batch: Sequence[Change], error: Exception) -> None:
        """Keep the batch for later, and say so once a minute."""
        if self._engine is not None and is_damage(error):
            self._engine.dispose()
            self._engine = None
        self._why = in_short(error)
        with self._changed:
            again = [each for each in batch if not each.done.done()]
            gone = max(len(again) + len(self._waiting) - self._most, 0)
            for each in [each for each in again if not each.wish][:gone]:
                each.done.cancel()
                self._lost += 1
            self._waiting.extendleft(each for each in reversed(again) if not each.done.cancelled())
        self._report(trouble=True)

    def _report(self, *, trouble: bool = False) -> None:
        now = self._clock()
        if (self._lost or trouble) and now - self._reported_at >= _REPORTED_EVERY:
            told = words.NOT_KEPT.format(why=self._why, count=self._lost, waiting=len(self._waiting))
            _log.warning("%s", told)
            self._lost, self._reported_at = 0, now

    def _pause(self, seconds: float) -> bool:
        """Wait before the next try; False when there is to be none."""
        until = self._clock() + seconds
        with self._changed:
            while (now := self._clock()) < (until if self._ending_at is None else min(until, now + 0.1)):
                self._changed.wait(until - now)
                if self._ending_at is not None:
                    break
            return self._ending_at is None or self._clock() < self._ending_at

    def _refuse(self, error: HistoryError) -> None:
        _log.error("%s", words.REFUSED.format(why=error))
        with self._changed:
            self._refused = True
            for each in self._waiting:
                each.done.cancel()
            self._waiting.clear()
