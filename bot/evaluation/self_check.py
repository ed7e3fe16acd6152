"""Try every written phrasing of a knowledge base with that phrasing itself left out."""

from __future__ import annotations

from collections.abc import Mapping

from bot.errors import Problem
from bot.matching.training import WRITTEN, train
from bot.model import Knowledge


def check_phrasings(
    knowledge: Knowledge, places: Mapping[tuple[str, str], tuple[str, int]]
) -> tuple[Problem, ...]:
    """Return a warning for each written phrasing of an entry that finds another entry when it is left out.

    `places` tells file and line by (entry, phrasing). Each phrasing is left out together with a tenth of
    the others, and an entry that a phrasing's `also` names is as good as its own. This trains a matcher,
    which takes seconds. Fewer than two entries have nothing to confuse.
    """
    if len(knowledge.entries) < 2:
        return ()
    state, unseen = train(knowledge)
    problems = []
    for at, row in enumerate(unseen.rows.tolist()):
        phrasing = knowledge.phrasings[row]
        if phrasing.source != WRITTEN or not unseen.answerable[at] or unseen.right[at]:
            continue
        file, line = places[phrasing.target, phrasing.text]
        found = state.targets[int(unseen.best[at])]
        message = (
            f"“{phrasing.text}” finds `{found}` when it is left out itself. "
            f"Give `{phrasing.target}` more phrasings like it."
        )
        problems.append(Problem(file, line, message, phrasing.target, "warning"))
    return tuple(sorted(problems, key=lambda each: (each.file, each.line, each.message)))
