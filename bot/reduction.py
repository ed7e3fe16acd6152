"""Reduce a question that was not answered to what may be counted and, when others asked alike, be read.

A word counts if it is common English or known to the knowledge base; no other word goes any further, not even
as a hash. Neighboring words, letters and the kind of question were tried beside the stems: questions are told
apart no better with them, and without them the order of the words is never kept.
"""

from __future__ import annotations

import re
import string
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from bot.matching.features import SortedColumns, Synonyms
from bot.matching.lexicon import Lexicon, english_ranks
from bot.matching.matcher import Matcher
from bot.model import Knowledge, Match, Piece, Reduction
from bot.text import language_of, plain, strip_chat, words

LEFT_OUT = "…"
_GONE = f" {LEFT_OUT} "
_COMMON_RANK = 20_000
# So common that they tell no questions apart, and so common that they give nobody away.
_COMMONEST_RANK, _EVERYBODYS_RANK = 100, 200
_RARER_RANK = 1000
# Links, mail addresses, people by their handle.
_ADDRESS = re.compile(r"\S+@\S*|@\S+|\b(?:www\.|\w+://)\S+", re.IGNORECASE)
_DOMAIN = re.compile(r"\b(?:[\w-]+\.)+[a-z]{2,}\b(?:/\S*)?", re.IGNORECASE)
# Phones, cards, accounts, dates of birth: seven digits or more, however they are set apart.
_LONG_NUMBER = re.compile(r"\+?\(?\d(?:[ ()./:+-]{0,3}\d){6,}")
# Years and what has three digits at most; other figures are known only if the article has them.
_SMALL_NUMBER = re.compile(r"\d{1,3}|(?:19|20)\d\d")
# What is spelled out digit by digit is a long number, too.
_LONGEST_ROW = 3
# Other number words are read as digits.
_SPOKEN = frozenset({"one", "oh", "double"})
_PLAIN = re.compile(r"[a-z]+(?:'[a-z]+)?")
_MOST_WORDS = 40
_LONGEST_NAME = 4
_ABOUT_ITSELF = frozenset({"article", "story", "piece", "text", "mention", "mentions", "mentioned", "cover"})


@dataclass(frozen=True, slots=True)
class _Word:
    """Hold one word as it was typed, if that is presentable, and what it was read as."""

    shown: str
    read: tuple[str, ...]


