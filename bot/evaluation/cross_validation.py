"""Judge a knowledge base by its own phrasings, each predicted with its author left out."""

from __future__ import annotations

from collections.abc import Sequence

from bot.evaluation.questions import Labelled
from bot.evaluation.scoring import Judged
from bot.matching.state import State
from bot.matching.thresholds import Cuts
from bot.matching.training import WRITTEN, Unseen
from bot.model import Knowledge


def judge_phrasings(knowledge: Knowledge, state: State, unseen: Unseen, cuts: Cuts) -> tuple[Judged, ...]:
    """Return the verdict on every stored phrasing; its `question.style` is the source it came from.

    An unsure reply counts as one click away only if its first choice is right: the others are not kept.
    """
    entries = {entry.id: entry for entry in knowledge.entries}
    judged = []
    for at, row in enumerate(unseen.rows.tolist()):
        phrasing = knowledge.phrasings[row]
        confidence = float(unseen.confidence[at])
        answerable, right = bool(unseen.answerable[at]), bool(unseen.right[at])
        answered = confidence >= cuts.answer
        offered = not answered and confidence >= cuts.offer
        entry = entries.get(phrasing.target)
        judged.append(
            Judged(
                Labelled(
                    phrasing.text,
                    answerable,
                    phrasing.source,
                    parts=frozenset(entry.parts if entry else ()),
                ),
                round(confidence, 4),
                _verdict(answerable, right, answered, offered),
                right and answerable,
                answered=state.targets[int(unseen.best[at])] if answered else None,
                suitable=(phrasing.target, *phrasing.also) if answerable else (),
                own=phrasing.target,
            )
        )
    return tuple(judged)


def asked(judged: Sequence[Judged]) -> tuple[Judged, ...]:
    """Return what was asked by others than the answers' author; everything, if nobody else asked."""
    return tuple(each for each in judged if each.question.style != WRITTEN) or tuple(judged)


def _verdict(answerable: bool, right: bool, answered: bool, offered: bool) -> str:
    if not answerable:
        return "false" if answered else "offered" if offered else "refused"
    if answered:
        return "right" if right else "wrong"
    return "click" if offered and right else "missed"
