"""Weigh whether the best entry answers the question at all: the evidence for and against, as numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.matching.lexicon import english_ranks

Doubles = npt.NDArray[np.float64]

NAMES = (
    "score of the best entry",
    "lead over the second entry",
    "score of all entries together",
    "score of the best not-told group",
    "score of all not-told groups together",
    "score of small talk",
    "likeness of the nearest phrasing of the best entry",
    "mean likeness of its three nearest phrasings",
    "likeness of the nearest not-told question",
    "lead of that over the nearest phrasing of any entry",
    "share of the question's weight that the best entry doesn't know",
    "rarest word that the best entry doesn't know",
    "rarest word that no phrasing knows",
    "words in the question",
    "names that the article lacks",
    "names that the article has",
    "how usual this kind of question is for the best entry",
)


@dataclass(frozen=True)
class View:
    """Hold what one question looks like to the phrasings it may be compared with.

    `scores` has a value per target, `cosines` one per phrasing; `covered[i]` says whether the best entry
    knows content stem i, `known[i]` whether any phrasing does.
    """

    scores: npt.NDArray[np.floating]
    cosines: npt.NDArray[np.floating]
    words: Sequence[str]
    covered: Sequence[bool]
    known: Sequence[bool]
    lacking_names: int
    present_names: int
    kind_share: float


def rarity(word: str) -> float:
    """Return how rare a word is in English at large: 0 for the commonest, 1 for the 40,000th, 1.1 beyond."""
    rank = english_ranks().get(word)
    if rank is None:
        return 1.1 if word.isalpha() else 0.8
    return math.log(rank) / math.log(40_000)


@dataclass(frozen=True)
class Layout:
    """Say which targets are entries, groups and small talk, and which target each phrasing belongs to."""

    entries: npt.NDArray[np.int64]
    groups: npt.NDArray[np.int64]
    small_talk: npt.NDArray[np.int64]
    target_of: npt.NDArray[np.int64]

    def best_entry(self, scores: npt.NDArray[np.floating]) -> int:
        """Return the target with the highest score among the entries; ties go to the first by id."""
        rounded = np.round(scores[self.entries], 6)
        return int(self.entries[int(np.argmax(rounded))])


def weigh(view: View, layout: Layout) -> Doubles:
    """Return the evidence of one view, in the order of NAMES."""
    best = layout.best_entry(view.scores)
    entries = np.sort(view.scores[layout.entries])[::-1]
    groups = view.scores[layout.groups]
    social = view.scores[layout.small_talk]
    cosines = np.asarray(view.cosines, dtype=np.float64)
    own = np.sort(cosines[layout.target_of == best])[::-1]
    is_entry = np.isin(layout.target_of, layout.entries)
    is_group = np.isin(layout.target_of, layout.groups)
    nearest_entry = cosines[is_entry].max(initial=0.0)
    nearest_group = cosines[is_group].max(initial=0.0)
    rarities = [rarity(word) for word in view.words]
    total = sum(rarities) or 1.0
    uncovered = [value for value, covered in zip(rarities, view.covered, strict=True) if not covered]
    unknown = [value for value, known in zip(rarities, view.known, strict=True) if not known]
    return np.array(
        [
            entries[0],
            entries[0] - (entries[1] if len(entries) > 1 else 0.0),
            float(np.sum(view.scores[layout.entries])),
            groups.max(initial=0.0),
            float(groups.sum()),
            social.max(initial=0.0),
            own[0] if len(own) else 0.0,
            own[:3].mean() if len(own) else 0.0,
            nearest_group,
            nearest_group - nearest_entry,
            sum(uncovered) / total,
            max(uncovered, default=0.0),
            max(unknown, default=0.0),
            math.log1p(len(view.words)),
            float(min(view.lacking_names, 2)),
            float(min(view.present_names, 3)),
            view.kind_share,
        ]
    )
