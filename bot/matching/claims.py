"""Tell whether an answer denies what was claimed, by stored claims of which that is known.

"So they have overtaken the US?" finds the entry on who is ahead, whose answer denies it. Whether it does
can't be told from the entry; it is told from the stored claims of the same entry, which are marked as
affirmed, denied or neither. Of those that speak of the same names ("the US leads" denies nothing of "China
leads") the marks vote, the more alike the more; a denial takes a clear majority, hardly any affirmed claim
nearby, and a nearest one that is denied: a wrong "No" is worse than none.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from bot.matching.kinds import kind_of

MARKS = {None: 0, "affirmed": 1, "denied": 2, "neither": 3}
# Chosen on marked claims with their author left out; docs/accuracy.md has what they reach.
_POWER = 4
_MAJORITY = 0.5
_MOST_AFFIRMED = 0.1
_LEAST_ALIKE = 0.4
_SAME = 0.9999


def is_claim(text: str, words: Sequence[str]) -> bool:
    """Say whether a message wants a yes or a no: a yes/no question, or a statement held up for checking."""
    kind = kind_of(words)
    if "or" in words:  # "is it chips or money?" wants neither yes nor no
        return False
    checked = "?" in text or not {"right", "true"}.isdisjoint(words)
    return kind == "yesno" or (kind == "other" and checked)


def denies(
    marks: npt.NDArray[np.integer], cosines: npt.NDArray[np.floating], same_names: npt.NDArray[np.bool_]
) -> bool:
    """Say whether an entry's stored claims speak for a denial; the arrays have a value for each phrasing."""
    marked = (marks > 0) & same_names
    if not marked.any():
        return False
    alike, kinds = np.asarray(cosines[marked], dtype=np.float64), marks[marked]
    nearest = int(np.argmax(np.round(alike, 6)))
    if kinds[nearest] != MARKS["denied"] or alike[nearest] < _LEAST_ALIKE:
        return False
    if alike[nearest] > _SAME:
        return True
    votes = alike**_POWER
    total = votes.sum()
    denied, affirmed = (votes[kinds == MARKS[name]].sum() / total for name in ("denied", "affirmed"))
    return bool(denied > _MAJORITY and affirmed < _MOST_AFFIRMED)
