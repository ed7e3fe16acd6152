"""Record what is asked on the console; the database is opened after the first answer, so nobody waits."""

from __future__ import annotations

import logging
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING

from bot.errors import BotError
from bot.history.values import Asked, Given
from bot.model import Reply

if TYPE_CHECKING:
    from bot.history.recording import History

_BOT = logging.getLogger("bot")
# Seconds that leaving may take.
_ENDS_WITHIN = 2.0


class Recorder:
    """Record one session, in a thread of its own; what goes wrong is told when the person leaves."""

    def __init__(
        self, build: Callable[[], History | None], *, clock: Callable[[], float] = monotonic
    ) -> None:
        """Take what makes the history, or None to keep nothing; it is called in the thread."""
        self._build = build
        self._clock = clock
        self._began = clock()
        self._given: list[Given] = []
        self._waiting: SimpleQueue[Given | None] = SimpleQueue()
        self._thread: Thread | None = None
        self._troubles = _Troubles()

    def began(self) -> None:
        """Measure from now how long the next reply takes."""
        self._began = self._clock()

    def replied(self, reply: Reply) -> None:
        """Take a reply that is about to be shown."""
        self._given.append(Given.of(reply, round((self._clock() - self._began) * 1000)))

    def shown(self) -> None:
        """Record what was taken; the first time, begin."""
        if self._given and self._thread is None:
            _BOT.addHandler(self._troubles)
            self._thread = Thread(target=self._run, name="recorder", daemon=True)
            self._thread.start()
        for given in self._given:
            self._waiting.put(given)
        self._given = []

    def close(self) -> tuple[str, ...]:
        """Write what waits, and return the sentences that the person should know."""
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join(2 * _ENDS_WITHIN)
            _BOT.removeHandler(self._troubles)
        return tuple(self._troubles.sentences)

    def _run(self) -> None:
        try:
            history = self._build()
        except BotError as error:
            self._troubles.sentences[str(error)] = None
            return
        if history is None:
            return
        history.start()
        while (given := self._waiting.get()) is not None:
            history.record(Asked("console"), given)
        history.close(_ENDS_WITHIN)


class _Troubles(logging.Handler):
    """Keep each warning once, instead of writing it into the line that somebody types."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.sentences: dict[str, None] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a sentence."""
        self.sentences[record.getMessage()] = None
