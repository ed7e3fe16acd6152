"""Write pages as plain lines, for pipes and files."""

from __future__ import annotations

from bot.console.page import Page, Paragraph, Table


def lines_of(page: Page) -> list[str]:
    """Return the lines of a page; nothing is wrapped, so that one fact stays on one line."""
    lines: list[str] = []
    for block in page:
        match block:
            case Paragraph():
                lines.append(f"{block.lead}{block.text}".rstrip())
            case Table():
                lines.extend(_aligned(block.rows))
    return lines


def _aligned(rows: tuple[tuple[str, ...], ...]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
