"""Write what a button stands for into its `custom_id`, and read it again after a restart."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import ClassVar

from bot.model import Entry, Knowledge

# Discord takes at most 100 characters: 2 + 1 + 64 + 1 + 8 + 1 + 8 + 1 + 4 = 90.
_LONGEST_ID = 64
_HASH_LENGTH = 8
_PATTERN = (
    r"c1:(?P<entry>[a-z0-9~-]{1,64}):(?P<hash>[0-9a-f]{8}):(?P<version>[0-9a-f]{8}):(?P<sure>[0-9]{1,4})"
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """Hold one offered entry: its key and a hash of what it said.

    `version` (of the knowledge base) and `confidence` are those of the reply under which the button stands.
    """

    entry: str
    hash: str
    version: str
    confidence: float

    pattern: ClassVar[str] = _PATTERN

    def custom_id(self) -> str:
        """Return the receipt as a button's id."""
        return f"c1:{self.entry}:{self.hash}:{self.version}:{round(self.confidence * 1000)}"

    @classmethod
    def read(cls, match: re.Match[str]) -> Receipt:
        """Return the receipt in a button's id that `pattern` matched."""
        return cls(match["entry"], match["hash"], match["version"], int(match["sure"]) / 1000)


class Receipts:
    """Make receipts for the entries of one knowledge base and find the entries again."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Index the entries by their keys."""
        self._version = _short(knowledge.version)
        self._entries = {_key(entry.id): entry for entry in knowledge.entries}
        self._keys = {entry.id: key for key, entry in self._entries.items()}

    def make(self, entry_id: str, confidence: float) -> Receipt:
        """Return the receipt for offering an entry; a KeyError if there is none."""
        key = self._keys[entry_id]
        return Receipt(key, content_hash(self._entries[key]), self._version, min(max(confidence, 0.0), 1.0))

    def entry(self, receipt: Receipt) -> Entry | None:
        """Return the entry of a receipt, or None if it is gone or says something else since."""
        entry = self._entries.get(receipt.entry)
        return entry if entry is not None and content_hash(entry) == receipt.hash else None


def content_hash(entry: Entry) -> str:
    """Return a short hash of what an entry tells: its answer and the parts and figures it rests on."""
    return _short("\0".join([entry.id, entry.answer, *map(str, entry.parts), *entry.statistics]))


def _key(entry_id: str) -> str:
    return entry_id if len(entry_id) <= _LONGEST_ID else f"~{_short(entry_id)}"


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_HASH_LENGTH]
