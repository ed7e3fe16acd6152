"""Hold every figure and proper name of an answer against the facts of the parts it cites."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from bot.knowledge.declared import Records
from bot.knowledge.faults import Faults
from bot.knowledge.figures import MONTH_NAMES, date_fields, date_matches, figures, keys_of_fact
from bot.knowledge.names import capitalised, names_in, words_of
from bot.knowledge.placeholders import fill
from bot.knowledge.schema import Record

TITLE_PART: Final = 0
SOURCE_PART: Final = 10

_LONGEST_NAME: Final = 12  # words; a headline fits in
_LINK: Final = re.compile(r"https?://[^\s<>\"”]*[^\s<>\"”.,;:!?)]")


class Evidence:
    """Know what one part vouches for: names as whole facts and as parts of facts, figures, links."""

    def __init__(self, facts: Iterable[str]) -> None:
        """Take the part's facts."""
        self.whole: set[tuple[str, ...]] = set()
        self.within: set[tuple[str, ...]] = set()
        self.figures: set[str] = set()
        self.links: set[str] = set()
        for fact in facts:
            if fact.startswith(("http://", "https://")):
                self.links.add(fact)
            words = tuple(word.key for word in words_of(fact))
            self.whole.add(words)
            for start in range(len(words)):
                longest = min(len(words), start + _LONGEST_NAME)
                self.within.update(words[start:end] for end in range(start + 1, longest + 1))
            self.figures.update(keys_of_fact(fact))
            for match in date_matches(fact):
                self.within.add((MONTH_NAMES[(int(date_fields(match)[1]) - 1) % 12].casefold(),))


class Lock:
    """Compare texts with the evidence of parts."""

    def __init__(self, parts: dict[int, tuple[str, ...]], names: Iterable[str]) -> None:
        """Take the facts by part, and the names that the article doesn't mention."""
        self._parts = {number: Evidence(facts) for number, facts in parts.items()}
        self._known: set[tuple[str, ...]] = {
            (word,) for facts in parts.values() for fact in facts for word in capitalised(fact)
        }
        self._missing_names = {tuple(word.key for word in words_of(name)) for name in names}
        self._known |= self._missing_names

    def unproven(self, text: str, cited: Sequence[int]) -> list[tuple[str, str, tuple[int, ...]]]:
        """Return kind and wording of what the cited parts don't hold, and the parts that do."""
        found: list[tuple[str, str, tuple[int, ...]]] = []
        for link in _LINK.findall(text):
            self._look_up(
                "the link",
                link,
                [number for number, one in self._parts.items() if link in one.links],
                cited,
                found,
            )
        plain = _LINK.sub(" ", text)
        for figure in figures(plain):
            if not figure.plain:
                holding = [number for number, one in self._parts.items() if figure.key in one.figures]
                self._look_up("the figure", figure.written, holding, cited, found)
        for run in names_in(plain, figures(plain), self._known):
            key = tuple(word.casefold() for word in run)
            if not self._proven(key, cited):
                for words, written in self._loose_ends(key, run, cited):
                    holding = [number for number in self._parts if self._proven(words, (number,))]
                    self._look_up("the name", written, holding, cited, found)
        return found

    def is_missing_name(self, written: str) -> bool:
        """Say whether this is one of the names that the article doesn't mention."""
        return tuple(word.key for word in words_of(written)) in self._missing_names

    @staticmethod
    def _look_up(
        kind: str,
        written: str,
        holding: list[int],
        cited: Sequence[int],
        found: list[tuple[str, str, tuple[int, ...]]],
    ) -> None:
        if not set(holding) & set(cited):
            found.append((kind, written, tuple(holding)))

    def _proven(self, run: tuple[str, ...], cited: Sequence[int]) -> bool:
        """Say whether a run is part of one fact, or a row of whole facts ("US" "AI")."""
        cited_evidence = [self._parts[number] for number in cited if number in self._parts]
        if any(run in one.within for one in cited_evidence):
            return True
        whole: set[tuple[str, ...]] = set().union(*(one.whole for one in cited_evidence))
        reached = {0}
        for end in range(1, len(run) + 1):
            if any(run[start:end] in whole for start in reached):
                reached.add(end)
        return len(run) in reached

    def _loose_ends(
        self, key: tuple[str, ...], run: tuple[str, ...], cited: Sequence[int]
    ) -> list[tuple[tuple[str, ...], str]]:
        """Return the words of a run that no cited fact holds, or the run where each stands alone."""
        words: list[tuple[tuple[str, ...], str]] = [
            ((word,), written)
            for word, written in zip(key, run, strict=True)
            if not self._proven((word,), cited)
        ]
        return words if words and len(words) < len(run) else [(key, " ".join(run))]


