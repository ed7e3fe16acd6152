"""Make a small quiz of what is known: figures to be picked, and answers with a gap to be filled.

Nothing is kept between two questions: the same seed makes the same quiz of the same knowledge base.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal, TypeVar

from bot.model import Entry, Knowledge, Statistic
from bot.text import words

QUESTIONS, MOST_OPTIONS = 5, 4
GAP = "[\N{NO-BREAK SPACE}…\N{NO-BREAK SPACE}]"
_MOST_FIGURES = 2
# A fact that more parts share would fit into the gaps of too many answers.
_MOST_PARTS = 2
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_YEAR = re.compile(r"(?:19|20)\d\d|years")
_LONGEST_OPTION = 40

Kind = Literal["share", "time", "amount", "person", "name"]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Item:
    """Hold one question of a quiz: a figure to pick or an answer with a gap, and what fits.

    `told` is what is right in whole sentences; `period` is that of a figure whose label lacks it, or None.
    """

    asked: str
    options: tuple[str, ...]
    right: int
    told: str
    parts: tuple[int, ...]
    figure: bool = False
    period: str | None = None


def quiz(knowledge: Knowledge, seed: int) -> tuple[Item, ...]:
    """Return the questions of a quiz, at most five; fewer, or none, where little is known."""
    random = Random(seed)  # noqa: S311  # a game
    figures = _shuffled(knowledge.statistics, random)
    found = [item for each in figures if (item := _of_figure(each, knowledge, random))][:_MOST_FIGURES]
    given = [item.options[item.right] for item in found]
    for entry in _shuffled(knowledge.entries, random):
        if len(found) >= QUESTIONS:
            break
        item = _of_entry(entry, knowledge, random)
        # What one question gives away isn't asked in another.
        right = item.options[item.right] if item is not None else ""
        if item is not None and not any(right in other or other in right for other in given):
            found.append(item)
            given.append(right)
    return tuple(_shuffled(found, random))


def _of_figure(one: Statistic, knowledge: Knowledge, random: Random) -> Item | None:
    others = [each for each in knowledge.statistics if each.shown != one.shown]
    others = sorted(_shuffled(others, random), key=lambda each: each.unit != one.unit)
    shown = list(dict.fromkeys(each.shown for each in others))
    if not shown:
        return None
    options = _shuffled([one.shown, *shown[: MOST_OPTIONS - 1]], random)
    told = f"{one.label}: {one.shown}. {one.meaning}"
    return Item(one.label, options, options.index(one.shown), told, (one.part,), True, one.period_beside)


def _of_entry(entry: Entry, knowledge: Knowledge, random: Random) -> Item | None:
    """Return an entry's answer with a gap where a figure or name of its own stood; None if it has none."""
    article = knowledge.article
    own = {fact for number in entry.parts for fact in article.part(number).facts}
    all_facts = dict.fromkeys(fact for part in article.parts for fact in part.facts)
    common = {fact for fact in all_facts if sum(fact in part.facts for part in article.parts) > _MOST_PARTS}
    usable = [
        fact for fact in all_facts if fact not in common and fact not in article.title and _is_short(fact)
    ]
    if "://" in entry.answer:
        return None
    there = [fact for fact in usable if fact in own and _stands_in(fact, entry.answer)]
    # The whole name rather than a part of it.
    there = [fact for fact in there if not any(fact != other and fact in other for other in there)]
    for fact in _shuffled(there, random):
        kind = _kind(fact, article.people)
        others = [
            each
            for each in usable
            if each not in own
            and _kind(each, article.people) == kind
            and not _stands_in(each, entry.answer)
            and not any(each != other and each in other for other in usable)
        ]
        if others:
            options = _shuffled([fact, *_shuffled(others, random)[: MOST_OPTIONS - 1]], random)
            asked = _with_gap(entry.answer, [fact, *(each for each in own if each in fact)])
            return Item(asked, options, options.index(fact), entry.answer, entry.parts)
    return None


def _is_short(fact: str) -> bool:
    return len(fact) <= _LONGEST_OPTION and "://" not in fact and not _DATE.search(fact)


def _kind(fact: str, people: Sequence[str]) -> Kind:
    """Say what a fact is, so that all options of a question are alike."""
    found = words(fact)
    if not any(word[0].isdigit() for word in found):
        return "person" if fact in people else "name"
    if "percent" in found:
        return "share"
    return "time" if any(_YEAR.fullmatch(word) for word in found) else "amount"


def _pattern(facts: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(facts, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])", re.IGNORECASE)


def _stands_in(fact: str, text: str) -> bool:
    return _pattern([fact]).search(text) is not None


def _with_gap(text: str, facts: Iterable[str]) -> str:
    return _pattern(facts).sub(GAP, text)


def _shuffled(values: Iterable[_T], random: Random) -> tuple[_T, ...]:
    found = list(values)
    random.shuffle(found)
    return tuple(found)
