"""Choose what is said to the other questions of a message, beside the answer to one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.followups import may_rest_on_talk
from bot.matching.lexicon import english_ranks
from bot.model import Answered, Besides, Declined, Entry, Match, Reply, Social
from bot.text import asks, without_joint, words

# A part of a message is read without the rest of it, so that it has to be surer than a whole one.
SURE_OF_A_PART = 0.9
# From here on an answer has so many words of another that it tells nothing beside it.
_SAME_WORDS = 0.75
# How high a kind that the article doesn't answer must score, and how much higher than any entry.
_LEAST_NOT_TOLD = 0.4
_TIMES_AN_ENTRY = 2.0
# The same for a part of a message, and how near its second thought may be to its first.
_LEAST_NOT_TOLD_OF_A_PART = 0.75
_SECOND_THOUGHT = 0.5
# A question of nothing but the commonest words and these ("does the article say that?") asks nothing new.
_COMMON_RANK = 250
_OF_THE_ARTICLE = frozenset({"article", "story", "piece", "text", "mention", "mentioned", "says", "smth"})


@dataclass(frozen=True, slots=True)
class Part:
    """Hold one question of a message and what it gets read on its own, after those before it."""

    question: str
    reply: Reply
    match: Match


def besides(main: Answered, answers: Part | None, parts: Sequence[Part]) -> tuple[Besides, ...]:
    """Return the questions that the main answer leaves open; `answers` is the part it answers, if one.

    An answer to the whole message answers at least the part that is likest to ask for it.
    """
    if answers is None:
        answers = max(parts, key=lambda part: _score(part.match, main.entry.id))
        whole = not isinstance(answers.reply, Answered) or answers.reply.entry.id != main.entry.id
    else:
        whole = False
    found: list[Besides] = []
    told = [main.entry]
    for part in parts:
        reply = _reply(part)
        if part is answers or (isinstance(part.reply, Answered) and _is_told(part.reply.entry, told)):
            continue
        if reply is not None or _is_left_open(part, main.entry.id, whole=whole):
            found.append(Besides(without_joint(part.question), reply))
        if isinstance(reply, Answered):
            told.append(reply.entry)
    return tuple(found)


def surely_not_told(match: Match, least: float = _LEAST_NOT_TOLD) -> bool:
    """Say whether a question is clearly of a kind that the article doesn't answer."""
    best = match.groups[0].score if match.groups else 0.0
    entry = match.entries[0].score if match.entries else 0.0
    return best >= least and best >= _TIMES_AN_ENTRY * entry


def is_not_told(part: Part) -> bool:
    """Say whether a part of a message asks what the article clearly doesn't tell."""
    # A name that the article lacks says as much by itself.
    least = _LEAST_NOT_TOLD if part.match.lacking else _LEAST_NOT_TOLD_OF_A_PART
    sure = surely_not_told(part.match, least)
    return isinstance(part.reply, Declined) and sure and asks(part.question)


def _reply(part: Part) -> Answered | Declined | None:
    match part.reply:
        case Answered() if part.match.confidence >= SURE_OF_A_PART:
            return part.reply
        case Declined() if is_not_told(part):
            return part.reply
        case _:
            return None


def _is_left_open(part: Part, main: str, *, whole: bool) -> bool:
    """Say whether a part that can't be answered for sure asks for something of its own.

    What rests on the rest of its message ("is that so?") is answered with it.
    """
    if (
        isinstance(part.reply, Social)
        or not asks(part.question)
        or (whole and may_rest_on_talk(part.question))
    ):
        return False
    ranks = english_ranks()
    own = [word for word in part.match.words if ranks.get(word, _COMMON_RANK + 1) > _COMMON_RANK]
    near = _score(part.match, main) >= _SECOND_THOUGHT * part.match.entries[0].score
    return not near and not _OF_THE_ARTICLE.issuperset(own)


def _score(match: Match, entry: str) -> float:
    return max((each.score for each in match.entries if each.target == entry), default=0.0)


def _is_told(entry: Entry, told: Sequence[Entry]) -> bool:
    """Say whether answers that are given anyway tell what this entry tells."""
    return any(
        each.id == entry.id
        or (bool(entry.statistics) and set(entry.statistics) <= set(each.statistics))
        or _share(entry.answer, each.answer) >= _SAME_WORDS
        for each in told
    )


def _share(answer: str, other: str) -> float:
    found = set(words(answer))
    return len(found.intersection(words(other))) / len(found)
