"""Make standard output take every character."""

from __future__ import annotations

import io
import os
import sys


def prepare_output() -> None:
    """Write UTF-8 to files and pipes on every platform; show “?” for what a terminal's encoding lacks."""
    if sys.stdout is None:  # started with a closed standard output: nobody reads anything
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115  # open as long as the process
    elif isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding=None if sys.stdout.isatty() else "utf-8", errors="replace")
