"""Make standard output take every character."""

from __future__ import annotations

import io
import sys


def prepare_output() -> None:
    """Write UTF-8 to files and pipes on every platform; show “?” for what a terminal's encoding lacks."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding=None if sys.stdout.isatty() else "utf-8", errors="replace")
