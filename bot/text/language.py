"""Tell which of the most spoken languages a message is in, where it is plainly not English.

Scripts tell most of them; of those written in Latin letters, the commonest function words do, which even a
short question has. Codes are ISO 639-1.
"""

from __future__ import annotations

import unicodedata
from collections import Counter

_SCRIPTS = {
    "CJK": "zh",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "DEVANAGARI": "hi",
    "BENGALI": "bn",
    "ARABIC": "ar",
    "CYRILLIC": "ru",
}
_URDU_LETTERS = frozenset("ٹڈڑںےگچپھہ")
# Words that English does not have, or hardly.
_FUNCTION_WORDS = {
    "es": "el los las que qué es de del por para cómo cuál quién cuánto está son una y en porfa sobre según",
    "fr": "le les des est que quoi qui pourquoi comment dans une du sur avec pour quel quelle et selon cette",
    "pt": "o os as que é do da dos das em um uma por para como qual quem não são sobre segundo isso",
    "de": "der die das ist und was wer wie warum welche nicht ein eine auf mit von über laut sind hat",
    "id": "apa siapa yang dan di ini itu dengan untuk berapa mengapa bagaimana adalah tidak dari kenapa",
}
_BY_WORD = {
    word: frozenset(code for code, listed in _FUNCTION_WORDS.items() if word in listed.split())
    for listed in _FUNCTION_WORDS.values()
    for word in listed.split()
}
_ENGLISH = frozenset(
    word
    for line in (
        "the is are was what who how why which when where does do did of to in and a an it this that for",
        "with about on they he his their can will so if or not any say says article",
    )
    for word in line.split()
)
_LEAST_SHARE = 0.4


def language_of(message: str) -> str | None:
    """Return the code of a message's language, or None for English and for what can't be told."""
    letters = [char for char in message if char.isalpha()]
    if not letters:
        return None
    scripts = Counter(unicodedata.name(char, "?").split()[0].split("-")[0] for char in letters)
    if scripts["HIRAGANA"] or scripts["KATAKANA"]:
        return "ja"
    for script, code in _SCRIPTS.items():
        if scripts[script] >= _LEAST_SHARE * len(letters):
            return "ur" if code == "ar" and _URDU_LETTERS.intersection(message) else code
    return _latin(message)


def _latin(message: str) -> str | None:
    found = "".join(char if char.isalpha() else " " for char in message.casefold()).split()
    votes: Counter[str] = Counter()
    for word in found:
        votes.update(_BY_WORD.get(word, ()))
    english = sum(word in _ENGLISH for word in found)
    if not votes:
        return None
    best = max(sorted(votes), key=lambda code: votes[code])
    return best if votes[best] >= 2 and votes[best] > 2 * english else None
