"""Run the bot's command line as people do: as a process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def run_bot(
    *arguments: str, stdin: str = "", cwd: Path = ROOT, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Return what a `python -m bot` process did; none of this shell's own settings reach it."""
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ARTICLE_BOT_", "DISCORD_TOKEN"))
    }
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env={**clean, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **(environment or {})},
        timeout=180,
        check=False,
    )
