"""Run the bot with a ticker in its event loop that tells how long the loop was held up.

`main` runs the bot as it is, `main_with_a_nap` one whose handlers sleep, `main_with_a_slow_disk` one whose
disk takes its time. SIGUSR1 writes the largest lag since the last signal to standard error.

A lag is how much later than asked the ticker woke up, without the time in which the loop's thread was ready
to run while the machine ran something else: that is the machine's doing, and Linux tells it for each thread.
Whatever the bot itself does counts, also when it sleeps or waits for a disk.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any

from bot.cli import main as run_bot
from bot.conversation import Conversations
from bot.model import Reply

NAP = 0.06
DISK_NAP = 0.15
_PERIOD = 0.005
_SCHEDULING = Path("/proc/thread-self/schedstat")


def _kept_waiting() -> float:
    """Return how many seconds this thread waited for a processor so far; 0 where that isn't told."""
    try:
        return int(_SCHEDULING.read_text(encoding="ascii").split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0


class _Ticker:
    """Wake up every few milliseconds and keep the largest lag."""

    def __init__(self) -> None:
        self._largest = self._largest_of_all = 0.0
        self._ticks = 0

    async def tick(self) -> None:
        while True:
            before, waited = time.perf_counter(), _kept_waiting()
            await asyncio.sleep(_PERIOD)
            late = time.perf_counter() - before - _PERIOD
            self._largest_of_all = max(self._largest_of_all, late)
            self._largest = max(self._largest, late - (_kept_waiting() - waited))
            self._ticks += 1

    def tell(self) -> None:
        """Write what was largest since the last time, in milliseconds."""
        largest, of_all = self._largest * 1000, self._largest_of_all * 1000
        sys.stderr.write(f"lag {largest:.2f} ms, by the clock {of_all:.2f} ms, in {self._ticks} ticks\n")
        sys.stderr.flush()
        self._largest = self._largest_of_all = 0.0
        self._ticks = 0


@contextlib.contextmanager
def _ticking() -> Iterator[None]:
    """Let every loop that `asyncio.run` starts have a ticker."""
    run = asyncio.run

    async def ticked(work: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401  # as asyncio.run has it
        ticker = _Ticker()
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, ticker.tell)
        task = asyncio.create_task(ticker.tick())
        try:
            return await work
        finally:
            task.cancel()

    def run_ticked(work: Coroutine[Any, Any, Any], **options: Any) -> Any:  # noqa: ANN401  # as above
        return run(ticked(work), **options)

    asyncio.run = run_ticked  # type: ignore[assignment]  # put back below
    try:
        yield
    finally:
        asyncio.run = run


def main(argv: list[str] | None = None) -> int:
    """Run the bot with the ticker."""
    with _ticking():
        return run_bot(argv)


def main_with_a_nap(argv: list[str] | None = None) -> int:
    """Run the bot with the ticker, and hold its loop up whenever a question is answered."""
    answer = Conversations.reply

    def answer_after_a_nap(self: Conversations, *arguments: Any, **options: Any) -> Reply:  # noqa: ANN401
        time.sleep(NAP)
        return answer(self, *arguments, **options)

    Conversations.reply = answer_after_a_nap  # type: ignore[method-assign]  # this process's only
    return main(argv)


def main_with_a_slow_disk(argv: list[str] | None = None) -> int:
    """Run the bot with the ticker, and let the disk take its time to write down what it was given."""
    write_down = os.fsync

    def write_down_after_a_nap(file: int) -> None:
        time.sleep(DISK_NAP)
        write_down(file)

    os.fsync = write_down_after_a_nap  # type: ignore[assignment]  # this process's only
    return main(argv)
