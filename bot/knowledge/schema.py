"""Read nodes into records by declared fields, noting every key and value that doesn't fit."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeVar

from bot.knowledge.faults import Faults
from bot.knowledge.nodes import Listing, Mapping, Node, Scalar, Unusable, has_control

_KINDS: Final[dict[type, str]] = {Scalar: "a single value", Listing: "a list", Mapping: "a mapping"}
_INTEGER: Final = re.compile(r"\d{1,9}")
_NUMBER: Final = re.compile(r"-?\d{1,30}(\.\d{1,30})?")


class Text(NamedTuple):
    """Hold a text without spaces around it and the line it starts on."""

    text: str
    line: int


class Integer(NamedTuple):
    """Hold a whole number and its line."""

    value: int
    line: int


class Number(NamedTuple):
    """Hold a number and its line."""

    value: float
    line: int


@dataclass(slots=True)
class Place:
    """Know where a value stands, to say so when it is wrong."""

    faults: Faults
    file: str
    entry: str | None = None
    name: str = "This"

    def refuse(self, line: int, message: str) -> None:
        """Note an error on a line of this file."""
        self.faults.error(self.file, line, message, self.entry)


@dataclass(slots=True)
class Record:
    """Hold what could be read of one mapping: an id, a line, and values by field."""

    file: str
    line: int
    id: str | None = None
    values: dict[str, object] = field(default_factory=dict)

    def text(self, name: str) -> Text | None:
        """Return a text field, None where it is absent or refused."""
        value = self.values.get(name)
        return value if isinstance(value, Text) else None

    def words(self, name: str) -> str:
        """Return a text field's text, empty where it is absent or refused."""
        value = self.text(name)
        return value.text if value else ""

    def number(self, name: str) -> Number | None:
        """Return a number field, None where it is absent or refused."""
        value = self.values.get(name)
        return value if isinstance(value, Number) else None

    def integer(self, name: str) -> Integer | None:
        """Return a whole-number field, None where it is absent or refused."""
        value = self.values.get(name)
        return value if isinstance(value, Integer) else None

    def _members(self, name: str, kind: type[_Member]) -> tuple[_Member, ...]:
        value = self.values.get(name)
        return tuple(item for item in value if isinstance(item, kind)) if isinstance(value, tuple) else ()

    def texts(self, name: str) -> tuple[Text, ...]:
        """Return the texts of a list field."""
        return self._members(name, Text)

    def integers(self, name: str) -> tuple[Integer, ...]:
        """Return the whole numbers of a list field."""
        return self._members(name, Integer)

    def records(self, name: str) -> tuple[Record, ...]:
        """Return the records of a list field."""
        return self._members(name, Record)

    def line_of(self, name: str) -> int:
        """Return the line of a field's value, the record's own where it is absent."""
        value = self.values.get(name)
        return value.line if isinstance(value, Text | Integer | Number) else self.line


_Member = TypeVar("_Member", Text, Integer, Record)
Reader = Callable[[Node, Place], object]


class Field(NamedTuple):
    """Declare one key: how its value is read and whether it must be there."""

    read: Reader
    required: bool = True


Fields = dict[str, Field]


def read_record(node: Node, fields: Fields, place: Place) -> Record | None:
    """Read a mapping by its declared fields; None where it is no mapping."""
    if not isinstance(node, Mapping):
        _refuse_kind(node, place, "a mapping with the keys " + _listed(fields))
        return None
    ids = [value.text for key, value in node.pairs if key.text == "id" and isinstance(value, Scalar)]
    record = Record(place.file, node.line, ids[0] if ids else place.entry)
    found = {key.text: (key, value) for key, value in node.pairs}
    for name, (key, value) in found.items():
        inner = Place(place.faults, place.file, record.id, f"`{name}`")
        if name not in fields:
            inner.refuse(key.line, f"The key `{name}` is not known here. The keys are {_listed(fields)}.")
            continue
        record.values[name] = fields[name].read(value, inner)
    for name, declared in fields.items():
        if declared.required and name not in found:
            message = f"The key `{name}` is missing. Add it."
            place.faults.error(place.file, node.line, message, record.id)
    return record


