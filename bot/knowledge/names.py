"""Find the proper names in a sentence: capitalised words, joined where they stand together."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from bot.knowledge.figures import Figure

_WORD: Final = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+(?:['’][^\W_]+)*")
_POSSESSIVE: Final = re.compile(r"['’]s$", re.IGNORECASE)
_SENTENCE_START: Final = re.compile(r"[.!?…][\"'”’)\]]*\s|:\s*[\"“‘]|\n")
# Capitals that are everyday words: names only where some fact holds them.
_EVERYDAY: Final = frozenset({"i", "ai", "us", "it"})
_LONGEST_KNOWN: Final = 4  # words
# A fact may begin with one of these and still make no name of it.
_FUNCTION_WORDS: Final = frozenset(
    {
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "in",
        "is",
        "it",
        "its",
        "of",
        "on",
        "or",
        "over",
    }
    | {"the", "their", "there", "these", "this", "those", "to", "under", "with"}
)


class Word(NamedTuple):
    """Hold one word without its possessive ending, where it stands and what is before it."""

    text: str
    start: int
    end: int
    before: str
    possessive: bool

    @property
    def key(self) -> str:
        """Return the word as it is compared."""
        return self.text.casefold()


def words_of(text: str) -> list[Word]:
    """Return the words of a text; hyphens part them."""
    found = []
    last = 0
    for match in _WORD.finditer(text):
        written = match.group()
        word = _POSSESSIVE.sub("", written).replace(".", "")
        found.append(
            Word(word, match.start(), match.end(), text[last : match.start()], len(word) < len(written))
        )
        last = match.end()
    return found


def capitalised(fact: str) -> Iterator[str]:
    """Return the keys of a fact's words that make a name of a sentence's first word."""
    for word in words_of(fact):
        if looks_like_name(word.text) and word.key not in _FUNCTION_WORDS:
            yield word.key


def looks_like_name(word: str) -> bool:
    """Say whether a word has a capital, or letters and digits mixed."""
    return any(letter.isupper() for letter in word) or (not word.isdigit() and any(map(str.isdigit, word)))


def names_in(
    text: str, skipped: Collection[Figure], known: Collection[tuple[str, ...]]
) -> Iterator[tuple[str, ...]]:
    """Return the runs of name words in a text.

    `skipped` are figures and dates, which are no names; `known` are names, word by word, that are
    names even where they begin a sentence.
    """
    run: list[str] = []
    ended = False
    words = words_of(text)
    for position, word in enumerate(words):
        starts = position == 0 or _SENTENCE_START.search(word.before) is not None
        joined = bool(run) and not ended and not starts and word.before in {" ", "-", " & "}
        is_name = _is_name(
            words[position : position + _LONGEST_KNOWN], starts=starts, known=known
        ) and not _within(word, skipped)
        if run and not (joined and (is_name or _continues(word))):
            yield tuple(run)
            run = []
        if is_name or (joined and run and _continues(word)):
            run.append(word.text)
        ended = word.possessive
    if run:
        yield tuple(run)


def _is_name(words: list[Word], *, starts: bool, known: Collection[tuple[str, ...]]) -> bool:
    """Say whether the first of these words is a name or begins one."""
    word = words[0]
    if not looks_like_name(word.text):
        return False
    if word.key in _EVERYDAY or (starts and not any(map(str.isupper, word.text[1:]))):
        keys = tuple(one.key for one in words)
        return any(keys[:length] in known for length in range(1, len(keys) + 1))
    return word.text[:2] not in {"I", "I'", "I’"}


def _continues(word: Word) -> bool:
    """Say whether this is the number in "GPT-5"."""
    return word.before == "-" and word.text.isdigit()


def _within(word: Word, spans: Collection[Figure]) -> bool:
    return any(span.start <= word.start and word.end <= span.end for span in spans)
