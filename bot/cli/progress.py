"""Show on a terminal how far a long run has come."""

from __future__ import annotations

import sys
from collections.abc import Callable

_EVERY = 50


def show_progress(total: int) -> Callable[[int], None]:
    """Return what to call with the number done; it writes to standard error, and only to a terminal."""

    def show(done: int) -> None:
        if sys.stderr.isatty() and (done % _EVERY == 0 or done == total):
            print(f"\r{done} of {total}", end="\n" if done == total else "", file=sys.stderr, flush=True)

    return show
