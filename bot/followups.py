"""Tell what a follow-up rests on: "he", "why?", "and in 2024?", "the second one".

A follow-up is read in several ways, each a question that could stand alone: with a pronoun replaced by a
name from the last answer, or joined to the last question. Which reading is meant, if any, is for the
matcher to say: a wrong one is like no stored phrasing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.model import Answered, Choice, Declined, Entry, Knowledge, Reply, Unsure
from bot.text import strip_chat, words

_PERSONAL = frozenset({"he", "him", "his", "she", "her", "hers"})
_THINGS = frozenset(
    word
    for line in ("it its they them their theirs", "this that these those there one ones")
    for word in line.split()
)
_POSSESSIVE = frozenset({"his", "her", "its", "their", "theirs"})
_LEADS = frozenset({"and", "but", "so", "ok", "okay", "also", "or", "then", "well", "hmm"})
_ABOUT = frozenset({("what", "about"), ("how", "about")})
_ORDINALS = {
    word: place
    for place, listed in {
        0: "1 first 1st former",
        1: "2 second 2nd",
        2: "3 third 3rd",
        -1: "last latter",
    }.items()
    for word in listed.split()
}
_PICKING = frozenset(
    word
    for line in ("the one option number choice question answer that a", "please yes yeah no ok i mean meant")
    for word in line.split()
)
_MORE = re.compile(
    r"(?:(?:can|could) you )?(?:please )?(?:tell|say|give|know|anything|something)?(?: me)?(?: some)? ?more"
    r"(?: (?:on|about) (?:that|it|this|him|them))?(?: please)?"
    r"|go on(?: please)?|(?:and )?(?:what )?else|continue|elaborate|(?:more )?details?(?: please)?"
)
_LONGEST_ELLIPSIS = 5
_MOST_NAMES = 4


@dataclass(frozen=True, slots=True)
class Turn:
    """Hold one question as it was understood and the reply to it."""

    question: str
    reply: Reply


@dataclass(frozen=True, slots=True)
class Reading:
    """Hold one way to read a follow-up.

    Either `entry` is what it means, or `text` is a question that can stand alone, which the entries in
    `without` have just answered and so are not meant again.
    """

    text: str
    entry: str | None = None
    without: frozenset[str] = frozenset()


def picked(question: str, turns: Sequence[Turn]) -> Choice | None:
    """Return the offered choice that "the second one" or "2" points to, or None."""
    if not turns:
        return None
    offered = turns[-1].reply.choices if isinstance(turns[-1].reply, Unsure | Declined | Answered) else ()
    found = words(strip_chat(question))
    places = [_ORDINALS[word] for word in found if word in _ORDINALS]
    if not offered or len(places) != 1 or set(found) - set(_ORDINALS) - _PICKING:
        return None
    return offered[places[0]] if places[0] < len(offered) else None


def readings(question: str, turns: Sequence[Turn], knowledge: Knowledge) -> tuple[Reading, ...]:
    """Return the ways to read a follow-up, the plainest first; none for a question that stands alone."""
    found = words(strip_chat(question))
    if not turns or not found:
        return ()
    latest = turns[-1].question
    known = _spoken_of(turns, knowledge)
    ways: list[Reading] = []
    if known is not None:
        bare = _bare(found)
        for follow_up in known.follow_ups:
            if any(_bare(words(each)) == bare for each in follow_up.questions):
                return (Reading(question, entry=follow_up.entry),)
        if _MORE.fullmatch(" ".join(found)) and known.related:
            return (Reading(question, entry=known.related[0]),)
    pronouns = [word for word in found if word in _PERSONAL or word in _THINGS]
    if pronouns and known is not None:
        ways += [Reading(_replace(found, name)) for name in _names(known.answer, latest, knowledge)]
    if pronouns or len(found) <= _LONGEST_ELLIPSIS:
        just_answered = frozenset({known.id}) if known is not None else frozenset()
        ways.append(Reading(f"{' '.join(found)} {latest}", without=just_answered))
        if known is not None and known.questions[0] != latest:
            ways.append(Reading(f"{' '.join(found)} {known.questions[0]}", without=just_answered))
    return tuple(ways)


def _spoken_of(turns: Sequence[Turn], knowledge: Knowledge) -> Entry | None:
    """Return the entry that was last answered, or offered first."""
    for turn in reversed(turns):
        if isinstance(turn.reply, Answered):
            return turn.reply.entry
        if isinstance(turn.reply, Unsure) and turn.reply.choices:
            return knowledge.entry(turn.reply.choices[0].entry)
    return None


def _bare(found: Sequence[str]) -> tuple[str, ...]:
    """Return the words without "and", "so", "what about" in front."""
    at = 0
    while at < len(found) - 1 and found[at] in _LEADS:
        at += 1
    if tuple(found[at : at + 2]) in _ABOUT and len(found) > at + 2:
        at += 2
    return tuple(found[at:])


def _replace(found: Sequence[str], name: str) -> str:
    return " ".join(
        (f"{name}'s" if word in _POSSESSIVE else name) if word in _PERSONAL or word in _THINGS else word
        for word in found
    )


def _names(answer: str, question: str, knowledge: Knowledge) -> list[str]:
    """Return the article's names in the last answer and question, the longest form of each, in order."""
    facts = {fact for part in knowledge.article.parts for fact in part.facts if fact[:1].isupper()}
    hits: list[tuple[int, str]] = []
    text = f"{answer} {question}"
    for fact in sorted(facts, key=len, reverse=True):
        place = re.search(rf"\b{re.escape(fact)}\b", text, re.IGNORECASE)
        if place and not any(fact in longer for _, longer in hits):
            hits.append((place.start(), fact))
    return [fact for _, fact in sorted(hits)][:_MOST_NAMES]
