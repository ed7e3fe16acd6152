"""Hold for a while what may turn out to be no miss: one of the choices may have been the right one."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from bot.history.misses import Miss

HELD_FOR = 600.0


@dataclass(frozen=True, slots=True)
class Held:
    """Hold a miss that waits; `lasting` is whose it is under the key that lasts."""

    miss: Miss
    lasting: str
    until: float


class Pending:
    """Keep misses by the answer that offered the choices, in memory, for ten minutes each."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Take a clock in seconds."""
        self._clock = clock
        self._held: OrderedDict[str, Held] = OrderedDict()
        self._lock = Lock()

    def hold(self, answer: str, miss: Miss, lasting: str) -> None:
        """Let a miss wait; an answer has one at a time."""
        with self._lock:
            self._held.pop(answer, None)
            self._held[answer] = Held(miss, lasting, self._clock() + HELD_FOR)

    def take(self, person: str, answer: str | None) -> Held | None:
        """Return what waits of a person, by an answer or else the latest, and let it wait no longer."""
        with self._lock:
            found = self._held.get(answer) if answer is not None else None
            if found is not None and answer is not None and found.miss.person == person:
                return self._held.pop(answer)
            latest = next(
                (key for key in reversed(self._held) if self._held[key].miss.person == person), None
            )
            return self._held.pop(latest) if latest is not None else None

    def replace(self, answer: str) -> None:
        """Forget what waits by an answer, as when it was mended."""
        with self._lock:
            self._held.pop(answer, None)

    def forget(self, person: str) -> None:
        """Forget what waits of a person."""
        with self._lock:
            for key in [key for key, held in self._held.items() if held.miss.person == person]:
                del self._held[key]

    def due(self, *, everything: bool = False) -> list[Held]:
        """Return what has waited long enough, or everything, and let it wait no longer."""
        now = self._clock()
        found = []
        with self._lock:
            while self._held:
                key, held = next(iter(self._held.items()))
                if held.until > now and not everything:
                    break
                found.append(self._held.pop(key))
        return found