def check_source_lock(records: Records, faults: Faults) -> None:
    """Check answers, replies and statistics against the facts."""
    parts = facts_by_part(records)
    if not parts:
        return  # without the article's parts every answer would be called unproven
    names = [
        text.text for name in records.names for text in (name.text("name"), *name.texts("spellings")) if text
    ]
    lock = Lock(parts, names)
    shown = {record.id: record.words("shown") for record in records.statistics if record.id}
    for entry in records.entries:
        _check_answer(entry, lock, shown, faults)
    cited_by = {entry.id: [part.value for part in entry.integers("parts")] for entry in records.entries}
    for group in records.groups:
        _check_reply(group, lock, cited_by, sorted(parts), faults)
    for statistic in records.statistics:
        _check_statistic(statistic, lock, parts, faults)


def facts_by_part(records: Records) -> dict[int, tuple[str, ...]]:
    """Return each part's facts; the title is one of part 0, publisher, date and link are of part 10."""
    article = records.article
    if article is None:
        return {}
    found: dict[int, tuple[str, ...]] = {}
    for part in article.records("parts"):
        number = part.integer("number")
        if number is None:
            return {}
        found.setdefault(number.value, tuple(fact.text for fact in part.texts("facts")))
    for number_, fields in ((TITLE_PART, ("title",)), (SOURCE_PART, ("publisher", "published", "url"))):
        if number_ in found:
            found[number_] += tuple(article.words(name) for name in fields if article.words(name))
    return found


def _check_answer(entry: Record, lock: Lock, shown: dict[str, str], faults: Faults) -> None:
    answer = entry.text("answer")
    cited = [part.value for part in entry.integers("parts")]
    if answer is None or not cited:
        return
    for kind, written, holding in lock.unproven(fill(answer.text, shown), cited):
        faults.error(
            entry.file,
            answer.line,
            f"The answer has {kind} `{written}`, which the facts of {_parts(cited)} don't hold. "
            f"{_advice(holding)}",
            entry.id,
        )


def _check_reply(
    group: Record, lock: Lock, cited_by: dict[str | None, list[int]], all_parts: Sequence[int], faults: Faults
) -> None:
    """Check a reply: figures against the parts of `nearest`; a name may also be one it says is missing."""
    reply = group.text("reply")
    if reply is None:
        return
    nearest = sorted({part for target in group.texts("nearest") for part in cited_by.get(target.text, ())})
    for kind, written, holding in lock.unproven(reply.text, nearest):
        if kind == "the name" and (lock.is_missing_name(written) or set(holding) & set(all_parts)):
            continue
        faults.error(
            group.file,
            reply.line,
            f"The reply has {kind} `{written}`, which nothing in `nearest` rests on. "
            "Take it out, name an entry whose part holds it, or add the name to names.yaml.",
            group.id,
        )


def _check_statistic(
    statistic: Record, lock: Lock, parts: dict[int, tuple[str, ...]], faults: Faults
) -> None:
    shown, value, part = statistic.text("shown"), statistic.number("value"), statistic.integer("part")
    if shown is None:
        return
    numbers = figures(shown.text)
    if value is not None and all(
        figure.value is None or float(figure.value) != value.value for figure in numbers
    ):
        faults.error(
            statistic.file,
            shown.line,
            f"`shown` is `{shown.text}`, but `value` is {value.value:g}. Write the same number in both.",
            statistic.id,
        )
    if part is None or part.value not in parts:
        return
    for kind, written, holding in lock.unproven(shown.text, (part.value,)):
        faults.error(
            statistic.file,
            shown.line,
            f"`shown` has {kind} `{written}`, which the facts of part {part.value} don't hold. "
            f"{_advice(holding)}",
            statistic.id,
        )


def _parts(cited: Sequence[int]) -> str:
    return ("part " if len(cited) == 1 else "parts ") + ", ".join(str(number) for number in cited)


def _advice(holding: Sequence[int]) -> str:
    if not holding:
        return "Take it out: no part of the article holds it."
    return f"Take it out, or cite {_parts(holding)}, which holds it."
