"""Know the words: which the knowledge base uses, which are common English, and what a typing error meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

# english.txt holds the 40,000 commonest English words, commonest first (from wordfreq's list, CC BY-SA 4.0).
_COMMON = 20_000
_SHORTEST_REPAIRED = 4
_LONGEST_REPAIRED = 24


@lru_cache(maxsize=1)
def english_ranks() -> dict[str, int]:
    """Return the rank of each of the 40,000 commonest English words, 1 for the commonest."""
    text = Path(__file__).with_name("english.txt").read_text(encoding="utf-8")
    return {word: rank for rank, word in enumerate(text.split(), start=1)}


@dataclass(frozen=True)
class Lexicon:
    """Hold the words of one knowledge base that a typing error may be repaired to."""

    words: frozenset[str]

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for word in sorted(self.words):
            found.setdefault(len(word), []).append(word)
        return found

    def knows(self, word: str) -> bool:
        """Say whether the word is one of the knowledge base or among the 20,000 commonest of English."""
        return word in self.words or not word.isalpha() or english_ranks().get(word, 10**9) <= _COMMON

    def repair(self, words: Iterable[str]) -> tuple[list[str], dict[str, str]]:
        """Return the words with typing errors undone, and what was changed to what."""
        repaired: list[str] = []
        changes: dict[str, str] = {}
        for word in words:
            better = None if self.knows(word) else self._nearest(word)
            if better is None:
                repaired.append(word)
            else:
                changes[word] = better
                repaired.extend(better.split())
        return repaired, changes

    def _nearest(self, word: str) -> str | None:
        """Return the one nearest word within an edit (two from eight letters on), or two run together."""
        if not _SHORTEST_REPAIRED <= len(word) <= _LONGEST_REPAIRED or not word.isascii():
            return None
        most = 1 if len(word) < 8 else 2
        nearby = [
            candidate
            for length in range(len(word) - most, len(word) + most + 1)
            for candidate in self._by_length.get(length, ())
        ]
        found = process.extract(word, nearby, scorer=OSA.distance, score_cutoff=most, limit=2)
        # A first letter is seldom mistyped; two equally near words leave it open.
        found = [match for match in found if match[0][0] == word[0] or match[1] == 1]
        if found and (len(found) == 1 or found[0][1] < found[1][1]):
            return str(found[0][0])
        for cut in range(3, len(word) - 2):
            if word[:cut] in self.words and word[cut:] in self.words:
                return f"{word[:cut]} {word[cut:]}"
        return None
