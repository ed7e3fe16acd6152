"""Word what is said to the other questions of a message, below the answer to one of them."""

from __future__ import annotations

from bot import wording
from bot.model import Answered, Besides

ON = "On “{question}”: {text}"
ON_HEADING = "On “{question}”"
NOT_SURE = "I'm not sure about that one; please ask it on its own."
_MOST_CHARACTERS = 120


def spoken_to(one: Besides) -> tuple[str, str]:
    """Return what is said to the other question, and its citation, empty where nothing is cited."""
    match one.reply:
        case Answered():
            return wording.answer(one.reply), wording.citation(one.reply)
        case None:
            return NOT_SURE, ""
        case _:
            return one.reply.text, ""


def lines(one: Besides) -> tuple[str, ...]:
    """Return the lines that name the other question and say what is said to it."""
    text, cited = spoken_to(one)
    return (ON.format(question=quoted(one), text=text), *([cited] if cited else []))


def quoted(one: Besides) -> str:
    """Return the other question in one line, nothing in it that a terminal would obey, cut."""
    shown = " ".join("".join(char if char.isprintable() else " " for char in one.question).split())
    return shown if len(shown) <= _MOST_CHARACTERS else f"{shown[: _MOST_CHARACTERS - 1].rstrip()}…"
