"""Write every figure in one way: `1.2%`, `20 percent`, `a fifth`, `1bn`, `three to five`."""

from __future__ import annotations

import re

_UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_DIGITS = "|".join([*_UNITS, "oh"])
_BELOW_TEN = "|".join(word for word, value in _UNITS.items() if 1 <= value <= 9)
_TENS_PATTERN = re.compile(rf"\b({'|'.join(_TENS)})(?:[ -]({_BELOW_TEN}))?\b")
_POINT = re.compile(rf"\b({_DIGITS}|\d+) point ({_DIGITS}|\d+)\b")
# "one" stays a word unless a unit follows: "which one" and "no one" are not figures.
_UNIT_WORD = re.compile(rf"\b({'|'.join(word for word in _UNITS if word != 'one')})\b")
_ONE = re.compile(r"\b(?:one|a) (?=(?:percent|hundred|thousand|million|billion|trillion)\b)")
_HUNDRED = re.compile(r"\b(\d{1,2}) hundred\b")
_FRACTIONS = (
    (re.compile(r"\b(?:1|one) (?:in|out of|of) (?:5|five)\b|\b(?:a|one|1)[ -]fifth\b"), "20 percent"),
    (re.compile(r"\b(?:1|one) (?:in|out of) (?:4|four)\b|\b(?:a|one) quarter\b"), "25 percent"),
    (re.compile(r"\b(?:1|one) (?:in|out of) (?:3|three)\b|\b(?:a|one)[ -]third\b"), "33 percent"),
    (re.compile(r"\b(?:1|one) (?:in|out of) (?:2|two)\b|\bfifty[ -]fifty\b|\b50[ -/]50\b"), "50 percent"),
)
_DECIMAL_COMMA = re.compile(r"\b(\d{1,2}),(\d{1,2})(?=\s*(?:%|per ?cent|pct|prozent))")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_PERCENT = re.compile(r"\s*%|\s*\bper[ -]cent(?:age)?\b(?=\W|$)|\s*\bpct\b")
_SUFFIX = re.compile(r"\b(\d+(?:\.\d+)?)\s?(bn|b|billions?|mn|m|mio|millions?|k|x|yrs?|years?)\b")
_SUFFIX_WORD = {
    "b": "billion",
    "bn": "billion",
    "m": "million",
    "mn": "million",
    "mio": "million",
    "k": "thousand",
    "x": "times",
    "yr": "years",
    "yrs": "years",
    "year": "years",
    "years": "years",
}


def _value(word: str) -> str:
    return "0" if word == "oh" else str(_UNITS.get(word, word))


def unify_figures(text: str) -> str:
    """Return lower-case text with its figures in digits and its units spelled out."""
    for pattern, figure in _FRACTIONS:
        text = pattern.sub(figure, text)
    text = _POINT.sub(lambda found: f"{_value(found[1])}.{_value(found[2])}", text)
    text = _TENS_PATTERN.sub(lambda found: str(_TENS[found[1]] + _UNITS.get(found[2] or "", 0)), text)
    text = _UNIT_WORD.sub(lambda found: str(_UNITS[found[1]]), text)
    text = _DECIMAL_COMMA.sub(r"\1.\2", text)
    text = _THOUSANDS.sub("", text)
    text = _PERCENT.sub(" percent ", text)
    text = _ONE.sub("1 ", text)
    text = _HUNDRED.sub(r"\g<1>00", text)
    text = _SUFFIX.sub(lambda found: f"{found[1]} {_SUFFIX_WORD.get(found[2], found[2].rstrip('s'))}", text)
    return re.sub(r"\b1000 million\b", "1 billion", text)
