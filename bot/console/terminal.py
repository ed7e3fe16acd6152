"""Draw pages on a terminal: wrapped to its width, with a little colour where it has any."""

from __future__ import annotations

import shutil
from typing import TextIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from bot.console.page import Page, Paragraph, Style, Table

_STYLES: dict[Style, str] = {"text": "", "heading": "bold", "quiet": "dim", "link": "blue"}
# Longer lines are hard to read.
_WIDEST = 88
# Below this, cells side by side become columns of single words.
_NARROWEST_TABLE = 60
_SPACE = 2


class Terminal:
    """Draw on one terminal; the width is asked for anew each time."""

    def __init__(self, stream: TextIO, *, styled: bool = True) -> None:
        """Take the stream; without `styled` no colour or other attribute is used (NO_COLOR is respected)."""
        self._console = Console(
            file=stream,
            color_system="auto" if styled else None,
            highlight=False,
            markup=False,
            emoji=False,
        )

    def show(self, page: Page) -> None:
        """Draw a page."""
        # Asked here, since rich takes a terminal of little ability for one of 80 columns.
        width = min(shutil.get_terminal_size().columns, _WIDEST)
        for block in page:
            match block:
                case Paragraph(style="link"):
                    # The terminal itself breaks it, so that it can still be clicked and copied whole.
                    self._console.print(Text(block.text, _STYLES["link"]), soft_wrap=True)
                case Paragraph():
                    self._console.print(_paragraph(block), width=width)
                case Table():
                    drawn = _grid(block) if width >= _NARROWEST_TABLE else _stacked(block)
                    self._console.print(drawn, width=width)
        self._console.file.flush()


def _paragraph(block: Paragraph) -> RenderableType:
    text = Text(block.text, _STYLES[block.style])
    if not block.lead:
        return text
    grid = Grid.grid()
    grid.add_column(width=len(block.lead), no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(block.lead), text)
    return grid


def _grid(table: Table) -> RenderableType:
    grid = Grid.grid(padding=(0, _SPACE, 0, 0))
    last = len(table.rows[0]) - 1
    for at in range(len(table.rows[0])):
        grid.add_column(no_wrap=at == 0 and last == 1, overflow="fold")
    for row in table.rows:
        grid.add_row(*(Text(cell, "bold" if at == 0 else "") for at, cell in enumerate(row)))
    return grid


def _stacked(table: Table) -> RenderableType:
    return Group(
        *(
            Group(
                Text(row[0], "bold"),
                *(Padding(Text(cell), (0, 0, 0, _SPACE)) for cell in row[1:] if cell),
            )
            for row in table.rows
        )
    )
