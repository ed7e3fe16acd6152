"""Learn a matcher from a knowledge base, and from how it would do on authors it has not seen.

The ridge model says which target a question is likest to. Whether one of the likeliest entries really
answers it is a second model's business (`evidence`, `logistic`), and that one is fitted only on predictions
for phrasings whose whole source (one author's file under `asked/`, or a tenth of the written ones) was left
out: what a model says of phrasings it has learned is no evidence of what it will say of others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bot.matching import logistic, ridge
from bot.matching.claims import Claims
from bot.matching.coverage import Coverage
from bot.matching.evidence import NAMES, Layout, View, weigh
from bot.matching.features import Synonyms, Weights, blocks
from bot.matching.index import Floats, Index, Integers
from bot.matching.kinds import KINDS, kind_of
from bot.matching.lexicon import Lexicon, english_ranks
from bot.matching.mentions import Mentions, name_tables
from bot.matching.state import JUDGED, State
from bot.model import Entry, Knowledge, Phrasing
from bot.text import strip_chat, words

WRITTEN = "written"
# Files under asked/ whose names begin so hold trick questions: learned from, but nobody asks like that.
TRICKS = "pairs"
_WRITTEN_FOLDS = 10
# Written phrasings are by the author of the answers, and easier than what others ask.
_WRITTEN_WEIGHT = 0.05
# How much a phrasing counts for the other entries that would answer it as well.
_ALSO = 0.5
# The second model is fitted this many times, each time without a bundle of whole folds.
_BUNDLES = 5
# Of very many phrasings so few are predicted with their fold left out, and so many are learned at a time.
_PREDICTED = 2_000
_BLOCK = 2_000

Doubles = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Unseen:
    """Hold what was predicted for phrasings with their source left out.

    `rows` are these phrasings: all of them, or a sample of very many; the other arrays have a value for each.
    `best` is the target of the entry judged likeliest to answer, `answerable` says that an entry does,
    `right` that the best one does, `confidence` the probability given to that, out of sample in both models.
    """

    rows: npt.NDArray[np.int64]
    best: npt.NDArray[np.int64]
    answerable: Flags
    right: Flags
    confidence: Doubles


def train(knowledge: Knowledge) -> tuple[State, Unseen]:
    """Return the trained state and the out-of-author predictions behind its probabilities."""
    order = ridge.landmarks_first(_target_numbers(knowledge))
    knowledge = replace(knowledge, phrasings=tuple(knowledge.phrasings[at] for at in order.tolist()))
    prepared = _Prepared(knowledge)
    coefficients, scores = _fit(knowledge, prepared)
    candidates, evidence = _left_out(prepared, scores)
    predicted = [knowledge.phrasings[at] for at in prepared.predicted.tolist()]
    suits = _suits(predicted, prepared)
    right = np.take_along_axis(suits, candidates, axis=1)
    weight = np.array([_WRITTEN_WEIGHT if each.source == WRITTEN else 1.0 for each in predicted])
    if (weight < 1.0).all():
        weight[:] = 1.0
    chances = _out_of_sample(
        evidence, right, weight, [prepared.folds[at] for at in prepared.predicted.tolist()]
    )
    rows, first = np.arange(len(chances)), np.argmax(chances, axis=1)
    unseen = Unseen(
        order[prepared.predicted],
        candidates[rows, first],
        prepared.layout.target_of[prepared.predicted] < prepared.layout.entries,
        right[rows, first],
        chances[rows, first],
    )
    claims = _claims(knowledge, prepared)
    state = State(
        targets=prepared.targets,
        entries=prepared.layout.entries,
        groups=prepared.layout.groups,
        phrasings=tuple(each.text for each in knowledge.phrasings),
        target_of=prepared.layout.target_of.astype(np.int32),
        features=tuple(prepared.weights.column),
        rarity=np.array(prepared.weights.rarity, dtype=np.float32),
        index=prepared.index,
        coefficients=coefficients.astype(np.float32),
        stems=prepared.coverage.stems,
        covered=prepared.coverage.table(),
        kind_shares=prepared.coverage.shares.astype(np.float32),
        kin=prepared.kin,
        claim_stems=claims.stems,
        claim_names=claims.names,
        claim_entries=claims.entries,
        claim_pulls=claims.pulls,
        lexicon=tuple(sorted(prepared.lexicon.words)),
        synonyms=knowledge.synonyms,
        stem_of=prepared.stem_of,
        names=prepared.names,
        second=_second(evidence, right, weight),
        unseen_confidence=unseen.confidence.astype(np.float32),
        unseen_answerable=unseen.answerable,
        unseen_right=unseen.right,
        unseen_counted=np.array([_is_counted(each) for each in predicted]),
        unseen_follows=np.array([each.after is not None for each in predicted]),
    )
    return state, unseen


class _Prepared:
    """Turn a knowledge base's phrasings into everything that both models learn from."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.lexicon = _lexicon(knowledge)
        self.synonyms = Synonyms(knowledge.synonyms)
        self.names = name_tables(knowledge, self.synonyms)
        self.mentions = Mentions(self.names, self.synonyms)
        self.words = [self.lexicon.repair(words(strip_chat(each.text)))[0] for each in knowledge.phrasings]
        self.stems = [self.synonyms.unify(each) for each in self.words]
        self.stem_of = {
            word: stem
            for found, stems in zip(self.words, self.stems, strict=True)
            for word, stem in zip(found, stems, strict=True)
        }
        # Made twice rather than kept: those of very many phrasings would fill the memory.
        self.weights = Weights.learn(blocks(each, self.synonyms) for each in self.words)
        shown = {entry.id: blocks(words(entry.questions[0]), self.synonyms) for entry in knowledge.entries}
        self.vectors = [
            _compact(
                self.weights.mixed(blocks(found, self.synonyms), shown[each.after])
                if each.after
                else self.weights.vector(blocks(found, self.synonyms))
            )
            for found, each in zip(self.words, knowledge.phrasings, strict=True)
        ]
        self.index = Index.build(self.vectors, len(self.weights.rarity))
        kinds = [
            sorted(each.id for each in listed)
            for listed in (knowledge.entries, knowledge.groups, knowledge.small_talk)
        ]
        self.targets = tuple(target for listed in kinds for target in listed)
        number = {target: at for at, target in enumerate(self.targets)}
        target_of = [number[each.target] for each in knowledge.phrasings]
        self.layout = Layout(len(kinds[0]), len(kinds[1]), np.array(target_of, dtype=np.int64))
        self.kin = _kin(knowledge.entries)
        self.after = [None if each.after is None else number[each.after] for each in knowledge.phrasings]
        self.folds = _folds(knowledge.phrasings)
        self.predicted = np.arange(len(self.words))
        if len(self.words) > ridge.LIMIT:
            bundle_of = {fold: f"{at % _BUNDLES}" for at, fold in enumerate(sorted(set(self.folds)))}
            self.folds = [bundle_of[fold] for fold in self.folds]
            spread = np.linspace(ridge.LANDMARKS, len(self.words) - 1, _PREDICTED)
            self.predicted = np.unique(spread.astype(np.int64))
        self.kinds = [KINDS.index(kind_of(each)) for each in self.words]
        self.coverage = Coverage(
            self.stems, target_of, self.kinds, self.folds, len(self.targets), self.layout.entries
        )


