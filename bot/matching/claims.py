"""Tell whether an answer denies what was claimed, by stored claims of which that is known.

"So they have overtaken the US?" finds the entry on who is ahead, whose answer denies it. Whether it does
can't be told from the entry; it is learned from stored claims, which are marked as affirmed, denied or
neither, by kernel ridge regression (see `ridge`) on their stems and neighboring stems. Claims of the same
entry that speak of the same names count for most ("the US leads" denies nothing of "China leads"). A wrong
"No" is worse than none, so that a denial takes a high score.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from bot.matching.kinds import kind_of
from bot.matching.ridge import PENALTY, kernel

Doubles = npt.NDArray[np.float64]
# What is learned for each mark. Like the shares below, the score that denies was chosen on marked claims with
# their author left out; docs/accuracy.md has what they reach.
MARKS = {"affirmed": -0.5, "denied": 1.0, "neither": 0.0}
_LEAST_TO_DENY = 0.35
_ANY, _SAME_ENTRY, _SAME_NAMES, _SAME_BOTH = 0.43, 0.36, 0.07, 0.14
_NEGATIONS = frozenset({"not", "no", "never", "nothing", "none", "nobody", "without"})
_ASKING = frozenset({"who", "what", "when", "where", "why", "how", "which", "whom"})
_BE = frozenset({"is", "are", "was", "were"})
_CHECKING = frozenset({"right", "true", "correct"})
_INTO_DOUBT = frozenset({("or", "nah"), ("or", "no"), ("or", "not")})


def is_claim(text: str, words: Sequence[str]) -> bool:
    """Say whether a message wants a plain yes or no: a yes/no question, or a statement held up for checking.

    One that negates ("so talent isn't it?") doesn't: "no" to it could be taken either way. Nor does one
    word.
    """
    if tuple(words[-2:]) in _INTO_DOUBT:
        words = words[:-2]
    neither = "or" in words  # "is it chips or money?"
    if len(words) < 2 or neither or not _NEGATIONS.isdisjoint(words[2:-2]):
        return False
    kind = kind_of(words)
    checked = "?" in text or words[:1] == ["so"] or not _CHECKING.isdisjoint(words)
    return kind == "yesno" or (checked and (kind == "other" or _is_cleft(words)))


def _is_cleft(words: Sequence[str]) -> bool:
    """Say whether a statement has the word that asks in its middle: "talent is what they lack"."""
    if not _ASKING.isdisjoint(words[:2]):
        return False
    return any(a in _BE and b in _ASKING for a, b in pairwise(words))


class Claims:
    """Hold marked claims, by their stems, the number of their entry, and the names in them."""

    def __init__(self, stems: Sequence[str], entries: npt.NDArray[np.integer], names: Sequence[str]) -> None:
        """Take what describes the claims; the stems and the names of each are joined by blanks."""
        self._entries, self._names = np.asarray(entries), np.array(names)
        grams = [_grams(each.split()) for each in stems]
        common = Counter(gram for each in grams for gram in each)
        self._rarity = {gram: math.log1p(len(grams) / count) for gram, count in common.items()}
        self._unknown = math.log1p(len(grams))
        self._found: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for row, each in enumerate(grams):
            for gram, value in self._vector(each).items():
                self._found[gram].append((row, value))

    def learn(self, marks: Sequence[str], stems: Sequence[str]) -> Doubles:
        """Return what each claim pulls towards a denial, and as the last value the mean of all."""
        wanted = np.array([MARKS[mark] for mark in marks])
        mean = wanted.mean() if len(wanted) else 0.0
        rows = zip(stems, self._entries.tolist(), self._names.tolist(), strict=True)
        alike = np.array([self._alike(each.split(), entry, names) for each, entry, names in rows])
        regularized = alike.reshape(len(wanted), len(wanted)) + PENALTY * np.eye(len(wanted))
        return np.append(np.linalg.solve(regularized, wanted - mean), mean)

    def denies(self, pulls: npt.NDArray[np.floating], stems: Sequence[str], entry: int, names: str) -> bool:
        """Say whether an entry's answer denies a claim of these stems and names."""
        if not len(self._entries):
            return False
        score = float(np.einsum("c,c->", self._alike(stems, entry, names), pulls[:-1]) + pulls[-1])
        return round(score, 6) >= _LEAST_TO_DENY

    def _alike(self, stems: Sequence[str], entry: int, names: str) -> Doubles:
        cosines = np.zeros(len(self._entries))
        for gram, value in self._vector(_grams(stems)).items():
            for row, other in self._found.get(gram, ()):
                cosines[row] += value * other
        same_entry, same_names = self._entries == entry, self._names == names
        share = _ANY + _SAME_ENTRY * same_entry + _SAME_NAMES * same_names
        return np.asarray(kernel(cosines) * (share + _SAME_BOTH * (same_entry & same_names)))

    def _vector(self, grams: Iterable[str]) -> dict[str, float]:
        weights = {gram: math.sqrt(self._rarity.get(gram, self._unknown)) for gram in grams}
        length = math.sqrt(sum(value * value for value in weights.values())) or 1.0
        return {gram: value / length for gram, value in weights.items()}


def _grams(stems: Sequence[str]) -> dict[str, None]:
    """Return stems and neighboring stems, once each, in order."""
    edged = ["^", *stems, "$"]
    pairs = (f"{one} {other}" for one, other in pairwise(edged))
    return dict.fromkeys([*stems, *pairs])
