"""Write what a reply rests on into a few characters, and read it again months and restarts later."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from bot.model import Entry, Knowledge

# Discord takes at most 100 characters: 2 + 1 + 64 + 1 + 8 + 1 + 8 + 1 + 4 = 90.
_LONGEST_ID = 64
_HASH_LENGTH = 8
_BODY = r"(?P<entry>[a-z0-9~-]{1,64}):(?P<hash>[0-9a-f]{8}):(?P<version>[0-9a-f]{8}):(?P<sure>[0-9]{1,4})"
# What may stand before it: a choice, "Why?", "Ask a follow-up", "Show as a chart", "Helpful", "Not helpful".
CHOICE, WHY, FOLLOW_UP, CHART, HELPFUL, UNHELPFUL = "c1", "w1", "f1", "g1", "h1", "u1"
KINDS = (CHOICE, WHY, FOLLOW_UP, CHART, HELPFUL, UNHELPFUL)
# And before that of the form which "Ask a follow-up" opens.
FOLLOW_UP_FORM = "f2"


@dataclass(frozen=True, slots=True)
class Receipt:
    """Hold one offered entry: its key and a hash of what it said.

    `version` (of the knowledge base) and `confidence` are those of the reply under which the button stands.
    """

    entry: str
    hash: str
    version: str
    confidence: float

    def custom_id(self, kind: str = CHOICE) -> str:
        """Return the receipt as the id of a control of one kind."""
        return f"{kind}:{self.entry}:{self.hash}:{self.version}:{round(self.confidence * 1000)}"

    @staticmethod
    def pattern(kind: str = CHOICE) -> str:
        """Return the regular expression of such ids."""
        return f"{kind}:{_BODY}"

    @classmethod
    def read(cls, match: re.Match[str]) -> Receipt:
        """Return the receipt in an id that `pattern` matched."""
        return cls(match["entry"], match["hash"], match["version"], min(int(match["sure"]) / 1000, 1.0))

    @classmethod
    def parse(cls, text: str) -> Receipt | None:
        """Return the receipt that somebody pasted, from whatever kind of control; None if it is none."""
        match = re.fullmatch(rf"(?:[a-z]1:)?{_BODY}", text.strip().strip("`"))
        return cls.read(match) if match else None


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
        entry = self.entry_now(receipt)
        return entry if entry is not None and content_hash(entry) == receipt.hash else None

    def entry_now(self, receipt: Receipt) -> Entry | None:
        """Return the entry of a receipt whatever it says now, or None if it is gone."""
        return self.entry_of_key(receipt.entry)

    def entry_of_key(self, key: str) -> Entry | None:
        """Return the entry that a receipt has under a key, or None if it is gone."""
        return self._entries.get(key)


def content_hash(entry: Entry) -> str:
    """Return a short hash of what an entry tells: its answer and the parts and figures it rests on."""
    return _short("\0".join([entry.id, entry.answer, *map(str, entry.parts), *entry.statistics]))


def _key(entry_id: str) -> str:
    return entry_id if len(entry_id) <= _LONGEST_ID else f"~{_short(entry_id)}"


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_HASH_LENGTH]
