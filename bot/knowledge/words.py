"""Bring facts, vocabulary and article to the same words, so that they can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from bot.knowledge.figures import NUMBER_WORDS, date_fields, date_matches

_PIECE: Final = re.compile(r"(?:[^\W\d_]\.){2,}|\d+(?:,\d{3})*(?:\.\d+)?|%|[^\W\d_]+(?:['’][^\W\d_]+)*")
_POSSESSIVE: Final = re.compile(r"['’]s$")
_SAME: Final = {"%": "percent", "bn": "billion", "mn": "million", "tn": "trillion"}


def pieces(text: str) -> list[str]:
    """Return a text's words and figures in lower case; dates as year, month, day, hyphens part words."""
    for match in sorted(date_matches(text), key=lambda found: found.start(), reverse=True):
        date = " ".join(part for part in date_fields(match) if part)
        text = f"{text[: match.start()]} {date} {text[match.end() :]}"
    return [_same(piece) for piece in _PIECE.findall(text.lower())]


def known_pieces(words: Iterable[str]) -> frozenset[str]:
    """Return the pieces of all words."""
    return frozenset(piece for word in words for piece in pieces(word))


def _same(piece: str) -> str:
    if piece[0].isdigit():
        return piece.replace(",", "").lstrip("0") or "0"
    piece = _POSSESSIVE.sub("", piece).replace(".", "")
    piece = _SAME.get(piece, piece)
    return str(NUMBER_WORDS[piece]) if piece in NUMBER_WORDS else piece