# Say, for rows of one fold: each row, its cosines with all phrasings, and its scores without the fold.
_Scores = Callable[[str, npt.NDArray[np.int64]], Iterator[tuple[int, Floats, Doubles]]]


def _fit(knowledge: Knowledge, prepared: _Prepared) -> tuple[Doubles, _Scores]:
    """Return the coefficients, and what tells the scores of phrasings whose fold was left out."""
    if len(prepared.words) > ridge.LIMIT:
        return _fit_landmarks(knowledge, prepared)
    cosines: Floats = np.stack([prepared.index.similarities(*vector) for vector in prepared.vectors])
    fit = ridge.fit(cosines, _indicators(knowledge.phrasings, prepared.targets))

    def scores(_: str, rows: npt.NDArray[np.int64]) -> Iterator[tuple[int, Floats, Doubles]]:
        for row, found in zip(rows.tolist(), fit.without(rows), strict=True):
            yield row, cosines[row].copy(), found

    return fit.coefficients, scores


def _fit_landmarks(knowledge: Knowledge, prepared: _Prepared) -> tuple[Doubles, _Scores]:
    landmarks = Index.build(prepared.vectors[: ridge.LANDMARKS], len(prepared.weights.rarity))
    names = sorted(set(prepared.folds))

    def block(rows: Sequence[int]) -> Floats:
        return np.stack([landmarks.similarities(*prepared.vectors[row]) for row in rows])

    def parts() -> Iterator[tuple[int, Floats, Doubles]]:
        for number, name in enumerate(names):
            rows = [row for row, fold in enumerate(prepared.folds) if fold == name]
            for start in range(0, len(rows), _BLOCK):
                own = rows[start : start + _BLOCK]
                phrasings = [knowledge.phrasings[row] for row in own]
                yield number, block(own), _indicators(phrasings, prepared.targets)

    coefficients, left_out = ridge.fit_landmarks(block(range(ridge.LANDMARKS)), parts(), len(names))

    def scores(fold: str, rows: npt.NDArray[np.int64]) -> Iterator[tuple[int, Floats, Doubles]]:
        for row in np.intersect1d(rows, prepared.predicted).tolist():
            cosines = prepared.index.similarities(*prepared.vectors[row])
            yield row, cosines, ridge.scores(cosines, left_out[names.index(fold)])

    return coefficients, scores


