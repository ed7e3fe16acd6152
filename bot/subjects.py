"""Tell which countries, firms and people a question names, and which entries are about others."""

from __future__ import annotations

from collections.abc import Collection

from bot.matching.mentions import Mentions
from bot.model import Entry, Knowledge
from bot.text import strip_chat, words


class Subjects:
    """Compare what questions name with what entries are about."""

    def __init__(self, knowledge: Knowledge, mentions: Mentions) -> None:
        """Take a knowledge base and its names."""
        self._mentions = mentions
        self._people = frozenset(self.named(" ".join(knowledge.article.people)))
        # What the headline names are the sides that the article compares.
        self._sides = frozenset(self.named(knowledge.article.title))
        self._of_entry: dict[str, tuple[frozenset[str], frozenset[str]]] = {}

    def named(self, text: str) -> dict[str, str]:
        """Return the names in a text as stems, with the words that stand for them."""
        return self._mentions.subjects(words(strip_chat(text)))

    def spoken_of(self, text: str) -> tuple[str, ...]:
        """Return the words for what a text names and "they" may mean: no people."""
        return tuple(word for stem, word in self.named(text).items() if stem not in self._people)

    def is_about_others(self, entry: Entry, named: Collection[str]) -> bool:
        """Say whether an entry's question or, of people, its answer names others, and neither names these."""
        asked, told = self._of(entry)
        if not (asked | told).isdisjoint(named):
            return False
        people = self._people
        return (bool({*named} - people) and bool(asked - people)) or self._differ(people, named, told)

    def is_of_the_other_side(self, entry: Entry, named: Collection[str]) -> bool:
        """Say whether an entry is about the other side or another person, which no rewording can mend."""
        asked, told = self._of(entry)
        if not (asked | told).isdisjoint(named):
            return False
        return self._differ(self._people, named, told) or self._differ(self._sides, named, asked)

    def tells_who(self, entry: Entry, other: Entry) -> bool:
        """Say whether an entry's answer names people or firms, and another's answer none of these."""
        told = self._of(entry)[1] - self._sides
        return bool(told) and told.isdisjoint(self._of(other)[1])

    def _of(self, entry: Entry) -> tuple[frozenset[str], frozenset[str]]:
        """Return what an entry's question names, and what its answer does."""
        if entry.id not in self._of_entry:
            asked, told = self.named(entry.questions[0]), self.named(entry.answer)
            self._of_entry[entry.id] = frozenset(asked), frozenset(told)
        return self._of_entry[entry.id]

    @staticmethod
    def _differ(kind: frozenset[str], named: Collection[str], others: frozenset[str]) -> bool:
        return not kind.isdisjoint(named) and not kind.isdisjoint(others)
