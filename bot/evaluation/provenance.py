"""Tell where an answer came from, from its receipt alone: no database, months and restarts later."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot import wording
from bot.assistant import Assistant
from bot.matching.reliability import FEWEST, Band
from bot.model import Candidate, Entry
from bot.receipts import WHY, Receipt, Receipts
from bot.wording import receipts as words

_MOST_FACTS = 8
_MOST_WORDS = 8
_CERTAIN = 1.0


@dataclass(frozen=True, slots=True)
class Provenance:
    """Hold what is behind one answer.

    `entry` is what the receipt's entry says now, None if it is gone; `changed` that it said something else
    then. `nearest` is the entry's stored question likest to `question`, None where the question is not known
    or doesn't find the entry by itself. `facts` are those of the cited parts that the answer names.
    """

    receipt: Receipt
    question: str | None
    entry: Entry | None
    changed: bool
    band: Band | None
    nearest: Candidate | None
    runner_up: Candidate | None
    unknown: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]


def trace(receipt: Receipt, question: str | None, assistant: Assistant, receipts: Receipts) -> Provenance:
    """Return where the answer of a receipt came from; `question` is what had been asked, if that is known."""
    entry = receipts.entry_now(receipt)
    match = assistant.matcher.match(question) if question else None
    own = entry.id if entry else None
    found = match.entries if match else ()
    return Provenance(
        receipt=receipt,
        question=question,
        entry=entry,
        changed=entry is not None and receipts.entry(receipt) is None,
        band=assistant.reliability.band(receipt.confidence),
        nearest=next((each for each in found if each.target == own), None),
        runner_up=next((each for each in found if each.target != own), None),
        unknown=match.unknown if match else (),
        facts=_facts(entry, assistant) if entry else (),
    )


def told(found: Provenance, assistant: Assistant) -> tuple[tuple[str, str], ...]:
    """Return what people read of it, as labels and texts."""
    rows: list[tuple[str, str]] = []
    if found.question:
        rows.append((words.QUESTION, found.question))
    if found.entry is None:
        rows.append((words.CHANGED, words.GONE))
    else:
        shown = assistant.choices((found.entry.id,))[0].question
        rows.append((words.ENTRY, words.ENTRY_NAMED.format(question=shown, entry=found.entry.id)))
        if found.changed:
            rows.append((words.CHANGED, words.SAYS_NOW.format(answer=found.entry.answer)))
        if found.question:
            rows.append((words.NEAREST, _candidate(found.nearest) if found.nearest else words.IN_CONTEXT))
    rows.append((words.SURENESS, _sureness(found, assistant)))
    if found.question:
        runner_up = found.runner_up
        named = f"{runner_up.target}: {_candidate(runner_up)}" if runner_up else words.NO_RUNNER_UP
        rows.append((words.RUNNER_UP, named))
        unknown = ", ".join(dict.fromkeys(found.unknown[:_MOST_WORDS]))
        rows.append((words.UNKNOWN, unknown or wording.NONE))
    rows += [(words.FACTS, words.FACTS_OF.format(facts=facts, part=part)) for part, facts in found.facts]
    rows.append((words.RECEIPT, found.receipt.custom_id(WHY)))
    return tuple(rows)


def _candidate(one: Candidate) -> str:
    return words.NEAREST_LIKENESS.format(phrasing=one.phrasing, likeness=one.similarity)


def _sureness(found: Provenance, assistant: Assistant) -> str:
    confidence, band = found.receipt.confidence, found.band
    if confidence == _CERTAIN:
        return words.PICKED
    percent = wording.percent(confidence)
    if band is None or not band.measured:
        return words.NOT_MEASURED.format(percent=percent, fewest=FEWEST)
    return words.MEASURED.format(
        percent=percent,
        word=wording.SURENESS[assistant.reliability.sureness(confidence)],
        questions=band.questions,
        share=wording.percent(band.right / band.questions),
        lower=wording.percent(band.lower),
    )


def _facts(entry: Entry, assistant: Assistant) -> tuple[tuple[str, str], ...]:
    answer = " ".join(re.findall(r"[\w.%]+", entry.answer.casefold()))
    found = []
    for number in entry.parts:
        part = assistant.knowledge.article.part(number)
        named = [fact for fact in part.facts if " ".join(re.findall(r"[\w.%]+", fact.casefold())) in answer]
        named = [fact for fact in named if not any(fact in other for other in named if other != fact)]
        if named:
            found.append((part.label, ", ".join(named[:_MOST_FACTS])))
    return tuple(found)