def _left_out(prepared: _Prepared, predict: _Scores) -> tuple[npt.NDArray[np.int64], Doubles]:
    """Return each predicted phrasing's likeliest entries, and the evidence for each, its fold left out.

    Shapes (predicted, JUDGED) and (predicted, JUDGED, features).
    """
    judged = min(JUDGED, prepared.layout.entries)
    candidates = np.zeros((len(prepared.predicted), judged), dtype=np.int64)
    evidence = np.zeros((len(prepared.predicted), judged, len(NAMES)))
    place_of = {row: place for place, row in enumerate(prepared.predicted.tolist())}
    coverage, mentions = prepared.coverage, prepared.mentions
    for fold in sorted(set(prepared.folds)):
        rows = np.flatnonzero([each == fold for each in prepared.folds])
        for row, cosines, scores in predict(fold, rows):
            cosines[rows] = 0.0
            at = place_of[row]
            found, stems = prepared.words[row], prepared.stems[row]
            answered = {stem for stem in stems if coverage.answers(stem, fold)}
            seeks, missing = mentions.missing(found, answered)
            after = prepared.after[row]
            kin = None if after is None else prepared.kin[after]
            view = View(
                scores,
                cosines,
                found,
                [coverage.knows(stem, fold) for stem in stems],
                len(mentions.lacking(found)),
                len(mentions.present(found)),
                seeks,
                missing,
                kin,
            )
            candidates[at] = prepared.layout.likeliest(scores, judged, kin)
            for place, entry in enumerate(candidates[at].tolist()):
                evidence[at, place] = weigh(
                    view,
                    prepared.layout,
                    entry,
                    [coverage.covers(stem, entry, fold) for stem in stems],
                    coverage.kind_share(entry, prepared.kinds[row], fold),
                )
    return candidates, evidence


class _Marked(NamedTuple):
    stems: tuple[str, ...]
    names: tuple[str, ...]
    entries: npt.NDArray[np.int32]
    pulls: Doubles


