"""Rank the entries for a question and say how sure that is."""

from __future__ import annotations

from collections.abc import Container, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from bot.matching import ridge
from bot.matching.evidence import NAMES, Layout, View, weigh
from bot.matching.features import Synonyms, Weights, blocks
from bot.matching.kinds import KINDS, kind_of
from bot.matching.lexicon import Lexicon
from bot.matching.mentions import Mentions
from bot.matching.state import State
from bot.model import Candidate, Knowledge, Match
from bot.text import strip_chat, words

_SHOWN = 5
_SAME = 0.9999
_CERTAIN = 0.99


class Matcher:
    """Answer what a question is likest to; holds no state but what it was trained to."""

    def __init__(self, knowledge: Knowledge, state: State) -> None:
        """Take a knowledge base and the state trained from it."""
        self.mentions = Mentions(knowledge)
        self.state = state
        self._lexicon = Lexicon(frozenset(state.lexicon))
        self._synonyms = Synonyms(state.synonyms)
        self._weights = Weights(
            {feature: at for at, feature in enumerate(state.features)}, state.rarity.tolist()
        )
        self._stem_row = {stem: at for at, stem in enumerate(state.stems)}
        total = len(state.targets)
        self._layout = Layout(
            np.arange(state.entries),
            np.arange(state.entries, state.entries + state.groups),
            np.arange(state.entries + state.groups, total),
            state.target_of.astype(np.int64),
        )

    @cached_property
    def _rows_of(self) -> list[npt.NDArray[np.int64]]:
        return [np.flatnonzero(self.state.target_of == target) for target in range(len(self.state.targets))]

    def match(self, question: str, without: Container[str] = ()) -> Match:
        """Return what the question may mean, best first, and the probability of the best entry.

        Entries in `without` are passed over.
        """
        found, repairs = self._lexicon.repair(words(strip_chat(question)))
        stems = self._synonyms.unify(found)
        cosines = self.state.index.similarities(*self._weights.vector(blocks(found, self._synonyms)))
        scores = ridge.kernel(cosines) @ self.state.coefficients
        for at in range(self.state.entries if without else 0):
            if self.state.targets[at] in without:
                scores[at] = 0.0
        best = self._layout.best_entry(scores)
        rows = [self._stem_row.get(stem) for stem in stems]
        kind = KINDS.index(kind_of(found))
        lacking = self.mentions.lacking(found)
        view = View(
            scores,
            cosines,
            found,
            [row is not None and bool(self.state.covered[row, best]) for row in rows],
            [row is not None for row in rows],
            len(lacking),
            len(self.mentions.present(found)),
            float(self.state.kind_shares[best, kind]),
        )
        evidence = weigh(view, self._layout)
        second = self.state.second
        pulls = second.pulls(evidence)
        confidence = float(second.probability(evidence)) if found else 0.0
        nearest = int(np.argmax(np.round(cosines, 6)))
        if cosines[nearest] > _SAME and not without:
            # A stored question itself: what it belongs to is known, not guessed.
            meant = self.state.target_of[nearest]
            confidence = max(confidence, _CERTAIN) if meant == best else min(confidence, 1.0 - _CERTAIN)
        return Match(
            words=tuple(found),
            repaired=tuple(repairs.items()),
            unknown=tuple(word for word, row in zip(found, rows, strict=True) if row is None),
            entries=self._candidates(self._layout.entries, scores, cosines),
            groups=self._candidates(self._layout.groups, scores, cosines),
            small_talk=self._candidates(self._layout.small_talk, scores, cosines),
            lacking=tuple(lacking),
            confidence=round(confidence, 4),
            evidence=tuple(
                (name, round(float(value), 4), round(float(pull), 4))
                for name, value, pull in zip(NAMES, evidence, pulls, strict=True)
            ),
        )

    def _candidates(
        self,
        targets: npt.NDArray[np.int64],
        scores: npt.NDArray[np.floating],
        cosines: npt.NDArray[np.floating],
    ) -> tuple[Candidate, ...]:
        rounded = np.round(scores[targets], 6)
        order: Sequence[int] = np.lexsort((targets, -rounded))[:_SHOWN].tolist()
        found = []
        for at in order:
            target = int(targets[at])
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
