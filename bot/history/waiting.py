"""Keep what is to be written, in order and bounded, until the thread that writes has written it."""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import Future, InvalidStateError
from dataclasses import dataclass, field
from threading import Condition
from typing import Any

from sqlalchemy import Connection

from bot.errors import HistoryError
from bot.wording import history as words


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """Hold one thing to be written.

    `person` is whose it is under this month's key and `lasting` under the one that lasts; None for nobody's.
    `counted` is the wish of `lasting` to be counted, or not. `kept` says that it is no record but what
    somebody waits for, which isn't lost for records. `done` gets what `write` returns once that stands in the
    database, None where the person isn't counted or is forgotten, a HistoryError where it can't be written.
    """

    write: Callable[[Connection], object]
    person: str | None = None
    lasting: str | None = None
    counted: bool | None = None
    kept: bool = False
    done: Future[Any] = field(default_factory=Future)


class Waiting:
    """Hold changes until they are written; any thread may use it, and none waits for the database here."""

    def __init__(self, most: int) -> None:
        """Take how many may wait."""
        self._most = most
        self._changes: deque[Change] = deque()
        self._in_hand = 0
        self._lost = 0
        self._ending = False
        # Why nothing is taken any more, and whether that is a loss.
        self._closed: tuple[HistoryError, bool] | None = None
        self._uncounted: set[str] = set()
        self._wishes: dict[str, Change] = {}
        self._changed = Condition()

    # -- by those who put

    def put(self, change: Change) -> bool:
        """Take a change, the oldest record being lost where too many wait; False if one was lost."""
        with self._changed:
            if self._closed is not None:
                error, is_loss = self._closed
                self._give_up([change], error, is_loss=is_loss)
                return not is_loss
            if change.counted is not None and change.lasting is not None:
                self._wishes[change.lasting] = change
                (self._uncounted.discard if change.counted else self._uncounted.add)(change.lasting)
            self._changes.append(change)
            fits = self._shorten()
            self._changed.notify_all()
        return fits

    def withdraw(self, person: str) -> None:
        """Forget what waits of a person."""
        with self._changed:
            gone = [each for each in self._changes if each.person == person]
            self._changes = deque(each for each in self._changes if each.person != person)
        for each in gone:
            settle(each, None)

    def lose(self) -> None:
        """Count a record that could not even be put."""
        with self._changed:
            self._lost += 1
            self._changed.notify_all()

    def leaves_out(self, lasting: str) -> bool:
        """Say whether a person doesn't want to be counted."""
        with self._changed:
            return lasting in self._uncounted

    def end(self) -> None:
        """Let the thread know that there is no more to wait for than what is here."""
        with self._changed:
            self._ending = True
            self._changed.notify_all()

    def close(self, error: HistoryError, *, is_loss: bool) -> int:
        """Take nothing from now on and give up what waits; return how many records that were."""
        with self._changed:
            if self._closed is None:
                self._closed = error, is_loss
            count = _records(self._changes) + self._in_hand
            self._give_up(self._changes, error, is_loss=False)
            self._changes.clear()
            self._changed.notify_all()
            return count

    # -- by the thread

    def wait(self, seconds: float, until: int = 1) -> bool:
        """Wait until so many changes are here, or the end has come; False where that took too long."""
        with self._changed:
            return self._changed.wait_for(lambda: self._ending or len(self._changes) >= until, seconds)

    def wait_for_end(self, seconds: float) -> bool:
        """Wait; True as soon as the end has come."""
        with self._changed:
            return self._changed.wait_for(lambda: self._ending, seconds)

    def take(self, most: int) -> list[Change] | None:
        """Return the oldest changes, which then are in hand; None where the end has come and none is left."""
        with self._changed:
            if not self._changes and self._ending:
                return None
            batch = [self._changes.popleft() for _ in range(min(most, len(self._changes)))]
            self._in_hand = _records(batch)
            return batch

    def written(self, batch: Sequence[Change]) -> None:
        """Take note that changes in hand stand in the database."""
        with self._changed:
            self._in_hand -= _records(batch)
            self._drop_wishes(batch)

    def refused(self, change: Change, error: HistoryError) -> None:
        """Give up a change in hand that can't ever be written."""
        with self._changed:
            self._in_hand -= _records([change])
            self._give_up([change], error, is_loss=True)

    def put_back(self, batch: Sequence[Change]) -> None:
        """Take what is still in hand back, before all others."""
        with self._changed:
            self._in_hand = 0
            if self._closed is not None:
                self._give_up(batch, self._closed[0], is_loss=False)
                return
            self._changes.extendleft(reversed(batch))
            self._shorten()

    def learn(self, uncounted: Iterable[str]) -> None:
        """Take note of people who don't want to be counted, as the database has them."""
        with self._changed:
            self._uncounted.update(each for each in uncounted if each not in self._wishes)

    def wants(self, change: Change) -> bool:
        """Say whether a change is to be written: not where it is a record of somebody who isn't counted."""
        return change.lasting is None or change.counted is not None or not self.leaves_out(change.lasting)

    # -- counting

    @property
    def lost(self) -> int:
        """Return how many records were lost since that was last taken."""
        return self._lost

    def __len__(self) -> int:
        """Return how many records wait."""
        with self._changed:
            return _records(self._changes) + self._in_hand

    def take_lost(self) -> int:
        """Return how many records were lost, and begin to count anew."""
        with self._changed:
            lost, self._lost = self._lost, 0
            return lost

    def _shorten(self) -> bool:
        """Lose the oldest records beyond what may wait, and what is kept only where there are no others."""
        if len(self._changes) <= self._most:
            return True
        excess = len(self._changes) - self._most
        gone: list[Change] = []
        place = 0
        while len(gone) < excess and place < len(self._changes):
            if self._changes[place].kept:
                place += 1
            else:
                gone.append(self._changes[place])
                del self._changes[place]
        gone += [self._changes.popleft() for _ in range(excess - len(gone))]
        self._give_up(gone, HistoryError(words.TOO_MANY), is_loss=True)
        return False

    def _give_up(self, changes: Collection[Change], error: HistoryError, *, is_loss: bool) -> None:
        self._drop_wishes(changes)
        if is_loss:
            self._lost += _records(changes)
        for each in changes:
            settle(each, error)

    def _drop_wishes(self, changes: Iterable[Change]) -> None:
        for each in changes:
            if each.lasting is not None and self._wishes.get(each.lasting) is each:
                del self._wishes[each.lasting]


def settle(change: Change, result: object) -> None:
    """Resolve what waits for a change, with a result or an error, unless it has stopped waiting."""
    with contextlib.suppress(InvalidStateError):
        if isinstance(result, HistoryError):
            change.done.set_exception(result)
        else:
            change.done.set_result(result)


def _records(changes: Iterable[Change]) -> int:
    return sum(not each.kept for each in changes)
