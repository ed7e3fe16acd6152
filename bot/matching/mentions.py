"""Look up what the article mentions: its world is closed, so this needs no likeness."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from typing import TypedDict

from bot.matching.features import Synonyms
from bot.matching.lexicon import english_ranks
from bot.model import Knowledge
from bot.text import words

_LONGEST_NAME = 4
_LONGEST_SUBJECT = 2
# Field rather than subject: nearly every question has it.
_FIELD = frozenset({"ai"})
# Behind the first "us" is the pronoun, behind the second it is so at the end; "the state" is no country.
_GIVING = frozenset({"tell", "tells", "give", "gives", "show", "shows", "let", "lets", "help", "teach"})
_JOINING = frozenset({"for", "of", "to", "with", "than"})
_NO_SUBJECT = "state"
# "does it mention X", "anything on X": what is asked for stands behind these.
_BEHIND = re.compile(
    r"\b(?:mention(?:s|ing)?(?: of)?|discuss(?:es)?|covers?|cites?|brings? up|touch(?:es)? on|go(?:es)? into"
    r"|talk(?:s|ing)? about|says? about|speaks? (?:about|of)"
    r"|(?:anything|something|nothing|words?|much|info|information) (?:about|on|regarding))\b"
)
# "is X mentioned", "X in there": what is asked for stands before these.
_BEFORE = re.compile(
    r"\b(?:mentioned|quoted|named|cited|discussed|covered|featured|brought up|come up|comes up"
    r"|(?:in|inside) (?:there|here|it|this|(?:the|this) (?:article|story|piece|text)))\b"
)
_CUT = re.compile(
    r"\b(?:in|inside|or|and|at|by|because|if|but) (?:there|it|this|the|here|all|any|not|is|are)\b.*"
)
# The commonest words say nothing of what is asked for; nor do words for the article itself.
_COMMON_RANK = 250
_ABOUT_ITSELF = frozenset(
    word
    for line in (
        "article story piece text mention mentioned mentions say says",
        "anything something nothing quoted named cited",
    )
    for word in line.split()
)
_MOST_WORDS = 6
# A message of two words asks for these: "robots?", "huawei chips".
_BARE = 2


class NameTables(TypedDict):
    """Hold what names are looked up in: names by their normalised words, and the article's stems."""

    lacking: dict[str, str]
    present: dict[str, str]
    vocabulary: list[str]


def name_tables(knowledge: Knowledge, synonyms: Synonyms) -> NameTables:
    """Index the spellings of names.yaml, the names among the facts and the article's vocabulary."""
    return {
        "lacking": {
            " ".join(words(spelling)): name.name
            for name in knowledge.names
            for spelling in (name.name, *name.spellings)
        },
        "present": {
            " ".join(words(fact)): fact
            for part in knowledge.article.parts
            for fact in part.facts
            if fact[:1].isupper()
        },
        "vocabulary": sorted(
            {stem for listed in knowledge.vocabulary for stem in synonyms.unify(words(listed))}
        ),
    }


class Mentions:
    """Find names in the words of a question, and tell whether what it asks for is in the article."""

    def __init__(self, tables: NameTables, synonyms: Synonyms) -> None:
        """Take the tables of a knowledge base and its synonyms."""
        self._synonyms = synonyms
        self._lacking = tables["lacking"]
        self._present = tables["present"]
        self._vocabulary = frozenset(tables["vocabulary"])
        self._name_stems = frozenset(
            synonyms.unify([word for name in self._present for word in name.split()])
        )
        short = [name.split() for name in self._present if len(name.split()) <= _LONGEST_SUBJECT]
        self._subject_stems = frozenset(
            stem
            for name in short
            for word, stem in zip(name, synonyms.unify(name), strict=True)
            if word.isalpha() and word not in _FIELD
        )

    def lacking(self, found: Sequence[str]) -> list[str]:
        """Return the names in these words that the article does not mention, in order, once each."""
        return self._find(found, self._lacking)

    def present(self, found: Sequence[str]) -> list[str]:
        """Return the names in these words that the article mentions, in order, once each."""
        return self._find(found, self._present)

    def named(self, stems: Sequence[str]) -> str:
        """Return the stems that belong to names of the article, sorted, as one text."""
        return " ".join(sorted(self._name_stems.intersection(stems)))

    def subjects(self, found: Sequence[str]) -> dict[str, str]:
        """Return the stems of the article's countries, firms and people in these words, with the words."""
        stems = self._synonyms.unify(found)
        return {
            stem: word
            for at, (word, stem) in enumerate(zip(found, stems, strict=True))
            if stem in self._subject_stems and word != _NO_SUBJECT and not _is_pronoun(found, at)
        }

    def sought(self, found: Sequence[str]) -> tuple[str, ...]:
        """Return the content words of what a question asks to be mentioned; none if it asks no such thing."""
        text = " ".join(found)
        behind = _BEHIND.search(text)
        before = None if behind else _BEFORE.search(text)
        if behind:
            rest = _CUT.sub("", text[behind.end() :])
        elif before:
            rest = text[: before.start()]
        elif len(found) <= _BARE:
            rest = text
        else:
            return ()
        subject = tuple(word for word in rest.split() if self._is_content(word))
        return subject if len(subject) <= _MOST_WORDS else ()

    def missing(self, found: Sequence[str], answered: Container[str]) -> tuple[bool, float]:
        """Say whether a question asks for a mention, and which share of what it seeks is not there.

        A word is there if the article has it or its stem is in `answered`, the stems that entries know.
        """
        subject = self.sought(found)
        stems = self._synonyms.unify(subject)
        gone = [stem for stem in stems if stem not in self._vocabulary and stem not in answered]
        return bool(subject), len(gone) / len(stems) if stems else 0.0

    @staticmethod
    def _is_content(word: str) -> bool:
        return word not in _ABOUT_ITSELF and english_ranks().get(word, _COMMON_RANK + 1) > _COMMON_RANK

    @staticmethod
    def _find(found: Sequence[str], names: dict[str, str]) -> list[str]:
        hits: dict[str, None] = {}
        at = 0
        while at < len(found):
            for size in range(min(_LONGEST_NAME, len(found) - at), 0, -1):
                name = names.get(" ".join(found[at : at + size]))
                if name is not None:
                    hits[name] = None
                    at += size
                    break
            else:
                at += 1
        return list(hits)


def _is_pronoun(found: Sequence[str], at: int) -> bool:
    """Say whether the word at a place is "us" and means people."""
    before = found[at - 1] if at else ""
    return found[at] == "us" and (before in _GIVING or (before in _JOINING and at == len(found) - 1))
