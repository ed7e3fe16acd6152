"""Weigh whether an entry answers the question at all: the evidence for and against, as numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from bot.matching.lexicon import english_ranks

Doubles = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

NAMES = (
    "score of the entry",
    "lead over the best other entry",
    "score of all entries together",
    "score of the best not-told group",
    "score of all not-told groups together",
    "score of small talk",
    "likeness of the entry's nearest phrasing",
    "mean likeness of its three nearest phrasings",
    "lead of that over every other entry's",
    "likeness of the nearest not-told question",
    "lead of that over the nearest phrasing of any entry",
    "share of the question's weight that the entry doesn't know",
    "rarest word that the entry doesn't know",
    "rarest word that no phrasing knows",
    "words in the question",
    "names that the article lacks",
    "names that the article has",
    "asks whether something is mentioned",
    "share of what is sought that no answer has",
    "rests on what was said before",
    "belongs to what was said before",
    "how usual this kind of question is for the entry",
)
_UNLISTED_WORD = 1.1
_UNLISTED_FIGURE = 0.8


@dataclass(frozen=True)
class View:
    """Hold what one question looks like beside the phrasings it may be compared with.

    `scores` has a value per target, `cosines` one per phrasing; `known[i]` says whether any phrasing has
    word i. `seeks` says that the question asks whether something is mentioned, `missing` which share of
    that no answer has. For a question that rests on an answer before it, `kin` marks the entries that belong
    to that one; None for a question that stands alone.
    """

    scores: npt.NDArray[np.floating]
    cosines: npt.NDArray[np.floating]
    words: Sequence[str]
    known: Sequence[bool]
    lacking_names: int
    present_names: int
    seeks: bool
    missing: float
    kin: Flags | None


@dataclass(frozen=True)
class Layout:
    """Say which target each phrasing belongs to: entries come first, then groups, then small talk."""

    entries: int
    groups: int
    target_of: npt.NDArray[np.int64]

    @cached_property
    def of_entry(self) -> list[npt.NDArray[np.int64]]:
        """Return the rows of each entry's phrasings."""
        return [np.flatnonzero(self.target_of == entry) for entry in range(self.entries)]

    @cached_property
    def of_entries(self) -> npt.NDArray[np.int64]:
        """Return the rows of all entries' phrasings."""
        return np.flatnonzero(self.target_of < self.entries)

    @cached_property
    def of_groups(self) -> npt.NDArray[np.int64]:
        """Return the rows of all not-told questions."""
        told = self.entries + self.groups
        return np.flatnonzero((self.target_of >= self.entries) & (self.target_of < told))

    def likeliest(self, scores: npt.NDArray[np.floating], most: int, kin: Flags | None = None) -> list[int]:
        """Return the entries with the highest scores, best first; ties go to the first by id.

        With `kin`, the last one is the best of these, where none is among the others.
        """
        rounded = np.round(scores[: self.entries], 6)
        places = [int(place) for place in np.argsort(-rounded, kind="stable")]
        found = places[:most]
        if kin is not None and not kin[found].any():
            found[-1] = next((place for place in places if kin[place]), found[-1])
        return found


def rarity(word: str) -> float:
    """Return how rare a word is in English at large: 0 for the commonest, 1 for the 40,000th, 1.1 beyond."""
    rank = english_ranks().get(word)
    if rank is None:
        return _UNLISTED_WORD if word.isalpha() else _UNLISTED_FIGURE
    return math.log(rank) / math.log(40_000)


def weigh(view: View, layout: Layout, entry: int, covered: Sequence[bool], kind_share: float) -> Doubles:
    """Return the evidence that one entry answers the question, in the order of NAMES.

    `covered[i]` says whether a phrasing of the entry has word i, `kind_share` how many of its phrasings
    are questions of the same kind.
    """
    told = layout.entries + layout.groups
    entries = np.asarray(view.scores[: layout.entries], dtype=np.float64)
    groups = view.scores[layout.entries : told]
    others = np.delete(entries, entry)
    cosines = view.cosines
    own = np.sort(cosines[layout.of_entry[entry]].astype(np.float64))[::-1][:3]
    nearest = own[0] if len(own) else 0.0
    nearest_entry = float(cosines[layout.of_entries].max(initial=0.0))
    nearest_group = float(cosines[layout.of_groups].max(initial=0.0))
    rarities = [rarity(word) for word in view.words]
    uncovered = [value for value, covers in zip(rarities, covered, strict=True) if not covers]
    unknown = [value for value, known in zip(rarities, view.known, strict=True) if not known]
    return np.array(
        [
            entries[entry],
            entries[entry] - others.max(initial=0.0),
            entries.sum(),
            groups.max(initial=0.0),
            groups.sum(),
            view.scores[told:].max(initial=0.0),
            nearest,
            own.mean() if len(own) else 0.0,
            nearest - nearest_entry,
            nearest_group,
            nearest_group - nearest_entry,
            sum(uncovered) / (sum(rarities) or 1.0),
            max(uncovered, default=0.0),
            max(unknown, default=0.0),
            math.log1p(len(view.words)),
            min(view.lacking_names, 2),
            min(view.present_names, 3),
            float(view.seeks),
            view.missing,
            float(view.kin is not None),
            float(view.kin is not None and view.kin[entry]),
            kind_share,
        ],
        dtype=np.float64,
    )
