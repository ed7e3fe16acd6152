"""Find the figures and dates in a sentence, whatever way they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

_SMALL_WORDS: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_SMALL: Final = _SMALL_WORDS.split()
_TENS: Final = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
NUMBER_WORDS: Final[dict[str, int]] = {word: number for number, word in enumerate(_SMALL)} | {
    word: 10 * number for number, word in enumerate(_TENS, start=2)
}
_SCALES: Final = {
    "hundred": 10**2,
    "thousand": 10**3,
    "k": 10**3,
    "million": 10**6,
    "mn": 10**6,
    "m": 10**6,
    "billion": 10**9,
    "bn": 10**9,
    "trillion": 10**12,
    "tn": 10**12,
}
_MONTH_WORDS: Final = "January February March April May June July August September October November December"
MONTH_NAMES: Final = _MONTH_WORDS.split()
_MONTHS: Final = [name[:3].lower() for name in MONTH_NAMES]

_MONTH: Final = (
    "(?P<month>" + "|".join(MONTH_NAMES) + r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
)
_DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_DATES: Final = tuple(
    re.compile(rf"(?<![\w]){pattern}(?!\w)")
    for pattern in (
        r"(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})",
        rf"{_DAY} (?:of )?{_MONTH}(?:,? (?P<year>\d{{4}}))?",
        rf"{_MONTH} {_DAY}(?:,? (?P<year>\d{{4}}))?",
        rf"{_MONTH},? (?P<year>\d{{4}})",
    )
)
# GPT-5, H20, R1, Qwen2.5-72B, o1: digits that belong to a name.
_DESIGNATION: Final = re.compile(
    r"(?<!\w)(?:[A-Z][A-Za-z]*-?\d[\w.]*\w|[A-Z][A-Za-z]*-?\d|[a-z]\d\w*)(?:-\w+)*"
)
_WORD_NUMBER: Final = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_SMALL[1:10])}))?|{'|'.join(reversed(_SMALL))}|an?)"
)
_FIGURE: Final = re.compile(
    r"(?:(?P<money>[$€£¥])\s?)?"
    rf"(?:(?<![\d.])(?P<digits>\d+(?:,\d{{3}})*(?:\.\d+)?)|(?<!\w)(?P<words>{_WORD_NUMBER})(?!\w))"
    r"(?:(?:st|nd|rd|th|s|x)\b)?"
    r"(?P<scales>(?:(?:\s|-)?(?:hundred|thousand|million|billion|trillion|mn|bn|tn|m|k)(?![a-z]))*)"
    r"(?P<percent>\s?(?:%|-?per ?cent(?:age points?)?(?!\w)))?",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_RANGE: Final = re.compile(r"\s*(?:to|or|-|–|—)\s*")


class Figure(NamedTuple):
    """Hold one figure: a key that is the same for every way to write it, and where it stands.

    `plain` figures are number words without a unit ("one of", "two things"): in answers these are
    ordinary words, in facts they count.
    """

    key: str
    written: str
    start: int
    end: int
    plain: bool = False
    value: Decimal | None = None


def figures(text: str) -> tuple[Figure, ...]:
    """Return the figures of a text in order, dates among them."""
    found = [
        Figure(_date_key(match), match.group(), match.start(), match.end()) for match in date_matches(text)
    ]
    blanked = _DESIGNATION.sub(lambda match: " " * len(match.group()), text)
    for figure in found:
        blanked = blanked[: figure.start] + " " * (figure.end - figure.start) + blanked[figure.end :]
    return tuple(sorted([*found, *_numbers(blanked)], key=lambda figure: figure.start))


def keys_of_fact(text: str) -> Iterator[str]:
    """Return every key that a fact vouches for: its figures, and of its dates each shorter form."""
    for figure in figures(text):
        yield figure.key
        if figure.key.startswith("date:"):
            year, month, day = figure.key.removeprefix("date:").split("-")
            yield from (f"date:{year}-{month}-", f"date:-{month}-{day}")
            if year:
                yield year


def date_matches(text: str) -> list[re.Match[str]]:
    """Return the dates in a text that don't overlap, longest forms first."""
    found: list[re.Match[str]] = []
    for pattern in _DATES:
        found.extend(
            match
            for match in pattern.finditer(text)
            if all(match.end() <= other.start() or match.start() >= other.end() for other in found)
        )
    return found


def date_fields(match: re.Match[str]) -> tuple[str, str, str]:
    """Return year, month and day of a match as digits without leading zeros, empty where absent."""
    groups = match.groupdict()
    month = groups["month"]
    if not month.isdigit():
        month = str(_MONTHS.index(month[:3].lower()) + 1)
    return groups.get("year") or "", str(int(month)), str(int(groups.get("day") or 0) or "")


def _date_key(match: re.Match[str]) -> str:
    return "date:" + "-".join(date_fields(match))


def _numbers(text: str) -> list[Figure]:
    matches = [match for match in _FIGURE.finditer(text) if _is_number(match)]
    units = [(match["scales"], match["percent"]) for match in matches]
    for index in range(len(matches) - 2, -1, -1):
        between = text[matches[index].end() : matches[index + 1].start()]
        is_year = _YEAR.fullmatch(matches[index].group()) is not None  # "in 2024 to 30 percent"
        if units[index] == ("", None) and not is_year and _RANGE.fullmatch(between):
            units[index] = units[index + 1]  # "20 to 30 percent" says percent once for both
    found = []
    for match, (scales, percent) in zip(matches, units, strict=True):
        value = _value(match, scales)
        key = (match["money"] or "") + format(value.normalize(), "f") + _unit(percent)
        plain = bool(match["words"]) and not scales and not percent
        found.append(Figure(key, match.group().strip(), match.start(), match.end(), plain, value))
    return found


def _unit(percent: str | None) -> str:
    """Tell a share from a difference of shares."""
    if not percent:
        return ""
    return "pp" if "point" in percent.lower() else "%"


def _is_number(match: re.Match[str]) -> bool:
    """Tell "a billion" from the "a" before any other word."""
    return (match["words"] or "").lower() not in {"a", "an"} or bool(match["scales"])


def _value(match: re.Match[str], scales: str) -> Decimal:
    if match["digits"]:
        value = Decimal(match["digits"].replace(",", ""))
    else:
        words = re.split(r"[- ]", match["words"].lower())
        value = Decimal(sum(NUMBER_WORDS.get(word, 1) for word in words))
    for scale in re.findall(r"[a-z]+", scales.lower()):
        value *= _SCALES[scale]
    return value
