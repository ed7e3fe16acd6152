"""Look up names: those the article has and those that it lacks."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model import Knowledge
from bot.text import words

_LONGEST_NAME = 4


class Mentions:
    """Find names in the words of a question."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Index the spellings of names.yaml and the names among the article's facts."""
        self._lacking = {
            tuple(words(spelling)): name.name
            for name in knowledge.names
            for spelling in (name.name, *name.spellings)
        }
        self._present = {
            tuple(words(fact)): fact
            for part in knowledge.article.parts
            for fact in part.facts
            if fact[:1].isupper()
        }

    def lacking(self, found: Sequence[str]) -> list[str]:
        """Return the names in these words that the article does not mention, in order, once each."""
        return self._find(found, self._lacking)

    def present(self, found: Sequence[str]) -> list[str]:
        """Return the names in these words that the article mentions, in order, once each."""
        return self._find(found, self._present)

    @staticmethod
    def _find(found: Sequence[str], names: dict[tuple[str, ...], str]) -> list[str]:
        hits: dict[str, None] = {}
        at = 0
        while at < len(found):
            for size in range(min(_LONGEST_NAME, len(found) - at), 0, -1):
                name = names.get(tuple(found[at : at + size]))
                if name is not None:
                    hits[name] = None
                    at += size
                    break
            else:
                at += 1
        return list(hits)
