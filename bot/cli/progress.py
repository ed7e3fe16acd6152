"""Show on a terminal how far a long run has come."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from time import monotonic

_EVERY = 50
# Seconds.
_SHOWN_AFTER = 0.5


def show_progress(total: int) -> Callable[[int], None]:
    """Return what to call with the number done; it writes to standard error, and only to a terminal."""

    def show(done: int) -> None:
        if sys.stderr.isatty() and (done % _EVERY == 0 or done == total):
            print(f"\r{done} of {total}", end="\n" if done == total else "", file=sys.stderr, flush=True)

    return show


@contextmanager
def progress_bar(title: str) -> Iterator[Callable[[int, int], None]]:
    """Give what to call with how many are done of how many; a bar comes on a terminal, once it takes long."""
    if not sys.stderr.isatty():
        yield lambda _, __: None
        return
    # rich takes a moment to import, and only a person at a terminal needs it.
    from rich.console import Console
    from rich.progress import Progress

    began = monotonic()
    with ExitStack() as stack:
        bar = Progress(console=Console(stderr=True), transient=True)
        task = bar.add_task(title)

        def show(done: int, total: int) -> None:
            if not bar.live.is_started and monotonic() - began > _SHOWN_AFTER:
                stack.enter_context(bar)
            bar.update(task, completed=done, total=total)

        yield show
