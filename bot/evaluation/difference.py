"""Find who gets a different answer from one knowledge base than from another."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.assistant import Assistant, Decision
from bot.conversation import Conversation
from bot.evaluation.explanation import outcome_of
from bot.evaluation.questions import Labelled
from bot.evaluation.scoring import decisions, judge
from bot.model import Answered, Declined, Knowledge, Outcome, Phrasing, Social, Unsure

STORED = "stored"
_SMALLER_MARGIN = 0.2
_RIGHT = frozenset({"right", "refused"})

Kind = Literal[
    "other entry",
    "other outcome",
    "smaller margin",
    "other choices",
    "other words",
    "other reply",
    "same reply",
]
KINDS: tuple[Kind, ...] = (
    "other entry", "other outcome", "smaller margin", "other choices", "other words", "other reply",
    "same reply",
)  # fmt: skip

LabelledFiles = Sequence[tuple[str, Sequence[Labelled]]]


@dataclass(frozen=True, slots=True)
class Seen:
    """Hold what one side replies: `entries` are the one that answers, or those offered; `text` its words."""

    outcome: Outcome
    entries: tuple[str, ...]
    confidence: float
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """Hold one question that gets another reply now; `places` are where it is stored or labelled.

    A loss was right and is not any more, a gain the other way round. `kind` is how the replies differ; a
    loss with the same reply is a phrasing that now belongs elsewhere and is not found there.
    """

    question: str
    places: tuple[str, ...]
    before: Seen
    after: Seen
    kind: Kind
    loss: bool
    gain: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """Hold all changes, losses first, how often was asked, and which entries came, went or were reworded."""

    questions: int
    changes: tuple[Change, ...]
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    reworded: tuple[str, ...] = ()

    @property
    def losses(self) -> tuple[Change, ...]:
        """Return the changes that are losses."""
        return tuple(change for change in self.changes if change.loss)

    @property
    def gains(self) -> tuple[Change, ...]:
        """Return the changes that are gains."""
        return tuple(change for change in self.changes if change.gain)


def total(base: Knowledge, head: Knowledge, labelled: LabelledFiles) -> int:
    """Return how many questions `compare` asks each side."""
    stored = _stored(base).keys() | _stored(head).keys()
    return len(stored) + sum(len(asked) for _, asked in labelled)


def compare(
    base: Assistant,
    head: Assistant,
    labelled: LabelledFiles,
    progress: Callable[[int], None] = lambda _: None,
) -> Difference:
    """Ask both sides every phrasing that either stores and every labelled question, by name of its file."""
    found: dict[tuple[str, Seen, Seen], Change] = {}
    number = 0
    for number, change in enumerate(_changes(base, head, labelled), start=1):
        progress(number)
        if change is None:
            continue
        key = change.question, change.before, change.after
        other = found.get(key)
        found[key] = change if other is None else _joined(other, change)
    before = {entry.id: entry for entry in base.knowledge.entries}
    after = {entry.id: entry for entry in head.knowledge.entries}
    return Difference(
        number,
        tuple(
            sorted(
                found.values(),
                key=lambda each: (not each.loss, not each.gain, KINDS.index(each.kind), each.question),
            )
        ),
        tuple(sorted(after.keys() - before.keys())),
        tuple(sorted(before.keys() - after.keys())),
        tuple(sorted(id_ for id_ in before.keys() & after.keys() if before[id_].answer != after[id_].answer)),
    )


def _changes(base: Assistant, head: Assistant, labelled: LabelledFiles) -> Iterator[Change | None]:
    before, after = _stored(base.knowledge), _stored(head.knowledge)
    # A phrasing of an entry that only one side has still asks for that entry.
    entries = {entry.id for side in (base, head) for entry in side.knowledge.entries}
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key) or after[key], after.get(key) or before[key]
        old_decision, new_decision = _ask(base, old), _ask(head, new)
        yield _change(
            key[0],
            STORED,
            (old_decision, new_decision),
            (_finds_its_own(old_decision, old, entries), _finds_its_own(new_decision, new, entries)),
        )
    for name, asked in labelled:
        sides = zip(asked, decisions(base, asked), decisions(head, asked), strict=True)
        for question, old_decision, new_decision in sides:
            yield _change(
                question.text,
                name,
                (old_decision, new_decision),
                (
                    judge(question, old_decision, base.knowledge).verdict in _RIGHT,
                    judge(question, new_decision, head.knowledge).verdict in _RIGHT,
                ),
            )


def _stored(knowledge: Knowledge) -> dict[tuple[str, str | None], Phrasing]:
    return {(each.text, each.after): each for each in knowledge.phrasings}


def _ask(assistant: Assistant, phrasing: Phrasing) -> Decision:
    """Return what becomes of a phrasing, right after the entry that it rests on, if it does."""
    conversation = Conversation(assistant)
    if phrasing.after and any(entry.id == phrasing.after for entry in assistant.knowledge.entries):
        before = assistant.knowledge.entry(phrasing.after)
        conversation.answered(before.questions[0], assistant.answer(before.id))
    return conversation.decide(phrasing.text)


def _finds_its_own(decision: Decision, phrasing: Phrasing, entries: Container[str]) -> bool:
    """Say whether an entry's phrasing is answered by it, and any other by no entry at all."""
    if isinstance(decision.reply, Answered):
        return decision.reply.entry.id in (phrasing.target, *phrasing.also)
    return phrasing.target not in entries and not isinstance(decision.reply, Unsure)


def _change(
    question: str, place: str, sides: tuple[Decision, Decision], right: tuple[bool, bool]
) -> Change | None:
    before, after = (_seen(decision) for decision in sides)
    kind, loss = _kind(before, after), right == (True, False)
    if kind is None and not loss:
        return None
    return Change(question, (place,), before, after, kind or "same reply", loss, right == (False, True))


def _joined(one: Change, other: Change) -> Change:
    places = tuple(dict.fromkeys((*one.places, *other.places)))
    loss = one.loss or other.loss
    return replace(one, places=places, loss=loss, gain=(one.gain or other.gain) and not loss)


def _seen(decision: Decision) -> Seen:
    reply = decision.reply
    outcome, confidence = outcome_of(reply), round(reply.confidence, 4)
    match reply:
        case Answered():
            return Seen(outcome, (reply.entry.id,), confidence, reply.entry.answer)
        case Unsure():
            return Seen(outcome, tuple(choice.entry for choice in reply.choices), confidence, "")
        case Declined() | Social():
            return Seen(outcome, (), confidence, reply.text)


def _kind(before: Seen, after: Seen) -> Kind | None:
    if before.outcome != after.outcome:
        return "other outcome"
    if before.outcome == "answered" and before.entries != after.entries:
        return "other entry"
    # Of a refusal, a confidence that falls is no loss of margin.
    if before.entries and before.confidence - after.confidence > _SMALLER_MARGIN:
        return "smaller margin"
    if before.entries != after.entries:
        return "other choices"
    if before.text != after.text:
        return "other words" if before.outcome == "answered" else "other reply"
    return None
