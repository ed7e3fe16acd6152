"""Time and ids as Discord has them: snowflakes, and deadlines that a test can bring nearer."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

DISCORD_EPOCH_MS = 1_420_070_400_000


class Clock:
    """Tell the time, give out ids, and let a test move time forward."""

    def __init__(self) -> None:
        """Start at the present moment."""
        self._skipped = 0.0
        self._last_id = 0

    def skip(self, seconds: float) -> None:
        """Pretend that so many seconds have passed."""
        self._skipped += seconds

    def monotonic(self) -> float:
        """Return seconds on a clock that never goes back, skipped time included."""
        return time.monotonic() + self._skipped

    def now(self) -> datetime:
        """Return the present moment in UTC, skipped time included."""
        return datetime.now(UTC) + timedelta(seconds=self._skipped)

    def snowflake(self) -> int:
        """Return a new id: milliseconds since Discord's epoch above 22 low bits, always rising."""
        fresh = (int(self.now().timestamp() * 1000) - DISCORD_EPOCH_MS) << 22
        self._last_id = max(fresh, self._last_id + 1)
        return self._last_id
