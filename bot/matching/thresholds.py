"""Choose from which confidence on to answer, from stated risks and measured confidences."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

import numpy as np

from bot.intervals import ONE_ERROR, wilson
from bot.matching.state import Flags, State

_FEWEST = 20
# So many unanswerable follow-ups must have been learned before follow-ups get thresholds of their own.
_FEWEST_FOLLOWING = 100
_NOT_MEASURED = (0.6, 0.35)


@dataclass(frozen=True, slots=True)
class Cuts:
    """Hold the confidence from which to answer, and the lower one from which to offer choices."""

    answer: float
    offer: float


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Hold the cuts for questions that stand alone, and for those that rest on an answer before them.

    A follow-up is read in several ways and the surest reading wins, so that its confidence has to be higher.
    """

    alone: Cuts
    following: Cuts


def choose(state: State, *, answer_risk: float, unsure_risk: float) -> Thresholds:
    """Return the lowest thresholds at which questions that the article doesn't answer stay within the risks.

    Of such questions, at most `answer_risk` may be answered and `unsure_risk` offered choices besides. Both
    are judged on questions learned from others, as predicted by a model that had not seen their author, and
    held with a standard error to spare (Wilson): the fewer were learned, the more careful it gets. With
    fewer than 20 such questions nothing is measured, and fixed careful thresholds serve.
    """
    told_nothing = state.unseen_counted & ~state.unseen_answerable
    alone = _cuts(state, told_nothing, answer_risk, unsure_risk)
    follow_ups = told_nothing & state.unseen_follows
    if follow_ups.sum() < _FEWEST_FOLLOWING:
        return Thresholds(alone, alone)
    return Thresholds(alone, _cuts(state, follow_ups, answer_risk, unsure_risk))


def _cuts(state: State, told_nothing: Flags, answer_risk: float, unsure_risk: float) -> Cuts:
    confidences = np.sort(state.unseen_confidence[told_nothing])[::-1]
    if len(confidences) < _FEWEST:
        return Cuts(*_NOT_MEASURED)

    def cut(risk: float) -> float:
        total = len(confidences)
        allowed = bisect_right(range(total), risk, key=lambda count: wilson(count, total, ONE_ERROR)[1]) - 1
        return float(confidences[max(allowed, 0)]) + 1e-4

    answer = cut(answer_risk)
    return Cuts(answer, min(answer, cut(answer_risk + unsure_risk)))
