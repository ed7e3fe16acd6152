"""Run the bot by a clock that a test sets: the time in the file that the variable SHIFTED_CLOCK names.

The test may write another time there while the bot runs. Digests are looked after ten times a second.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bot import wiring
from bot.cli import main as run
from bot.discord_app import digest


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
    return run(arguments)
