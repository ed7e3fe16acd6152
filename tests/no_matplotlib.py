"""Run the bot as on a machine where matplotlib can't be imported."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from bot.cli import main as run


def main(arguments: Sequence[str] | None = None) -> int | None:
    """Run the bot's command line."""
    sys.modules["matplotlib"] = None  # type: ignore[assignment]  # how Python writes "not to be found"
    return run(arguments)
