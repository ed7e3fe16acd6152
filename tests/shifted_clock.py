"""Run the bot by a clock that a test sets: the time in the file that the variable SHIFTED_CLOCK names.

The test may write another time there while the bot runs. Digests are looked after ten times a second. In the
end the log says which tasks were still there when the client was closed.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from bot import wiring
from bot.cli import main as run
from bot.discord_app import digest

LEFT = "tasks left: "


def set_clock(file: Path, when: datetime) -> None:
    """Set the clock of a bot that runs by a file."""
    draft = file.with_suffix(".draft")
    draft.write_text(when.isoformat(), encoding="ascii")
    draft.replace(file)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the bot's command line."""
    file = Path(os.environ["SHIFTED_CLOCK"])
    wiring.utc_now = lambda: datetime.fromisoformat(file.read_text(encoding="ascii"))
    digest.EVERY = 0.1
    asyncio.run = _telling(asyncio.run)  # this process's only
    return run(arguments)


def _telling(runner: Callable[..., Any]) -> Callable[..., Any]:
    async def told(work: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401  # as asyncio.run has it
        try:
            return await work
        finally:
            left = asyncio.all_tasks() - {asyncio.current_task()}
            sys.stderr.write(f"{LEFT}{', '.join(sorted(each.get_name() for each in left if each))}\n")

    return lambda work: runner(told(work))
