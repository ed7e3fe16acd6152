"""Write replies as the JSON objects that `ask` prints."""

from __future__ import annotations

from typing import Any, assert_never

from bot import wording
from bot.model import Answered, Choice, Declined, Reply, Social, Source, Unsure


def to_object(question: str, reply: Reply) -> dict[str, Any]:
    """Return the JSON object of one reply, its keys in a fixed order."""
    answer: str | None = None
    entry: str | None = None
    source: Source | None = None
    choices: tuple[Choice, ...] = ()
    match reply:
        case Answered():
            outcome, answer, entry = "answered", wording.answer(reply), reply.entry.id
            source, choices = reply.source, reply.choices
        case Unsure():
            outcome, choices = "unsure", reply.choices
        case Declined():
            outcome, answer, choices = "declined", reply.text, reply.choices
        case Social():
            outcome, answer = "social", reply.text
        case _:
            assert_never(reply)
    return {
        "question": question,
        "outcome": outcome,
        "answer": answer,
        "entry": entry,
        "confidence": reply.confidence,
        "source": _source(source) if source else None,
        "choices": [
            {"entry": each.entry, "question": each.question, "answer": each.answer} for each in choices
        ],
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "title": source.title,
        "publisher": source.publisher,
        "url": source.url,
        "published": source.published,
        "part": source.parts[0],
        "parts": list(source.parts),
        "label": source.label,
    }
