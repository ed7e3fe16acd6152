"""Learn a matcher from a knowledge base, and from how it would do on authors it has not seen.

The ridge model says which target a question is likest to. Whether the best entry really answers it is a
second model's business (`evidence`, `logistic`), and that one is fitted only on predictions for phrasings
whose whole source (one author's file under `asked/`, or a tenth of the written ones) was left out: what a
model says of phrasings it has learned is no evidence of what it will say of others.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.matching import logistic, ridge
from bot.matching.evidence import NAMES, Layout, View, weigh
from bot.matching.features import Synonyms, Weights, blocks
from bot.matching.index import Index
from bot.matching.kinds import KINDS, kind_of
from bot.matching.lexicon import Lexicon, english_ranks
from bot.matching.mentions import Mentions
from bot.matching.state import State
from bot.model import Knowledge
from bot.text import strip_chat, words

WRITTEN = "written"
_WRITTEN_FOLDS = 10
# Written phrasings are by the author of the answers, and easier than what others ask.
_WRITTEN_WEIGHT = 0.05

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Unseen:
    """Hold what was predicted for each phrasing with its source left out; arrays of shape (phrasings,).

    `answerable` says that an entry answers it, `right` that the best entry was one that does,
    `confidence` the probability given to that, out of sample in both models.
    """

    source: tuple[str, ...]
    best: npt.NDArray[np.int64]
    answerable: npt.NDArray[np.bool_]
    right: npt.NDArray[np.bool_]
    confidence: Doubles
    scores: Doubles


def train(knowledge: Knowledge) -> tuple[State, Unseen]:
    """Return the trained state and the out-of-author predictions behind its probabilities."""
    lexicon = _lexicon(knowledge)
    synonyms = Synonyms(knowledge.synonyms)
    mentions = Mentions(knowledge)
    tokens = [lexicon.repair(words(strip_chat(each.text)))[0] for each in knowledge.phrasings]
    stems = [synonyms.unify(each) for each in tokens]
    documents = [blocks(each, synonyms) for each in tokens]
    weights = Weights.learn(documents)
    vectors = [weights.vector(document) for document in documents]
    index = Index.build(vectors, len(weights.rarity))
    cosines = np.stack([index.similarities(*vector) for vector in vectors])

    entry_ids = sorted(entry.id for entry in knowledge.entries)
    group_ids = sorted(group.id for group in knowledge.groups)
    social_ids = sorted(kind.id for kind in knowledge.small_talk)
    targets = [*entry_ids, *group_ids, *social_ids]
    number = {target: at for at, target in enumerate(targets)}
    target_of = np.array([number[each.target] for each in knowledge.phrasings], dtype=np.int64)
    layout = Layout(
        np.arange(len(entry_ids)),
        np.arange(len(entry_ids), len(entry_ids) + len(group_ids)),
        np.arange(len(entry_ids) + len(group_ids), len(targets)),
        target_of,
    )
    fit = ridge.fit(cosines, target_of.tolist(), len(targets))

    kinds = np.array([KINDS.index(kind_of(each)) for each in tokens])
    folds = _folds(knowledge)
    counts = _Counts(stems, target_of, kinds, folds, len(targets))
    evidence = np.zeros((len(tokens), len(NAMES)))
    scores = np.zeros((len(tokens), len(targets)))
    best = np.zeros(len(tokens), dtype=np.int64)
    for fold in sorted(set(folds)):
        rows = np.flatnonzero(np.array([each == fold for each in folds]))
        left_out = fit.without(rows)
        scores[rows] = left_out
        for row, values in zip(rows, left_out, strict=True):
            own = cosines[row].copy()
            own[rows] = 0.0
            best[row] = layout.best_entry(values)
            evidence[row] = weigh(
                View(
                    values,
                    own,
                    tokens[row],
                    [counts.covers(stem, int(best[row]), fold) for stem in stems[row]],
                    [counts.knows(stem, fold) for stem in stems[row]],
                    len(mentions.lacking(tokens[row])),
                    len(mentions.present(tokens[row])),
                    counts.kind_share(int(best[row]), int(kinds[row]), fold),
                ),
                layout,
            )
    answerable = np.isin(target_of, layout.entries)
    right = np.array(
        [
            bool(flag) and (int(found) == own or targets[int(found)] in each.also)
            for flag, found, own, each in zip(answerable, best, target_of, knowledge.phrasings, strict=True)
        ]
    )
    heft = np.array([_WRITTEN_WEIGHT if each.source == WRITTEN else 1.0 for each in knowledge.phrasings])
    if not (heft == 1.0).any():
        heft[:] = 1.0
    confidence = _out_of_sample(evidence, right, heft, folds)
    second = logistic.fit(evidence, right, heft)
    unseen = Unseen(
        tuple(each.source for each in knowledge.phrasings), best, answerable, right, confidence, scores
    )
    state = State(
        targets=tuple(targets),
        entries=len(entry_ids),
        groups=len(group_ids),
        phrasings=tuple(each.text for each in knowledge.phrasings),
        target_of=target_of.astype(np.int32),
        features=tuple(weights.column),
        rarity=np.array(weights.rarity, dtype=np.float32),
        index=index,
        coefficients=fit.coefficients.astype(np.float32),
        stems=tuple(sorted(counts.stem_rows)),
        covered=counts.covered(),
        kind_shares=counts.shares.astype(np.float32),
        lexicon=tuple(sorted(lexicon.words)),
        synonyms=knowledge.synonyms,
        second=second,
        unseen_confidence=confidence.astype(np.float32),
        unseen_answerable=answerable,
        unseen_right=right,
        unseen_weight=heft.astype(np.float32),
    )
    return state, unseen


def _folds(knowledge: Knowledge) -> list[str]:
    """Name the block that each phrasing is left out with: its source, or a tenth of the written ones."""
    seen: defaultdict[str, int] = defaultdict(int)
    folds = []
    for each in knowledge.phrasings:
        if each.source == WRITTEN:
            folds.append(f"{WRITTEN} {seen[each.target] % _WRITTEN_FOLDS}")
            seen[each.target] += 1
        else:
            folds.append(each.source)
    return folds


def _lexicon(knowledge: Knowledge) -> Lexicon:
    """Collect the words that typing errors may be repaired to: real ones that the knowledge base uses."""
    used = {word for each in knowledge.phrasings for word in words(strip_chat(each.text))}
    ranks = english_ranks()
    real = {word for word in used if word in ranks}
    listed = {word for text in knowledge.vocabulary for word in words(text)}
    named = {
        word for name in knowledge.names for text in (name.name, *name.spellings) for word in words(text)
    }
    return Lexicon(frozenset(word for word in real | listed | named if word.isalpha() and len(word) > 2))


def _out_of_sample(
    evidence: Doubles, right: npt.NDArray[np.bool_], heft: Doubles, folds: list[str]
) -> Doubles:
    """Return each phrasing's probability from a second model that has not seen its fold."""
    confidence = np.zeros(len(right))
    names = np.array(folds)
    for fold in sorted(set(folds)):
        inside = names == fold
        model = logistic.fit(evidence[~inside], right[~inside], heft[~inside])
        confidence[inside] = model.probability(evidence[inside])
    return confidence


