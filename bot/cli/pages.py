"""Print a page: drawn on a terminal, as plain lines otherwise."""

from __future__ import annotations

import sys

from bot.console.page import Page


def show_page(page: Page) -> None:
    """Print a page to standard output."""
    if sys.stdout.isatty():
        from bot.console.terminal import Terminal

        Terminal(sys.stdout).show(page)
    else:
        from bot.console.plain import lines_of

        print("\n".join(lines_of(page)))
