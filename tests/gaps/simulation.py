"""Let thousands of people ask for two months, miss things, and let secrets slip."""

from __future__ import annotations

import json
import random
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from sqlalchemy import select

from bot.assistant import Assistant
from bot.history.misses import people_in
from bot.history.recording import History
from bot.history.tables import gap_texts, misses
from bot.history.values import Asked, Given
from bot.model import Answered, Reduction, Reply, Unsure
from bot.reduction import Reducer
from tests.gaps.planted import Gaps
from tests.gaps.secrets import SECRETS
from tests.history_databases import Calendar
from tests.processes import ROOT

FIRST, DAYS, ASKERS = date(2026, 3, 3), 60, 10_000
_PICKS = 0.3
_FLUSHED_EVERY = 5
_SERVER = 42
_ANSWER = Given("answered", 0.9, 30, "gist", 0)


@dataclass
class Simulation:
    """Ask, and remember who asked what: `labels` has the planted gap by (hash of the person, day)."""

    history: History
    calendar: Calendar
    assistant: Assistant
    planted: Gaps
    askers: int = ASKERS
    noises: int = 400
    labels: dict[tuple[str, date], str] = field(default_factory=dict)
    _replies: dict[str, tuple[Reply, Reduction | None]] = field(default_factory=dict)

    @cached_property
    def _reducer(self) -> Reducer:
        return Reducer(self.assistant.knowledge, self.assistant.matcher)

    def run(self, seed: int = 1) -> None:
        """Ask, a third for planted gaps, a third for other gaps, and a third what is answered."""
        chance = random.Random(seed)  # noqa: S311  # a simulation
        noise = chance.sample(_unanswered(), self.noises)
        queue = self._questions(chance, noise)
        for number in range(DAYS):
            self.calendar.day = FIRST + timedelta(days=number)
            share = range(len(queue) * number // DAYS, len(queue) * (number + 1) // DAYS)
            for at in share:
                question, label = queue[at]
                # One person asks again now and then, never twice a day.
                person = 10**17 + (at if chance.random() < 0.9 else at - len(share))
                self._ask(person, at, question, label, chance)
            if number % _FLUSHED_EVERY == 0:
                assert self.history.flush(60)
        assert self.history.flush(60)

    def ask_once(self, question: str, label: str, person: int = 10**17 - 1) -> bool:
        """Have somebody new ask one question today; say whether it was missed."""
        before = len(self.labels)
        self._ask(person, -1, question, label, random.Random(1))  # noqa: S311  # a simulation
        return len(self.labels) > before

    def _questions(self, chance: random.Random, noise: list[str]) -> list[tuple[str | None, str]]:
        secrets = [(secret.question, "") for secret in SECRETS for _ in range(secret.askers)]
        names = list(self.planted)
        queue: list[tuple[str | None, str]] = []
        while len(queue) + len(secrets) < self.askers:
            kind = chance.random()
            if kind < 1 / 3:
                # Some gaps are much asked for, some hardly ever.
                name = names[min(int(chance.expovariate(0.12)), len(names) - 1)]
                queue.append((chance.choice(self.planted[name]), name))
            else:
                queue.append((chance.choice(noise), "") if kind < 2 / 3 else (None, ""))
        for secret in secrets:  # late enough for the groups that they resemble to be readable
            queue.insert(chance.randrange(len(queue) // 2, len(queue)), secret)
        return queue

    def _ask(self, person: int, at: int, question: str | None, label: str, chance: random.Random) -> None:
        asked = Asked("mention", person, _SERVER, 10**18 + at)
        if question is None:
            self.history.record(asked, _ANSWER)
            return
        if question not in self._replies:
            reply = self.assistant.reply(question)
            self._replies[question] = reply, self._reducer.reduce(question)
        reply, reduced = self._replies[question]
        entry = reply.entry.id if isinstance(reply, Answered) else None
        self.history.record(asked, Given(reply.outcome, reply.confidence, 30, entry, None))
        if reduced is None:
            return
        self.labels[self.history.keys.of_month("person", person), self.calendar.day] = label
        if isinstance(reply, Answered):
            # Of planted gaps any answer is wrong, and some say so.
            if label and chance.random() < _PICKS:
                self.history.misses.missed(asked, "unhelpful", reduced)
        elif isinstance(reply, Unsure):
            self.history.misses.may_miss(asked, reduced)
            (
                self.history.misses.picked
                if not label and chance.random() < _PICKS
                else self.history.misses.none_fits
            )(asked)
        else:
            self.history.misses.missed(asked, "declined", reduced)


@dataclass(frozen=True)
class Measured:
    """Hold how well the planted gaps were found.

    `recall` is the share of a gap's misses that its largest group has, `purity` the share of the misses of a
    readable group that are of its commonest gap, both on average; `texts` are those kept, by gap.
    """

    misses: int
    groups: int
    readable: int
    recall: Mapping[str, float]
    purity: float
    texts: Mapping[str, list[str]]

    def __str__(self) -> str:
        """Return it for a person."""
        mean = sum(self.recall.values()) / len(self.recall)
        half = sum(share >= 0.5 for share in self.recall.values())
        worst = ", ".join(
            f"{name} {share:.2f}" for name, share in sorted(self.recall.items(), key=_by_share)[:3]
        )
        return (
            f"{self.misses} misses in {self.groups} groups, {self.readable} of them readable\n"
            f"recall {mean:.3f} ({half} of {len(self.recall)} gaps have half their misses in one group; "
            f"least: {worst})\npurity {self.purity:.3f}"
        )


def _largest_share(counts: Counter[int]) -> float:
    return max(counts.values()) / counts.total() if counts else 0.0


def _by_share(each: tuple[str, float]) -> float:
    return each[1]


def measure(simulation: Simulation) -> Measured:
    """Compare the groups in the database with who asked what."""
    with simulation.history.reading() as connection:
        rows = connection.execute(select(misses.c.gap, misses.c.person, misses.c.day)).all()
        kept = connection.execute(select(gap_texts.c.gap, gap_texts.c.text)).all()
    groups: defaultdict[int, Counter[str]] = defaultdict(Counter)
    voices: defaultdict[int, list[tuple[date, str]]] = defaultdict(list)
    by_label: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for group, person, day in rows:
        label = simulation.labels[person, day]
        groups[group][label] += 1
        voices[group].append((day, person))
        by_label[label][group] += 1
    readable = [group for group in groups if people_in(voices[group]) >= 3]
    mixed = [groups[group] for group in readable if set(groups[group]) - {""}]
    own = {group: max(counts, key=lambda label: (counts[label], label)) for group, counts in groups.items()}
    texts: defaultdict[str, list[str]] = defaultdict(list)
    for group, text in kept:
        texts[own[group]].append(text)
    return Measured(
        len(rows),
        len(groups),
        len(readable),
        {
            name: max(by_label[name].values(), default=0) / max(by_label[name].total(), 1)
            for name in simulation.planted
        },
        sum(max(counts.values()) / counts.total() for counts in mixed) / len(mixed),
        dict(texts),
    )


def _unanswered() -> list[str]:
    """Return what people asked in the rounds and the article doesn't tell."""
    found = []
    for file in sorted((ROOT / "tests" / "questions" / "rounds").glob("*.jsonl")):
        lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        found += [each["q"] for each in lines if each["kind"] == "out" and isinstance(each["q"], str)]
    return sorted(set(found))
