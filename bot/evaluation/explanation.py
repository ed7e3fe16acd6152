"""Explain how one question was decided, as values that the console and the command line both show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from bot.assistant import Assistant, Decision
from bot.matching.evidence import rarity
from bot.model import Answered, Candidate, Declined, Outcome, Reply, Social, Unsure

# From about the 1,700th commonest word of English on, a word says what a question is about.
_SALIENT = 0.7
_SAME = 0.9999


@dataclass(frozen=True, slots=True)
class Word:
    """Hold one normalised word of the question: is it in a stored phrasing, how rare is it in English.

    `rarity` is 0 for the commonest word and 1.1 for one that no list has; `salient` is a rare one.
    """

    word: str
    known: bool
    rarity: float
    salient: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """Hold one thing that was weighed, its value and how far it pulled the logit (above 0: for the entry)."""

    name: str
    value: float
    pull: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Hold everything behind one decision.

    `understood` is the question as it was read, `entry` the entry that answered, if one did. `stored` says
    that the question stands in the knowledge base as it is, so that the confidence was set, not weighed.
    `supporting` and `opposing` are ordered by pull, the strongest first.
    """

    question: str
    understood: str
    outcome: Outcome
    entry: str | None
    words: tuple[Word, ...]
    repaired: tuple[tuple[str, str], ...]
    lacking: tuple[str, ...]
    present: tuple[str, ...]
    entries: tuple[Candidate, ...]
    groups: tuple[Candidate, ...]
    small_talk: tuple[Candidate, ...]
    nearest_not_told: Candidate | None
    stored: bool
    confidence: float
    answer_from: float
    offer_from: float
    supporting: tuple[Evidence, ...]
    opposing: tuple[Evidence, ...]

    @property
    def unknown(self) -> tuple[Word, ...]:
        """Return the words that no stored phrasing has, in order, once each."""
        return tuple(dict.fromkeys(word for word in self.words if not word.known))


def explain(question: str, decision: Decision, assistant: Assistant) -> Explanation:
    """Return what was found for a question, how sure that is and what spoke for and against it."""
    match = decision.match
    unknown = frozenset(match.unknown)
    evidence = sorted((Evidence(*each) for each in match.evidence), key=lambda each: -abs(each.pull))
    nearest = (*match.entries, *match.groups, *match.small_talk, match.nearest_group)
    return Explanation(
        question=question,
        understood=decision.understood,
        outcome=outcome_of(decision.reply),
        entry=decision.reply.entry.id if isinstance(decision.reply, Answered) else None,
        words=tuple(_word(word, word not in unknown) for word in match.words),
        repaired=match.repaired,
        lacking=match.lacking,
        present=tuple(assistant.matcher.mentions.present(match.words)),
        entries=match.entries,
        groups=match.groups,
        small_talk=match.small_talk,
        nearest_not_told=match.nearest_group,
        stored=any(each is not None and each.similarity > _SAME for each in nearest),
        confidence=match.confidence,
        answer_from=round(decision.cuts.answer, 4),
        offer_from=round(decision.cuts.offer, 4),
        supporting=tuple(each for each in evidence if each.pull > 0.0),
        opposing=tuple(each for each in evidence if each.pull < 0.0),
    )


def outcome_of(reply: Reply) -> Outcome:
    """Return the one word for what kind of reply it is."""
    match reply:
        case Answered():
            return "answered"
        case Unsure():
            return "unsure"
        case Declined():
            return "declined"
        case Social():
            return "social"
        case _:
            assert_never(reply)


def _word(word: str, known: bool) -> Word:
    rare = round(rarity(word), 4)
    return Word(word, known, rare, rare >= _SALIENT)
