"""Find several questions in one message."""

from __future__ import annotations

import re

from bot.text.chat import strip_chat
from bot.text.words import words

_FEWEST_WORDS = 3
_MOST_WORDS_ASKED_FOR = 8
_MOST = 4
_ASKS = (
    r"(?:(?:who|what|when|where|why|how)(?:'?s)?|which|is|are|was|were|does|do|did|can|could|will|has|have)"
    r"\b(?!['’]t)"
)
_JOINS = r"(?:and|also|plus|&)(?:\s+also)?"
# Where a question ends and another may begin: behind a question mark, before "and what" or "; who".
_BETWEEN = re.compile(rf"(?<=[?？])\s*|\s*(?:;|,?\s+{_JOINS})\s+(?={_ASKS})", re.IGNORECASE)
_ASKS_FIRST = re.compile(
    rf"{_ASKS}|(?:by|for|in|at|on|to|from|since|with|of)\s+(?:how|what|which|whom|whose|when)\b",
    re.IGNORECASE,
)
_JOINED = re.compile(rf"(?:{_JOINS}|but|so|or|then)\s+(?=\S)", re.IGNORECASE)
# "The share in late 2024, and who measured it?" asks for the share; what has one of these tells something.
_STATES = frozenset(
    word
    for line in (
        "i we you he she it they this that there is are was were am be been do does did has have had",
        "can could will would should may might must let says said say think thinks thought saw read heard",
    )
    for word in line.split()
)
_SENTENCE_MARKS = frozenset(".!>:")


def questions_in(message: str) -> tuple[str, ...]:
    """Return the questions of a message that asks more than one, in order; none of one that doesn't.

    A piece is a question if it `asks`, or if it is what is asked for, with a question behind it.
    """
    pieces = [piece.strip() for piece in _BETWEEN.split(strip_chat(message)) if piece.strip()]
    found = [piece for at, piece in enumerate(pieces) if _is_question(piece, last=at == len(pieces) - 1)]
    return tuple(found[:_MOST]) if len(found) > 1 and any(map(asks, found)) else ()


def asks(piece: str) -> bool:
    """Say whether a piece ends with a question mark or begins with a word that asks."""
    return piece[-1] in "?？" or _ASKS_FIRST.match(piece) is not None


def without_joint(piece: str) -> str:
    """Return a piece without the "and" that joined it to the one before."""
    return _JOINED.sub("", piece, count=1) if _JOINED.match(piece) else piece


def _is_question(piece: str, *, last: bool) -> bool:
    found = words(piece)
    if len(found) < _FEWEST_WORDS:
        return False
    if asks(piece):
        return True
    plain = not last and len(found) <= _MOST_WORDS_ASKED_FOR and _SENTENCE_MARKS.isdisjoint(piece)
    return plain and _STATES.isdisjoint(found)