class _Counts:
    """Count stems and kinds of question by target and fold, so that a fold can be left out."""

    def __init__(
        self,
        stems: list[list[str]],
        target_of: npt.NDArray[np.int64],
        kinds: npt.NDArray[np.int64],
        folds: list[str],
        targets: int,
    ) -> None:
        """Count over all phrasings."""
        self.stem_rows: dict[str, dict[int, set[str]]] = {}
        by_fold = {fold: np.zeros((targets, len(KINDS))) for fold in set(folds)}
        for found, target, kind, fold in zip(stems, target_of.tolist(), kinds.tolist(), folds, strict=True):
            by_fold[fold][target, kind] += 1
            for stem in found:
                self.stem_rows.setdefault(stem, {}).setdefault(target, set()).add(fold)
        overall = np.sum(list(by_fold.values()), axis=0)
        self.shares = _smoothed(overall)
        self._shares_without = {fold: _smoothed(overall - counts) for fold, counts in by_fold.items()}

    def covers(self, stem: str, target: int, without: str) -> bool:
        """Say whether the target has the stem in a phrasing outside the fold."""
        return bool(self.stem_rows.get(stem, {}).get(target, set()) - {without})

    def knows(self, stem: str, without: str) -> bool:
        """Say whether any target has the stem in a phrasing outside the fold."""
        return any(folds - {without} for folds in self.stem_rows.get(stem, {}).values())

    def kind_share(self, target: int, kind: int, without: str) -> float:
        """Return the smoothed share of this kind among the target's phrasings outside the fold."""
        return float(self._shares_without[without][target, kind])

    def covered(self) -> npt.NDArray[np.bool_]:
        """Return which target knows which stem, stems in sorted order, shape (stems, targets)."""
        table = np.zeros((len(self.stem_rows), len(self.shares)), dtype=np.bool_)
        for at, stem in enumerate(sorted(self.stem_rows)):
            table[at, list(self.stem_rows[stem])] = True
        return table


def _smoothed(counts: Doubles) -> Doubles:
    """Return each target's share of every kind, drawn towards the overall share as if four more had it."""
    overall = counts.sum(axis=0) + 1.0
    return np.asarray((counts + 4.0 * overall / overall.sum()) / (counts.sum(axis=1, keepdims=True) + 4.0))
