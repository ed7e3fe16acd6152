"""Measure how often each contestant is right, on the public sets and on the repository's rounds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot import knowledge as knowledge_folder
from bot.evaluation.questions import Labelled, read
from bot.model import Knowledge
from tests.benchmark.contestants import CONTESTANTS, Contestant, Ours
from tests.benchmark.question_sets import NOT_TOLD, QuestionSet

ROOT = Path(__file__).parents[2]
ROUNDS = ROOT / "tests" / "questions" / "rounds"
# Spread over kinds of author, so that one run takes minutes.
SOME_ROUNDS = ("students", "traders", "readers-b", "chatlog-a")
FALSE = 0.05
REFUSED = 0.7

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Accuracy:
    """Hold shares from 0 to 1: over answerable questions, `right` whatever the score is.

    `right_at_5_false` is the share answered rightly with the threshold that lets 5 % of the unanswerable
    ones through, `right_at_70_refused` with the one that refuses 70 % of them; `auc` is how often an
    answerable question scores higher than one that isn't.
    """

    contestant: str
    answerable: int
    unanswerable: int
    right: float
    right_at_5_false: float
    right_at_70_refused: float
    auc: float


def measure(name: str, right: Sequence[bool], inside: Sequence[float], outside: Sequence[float]) -> Accuracy:
    """Count, from what was right and from the scores of answerable and unanswerable questions."""
    correct, scores, others = np.array(right, dtype=bool), np.array(inside), np.sort(np.array(outside))[::-1]

    def right_at(false: float) -> float:
        threshold = others[min(int(false * len(others)), len(others) - 1)]
        return float((correct & (scores > threshold)).mean())

    return Accuracy(
        name,
        len(correct),
        len(others),
        float(correct.mean()),
        right_at(FALSE),
        right_at(1.0 - REFUSED),
        _auc(scores, others),
    )


def _auc(inside: Doubles, outside: Doubles) -> float:
    ordered = np.sort(outside)
    below = np.searchsorted(ordered, inside, side="left")
    equal = np.searchsorted(ordered, inside, side="right") - below
    return float((below + equal / 2).mean() / len(ordered))


def on_set(questions: QuestionSet, progress: Callable[[str], None] = lambda _: None) -> list[Accuracy]:
    """Let every contestant learn a set and answer it."""
    found = []
    for name, make in CONTESTANTS.items():
        progress(f"{questions.name}: {name}")
        contestant = make()
        contestant.learn(*questions.texts())
        said = [contestant.answer(text) for text, _ in questions.asked]
        found.append(
            measure(
                name,
                [label == each[0] for each, (_, label) in zip(said, questions.asked, strict=True)],
                [score for _, score in said],
                [contestant.answer(text)[1] for text in questions.off_topic],
            )
        )
    return found


def on_rounds(names: Sequence[str], progress: Callable[[str], None] = lambda _: None) -> list[Accuracy]:
    """Ask each round of a knowledge base that has not learned it; the counts are pooled over the rounds."""
    whole = knowledge_folder.load(ROOT / "knowledge")
    pooled: dict[str, tuple[list[bool], list[float], list[float]]] = {
        name: ([], [], []) for name in CONTESTANTS
    }
    for round_ in names:
        questions = read(ROUNDS / f"{round_}.jsonl")
        kept = replace(whole, phrasings=tuple(each for each in whole.phrasings if each.source != round_))
        for name, make in CONTESTANTS.items():
            progress(f"round {round_}: {name}")
            contestant = _learned(make(), kept)
            right, inside, outside = pooled[name]
            for question in questions:
                said = contestant.answer(question.text)
                if question.answerable:
                    right.append(_is_right(question, said[0], whole))
                    inside.append(said[1])
                else:
                    outside.append(said[1])
    return [measure(name, *pooled[name]) for name in CONTESTANTS]


def _learned(contestant: Contestant, knowledge: Knowledge) -> Contestant:
    if isinstance(contestant, Ours):
        contestant.learn_knowledge(knowledge)
    else:
        entries = {entry.id for entry in knowledge.entries}
        contestant.learn(
            [each.text for each in knowledge.phrasings],
            [each.target if each.target in entries else NOT_TOLD for each in knowledge.phrasings],
        )
    return contestant


def _is_right(question: Labelled, label: str, knowledge: Knowledge) -> bool:
    answer = knowledge.entry(label).answer
    return all(pattern.search(answer) for pattern in question.must)