class Reducer:
    """Reduce questions by one knowledge base and its matcher."""

    def __init__(self, knowledge: Knowledge, matcher: Matcher) -> None:
        """Take the knowledge base and the matcher trained on it."""
        self._matcher = matcher
        state = matcher.state
        self._lexicon = Lexicon(frozenset(state.lexicon))
        self._synonyms = Synonyms(state.synonyms, state.stem_of)
        self._names = state.names["lacking"].keys() | state.names["present"].keys()
        columns = SortedColumns(state.features)
        found = ((stem, columns.get(f"w{stem}")) for stem in state.stems)
        self._rarity = {stem: float(state.rarity[at]) for stem, at in found if at is not None}
        # What the knowledge base never met is as rare as what it met once.
        self._rarest = max(self._rarity.values(), default=1.0)
        self._article = frozenset(state.names["vocabulary"])
        # Groups that the article has nothing near to: chit-chat, keyboards walked over by cats.
        self._off_subject = frozenset(group.id for group in knowledge.groups if not group.nearest)

    def reduce(self, question: str) -> Reduction | None:
        """Return what may be kept of a question; None where it is no gap of the article.

        That is another language, what consists of unknown words, and chit-chat that names nothing of the
        article's.
        """
        if language_of(strip_chat(question)) is not None:
            return None
        typed = self._typed(question)
        found = [word for each in typed for word in each.read]
        stems = self._synonyms.unify(found)
        named = _within(found, self._names)
        long = _long_counts(found)
        known = [
            place not in long and (place in named or self._is_known(word, stem))
            for place, (word, stem) in enumerate(zip(found, stems, strict=True))
        ]
        telling = [place in named or not _is_among(word, _COMMONEST_RANK) for place, word in enumerate(found)]
        free = [
            place in named or stem in self._article or _is_among(word, _EVERYBODYS_RANK)
            for place, (word, stem) in enumerate(zip(found, stems, strict=True))
        ]
        parts: dict[str, float] = {}
        pieces: list[Piece] = []
        first = 0
        for each in typed:
            places = range(first, first + len(each.read))
            first += len(each.read)
            if not places or not all(known[place] for place in places):
                pieces.append(Piece(LEFT_OUT))
                continue
            told = [place for place in places if telling[place]]
            parts |= {stems[place]: self._rarity.get(stems[place], self._rarest) for place in told}
            pieces.append(Piece(each.shown, tuple(stems[place] for place in told if not free[place])))
        match = self._matcher.match(question)
        if not parts or (self._is_chat(match) and not self._is_about_article(found, stems, named)):
            return None
        return Reduction(
            tuple(sorted(parts.items())), tuple(pieces), match.entries[0].target, match.confidence
        )

    def _typed(self, question: str) -> list[_Word]:
        """Return the words of a message; what can't be one has nothing read in it."""
        text = _LONG_NUMBER.sub(_GONE, _ADDRESS.sub(_GONE, strip_chat(question)))
        text = _DOMAIN.sub(lambda found: found[0] if self._is_name(found[0]) else _GONE, text)
        typed: list[_Word] = []
        for chunk in text.split():
            if chunk == LEFT_OUT:
                typed.append(_Word(LEFT_OUT, ()))
                continue
            read = tuple(self._read(chunk))
            shown = plain(chunk).strip(string.punctuation)
            # Only what looks like a word is shown as it was typed.
            if read:
                is_typed = _PLAIN.fullmatch(shown) and self._read(shown) == words(shown)
                typed.append(_Word(shown if is_typed else " ".join(read), read))
        return typed[:_MOST_WORDS]

    def _read(self, text: str) -> list[str]:
        return self._lexicon.repair(words(text))[0]

    def _is_name(self, text: str) -> bool:
        found = words(text)
        return len(_within(found, self._names)) == len(found)

    def _is_chat(self, match: Match) -> bool:
        scores = [found[0].score if found else 0.0 for found in (match.entries, match.groups)]
        if match.small_talk and match.small_talk[0].score > max(scores):
            return True
        return bool(match.groups) and match.groups[0].target in self._off_subject

    def _is_about_article(self, found: Sequence[str], stems: Sequence[str], named: set[int]) -> bool:
        """Say whether a listed name, a word for the article itself or a rarer one of its own is there."""
        return bool(named) or any(
            word in _ABOUT_ITSELF or (stem in self._article and not _is_among(word, _RARER_RANK))
            for word, stem in zip(found, stems, strict=True)
        )

    def _is_known(self, word: str, stem: str) -> bool:
        if any(char.isdigit() for char in word):
            if stem in self._article:
                return True
            if word.isdigit():
                return _SMALL_NUMBER.fullmatch(word) is not None
        return stem in self._rarity or _is_among(word, _COMMON_RANK)


def _is_among(word: str, rank: int) -> bool:
    """Say whether a word is one of the commonest of English."""
    return english_ranks().get(word, rank + 1) <= rank


def _within(found: Sequence[str], names: Container[str]) -> set[int]:
    """Return the places of the words that belong to names, the longest at each place."""
    return {place for first, size in _spans(found, names) for place in range(first, first + size)}


def _spans(found: Sequence[str], names: Container[str]) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(found):
        sizes = range(min(_LONGEST_NAME, len(found) - at), 0, -1)
        size = next((size for size in sizes if " ".join(found[at : at + size]) in names), 0)
        if size:
            yield at, size
        at += size or 1


def _long_counts(found: Sequence[str]) -> set[int]:
    """Return the places of numbers that stand in a row of more than three."""
    long: set[int] = set()
    row: list[int] = []
    for place, word in enumerate((*found, "")):
        if word.isdigit() or word in _SPOKEN:
            row.append(place)
            continue
        if len(row) > _LONGEST_ROW:
            long.update(row)
        row = []
    return long
