"""Link to the place in the article that an answer rests on, by a figure or name that stands there.

The page has no anchors, and no sentence of it is kept, but browsers find short texts:
https://wicg.github.io/scroll-to-text-fragment/
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from urllib.parse import quote

from bot.model import Article, Part
from bot.text import words

_PERCENT = re.compile(r"(?<=\d)(?: percent|%)(?!\w)")


def passage(article: Article, parts: Sequence[int], said: str) -> str | None:
    """Return the fact of these parts by which to find what is said, or None.

    It is one that no earlier part has, as browsers go to the first place; best one that no later part has
    either, that is said, and that is more than a number. Of what isn't said, only the first part's counts.
    """
    heard = _words(said)
    best, found = None, None
    for order, number in enumerate(parts):
        earlier = [each for each in article.parts if each.number < number]
        later = [each for each in article.parts if each.number > number]
        own = {fact: _words(fact) for fact in article.part(number).facts if not _is_about_page(article, fact)}
        for fact, searched in own.items():
            place = _place(searched, heard)
            if not searched or _has(earlier, searched) or (order and place is None):
                continue
            is_number = not any(character.isalpha() for character in fact)
            rank = (_has(later, searched), place is None, is_number, place or 0, -len(searched), order)
            if best is None or rank < best:
                # The longest that has it is found at the same place, and more surely.
                longer = (each for each in own if _place(searched, own[each]) is not None)
                best, found = rank, max(longer, key=lambda each: len(own[each]))
    return found


def link(article: Article, parts: Sequence[int], said: str) -> str:
    """Return the address at which a browser shows what is said, or else the article's own."""
    fact = passage(article, parts, said)
    return article.url if fact is None else address(article.url, fact)


def address(url: str, fact: str) -> str:
    """Return the address at which a browser shows a fact of the page, however the page spells percentages."""
    spellings = dict.fromkeys((fact, _PERCENT.sub(" percent", fact), _PERCENT.sub("%", fact)))
    directives = "&".join(f"text={_encoded(each)}" for each in spellings)
    return f"{url}{'' if '#' in url else '#'}:~:{directives}"


def _is_about_page(article: Article, fact: str) -> bool:
    """Say whether a fact is of the page's frame, and would be found anywhere on it or nowhere."""
    return fact in (article.publisher, article.url) or fact in article.published


def _has(parts: Iterable[Part], searched: tuple[str, ...]) -> bool:
    return any(_place(searched, _words(fact)) is not None for part in parts for fact in part.facts)


def _place(searched: tuple[str, ...], within: tuple[str, ...]) -> int | None:
    """Return the place of a row of words within another, or None."""
    length = len(searched)
    starts = range(len(within) - length + 1)
    return next((start for start in starts if within[start : start + length] == searched), None)


def _encoded(text: str) -> str:
    # A dash, a comma and an ampersand have a meaning in the directive; `quote` leaves the dash.
    return quote(text, safe="").replace("-", "%2D")


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    return tuple(words(text))
