"""Tell what a follow-up rests on: "he", "why?", "and in 2024?", "the second one".

A follow-up is read in several ways, each a question that could stand alone: with a pronoun replaced by a
name from the last answer, or joined to the last question. Which reading is meant, if any, is for the
matcher to say: a wrong one is like no stored phrasing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.model import Answered, Choice, Declined, Entry, Knowledge, Reply, Unsure
from bot.text import strip_chat, words

_PERSONAL = frozenset({"he", "him", "his", "she", "her", "hers"})
_THINGS = frozenset({"it", "its", "they", "them", "their", "theirs"})
_POINTERS = frozenset(
    word
    for line in ("this that these those there one ones same other others else", "then too also again so")
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
    r"(?:(?:can|could) you )?(?:please )?(?:tell|say|give|know|anything|something)?(?: me| us)?(?: some)?"
    r" ?more(?: (?:on|about) (?:that|it|this|him|them))?(?: please)?"
    r"|go on(?: please)?|(?:and )?(?:what )?else|continue|elaborate|(?:more )?details?(?: please)?"
)
# "Says who?", after anything that somebody says.
_WHO_SAYS = re.compile(
    r"(?:says|said|according to|by|per|from) whom?"
    r"|who (?:is |was |did )?(?:says?|said|saying|thinks?|claims?|reckons?|brought)"
    r"(?: (?:so|that|it|this|those))?(?: up)?"
    r"|whose (?:view|estimate|opinion|figure|number|claim|idea)s?(?: (?:is|was|are) (?:that|it|this|those))?"
    r"|who (?:is|was) (?:that|this|it) (?:from|by)"
    r"|source (?:for|of) (?:that|it|this|these|those)"
)
_SAYING = frozenset(
    word
    for line in (
        "say says said saying claim claims claimed think thinks thought believe believes",
        "call calls called argues argued",
    )
    for word in line.split()
)
# How far behind "who" these may stand: "who is it that says".
_FARTHEST = 5
_LONGEST_ELLIPSIS = 5
_FEWEST_WORDS = 3
_MOST_NAMES = 4


@dataclass(frozen=True, slots=True)
class Turn:
    """Hold one question as it was understood and the reply to it."""

    question: str
    reply: Reply


@dataclass(frozen=True, slots=True)
class Reading:
    """Hold one way to read a follow-up.

    Either `entry` is what it means, or `text` is a question, to be matched in the light of the entry `after`,
    which was just answered, or alone.
    """

    text: str
    after: Entry | None = None
    entry: str | None = None


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
    """Return the ways to read a follow-up; none for a question that can only stand alone."""
    found = words(strip_chat(question))
    known = _spoken_of(turns, knowledge)
    if known is None or not found:
        return ()
    bare = _bare(found)
    for follow_up in known.follow_ups:
        if any(_bare(words(each)) == bare for each in follow_up.questions):
            return (Reading(question, entry=follow_up.entry),)
    if known.said_by and _WHO_SAYS.fullmatch(" ".join(bare)):
        return (Reading(question, entry=known.said_by),)
    if _MORE.fullmatch(" ".join(found)) and known.related:
        return (Reading(question, entry=known.related[0]),)
    ways: list[Reading] = []
    if not _PERSONAL.isdisjoint(found):
        person = _person(question, turns, knowledge)
        ways += [Reading(_replace(found, _PERSONAL, person))] if person else []
    elif not _THINGS.isdisjoint(found):
        ways += [Reading(_replace(found, _THINGS, name)) for name in _things(known, knowledge)]
    dependent = not (_PERSONAL | _THINGS | _POINTERS).isdisjoint(found) or found[0] in _LEADS
    if dependent or len(found) <= _LONGEST_ELLIPSIS:
        ways.append(Reading(question, known))
    return tuple(ways)


def within(question: str, names: Sequence[str]) -> tuple[Reading, ...]:
    """Return the ways to read "they" or "it" as something that was named before in the same message."""
    found = words(strip_chat(question))
    if _THINGS.isdisjoint(found):
        return ()
    return tuple(Reading(_replace(found, _THINGS, name)) for name in names)


def asks_who_says(found: Sequence[str]) -> bool:
    """Say whether these words of a question ask who says something: "who said china lacks talent"."""
    bare = _bare(found)
    return bool(bare) and bare[0] == "who" and not _SAYING.isdisjoint(bare[1:_FARTHEST])


def may_rest_on_talk(question: str) -> bool:
    """Say whether even a stored question may mean something else in a conversation: "when?", "who is he?"."""
    found = words(strip_chat(question))
    return len(found) <= _FEWEST_WORDS or not (_PERSONAL | _THINGS | _POINTERS).isdisjoint(found)


def is_elliptic(question: str) -> bool:
    """Say whether a question is so short that it may leave out what it is about."""
    return len(words(strip_chat(question))) <= _LONGEST_ELLIPSIS


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


def _replace(found: Sequence[str], pronouns: frozenset[str], name: str) -> str:
    return " ".join(
        (f"{name}'s" if word in _POSSESSIVE else name) if word in pronouns else word for word in found
    )


def _person(question: str, turns: Sequence[Turn], knowledge: Knowledge) -> str | None:
    """Return the person whom the question names, or who was spoken of last in the turns."""
    told = (text for turn in reversed(turns) for text in (turn.question, *_told(turn.reply)))
    for text in (question, *told):
        said = set(words(text))
        named = [each for each in knowledge.article.people if not said.isdisjoint(words(each))]
        if named:
            return min(named, key=lambda each: _place(each, text))
    return None


def _told(reply: Reply) -> Iterator[str]:
    """Give the answers of a reply, the main one first."""
    if isinstance(reply, Answered):
        yield reply.entry.answer
        for each in reply.besides:
            yield from _told(each.reply) if each.reply else ()


def _place(name: str, text: str) -> int:
    said = words(text)
    return min(said.index(word) for word in words(name) if word in said)


def _things(known: Entry, knowledge: Knowledge) -> list[str]:
    """Return the names of an answer that are not people, in order."""
    people = {word for each in knowledge.article.people for word in each.split()}
    facts = {fact for part in knowledge.article.parts for fact in part.facts if fact[:1].isupper()}
    hits = [
        (place.start(), fact)
        for fact in sorted(facts)
        if people.isdisjoint(fact.split())
        and (place := re.search(rf"\b{re.escape(fact)}\b", known.answer)) is not None
    ]
    return [fact for _, fact in sorted(hits)][:_MOST_NAMES]
