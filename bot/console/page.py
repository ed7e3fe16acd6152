"""Describe what the console shows, before anything decides how wide or colourful it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Style = Literal["text", "heading", "quiet", "link"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Hold a text that may wrap; `lead` stands before its first line, and later lines are set in by it.

    A style only makes it pleasant: nothing has to be told apart by it. A link is never broken by us.
    """

    text: str
    style: Style = "text"
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Hold rows of aligned cells; where they don't fit side by side, they are put below each other."""

    rows: tuple[tuple[str, ...], ...]


Page = tuple[Paragraph | Table, ...]

GAP = Paragraph("")


def one_line(text: str, most: int = 200) -> str:
    """Return what a person typed so that it can be shown: one line, nothing a terminal would obey, cut."""
    shown = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return shown if len(shown) <= most else f"{shown[: most - 1].rstrip()}…"
