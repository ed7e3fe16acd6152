"""Judge replies to labelled questions and count the verdicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.assistant import Assistant, Decision
from bot.conversation import Conversations
from bot.evaluation.questions import Labelled
from bot.model import Answered, Knowledge, Unsure

MOST_WORDS = 90
MOST_WORDS_OF_A_CHOICE = 60
_COUNTED_CHOICES = 3


@dataclass(frozen=True, slots=True)
class Judged:
    """Hold a question, the reply and the verdict.

    Verdicts of answerable questions: right, click (unsure, with a right answer among the choices), wrong,
    missed; of others: refused, offered (unsure), false. `best_right` says whether the likeliest entry would
    have been right, whatever the outcome; `elsewhere` marks a right answer that cites a part which doesn't
    support it. `answered` is the entry that answered, if one did; where it is wrong, `suitable` are those
    that would have been right. `own` is the target that a stored phrasing belongs to.
    """

    question: Labelled
    confidence: float
    verdict: str
    best_right: bool
    elsewhere: bool = False
    answered: str | None = None
    suitable: tuple[str, ...] = ()
    own: str | None = None


def ask_all(
    assistant: Assistant, questions: Sequence[Labelled], progress: Callable[[int], None] = lambda _: None
) -> tuple[Judged, ...]:
    """Ask every question, those of a conversation in order, and judge the replies."""
    judged = []
    for number, (question, decision) in enumerate(
        zip(questions, decisions(assistant, questions), strict=True), start=1
    ):
        judged.append(judge(question, decision, assistant.knowledge))
        progress(number)
    return tuple(judged)


def decisions(assistant: Assistant, questions: Iterable[Labelled]) -> Iterator[Decision]:
    """Return what becomes of every question, those of a conversation asked in order."""
    conversations = Conversations(assistant)
    for question in questions:
        if question.conversation is None:
            yield assistant.decide(question.text)
        else:
            yield conversations.decide(question.conversation, question.text)


def judge(question: Labelled, decision: Decision, knowledge: Knowledge) -> Judged:
    """Return the verdict on one reply."""
    reply, entries = decision.reply, decision.match.entries
    best = knowledge.entry(entries[0].target).answer if entries else ""
    best_right = question.answerable and _holds(question, best, MOST_WORDS)
    elsewhere = False
    if not question.answerable:
        verdict = {Answered: "false", Unsure: "offered"}.get(type(reply), "refused")
    elif isinstance(reply, Answered):
        right = _holds(question, reply.entry.answer, MOST_WORDS)
        elsewhere = right and not question.parts & set(reply.source.parts)
        verdict = "right" if right else "wrong"
    elif isinstance(reply, Unsure) and any(
        _holds(question, choice.answer, MOST_WORDS_OF_A_CHOICE) for choice in reply.choices[:_COUNTED_CHOICES]
    ):
        verdict = "click"
    else:
        verdict = "missed"
    return Judged(
        question,
        reply.confidence,
        verdict,
        best_right,
        elsewhere,
        reply.entry.id if isinstance(reply, Answered) else None,
        suitable(question, knowledge) if verdict == "wrong" else (),
    )


def suitable(question: Labelled, knowledge: Knowledge) -> tuple[str, ...]:
    """Return the entries whose answer would be right, in the order of the knowledge base."""
    return tuple(
        entry.id
        for entry in knowledge.entries
        if _holds(question, entry.answer, MOST_WORDS)
        and (not question.parts or question.parts & set(entry.parts))
    )


def _holds(question: Labelled, answer: str, most_words: int) -> bool:
    return len(answer.split()) <= most_words and all(pattern.search(answer) for pattern in question.must)


@dataclass(frozen=True, slots=True)
class Figures:
    """Hold the shares that the targets speak of, in percent; None where there was nothing to count."""

    answerable: int
    unanswerable: int
    right: float | None
    one_click: float | None
    wrong: float | None
    false: float | None
    offered: float | None
    elsewhere: float | None


def figures(judged: Iterable[Judged]) -> Figures:
    """Return the shares over all judged replies."""
    counts: Counter[str] = Counter()
    for each in judged:
        counts[each.verdict] += 1
        counts["in" if each.question.answerable else "out"] += 1
        counts["elsewhere"] += each.elsewhere
    inside, outside = counts["in"], counts["out"]
    return Figures(
        inside,
        outside,
        _share(counts["right"], inside),
        _share(counts["right"] + counts["click"], inside),
        _share(counts["wrong"], inside),
        _share(counts["false"], outside),
        _share(counts["offered"], outside),
        _share(counts["elsewhere"], counts["right"]),
    )


def _share(count: int, total: int) -> float | None:
    return round(100 * count / total, 2) if total else None
