"""Turn a message into normalised words and stems."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

from bot.text.figures import unify_figures

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "–": "-", "—": "-", "−": "-"})
_WORD = re.compile(r"\d+(?:\.\d+)?(?![^\W_])|[^\W_]+")
_INITIALS = re.compile(r"\b(?:[a-z]\.){2,}")

# How people shorten in chat; every value is what the same person would type in a letter.
_SHORT = {
    "abt": "about", "acc": "according", "alr": "already", "aint": "is not", "arent": "are not", "b4": "before", "bc": "because",
    "bcoz": "because", "bcz": "because", "bout": "about", "btw": "by the way", "cant": "can not", "cause": "because",
    "coz": "because", "couldnt": "could not", "cuz": "because", "dats": "that is", "didnt": "did not",
    "diff": "difference", "doesnt": "does not", "dont": "do not", "dunno": "do not know", "gimme": "give me",
    "gonna": "going to", "gov": "government", "govt": "government", "hasnt": "has not", "havent": "have not",
    "hes": "he is", "hows": "how is", "ik": "i know", "idk": "i do not know", "im": "i am", "info": "information",
    "isnt": "is not", "itll": "it will", "ive": "i have", "kinda": "kind of", "lemme": "let me", "lets": "let us", "mfg": "manufacturing",
    "nd": "and", "num": "number", "nums": "numbers", "ofc": "of course", "pls": "please", "plz": "please",
    "ppl": "people", "prob": "probability", "q": "question", "r": "are", "rly": "really", "rn": "right now", "shes": "she is",
    "shouldnt": "should not", "sry": "sorry", "stats": "statistics", "tech": "technology",
    "thats": "that is", "theres": "there is", "theyre": "they are", "theyve": "they have", "tho": "though",
    "thru": "through", "u": "you", "ur": "your", "vs": "versus", "w": "with", "wanna": "want to", "wasnt": "was not", "wat": "what", "wats": "what is",
    "werent": "were not", "whats": "what is", "wheres": "where is", "whens": "when is", "whos": "who is", "whose": "who", "whys": "why is",
    "wont": "will not", "wouldnt": "would not", "wut": "what", "wuts": "what is", "y": "why", "yall": "you all", "yr": "year",
    "yrs": "years", "youre": "you are", "whatre": "what are", "whod": "who did", "tldr": "summary", "tl": "summary", "dr": "",
    "summarise": "summarize",
}  # fmt: skip
_ENDINGS = (
    ("can't", "can not"), ("won't", "will not"), ("ain't", "is not"), ("let's", "let us"), ("n't", " not"),
    ("'re", " are"), ("'ve", " have"), ("'ll", " will"), ("'m", " am"), ("'d", " would"),
)  # fmt: skip
_IS = re.compile(r"\b(what|who|where|when|how|why|that|there|here|it|he|she)'s\b")
_POSSESSIVE = re.compile(r"'s?\b|'")
_LONG_RUN = re.compile(r"([a-z])\1{2,}")
_STEMMER = snowballstemmer.stemmer("english")
MOST_WORDS = 200


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the word's stem (Snowball's English stemmer); figures come back as they are."""
    return str(_STEMMER.stemWord(word))


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
    found: list[str] = []
    for word in _WORD.findall(text):
        found.extend(_SHORT.get(word, repeated_letters_cut(word)).split())
        if len(found) >= MOST_WORDS:
            break
    return found[:MOST_WORDS]
