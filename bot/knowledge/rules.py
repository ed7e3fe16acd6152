"""Check everything that concerns more than the form of one value."""

from __future__ import annotations

import re
import string
from typing import Final

from bot.knowledge.declared import Records
from bot.knowledge.faults import Faults
from bot.knowledge.limits import check_limits, stored_questions
from bot.knowledge.links import check_links
from bot.knowledge.schema import Text
from bot.knowledge.source_lock import check_source_lock

# "20%" and "20" or "c++" and "c" are not the same question; marks that only dress a sentence don't count.
_KEPT: Final = "$%+<=>^`|~"
_DROPPED: Final = str.maketrans(
    {mark: " " for mark in string.punctuation if mark not in _KEPT} | {"'": None, "’": None}
)
_OTHER_MARKS: Final = re.compile(
    "[\u00a1\u00ab\u00b7\u00bb\u00bf\u2010-\u2027\u2030-\u205e\u3001-\u3003\uff01\uff0c\uff1f]"
)


def check_rules(records: Records, faults: Faults) -> None:
    """Note every fault between records, and in each by itself."""
    check_limits(records, faults)
    check_links(records, faults)
    check_source_lock(records, faults)
    _check_phrasings(records, faults)


def phrasing_key(question: str) -> str:
    """Return what two phrasings share when they differ only in case, punctuation and spaces."""
    plain = question.casefold().translate(_DROPPED)
    if not plain.isascii():
        plain = _OTHER_MARKS.sub(" ", plain)
    return " ".join(plain.split()) or question


def _check_phrasings(records: Records, faults: Faults) -> None:
    """Note each question that stands in two places; follow-ups are no stored questions."""
    seen: dict[str, tuple[str, Text, str | None]] = {}
    for record, question in stored_questions(records):
        after = record.text("after")
        key = phrasing_key(question.text) + (f" after {after.text}" if after else "")
        if key not in seen:
            seen[key] = (record.file, question, record.id)
            continue
        file, first, owner = seen[key]
        named = f" (`{owner}`)" if owner else ""
        message = (
            f"The question `{question.text}` stands in {file}:{first.line}{named} too. Keep one of the two."
        )
        faults.error(record.file, question.line, message, record.id)
