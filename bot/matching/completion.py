"""Complete what a person is typing to questions that the knowledge base answers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.model import Choice, Entry, Knowledge, Statistic
from bot.text import words

_MOST_TYPED = 12
# A typed word counts for a stored one when no more than about a third of it is mistyped.
_LEAST_LIKE = 0.65
_SHORTEST_MISTYPED = 4
# Of the weight of the typed words, a question must hold this share, and not much less than the best one does.
_LEAST_COVERED = 0.25
_NEAR_BEST = 0.6
# Among equals: the question that stands for its entry, then shorter ones, then those in the typed order.
_SHOWN_BONUS = 0.06
_LENGTH_COST = 0.004
_ORDER_BONUS = 0.02


class Completion:
    """Offer stored questions for a few typed letters; deterministic, about a millisecond a call."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Index the curated questions of every entry and the labels of every statistic."""
        self._entries = knowledge.entries
        self._statistics = knowledge.statistics

    def complete(self, text: str, limit: int) -> tuple[Choice, ...]:
        """Return at most `limit` entries for the typed text, best first, each with its fitting question.

        Without a typed word these are the most useful entries: those that people asked for most and that
        others lead to.
        """
        typed = _typed(text)
        if not typed:
            return tuple(_choice(entry, entry.questions[0]) for entry in self._useful[:limit])
        found = self._questions.best(typed, limit)
        return tuple(_choice(self._entries[at], question) for at, question in found)

    def statistics(self, text: str, limit: int) -> tuple[Statistic, ...]:
        """Return at most `limit` statistics for the typed text, best first; all in order without one."""
        typed = _typed(text)
        if not typed:
            return self._statistics[:limit]
        return tuple(self._statistics[at] for at, _ in self._labels.best(typed, limit))

    def statistic(self, text: str) -> Statistic | None:
        """Return the statistic that the text names by its id or its label, or None."""
        wanted = text.strip().casefold()
        for statistic in self._statistics:
            if wanted in (statistic.id, statistic.label.casefold()):
                return statistic
        near = self.statistics(text, 1) if _typed(text) else ()
        return near[0] if near else None

    @cached_property
    def _useful(self) -> tuple[Entry, ...]:
        led_to: dict[str, int] = {}
        for entry in self._entries:
            for target in (*entry.related, *(each.entry for each in entry.follow_ups)):
                led_to[target] = led_to.get(target, 0) + 1
        return tuple(sorted(self._entries, key=lambda each: -len(each.asked) - led_to.get(each.id, 0)))

    @cached_property
    def _questions(self) -> _Texts:
        return _Texts([entry.questions for entry in self._entries])

    @cached_property
    def _labels(self) -> _Texts:
        return _Texts(
            [(each.label, f"{each.label} {each.shown} {each.unit} {each.id}") for each in self._statistics]
        )


class _Texts:
    """Find, for typed words, the best text of each of several groups of texts."""

    def __init__(self, groups: Sequence[Sequence[str]]) -> None:
        pairs = [(at, text, first) for at, texts in enumerate(groups) for first, text in enumerate(texts)]
        split = [words(text) or [""] for _, text, _ in pairs]
        self._texts = [text for _, text, _ in pairs]
        self._group_of = [at for at, _, _ in pairs]
        self._vocabulary = sorted({word for each in split for word in each})
        column = {word: at for at, word in enumerate(self._vocabulary)}
        self._flat = np.array([column[word] for each in split for word in each])
        self._starts = np.cumsum([0, *(len(each) for each in split[:-1])])
        counts = np.bincount([column[word] for each in split for word in set(each)], minlength=len(column))
        self._rarity = np.log((1 + len(split)) / (1 + counts))
        self._lengths = np.array([len(each) for each in split])
        self._is_first = np.array([first == 0 for _, _, first in pairs])
        self._prefixes: dict[int, list[str]] = {}

    def best(self, typed: list[str], limit: int) -> list[tuple[int, str]]:
        """Return (group, text) for the best text of each group that holds enough of the typed words."""
        likeness = self._likeness(typed)
        weights = np.array([self._weight(row) for row in likeness])
        held = np.maximum.reduceat(likeness[:, self._flat], self._starts, axis=1)
        covered = weights @ held / weights.sum()
        score = covered + _SHOWN_BONUS * self._is_first - _LENGTH_COST * self._lengths
        score += _ORDER_BONUS * self._in_order(likeness)
        least = max(_LEAST_COVERED, _NEAR_BEST * float(covered.max()))
        rounded = np.where(covered >= least, np.round(score, 6), -np.inf)
        found: dict[int, str] = {}
        for at in np.argsort(-rounded, kind="stable").tolist():
            if not np.isfinite(rounded[at]) or len(found) == limit:
                break
            found.setdefault(self._group_of[at], self._texts[at])
        return list(found.items())

    def _likeness(self, typed: list[str]) -> npt.NDArray[np.float64]:
        """Return how like each stored word is to each typed one, 0 to 1; the last one may be unfinished."""
        table = process.cdist(
            typed,
            self._vocabulary,
            scorer=OSA.normalized_similarity,
            score_cutoff=_LEAST_LIKE,
            dtype=np.float64,
        )
        for row, word in enumerate(typed):
            if len(word) < _SHORTEST_MISTYPED:
                table[row] = np.where(table[row] == 1.0, 1.0, 0.0)
        last = typed[-1]
        starts = process.cdist(
            [last],
            self._starts_of(len(last)),
            scorer=OSA.normalized_similarity,
            score_cutoff=_LEAST_LIKE,
            dtype=np.float64,
        )[0]
        if len(last) < _SHORTEST_MISTYPED:
            starts = np.where(starts == 1.0, 1.0, 0.0)
        # A whole word is worth a little more than the beginning of one.
        table[-1] = np.maximum(table[-1], 0.95 * starts)
        return table

    def _starts_of(self, length: int) -> list[str]:
        if length not in self._prefixes:
            self._prefixes[length] = [word[:length] for word in self._vocabulary]
        return self._prefixes[length]

    def _weight(self, row: npt.NDArray[np.float64]) -> float:
        """Return how much a typed word counts: by the rarity of what it is most like, or fully if unknown."""
        best = row.max(initial=0.0)
        unknown = math.log(1 + len(self._texts))
        return float(self._rarity[row == best].max()) + 0.1 if best > 0 else unknown

    def _in_order(self, likeness: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return the share of neighbouring typed words that stand next to each other in each text."""
        if len(likeness) < 2:
            return np.zeros(len(self._texts))
        at = likeness[:, self._flat] > 0
        pairs = (at[:-1, :-1] & at[1:, 1:]).astype(np.float64)
        pairs[:, self._starts[1:] - 1] = 0.0
        padded = np.concatenate([pairs, np.zeros((len(pairs), 1))], axis=1)
        return np.asarray(np.maximum.reduceat(padded, self._starts, axis=1).mean(axis=0))


def _typed(text: str) -> list[str]:
    return words(text)[-_MOST_TYPED:]


def _choice(entry: Entry, question: str) -> Choice:
    return Choice(entry.id, question, entry.answer)
