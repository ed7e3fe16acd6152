"""Log what was missed, so that it can be counted at once and read only when enough people missed alike.

Of a question, keyed hashes of its stems are kept, and the group that these put it into. Once enough people
on enough days are in a group, texts of it are kept from the questions that come in then: scrubbed, and only
those of which as many people of the group have used each word. What one or two said is never written as text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, case, delete, func, insert, select, update

from bot.history.likeness import Groups, numbers_of, unpacked
from bot.history.statements import inserting
from bot.history.tables import gap_texts, gaps, misses
from bot.history.values import Why

MOST_TEXTS = 5
LEFT_OUT = "…"
_LONGEST_TEXT = 300
# Any number that nothing else on the server locks.
_LOCK = 0x61727471

Voices = Sequence[tuple[date, str]]


@dataclass(frozen=True, slots=True)
class Miss:
    """Hold one miss as it is written: hashes, and the words that may become a text, with theirs."""

    day: date
    person: str
    why: Why
    parts: bytes
    words: tuple[tuple[str, tuple[int, ...]], ...]
    entry: str
    band: int


@dataclass(frozen=True, slots=True)
class Threshold:
    """Say how many people on how many days make a group readable."""

    people: int
    days: int

    def is_met(self, voices: Voices) -> bool:
        """Say whether those who missed are enough."""
        return people_in(voices) >= self.people and len({day for day, _ in voices}) >= self.days


def people_in(voices: Voices) -> int:
    """Return how many different people there are at least: in the month that has most of them.

    In another month everybody has another hash, and would be counted twice.
    """
    months: defaultdict[tuple[int, int], set[str]] = defaultdict(set)
    for day, person in voices:
        months[day.year, day.month].add(person)
    return max((len(people) for people in months.values()), default=0)


class MissLog:
    """Write misses into groups, in the writer's thread."""

    def __init__(self, threshold: Threshold) -> None:
        """Take what makes a group readable."""
        self._threshold = threshold
        self._groups = Groups()
        self._known, self._last, self._is_current = 0, 0, False

    def begin(self) -> None:
        """Look again, in a new transaction, at what others wrote or took away."""
        self._is_current = False

    def write(self, connection: Connection, miss: Miss) -> None:
        """Count a miss in the group that it is like, and keep its text if that may be read."""
        self._catch_up(connection)
        vector = unpacked(miss.parts)
        nearest = {"entry": miss.entry, "band": miss.band}
        group = self._groups.nearest(vector)
        if group is None:
            made = insert(gaps).values(day=miss.day, **nearest).returning(gaps.c.id)
            group = connection.execute(made).scalar_one()
        else:
            connection.execute(update(gaps).where(gaps.c.id == group).values(**nearest))
        row = {"gap": group, "day": miss.day, "person": miss.person, "why": miss.why, "parts": miss.parts}
        statement = inserting(connection, misses).values(row).on_conflict_do_nothing()
        added = connection.execute(statement.returning(misses.c.id)).scalar()
        if added is not None:
            self._groups.add(group, vector)
            self._known, self._last = self._known + 1, added
        self._keep_text(connection, group, miss)

    def let_go(self, connection: Connection, before: date) -> None:
        """Delete what is older than a day, and what may no longer be kept then."""
        connection.execute(delete(misses).where(misses.c.day < before))
        connection.execute(delete(gap_texts).where(gap_texts.c.day < before))
        self.settle(connection)

    def settle(self, connection: Connection) -> None:
        """Delete groups that nobody is in, and texts of those that too few are left in."""
        connection.execute(delete(gaps).where(gaps.c.id.not_in(select(misses.c.gap))))
        readable = connection.execute(select(gap_texts.c.gap).distinct()).scalars().all()
        closed = [group for group in readable if not self._threshold.is_met(_voices(connection, group))]
        connection.execute(delete(gap_texts).where(gap_texts.c.gap.in_(closed)))

    def _catch_up(self, connection: Connection) -> None:
        """Make the groups in memory what the database says, once in a transaction."""
        if self._is_current:
            return
        if connection.dialect.name == "postgresql":
            # Of two processes, one writes misses at a time, so that both see the same groups.
            connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
        known = select(func.count()).select_from(misses).where(misses.c.id <= self._last)
        if connection.execute(known).scalar_one() != self._known:
            self._groups, self._known, self._last = Groups(), 0, 0
        rows = connection.execute(
            select(misses.c.id, misses.c.gap, misses.c.parts)
            .where(misses.c.id > self._last)
            .order_by(misses.c.id)
        )
        for id_, group, parts in rows:
            self._groups.add(group, unpacked(parts))
            self._known, self._last = self._known + 1, id_
        self._is_current = True

    def _keep_text(self, connection: Connection, group: int, miss: Miss) -> None:
        kept = connection.execute(select(gap_texts.c.text).where(gap_texts.c.gap == group)).scalars().all()
        if len(kept) >= MOST_TEXTS and not any(LEFT_OUT in text for text in kept):
            return
        rows = connection.execute(
            select(misses.c.day, misses.c.person, misses.c.parts).where(misses.c.gap == group)
        ).all()
        if not self._threshold.is_met([(day, person) for day, person, _ in rows]):
            return
        using: defaultdict[int, list[tuple[date, str]]] = defaultdict(list)
        wanted = {number for _, numbers in miss.words for number in numbers}
        for day, person, parts in rows:
            for number in wanted & numbers_of(parts):
                using[number].append((day, person))
        shared = {number for number in wanted if people_in(using[number]) >= self._threshold.people}
        text = _text(miss.words, shared)
        if text is not None:
            _store(connection, group, text, miss, kept)


def _voices(connection: Connection, group: int) -> Voices:
    found = connection.execute(select(misses.c.day, misses.c.person).where(misses.c.gap == group))
    return [(day, person) for day, person in found]


def _text(words: Sequence[tuple[str, tuple[int, ...]]], shared: Collection[int]) -> str | None:
    """Return a question for people to read; None if a word of it is not shared, or half of it was left out.

    What only few of a group say is what is their own in it: the rest of such a question would tell on them.
    """
    shown = [word for word, _ in words]
    if any(each not in shared for _, numbers in words for each in numbers):
        return None
    if 2 * shown.count(LEFT_OUT) >= len(shown):
        return None
    once = [word for at, word in enumerate(shown) if word != LEFT_OUT or shown[at - 1 : at] != [LEFT_OUT]]
    return " ".join(once)[:_LONGEST_TEXT]


def _store(connection: Connection, group: int, text: str, miss: Miss, kept: Sequence[str]) -> None:
    """Keep a text; where there are enough, in the place of the one with most left out, if that has more."""
    if text not in kept and len(kept) >= MOST_TEXTS:
        worst = max(sorted(kept), key=lambda each: each.count(LEFT_OUT))
        if worst.count(LEFT_OUT) <= text.count(LEFT_OUT):
            return
        connection.execute(delete(gap_texts).where(gap_texts.c.gap == group, gap_texts.c.text == worst))
    statement = inserting(connection, gap_texts).values(
        gap=group, text=text, day=miss.day, person=miss.person
    )
    same = case((gap_texts.c.person == statement.excluded.person, gap_texts.c.person), else_=None)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["gap", "text"], set_={"day": statement.excluded.day, "person": same}
        )
    )
