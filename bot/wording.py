"""Hold every sentence of the bot itself that a person can read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.model import Article, Choice, Source

ASK_SOMETHING = "Ask me something about the article, for example “{example}”."
UNSURE = "I'm not sure which question you mean. Did you mean one of these?"
NOT_TOLD = "The article doesn't tell that."
NOT_MENTIONED = "The article doesn't mention {names}."
NOT_MENTIONED_AND = "The article doesn't mention {names}. {rest}"
NEAREST = "The nearest thing it does say:"
NEAREST_SEVERAL = "The nearest things it does say:"
OTHER_LANGUAGE = "I only understand English so far, and only know this one article."
LEARNING = "Learning the knowledge base; this happens once after each change and takes a few seconds …"

VERY_SURE = "very sure"
FAIRLY_SURE = "fairly sure"
NOT_SURE = "not very sure"


def join(names: list[str], last: str = "or") -> str:
    """Return `A`, `A or B`, or `A, B or C`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def day(iso: str) -> str:
    """Return an ISO date as `February 10, 2026`."""
    when = date.fromisoformat(iso)
    return f"{when:%B} {when.day}, {when.year}"


def citation(source: Source) -> str:
    """Return where an answer comes from, in one line without the link."""
    return f"{source.label} · {source.publisher}, {day(source.published)}"


def headline(article: Article) -> str:
    """Return what the bot answers about, in one line."""
    return f"“{article.title}” ({article.publisher}, {day(article.published)})"


def sureness(confidence: float) -> str:
    """Return one of three plain words for a confidence."""
    if confidence >= 0.85:
        return VERY_SURE
    return FAIRLY_SURE if confidence >= 0.6 else NOT_SURE


def nearest(choices: Sequence[Choice]) -> list[str]:
    """Return lines that offer the nearest things the article does say."""
    if not choices:
        return []
    return [NEAREST if len(choices) == 1 else NEAREST_SEVERAL, *(f"{at}. {each.question}" for at, each in enumerate(choices, start=1))]
