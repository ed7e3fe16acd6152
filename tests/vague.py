"""Find a message that gets choices to pick from, whatever the knowledge base has learned by now."""

from __future__ import annotations

import itertools
from functools import lru_cache

from bot import wiring
from bot.model import Unsure
from bot.settings import Settings

_WORDS = (
    "experts",
    "models",
    "companies",
    "chips",
    "talent",
    "future",
    "money",
    "people",
    "plan",
    "risk",
    "next",
)


@lru_cache(maxsize=1)
def vague_question() -> str:
    """Return a message of two words that the bot is unsure of, with two choices or more."""
    assistant = wiring.build_assistant(Settings())
    for first, second in itertools.permutations(_WORDS, 2):
        reply = assistant.reply(f"{first} {second}")
        if isinstance(reply, Unsure) and len(reply.choices) > 1:
            return f"{first} {second}"
    raise AssertionError("the bot is sure of everything: give this list other words")
