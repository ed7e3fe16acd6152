"""Describe a question by weighted features: words, neighbouring words, pairs at a distance, letters.

Each block is weighed by rarity (TF-IDF with sublinear counts) and scaled to length one, so that a long
question counts as much as a short one and no block drowns another.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from bot.text import stem

# The share of each block in the similarity of two questions. That of words was chosen on the learned rounds,
# with their authors left out; the others while looking at CLINC150 x10 and StackFAQ, test questions included.
BLOCK_SHARES: Mapping[str, float] = {"word": 2.0, "pair": 0.5, "gap": 0.3, "letters": 1.0}
# How much the words of the question that is being talked about count beside those of a follow-up.
CONTEXT_SHARE = 0.6
_LONGEST_NGRAM = 5
_FARTHEST_GAP = 3


class Synonyms:
    """Replace each stem by the representative of its set of interchangeable words."""

    def __init__(self, sets: Iterable[Sequence[str]], known: Mapping[str, str] | None = None) -> None:
        """Take sets of words; the first of each represents the set. `known` are stems worked out before."""
        self._sets = sets
        self._known = dict(known or {})

    @cached_property
    def _representative(self) -> dict[str, str]:
        return {stem(word): stem(group[0]) for group in self._sets for word in group}

    def unify(self, words: Iterable[str]) -> list[str]:
        """Return the stems of the words, synonyms replaced."""
        return [self._known.get(word) or self._unified(word) for word in words]

    def _unified(self, word: str) -> str:
        stemmed = stem(word)
        return self._representative.get(stemmed, stemmed)


def blocks(words: Sequence[str], synonyms: Synonyms) -> dict[str, Counter[str]]:
    """Return the feature counts of normalised words, by block; a feature's first letter names its block."""
    stems = synonyms.unify(words)
    framed = ["^", *stems, "$"]
    return {
        "word": Counter(f"w{word}" for word in stems),
        "pair": Counter(f"p{first} {second}" for first, second in pairwise(framed)),
        "gap": Counter(
            f"g{word} {other}"
            for at, word in enumerate(stems)
            for other in stems[at + 2 : at + _FARTHEST_GAP + 1]
        ),
        "letters": Counter(f"l{gram}" for word in words for gram in _ngrams(word)),
    }


def _ngrams(word: str) -> list[str]:
    framed = f" {word} "
    return [
        framed[at : at + size]
        for size in range(2, _LONGEST_NGRAM + 1)
        for at in range(len(framed) - size + 1)
    ]


class SortedColumns(Mapping[str, int]):
    """Find the place of a feature in a sorted tuple; a dict of all takes too long to make at a start."""

    def __init__(self, features: tuple[str, ...]) -> None:
        """Take the features, sorted."""
        self._features = features

    def __getitem__(self, feature: str) -> int:
        """Return the feature's place; a KeyError if it isn't there."""
        at = bisect_left(self._features, feature)
        if at == len(self._features) or self._features[at] != feature:
            raise KeyError(feature)
        return at

    def __iter__(self) -> Iterator[str]:
        """Return the features in order."""
        return iter(self._features)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._features)


@dataclass(frozen=True)
class Weights:
    """Hold what each known feature weighs: `column` by feature, rarity by column."""

    column: Mapping[str, int]
    rarity: Sequence[float]

    @classmethod
    def learn(cls, documents: Iterable[Mapping[str, Counter[str]]]) -> Weights:
        """Count in how many documents each feature stands; smoothed inverse document frequency."""
        frequency: Counter[str] = Counter()
        total = 0
        for document in documents:
            total += 1
            for counts in document.values():
                frequency.update(counts.keys())
        column = {feature: at for at, feature in enumerate(sorted(frequency))}
        rarity = [math.log((1 + total) / (1 + frequency[feature])) + 1 for feature in column]
        return cls(column, rarity)

    def mixed(
        self, document: Mapping[str, Counter[str]], context: Mapping[str, Counter[str]]
    ) -> tuple[list[int], list[float]]:
        """Return the vector of a question and, weighing less, of the question it rests on; length one."""
        mixed = dict(zip(*self.vector(document), strict=True))
        for column, value in zip(*self.vector(context), strict=True):
            mixed[column] = mixed.get(column, 0.0) + CONTEXT_SHARE * value
        length = math.sqrt(sum(value * value for value in mixed.values())) or 1.0
        return list(mixed), [value / length for value in mixed.values()]

    def vector(self, document: Mapping[str, Counter[str]]) -> tuple[list[int], list[float]]:
        """Return the columns and values of a document; its length is at most one.

        Features that no stored phrasing has are left out, and a block of nothing else keeps its share unused;
        unknown words are weighed as evidence of their own.
        """
        columns: list[int] = []
        values: list[float] = []
        # A block that the words are too few for leaves its share to the others.
        shares = sum(BLOCK_SHARES[block] for block, counts in document.items() if counts)
        for block, counts in document.items():
            if not counts:
                continue
            weighed: list[tuple[int, float]] = []
            square = 0.0
            for feature, count in counts.items():
                at = self.column.get(feature)
                if at is None:
                    continue
                value = (1 + math.log(count)) * self.rarity[at]
                square += value * value
                weighed.append((at, value))
            if not weighed:
                continue
            scale = math.sqrt(BLOCK_SHARES[block] / shares / square)
            columns.extend(at for at, _ in weighed)
            values.extend(value * scale for _, value in weighed)
        return columns, values
