"""Rank the entries for a question and say how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from bot.matching import ridge
from bot.matching.claims import Claims, is_claim
from bot.matching.evidence import NAMES, Layout, View, weigh
from bot.matching.features import SortedColumns, Synonyms, Weights, blocks
from bot.matching.kinds import KINDS, kind_of
from bot.matching.lexicon import Lexicon
from bot.matching.mentions import Mentions
from bot.matching.state import JUDGED, Flags, State
from bot.model import Candidate, Entry, Match
from bot.text import strip_chat, words

_SHOWN = 5
_SAME = 0.9999
_CERTAIN = 0.99


class Matcher:
    """Answer what a question is likest to; holds no state but what it was trained to."""

    def __init__(self, state: State) -> None:
        """Take the state trained from a knowledge base."""
        self.state = state
        self._lexicon = Lexicon(frozenset(state.lexicon))
        self._synonyms = Synonyms(state.synonyms, state.stem_of)
        self.mentions = Mentions(state.names, self._synonyms)
        self._weights = Weights(SortedColumns(state.features), state.rarity.tolist())
        self._stem_row = {stem: at for at, stem in enumerate(state.stems)}
        self._number = {target: at for at, target in enumerate(state.targets)}
        self._layout = Layout(state.entries, state.groups, state.target_of.astype(np.int64))

    @cached_property
    def _rows_of(self) -> list[npt.NDArray[np.int64]]:
        return [np.flatnonzero(self.state.target_of == target) for target in range(len(self.state.targets))]

    def match(self, question: str, after: Entry | None = None, *, settle: bool = True) -> Match:
        """Return what the question may mean, best first, and the probability of the best entry.

        A question may rest on the entry that was answered just before: the question that stands for it lends
        its likeness to stored phrasings, but what must be known of is the question itself, and that entry is
        not meant again. A question that is stored as it stands is settled by that, unless told otherwise:
        "when?" may be stored and mean something else in a conversation.
        """
        found, repairs = self._lexicon.repair(words(strip_chat(question)))
        stems = self._synonyms.unify(found)
        document = blocks(found, self._synonyms)
        vector = (
            self._weights.mixed(document, blocks(words(after.questions[0]), self._synonyms))
            if after is not None
            else self._weights.vector(document)
        )
        cosines = self.state.index.similarities(*vector)
        scores = ridge.scores(cosines, self.state.coefficients)
        kin = None
        if after is not None:
            before = self._number[after.id]
            scores[before], kin = 0.0, self.state.kin[before]
        rows = [self._stem_row.get(stem) for stem in stems]
        lacking = self.mentions.lacking(found)
        nearest = int(np.argmax(np.round(cosines, 6)))
        # A stored question itself: what it belongs to is known, not guessed.
        known = (
            int(self.state.target_of[nearest])
            if settle and after is None and cosines[nearest] > _SAME
            else None
        )
        is_entry = known is not None and known < self.state.entries
        candidates = (
            [known] if known is not None and is_entry else self._layout.likeliest(scores, JUDGED, kin)
        )
        best, evidence = self._judge(candidates, found, rows, scores, cosines, lacking, kin)
        confidence = float(self.state.second.probability(evidence)) if found else 0.0
        if known is not None:
            confidence = max(confidence, _CERTAIN) if is_entry else min(confidence, 1.0 - _CERTAIN)
        entries = [best, *(each for each in _ordered(scores, 0, self.state.entries) if each != best)]
        told = self.state.entries + self.state.groups
        return Match(
            words=tuple(found),
            repaired=tuple(repairs.items()),
            unknown=tuple(word for word, row in zip(found, rows, strict=True) if row is None),
            entries=self._candidates(entries, scores, cosines),
            groups=self._candidates(_ordered(scores, self.state.entries, told), scores, cosines),
            small_talk=self._candidates(_ordered(scores, told, len(scores)), scores, cosines),
            lacking=tuple(lacking),
            confidence=round(confidence, 4),
            evidence=tuple(
                (name, round(float(value), 4), round(float(pull), 4))
                for name, value, pull in zip(NAMES, evidence, self.state.second.pulls(evidence), strict=True)
            ),
            nearest_group=self._nearest_group(scores, cosines),
            denied=is_claim(question, found) and self._denies(best, stems),
        )

    def _judge(
        self,
        candidates: Sequence[int],
        found: Sequence[str],
        rows: Sequence[int | None],
        scores: npt.NDArray[np.floating],
        cosines: npt.NDArray[np.floating],
        lacking: Sequence[str],
        kin: Flags | None,
    ) -> tuple[int, npt.NDArray[np.float64]]:
        """Return which of the candidates answers most probably, and the evidence for it."""
        covered = self.state.covered
        stems = self._synonyms.unify(found)
        answered = {
            stem
            for stem, row in zip(stems, rows, strict=True)
            if row is not None and covered[row, : self.state.entries].any()
        }
        seeks, missing = self.mentions.missing(found, answered)
        view = View(
            scores,
            cosines,
            found,
            [row is not None for row in rows],
            len(lacking),
            len(self.mentions.present(found)),
            seeks,
            missing,
            kin,
        )
        kind = KINDS.index(kind_of(found))
        evidence = np.stack(
            [
                weigh(
                    view,
                    self._layout,
                    entry,
                    [row is not None and bool(covered[row, entry]) for row in rows],
                    float(self.state.kind_shares[entry, kind]),
                )
                for entry in candidates
            ]
        )
        first = int(np.argmax(np.round(self.state.second.probability(evidence), 6)))
        return candidates[first], evidence[first]

    @cached_property
    def _claims(self) -> Claims:
        marked = len(self.state.claim_entries)
        stems, names = self.state.claim_stems[:marked], self.state.claim_names[:marked]
        return Claims(stems, self.state.claim_entries, names)

    def _denies(self, entry: int, stems: Sequence[str]) -> bool:
        return self._claims.denies(self.state.claim_pulls, stems, entry, self.mentions.named(stems))

    def _nearest_group(
        self, scores: npt.NDArray[np.floating], cosines: npt.NDArray[np.floating]
    ) -> Candidate | None:
        target_of, first = self.state.target_of, self.state.entries
        inside = (target_of >= first) & (target_of < first + self.state.groups)
        if not inside.any():
            return None
        nearest = int(np.argmax(np.where(inside, np.round(cosines, 6), -1.0)))
        return self._candidates([int(target_of[nearest])], scores, cosines)[0]

    def _candidates(
        self,
        targets: Sequence[int],
        scores: npt.NDArray[np.floating],
        cosines: npt.NDArray[np.floating],
    ) -> tuple[Candidate, ...]:
        found = []
        for target in targets[:_SHOWN]:
            rows = self._rows_of[target]
            nearest = int(rows[int(np.argmax(np.round(cosines[rows], 6)))])
            found.append(
                Candidate(
                    self.state.targets[target],
                    round(float(scores[target]), 4),
                    self.state.phrasings[nearest],
                    round(float(cosines[nearest]), 4),
                )
            )
        return tuple(found)


def _ordered(scores: npt.NDArray[np.floating], first: int, end: int) -> list[int]:
    """Return the targets from `first` to before `end`, highest score first; ties go to the first by id."""
    places = np.argsort(-np.round(scores[first:end], 6), kind="stable")
    return [first + int(place) for place in places]
