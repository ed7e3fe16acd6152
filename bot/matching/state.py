"""Hold everything a trained matcher needs, as plain arrays and strings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.matching.index import Index
from bot.matching.logistic import Logistic
from bot.matching.mentions import NameTables

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]
# How many of the likeliest entries the second model judges; the most probable of them is the best.
JUDGED = 2


@dataclass(frozen=True)
class State:
    """Hold a trained matcher: targets are entries first, then groups, then small talk.

    `stem_of` has the stem of every word that was met in training, synonyms replaced, so that most questions
    need no stemmer; `names` is what names are looked up in. Shapes: `coefficients` (phrasings, targets),
    where of very many phrasings only the landmarks have some, and stand first; `covered` (stems, targets),
    `kind_shares` (targets, kinds), `kin` (entries, entries), whether two belong together; the
    `claim_…` tuples and arrays have a value for each phrasing that claims something, `claim_pulls` one more,
    see `claims`; the `unseen_…` arrays have one value per phrasing (of very many, per phrasing of a sample)
    and were predicted with its author left out; `unseen_counted` marks those that stand for what people ask,
    `unseen_follows` those that rest on an answer before them.
    """

    targets: tuple[str, ...]
    entries: int
    groups: int
    phrasings: tuple[str, ...]
    target_of: Integers
    features: tuple[str, ...]
    rarity: Floats
    index: Index
    coefficients: Floats
    stems: tuple[str, ...]
    covered: Flags
    kind_shares: Floats
    kin: Flags
    claim_stems: tuple[str, ...]
    claim_names: tuple[str, ...]
    claim_entries: Integers
    claim_pulls: npt.NDArray[np.float64]
    lexicon: tuple[str, ...]
    synonyms: tuple[tuple[str, ...], ...]
    stem_of: dict[str, str]
    names: NameTables
    second: Logistic
    unseen_confidence: Floats
    unseen_answerable: Flags
    unseen_right: Flags
    unseen_counted: Flags
    unseen_follows: Flags
