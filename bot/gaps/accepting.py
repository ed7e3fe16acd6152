"""Read what a human accepted in a patch, with every fault by its line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import Problem, SettingsError
from bot.gaps.proposals import ACTIONS, Action
from bot.history.misses import LEFT_OUT
from bot.knowledge.faults import Faults
from bot.knowledge.nodes import Listing, Node, Scalar, compose
from bot.knowledge.rules import phrasing_key
from bot.knowledge.schema import (
    Field,
    Fields,
    Place,
    Record,
    Text,
    listing,
    one_of,
    read_integer,
    read_line,
    read_record,
)
from bot.model import Knowledge
from bot.wording import gaps as words


@dataclass(frozen=True, slots=True)
class Accepted:
    """Hold one proposal that a human accepted; `parts` and `answer` are those of a new entry."""

    action: Action
    target: str
    questions: tuple[str, ...]
    parts: tuple[int, ...] = ()
    answer: str = ""


class PatchError(SettingsError):
    """Report every fault of a patch at once."""

    def __init__(self, file: Path, problems: Sequence[Problem]) -> None:
        """Keep the faults; the message is one line for each."""
        self.problems = tuple(problems)
        super().__init__("\n".join([words.BAD_PATCH.format(file=file), *map(str, problems)]))


def read_patch(file: Path, knowledge: Knowledge) -> tuple[Accepted, ...]:
    """Return what is accepted in a patch; raises PatchError with every fault, or SettingsError."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise SettingsError(words.UNREADABLE.format(file=file, why=why)) from None
    faults = Faults()
    composed = compose(text)
    for fault in composed.faults:
        faults.error(file.name, fault.line, fault.message)
    accepted: list[Accepted] = []
    if isinstance(composed.node, Listing):
        reading = _Reading(knowledge, faults)
        for item in composed.node.items:
            record = read_record(item, _FIELDS, Place(faults, file.name, name="Each item"))
            if record is not None and record.words("accept") == "yes":
                accepted.append(reading.accepted(record))
    elif composed.node is not None:
        faults.error(file.name, composed.node.line, "This file must be a list. Begin each item with `- `.")
    if faults.failed:
        raise PatchError(file, faults.listed())
    return tuple(accepted)


def _read_decision(node: Node, place: Place) -> Text | None:
    """Read yes or no; here they mean what a person means by them, in quotes or not."""
    if isinstance(node, Scalar) and node.text.strip().lower() in ("yes", "no"):
        return Text(node.text.strip().lower(), node.line)
    place.refuse(node.line, words.NOT_YES_OR_NO)
    return None


def _read_blank(node: Node, place: Place) -> Text | None:
    """Read a text that may still be blank."""
    if isinstance(node, Scalar) and not node.text.strip():
        return None
    return read_line(node, place)


_FIELDS: Fields = {
    "gap": Field(read_integer, required=False),
    "accept": Field(_read_decision),
    "add": Field(one_of(ACTIONS)),
    "to": Field(_read_blank),
    "questions": Field(listing(read_line, may_be_empty=True)),
    "parts": Field(listing(read_integer, may_be_empty=True), required=False),
    "answer": Field(_read_blank, required=False),
}


class _Reading:
    """Read the records of one patch, and note what can't be applied to a knowledge base."""

    def __init__(self, knowledge: Knowledge, faults: Faults) -> None:
        self._knowledge = knowledge
        self._faults = faults
        self._entries = {entry.id for entry in knowledge.entries}
        self._taken = self._entries.union(
            (group.id for group in knowledge.groups), (kind.id for kind in knowledge.small_talk)
        )
        self._stored = {phrasing_key(phrasing.text) for phrasing in knowledge.phrasings}
        self._seen: set[str] = set()

    def accepted(self, record: Record) -> Accepted:
        """Return what a record accepts."""
        action: Action = next((each for each in ACTIONS if each == record.words("add")), "entry")
        self._check_target(record, action)
        if not record.texts("questions"):
            self._refuse(record, record.line, words.NO_QUESTIONS)
        for question in record.texts("questions"):
            self._check_question(record, question)
        return Accepted(
            action,
            record.words("to"),
            tuple(question.text for question in record.texts("questions")),
            tuple(part.value for part in record.integers("parts")),
            record.words("answer"),
        )

    def _check_target(self, record: Record, action: Action) -> None:
        target, line = record.words("to"), record.line_of("to")
        if action == "phrasing":
            if target not in self._entries:
                self._refuse(record, line, words.NO_SUCH_ENTRY.format(id=target))
        elif action == "example":
            if self._knowledge.group(target) is None:
                self._refuse(record, line, words.NO_SUCH_GROUP.format(id=target))
        else:
            filled = {"to": target, "parts": record.integers("parts"), "answer": record.words("answer")}
            for name in (name for name, value in filled.items() if not value):
                self._refuse(record, record.line_of(name), words.ENTRY_LACKS.format(name=name))
            if target in self._taken:
                self._refuse(record, line, words.ID_TAKEN.format(id=target))

    def _check_question(self, record: Record, question: Text) -> None:
        key = phrasing_key(question.text)
        if LEFT_OUT in question.text:
            self._refuse(record, question.line, words.STILL_LEFT_OUT)
        elif key in self._stored:
            self._refuse(record, question.line, words.STORED)
        elif key in self._seen:
            self._refuse(record, question.line, words.TWICE)
        self._seen.add(key)

    def _refuse(self, record: Record, line: int, message: str) -> None:
        self._faults.error(record.file, line, message)
