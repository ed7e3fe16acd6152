"""Rate limits: the headers of every answer, and 429 for a bot that does not heed them."""

from __future__ import annotations

import asyncio
import hashlib
import re

# https://docs.discord.com/developers/topics/rate-limits
GLOBAL_PER_SECOND = 50
# Discord does not publish its buckets; this one is wide enough for a test in a hurry.
BUCKET_LIMIT, BUCKET_SECONDS = 40, 1.0
OUTSIDE_GLOBAL_LIMIT = re.compile(r"/interactions/.*|/webhooks/.*")


class TooManyError(Exception):
    """A request beyond a limit, or one that the test told to be treated so."""

    def __init__(self, retry_after: float, everywhere: bool, *, told: bool = False) -> None:
        """Say when to come back, and whether every route is meant."""
        super().__init__(retry_after)
        self.retry_after = retry_after
        self.everywhere = everywhere
        self.told = told

    def body(self) -> dict[str, object]:
        """Return the body of the 429."""
        return {
            "message": "You are being rate limited.",
            "retry_after": self.retry_after,
            "global": self.everywhere,
        }

    def headers(self) -> dict[str, str]:
        """Return what a 429 carries on top of the bucket's headers."""
        more = {"X-RateLimit-Global": "true"} if self.everywhere else {}
        return {
            "Retry-After": f"{self.retry_after:.3f}",
            "X-RateLimit-Scope": "global" if self.everywhere else "user",
        } | more


class Limits:
    """Count requests by bucket and altogether."""

    def __init__(self) -> None:
        """Start with empty buckets."""
        self._buckets: dict[str, tuple[float, int]] = {}
        self._second = (0, 0)

    def count(self, route: str, major: str, now: float) -> dict[str, str]:
        """Count a request and return the headers of its answer.

        Channels, servers and interactions have buckets of their own: `major` names which one.
        """
        bucket = f"{route} {major}"
        start, used = self._buckets.get(bucket, (self._time(), 0))
        if self._time() - start >= BUCKET_SECONDS:
            start, used = self._time(), 0
        self._buckets[bucket] = (start, used + 1)
        left = max(0.001, BUCKET_SECONDS - (self._time() - start))
        return {
            "X-RateLimit-Limit": str(BUCKET_LIMIT),
            "X-RateLimit-Remaining": str(max(0, BUCKET_LIMIT - used - 1)),
            "X-RateLimit-Reset": f"{now + left:.3f}",
            "X-RateLimit-Reset-After": f"{left:.3f}",
            "X-RateLimit-Bucket": hashlib.sha256(route.encode()).hexdigest()[:16],
            # Without this header a client takes a 429 for a ban by the network in front of Discord.
            "Via": "1.1 discord-stand-in",
        }

    def check(self, route: str, major: str, path: str) -> None:
        """Raise TooManyError for a request beyond its bucket or beyond the global limit."""
        start, used = self._buckets[f"{route} {major}"]
        if used > BUCKET_LIMIT:
            raise TooManyError(round(max(0.001, BUCKET_SECONDS - (self._time() - start)), 3), False)
        if OUTSIDE_GLOBAL_LIMIT.fullmatch(path):
            return
        second = int(self._time())
        self._second = (second, self._second[1] + 1 if self._second[0] == second else 1)
        if self._second[1] > GLOBAL_PER_SECOND:
            raise TooManyError(round(second + 1 - self._time(), 3) or 0.001, True)

    @staticmethod
    def _time() -> float:
        return asyncio.get_running_loop().time()
