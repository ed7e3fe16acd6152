"""Run the bot on the day that a file tells, so that two weeks pass in minutes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bot import wiring
from bot.cli import main as run

DAY_FILE = "FORTNIGHT_DAY"


def main(arguments: Sequence[str] | None = None) -> int:
    """Replace what tells the day, and run the command line."""
    file = Path(os.environ[DAY_FILE])
    wiring.utc_today = lambda: date.fromisoformat(file.read_text(encoding="ascii"))
    return run(arguments)
