"""Plan who asks what, where and on which day; the same in every run."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

DAYS, HALF = 14, 7
PEOPLE, SERVERS, CHANNELS = 200, 5, 8
# Of four questions, two mention the bot, one is asked directly and one by the command.
_VIAS: tuple[Literal["mention", "direct", "command"], ...] = ("mention", "mention", "direct", "command")
# How often each wording of a gap is asked in its week.
_TIMES = 2
# Most people press nothing, and some change their mind.
_VOTES: tuple[tuple[bool, ...], ...] = ((True,), (True,), (False,), (True, False), (False, True))
_VOTING = 0.15


@dataclass(frozen=True)
class Planned:
    """Hold one question; `server` is None where it is asked directly."""

    person: int
    server: int | None
    channel: int
    text: str
    via: Literal["mention", "direct", "command"]
    # What the asker thinks of an answer, one press after the other.
    votes: tuple[bool, ...] = ()


def plan(
    missed: Mapping[str, Sequence[str]], others: Sequence[str], *, questions: int
) -> list[list[Planned]]:
    """Return the questions of each day: those of the gaps, half of their wordings in each week.

    The rest is filled up with what else people asked in the rounds.
    """
    chance = random.Random(14)  # noqa: S311  # a plan, not a secret
    days: list[list[str]] = [[] for _ in range(DAYS)]
    for wordings in missed.values():
        for number, text in enumerate(wordings):
            first = 0 if number % 2 else HALF
            for _ in range(_TIMES):
                days[first + chance.randrange(HALF)].append(text)
    room = questions - sum(map(len, days))
    for number, text in enumerate(chance.choices(others, k=max(room, 0))):
        days[number % DAYS].append(text)
    return [[_placed(text, chance) for text in chance.sample(texts, len(texts))] for texts in days]


def _placed(text: str, chance: random.Random) -> Planned:
    person = chance.randrange(PEOPLE)
    via = chance.choice(_VIAS)
    # Everybody is in two servers.
    server = (person + chance.randrange(2)) % SERVERS
    votes = chance.choice(_VOTES) if chance.random() < _VOTING else ()
    return Planned(person, None if via == "direct" else server, chance.randrange(CHANNELS), text, via, votes)