def _claims(knowledge: Knowledge, prepared: _Prepared) -> _Marked:
    """Return the marked claims and what each of them pulls."""
    marked = [(row, each.claim) for row, each in enumerate(knowledge.phrasings) if each.claim]
    stems = tuple(" ".join(prepared.stems[row]) for row, _ in marked)
    names = tuple(prepared.mentions.named(prepared.stems[row]) for row, _ in marked)
    entries = np.array([prepared.layout.target_of[row] for row, _ in marked], dtype=np.int32)
    return _Marked(stems, names, entries, Claims(stems, entries, names).learn([m for _, m in marked], stems))


def _kin(entries: Sequence[Entry]) -> Flags:
    """Return which entries belong together, by id: those of one part of the article, and related ones.

    Nine in ten follow-ups in our rounds of conversations ask for such an entry.
    """
    ordered = sorted(entries, key=lambda each: each.id)
    return np.array(
        [
            [
                one.id != other.id
                and (
                    not set(one.parts).isdisjoint(other.parts)
                    or one.id in other.related
                    or other.id in one.related
                )
                for other in ordered
            ]
            for one in ordered
        ],
        dtype=np.bool_,
    )


def _compact(vector: tuple[list[int], list[float]]) -> tuple[Integers, Floats]:
    return np.array(vector[0], dtype=np.int32), np.array(vector[1], dtype=np.float32)


def _target_numbers(knowledge: Knowledge) -> npt.NDArray[np.int64]:
    """Return a number for each phrasing, the same one for phrasings of one target."""
    number = {target: at for at, target in enumerate(sorted({each.target for each in knowledge.phrasings}))}
    return np.array([number[each.target] for each in knowledge.phrasings], dtype=np.int64)


def _indicators(phrasings: Sequence[Phrasing], targets: Sequence[str]) -> Doubles:
    number = {target: at for at, target in enumerate(targets)}
    indicators = np.zeros((len(phrasings), len(targets)))
    for row, each in enumerate(phrasings):
        indicators[row, [number[other] for other in each.also]] = _ALSO
        indicators[row, number[each.target]] = 1.0
    return indicators


def _suits(phrasings: Sequence[Phrasing], prepared: _Prepared) -> Flags:
    """Return which entry answers which phrasing, shape (phrasings, entries)."""
    suits: Flags = _indicators(phrasings, prepared.targets)[:, : prepared.layout.entries] > 0.0
    return suits


def _is_counted(phrasing: Phrasing) -> bool:
    """Say whether a phrasing stands for what people ask, so that thresholds may be chosen on it."""
    return phrasing.source != WRITTEN and not phrasing.source.startswith(TRICKS)


def _folds(phrasings: Sequence[Phrasing]) -> list[str]:
    """Name the block that each phrasing is left out with: its source, or a tenth of the written ones."""
    seen: defaultdict[str, int] = defaultdict(int)
    folds = []
    for each in phrasings:
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


def _second(evidence: Doubles, right: Flags, weight: Doubles) -> logistic.Logistic:
    judged = evidence.shape[1]
    return logistic.fit(evidence.reshape(-1, evidence.shape[2]), right.reshape(-1), np.repeat(weight, judged))


def _out_of_sample(evidence: Doubles, right: Flags, weight: Doubles, folds: Sequence[str]) -> Doubles:
    """Return the probability of each candidate from a second model that has not seen its fold."""
    chances = np.zeros(right.shape)
    bundle_of = {fold: at % _BUNDLES for at, fold in enumerate(sorted(set(folds)))}
    bundles = np.array([bundle_of[fold] for fold in folds])
    for bundle in range(_BUNDLES):
        inside = bundles == bundle
        model = _second(evidence[~inside], right[~inside], weight[~inside])
        chances[inside] = model.probability(evidence[inside])
    return chances