def read_text(node: Node, place: Place) -> Text | None:
    """Read a text, refusing what YAML would convert or has cut."""
    if not isinstance(node, Scalar):
        _refuse_kind(node, place, 'text. A text with ": " in it needs quotes')
        return None
    if node.cut:
        place.refuse(
            node.line, f"{place.name} is cut off by ` #` after `{_short(node.text)}`. Put the text in quotes."
        )
        return None
    if node.meaning and node.text:
        place.refuse(
            node.line,
            f"{place.name} is meant as text, but YAML reads `{_short(node.text)}` as {node.meaning}. "
            "Put it in quotes.",
        )
        return None
    text = node.text.strip()
    if not text:
        place.refuse(node.line, f"{place.name} is empty. Write the text, or remove the line.")
        return None
    if has_control(text):
        place.refuse(node.line, f"{place.name} has a control character in it. Remove it.")
        return None
    return Text(text, node.line)


def read_line(node: Node, place: Place) -> Text | None:
    """Read a text and put it on one line."""
    text = read_text(node, place)
    return Text(" ".join(text.text.split()), text.line) if text else None


def read_text_or_null(node: Node, place: Place) -> Text | None:
    """Read a text, or null for none."""
    if isinstance(node, Scalar) and node.meaning and node.text in {"null", "~"} and not node.cut:
        return None
    return read_line(node, place)


def read_integer(node: Node, place: Place) -> Integer | None:
    """Read a whole number from 0, written in plain digits."""
    if isinstance(node, Scalar) and node.meaning and _INTEGER.fullmatch(node.text):
        return Integer(int(node.text), node.line)
    _refuse_value(node, place, "a whole number in plain digits, without quotes")
    return None


def read_number(node: Node, place: Place) -> Number | None:
    """Read a number written in plain digits."""
    if isinstance(node, Scalar) and node.meaning and _NUMBER.fullmatch(node.text):
        value = float(node.text)
        if math.isfinite(value):
            return Number(value, node.line)
    _refuse_value(node, place, "a number in plain digits (1000000000, 1.2), without quotes")
    return None


def one_of(choices: Iterable[str]) -> Reader:
    """Read a text that is one of a few."""
    allowed = tuple(choices)

    def read(node: Node, place: Place) -> Text | None:
        text = read_line(node, place)
        if text and text.text not in allowed:
            place.refuse(
                text.line,
                f"{place.name} is `{_short(text.text)}`, which is not known. Use one of {_listed(allowed)}.",
            )
            return None
        return text

    return read


def listing(read: Reader, *, may_be_empty: bool = False) -> Reader:
    """Read a list of what `read` reads; members that don't fit are left out."""

    def read_all(node: Node, place: Place) -> tuple[object, ...] | None:
        if not isinstance(node, Listing):
            _refuse_kind(node, place, "a list")
            return None
        if not node.items and not may_be_empty:
            place.refuse(node.line, f"{place.name} is an empty list. Fill it or remove it.")
        values = (read(item, place) for item in node.items)
        return tuple(value for value in values if value is not None)

    return read_all


def record_of(fields: Fields) -> Reader:
    """Read a mapping with these fields."""

    def read(node: Node, place: Place) -> Record | None:
        return read_record(node, fields, place)

    return read


def read_questions_by_entry(node: Node, place: Place) -> tuple[Record, ...] | None:
    """Read a mapping from entry ids to lists of questions as records of `entry` and `questions`."""
    if not isinstance(node, Mapping):
        _refuse_kind(node, place, "a mapping from entry ids to lists of questions")
        return None
    records = []
    read = listing(read_line)
    for key, value in node.pairs:
        entry = read_line(key, place)
        inner = Place(place.faults, place.file, place.entry, f"{place.name} to `{key.text}`")
        records.append(
            Record(place.file, key.line, place.entry, {"entry": entry, "questions": read(value, inner)})
        )
    return tuple(records)


def _refuse_kind(node: Node, place: Place, wanted: str) -> None:
    if isinstance(node, Unusable):
        return
    found = _KINDS[type(node)]
    if isinstance(node, Scalar) and not node.text:
        found = "empty"
    place.refuse(node.line, f"{place.name} is {found}; it must be {wanted}.")


def _refuse_value(node: Node, place: Place, wanted: str) -> None:
    if isinstance(node, Scalar) and node.text:
        place.refuse(node.line, f"{place.name} is `{_short(node.text)}`; it must be {wanted}.")
    else:
        _refuse_kind(node, place, wanted)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else line[:39] + "…"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
