"""Take note of what was missed: ids and words become hashes here, and some of it waits for a pick."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date

from sqlalchemy import Connection

from bot.history.keys import Keys
from bot.history.likeness import number_of, packed
from bot.history.misses import Miss, MissLog, Threshold
from bot.history.pending import Held, Pending
from bot.history.values import Asked, Why, band_of
from bot.history.writer import Change, Writer
from bot.model import Reduction

DEFAULT_THRESHOLD = Threshold(people=3, days=2)


class Misses:
    """Record missed questions, without their words until enough people missed alike; never raises."""

    def __init__(
        self,
        keys: Keys,
        writer: Writer,
        *,
        threshold: Threshold,
        today: Callable[[], date],
        clock: Callable[[], float],
    ) -> None:
        """Take what hashes, what writes, and what makes missed questions readable; `clock` tells seconds."""
        self.log = MissLog(threshold)
        self._keys = keys
        self._writer = writer
        self._today = today
        self._pending = Pending(clock)

    def missed(self, asked: Asked, why: Why, reduced: Reduction) -> None:
        """Count a question that was not answered; nothing if nobody is known to have asked it."""
        held = self._held(asked, why, reduced)
        if held is not None:
            self._write(*held)

    def may_miss(self, asked: Asked, reduced: Reduction) -> None:
        """Count a question as missed unless its asker picks one of the choices within ten minutes."""
        held = self._held(asked, "unsure", reduced)
        if held is None or asked.message is None:
            return
        try:
            self._pending.hold(self._keys.of_month("answer", asked.message), *held)
        except OSError as error:
            self._writer.lose(error)

    def picked(self, asked: Asked) -> None:
        """Take note that a person found the answer among the choices of `asked.message`, or of the latest."""
        self._taken(asked)

    def none_fits(self, asked: Asked) -> None:
        """Count at once what was missed: none of the choices was meant."""
        held = self._taken(asked)
        if held is not None:
            self._write(held.miss, held.lasting)

    def mended(self, message: int) -> None:
        """Take back what waits by an answer: the question was another one."""
        with suppress(OSError):  # Without keys nothing waits, and nothing is lost.
            self._pending.replace(self._keys.of_month("answer", message))

    def forget(self, person: str) -> None:
        """Forget what waits of a person, by this month's hash."""
        self._pending.forget(person)

    def write_due(self, *, everything: bool = False) -> None:
        """Have that written which has waited long enough."""
        for held in self._pending.due(everything=everything):
            self._write(held.miss, held.lasting)

    def _held(self, asked: Asked, why: Why, reduced: Reduction) -> tuple[Miss, str] | None:
        if asked.person is None:
            return None
        try:
            lasting = self._keys.lasting("person", asked.person)
            if self._writer.leaves_out(lasting):
                return None
            return self._reduced(self._keys.of_month("person", asked.person), why, reduced), lasting
        except OSError as error:
            self._writer.lose(error)
            return None

    def _reduced(self, person: str, why: Why, reduced: Reduction) -> Miss:
        hashed = {stem: self._keys.lasting("stem", stem) for stem, _ in reduced.parts}
        return Miss(
            self._today(),
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
            person = self._keys.of_month("person", asked.person)
            answer = None if asked.message is None else self._keys.of_month("answer", asked.message)
        except OSError:  # as above
            return None
        return self._pending.take(person, answer)

    def _write(self, miss: Miss, lasting: str) -> None:
        def write(connection: Connection) -> None:
            self.log.write(connection, miss)

        self._writer.put(Change(write, miss.person, lasting))
