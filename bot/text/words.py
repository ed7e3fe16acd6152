"""Turn a message into normalised words and stems."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.text.figures import unify_figures

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "–": "-", "—": "-", "−": "-"})
_WORD = re.compile(r"\d+(?:\.\d+)?(?![^\W_])|[^\W_]+")
_INITIALS = re.compile(r"\b(?:[a-z]\.){2,}")

_ENDINGS = (
    ("can't", "can not"), ("won't", "will not"), ("ain't", "is not"), ("let's", "let us"), ("n't", " not"),
    ("'re", " are"), ("'ve", " have"), ("'ll", " will"), ("'m", " am"), ("'d", " would"),
)  # fmt: skip
_IS = re.compile(r"\b(what|who|where|when|how|why|that|there|here|it|he|she)'s\b")
_POSSESSIVE = re.compile(r"'s?\b|'")
_LONG_RUN = re.compile(r"([a-z])\1{2,}")
MOST_WORDS = 200


@lru_cache(maxsize=1)
def _short_forms() -> dict[str, list[str]]:
    text = Path(__file__).with_name("short_forms.txt").read_text(encoding="utf-8")
    pairs = (line.split("=") for line in text.splitlines() if not line.startswith("#"))
    return {short.strip(): full.split() for short, full in pairs}


@lru_cache(maxsize=1)
def _stemmer() -> Any:  # noqa: ANN401  # the library ships no types
    # Imported at its first use: the package loads every language's stemmer, which takes a while.
    import snowballstemmer

    return snowballstemmer.stemmer("english")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the word's stem (Snowball's English stemmer); figures come back as they are."""
    return str(_stemmer().stemWord(word))


def repeated_letters_cut(word: str) -> str:
    """Return the word with every run of three or more equal letters cut to two (`soooo` to `soo`)."""
    return _LONG_RUN.sub(r"\1\1", word)


def plain(text: str) -> str:
    """Return the text in lower case with plain apostrophes, no accents and no control characters."""
    text = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES)
    kept = (char if char.isprintable() else " " for char in unicodedata.normalize("NFKD", text.casefold()))
    return "".join(char for char in kept if not unicodedata.combining(char))


def words(text: str) -> list[str]:
    """Return the normalised words of a text, at most 200, contractions resolved and figures unified."""
    text = plain(text[:10_000])
    text = _INITIALS.sub(lambda found: found[0].replace(".", ""), text)
    text = re.sub(r"\btl[;: ,]{0,2}dr\b", "summary", text)
    for ending, full in _ENDINGS:
        text = text.replace(ending, full)
    text = _IS.sub(r"\1 is", text)
    text = _POSSESSIVE.sub(" ", text) if "'" in text else text
    text = unify_figures(text)
    short_forms = _short_forms()
    found: list[str] = []
    for word in _WORD.findall(text):
        found.extend(short_forms.get(word) or [repeated_letters_cut(word)])
        if len(found) >= MOST_WORDS:
            break
    return found[:MOST_WORDS]
