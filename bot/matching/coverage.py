"""Count which words and which kinds of question each target has, so that one author can be left out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from bot.matching.kinds import KINDS

Doubles = npt.NDArray[np.float64]
# A target's share of a kind is drawn towards the overall share as if this many more phrasings had that.
_PRIOR = 4.0


class Coverage:
    """Count stems and kinds of question by target and fold."""

    def __init__(
        self,
        stems: Sequence[Sequence[str]],
        target_of: Sequence[int],
        kinds: Sequence[int],
        folds: Sequence[str],
        targets: int,
        entries: int,
    ) -> None:
        """Count over all phrasings; the first `entries` of the targets are entries."""
        self._entries = entries
        self._folds_with: dict[str, dict[int, set[str]]] = {}
        by_fold = {fold: np.zeros((targets, len(KINDS))) for fold in set(folds)}
        for found, target, kind, fold in zip(stems, target_of, kinds, folds, strict=True):
            by_fold[fold][target, kind] += 1
            for stem in found:
                self._folds_with.setdefault(stem, {}).setdefault(target, set()).add(fold)
        overall = np.sum(list(by_fold.values()), axis=0)
        self.shares = _smoothed(overall)
        self._shares_without = {fold: _smoothed(overall - counts) for fold, counts in by_fold.items()}

    @property
    def stems(self) -> tuple[str, ...]:
        """Return every stem, sorted."""
        return tuple(sorted(self._folds_with))

    def table(self) -> npt.NDArray[np.bool_]:
        """Return which target has which stem, shape (stems, targets), stems sorted."""
        table = np.zeros((len(self._folds_with), len(self.shares)), dtype=np.bool_)
        for at, stem in enumerate(self.stems):
            table[at, list(self._folds_with[stem])] = True
        return table

    def covers(self, stem: str, target: int, without: str) -> bool:
        """Say whether the target has the stem in a phrasing outside the fold."""
        return bool(self._folds_with.get(stem, {}).get(target, set()) - {without})

    def knows(self, stem: str, without: str) -> bool:
        """Say whether any target has the stem in a phrasing outside the fold."""
        return any(folds - {without} for folds in self._folds_with.get(stem, {}).values())

    def answers(self, stem: str, without: str) -> bool:
        """Say whether any entry has the stem in a phrasing outside the fold."""
        found = self._folds_with.get(stem, {})
        return any(folds - {without} for target, folds in found.items() if target < self._entries)

    def kind_share(self, target: int, kind: int, without: str) -> float:
        """Return the smoothed share of this kind among the target's phrasings outside the fold."""
        return float(self._shares_without[without][target, kind])


def _smoothed(counts: Doubles) -> Doubles:
    overall = counts.sum(axis=0) + 1.0
    drawn = counts + _PRIOR * overall / overall.sum()
    return np.asarray(drawn / (counts.sum(axis=1, keepdims=True) + _PRIOR))
