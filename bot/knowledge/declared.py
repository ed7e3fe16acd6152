"""Declare what each file of a knowledge folder holds, and read it into records."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, get_args

from bot.knowledge import files
from bot.knowledge.faults import Faults
from bot.knowledge.nodes import Listing, compose
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
    read_number,
    read_questions_by_entry,
    read_record,
    read_text,
    read_text_or_null,
    record_of,
)
from bot.model import Claim

UNITS: Final = ("percent", "models", "downloads", "years")
KINDS: Final = ("company", "person", "model", "chip", "place", "organisation", "product", "policy")

_TEXT: Final = Field(read_line)
_TEXTS: Final = Field(listing(read_line))
_OPTIONAL_TEXTS: Final = Field(listing(read_line, may_be_empty=True), required=False)
_PART: Final[Fields] = {
    "number": Field(read_integer),
    "label": _TEXT,
    "facts": Field(listing(read_line, may_be_empty=True)),
}
_ARTICLE: Final[Fields] = {
    "title": _TEXT,
    "publisher": _TEXT,
    "url": _TEXT,
    "published": _TEXT,
    "language": _TEXT,
    "people": _OPTIONAL_TEXTS,
    "parts": Field(listing(record_of(_PART))),
}
_STATISTIC: Final[Fields] = {
    "id": _TEXT,
    "label": _TEXT,
    "shown": _TEXT,
    "value": Field(read_number),
    "unit": Field(one_of(UNITS)),
    "period": Field(read_text_or_null),
    "source": _TEXT,
    "part": Field(read_integer),
    "meaning": _TEXT,
}
_ENTRY: Final[Fields] = {
    "id": _TEXT,
    "parts": Field(listing(read_integer)),
    "answer": Field(read_text),
    "statistics": _OPTIONAL_TEXTS,
    "related": _OPTIONAL_TEXTS,
    "follow_ups": Field(read_questions_by_entry, required=False),
    "said_by": Field(read_line, required=False),
    "questions": _TEXTS,
}
_GROUP: Final[Fields] = {
    "id": _TEXT,
    "reply": Field(read_text),
    "nearest": Field(listing(read_line, may_be_empty=True)),
    "questions": _TEXTS,
}
_SMALL_TALK: Final[Fields] = {"id": _TEXT, "reply": Field(read_text), "questions": _TEXTS}
_NAME: Final[Fields] = {"name": _TEXT, "kind": Field(one_of(KINDS)), "spellings": _TEXTS}
_ASKED: Final[Fields] = {
    "entry": Field(read_line, required=False),
    "group": Field(read_line, required=False),
    "social": Field(read_line, required=False),
    "also": _OPTIONAL_TEXTS,
    "after": Field(read_line, required=False),
    "claim": Field(one_of(get_args(Claim)), required=False),
    "question": _TEXT,
}
_ID_LINE: Final = re.compile(r"^[ \t]*-?[ \t]*\{?[ \t]*id:[ \t]*[\"']?([\w-]+)", re.MULTILINE)


@dataclass(slots=True)
class Records:
    """Hold everything that could be read, before anything is held against anything else.

    `hidden` are ids seen in files that are not YAML, so that links to them are not called broken.
    """

    article: Record | None = None
    statistics: list[Record] = field(default_factory=list)
    entries: list[Record] = field(default_factory=list)
    groups: list[Record] = field(default_factory=list)
    small_talk: list[Record] = field(default_factory=list)
    names: list[Record] = field(default_factory=list)
    synonyms: list[tuple[Text, ...]] = field(default_factory=list)
    asked: list[Record] = field(default_factory=list)
    vocabulary: list[Text] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)


def read_records(contents: dict[str, bytes], faults: Faults) -> Records:
    """Read every file into records, noting each fault within one file."""
    records = Records()
    lists = {
        files.STATISTICS: (_STATISTIC, records.statistics),
        files.NOT_IN_ARTICLE: (_GROUP, records.groups),
        files.SOCIAL: (_SMALL_TALK, records.small_talk),
        files.NAMES: (_NAME, records.names),
        files.ENTRIES: (_ENTRY, records.entries),
        files.ASKED: (_ASKED, records.asked),
    }
    for name, content in contents.items():
        text = files.decode(name, content, faults)
        if text is None:
            records.hidden.update(_ID_LINE.findall(content.decode("utf-8", "replace")))
        elif name == files.VOCABULARY:
            records.vocabulary = _read_vocabulary(text, Place(faults, name))
        elif name == files.ARTICLE:
            _read_article(text, name, records, faults)
        elif name == files.SYNONYMS:
            records.synonyms.extend(_read_synonyms(text, name, records, faults))
        else:
            fields, target = lists[name.partition("/")[0]]
            target.extend(_read_list(text, name, fields, records, faults))
    return records


def _read_article(text: str, name: str, records: Records, faults: Faults) -> None:
    composed = compose(text)
    for fault in composed.faults:
        faults.error(name, fault.line, fault.message)
    if composed.node is not None:
        records.article = read_record(composed.node, _ARTICLE, Place(faults, name))
    elif not composed.faults:
        faults.error(name, 1, "This file holds only comments. Fill it as README.md shows.")


def _read_list(text: str, name: str, fields: Fields, records: Records, faults: Faults) -> list[Record]:
    found = (
        read_record(item, fields, Place(faults, name, name="Each item"))
        for item in _items(text, name, records, faults).items
    )
    return [record for record in found if record is not None]


def _read_synonyms(text: str, name: str, records: Records, faults: Faults) -> list[tuple[Text, ...]]:
    read = listing(read_line)
    found = (
        read(item, Place(faults, name, name="Each item"))
        for item in _items(text, name, records, faults).items
    )
    return [
        tuple(word for word in words if isinstance(word, Text)) for words in found if isinstance(words, tuple)
    ]


def _items(text: str, name: str, records: Records, faults: Faults) -> Listing:
    """Return the items of a file that is a list, none where it is something else."""
    composed = compose(text)
    for fault in composed.faults:
        faults.error(name, fault.line, fault.message)
    node = composed.node
    if node is None:
        records.hidden.update(_ID_LINE.findall(text))
        if not composed.faults:
            faults.error(name, 1, "This file holds only comments. Fill it or remove it.")
    elif not isinstance(node, Listing):
        records.hidden.update(_ID_LINE.findall(text))
        faults.error(name, node.line, "This file must be a list. Begin each item with `- `.")
    elif not node.items:
        faults.error(name, node.line, "This file is an empty list. Fill it or remove it.")
    else:
        return node
    return Listing((), 1)


def _read_vocabulary(text: str, place: Place) -> list[Text]:
    """Read the words, one a line, noting what is not lower case, not in order or there twice."""
    words: list[Text] = []
    seen: dict[str, int] = {}
    for line, written in enumerate(text.split("\n"), start=1):
        word = written.strip()
        if not word:
            if line <= text.rstrip().count("\n"):
                place.refuse(line, "This line is empty. Remove it: one word a line.")
            continue
        if word != word.lower():
            place.refuse(line, f"`{word}` is not lower case. Write `{word.lower()}`.")
        if len(word.split()) > 1:
            place.refuse(line, f"`{word}` is more than one word. Give each word a line.")
        if word in seen:
            place.refuse(line, f"`{word}` stands here twice, first on line {seen[word]}. Keep one.")
        elif words and word < words[-1].text:
            place.refuse(line, f"`{word}` comes after `{words[-1].text}`. Sort the lines by character code.")
        seen.setdefault(word, line)
        words.append(Text(word, line))
    return words
