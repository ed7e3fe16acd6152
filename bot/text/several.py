"""Find several questions in one message."""

from __future__ import annotations

import re

from bot.text.chat import strip_chat
from bot.text.words import words

_FEWEST_WORDS = 3
_MOST = 4
_ASKS = (
    r"(?:(?:who|what|when|where|why|how)(?:'?s)?|which|is|are|was|were|does|do|did|can|could|will|has|have)\b"
)
# Where a question ends and another may begin: behind a question mark, and before "and what", "; who".
_BETWEEN = re.compile(
    rf"(?<=[?？])\s*|\s*(?:;|,?\s+(?:and|also|plus|&)(?:\s+also)?)\s+(?={_ASKS})", re.IGNORECASE
)
_ASKS_FIRST = re.compile(_ASKS, re.IGNORECASE)


def questions_in(message: str) -> tuple[str, ...]:
    """Return the questions of a message that asks more than one, in order; none of one that doesn't.

    A piece is a question if it ends with a question mark or begins with a word that asks.
    """
    pieces = [piece.strip() for piece in _BETWEEN.split(strip_chat(message)) if piece.strip()]
    asked = [
        piece
        for piece in pieces
        if len(words(piece)) >= _FEWEST_WORDS and (piece[-1] in "?？" or _ASKS_FIRST.match(piece))
    ]
    return tuple(asked[:_MOST]) if len(asked) > 1 else ()
