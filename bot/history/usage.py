"""Read the statistics of use: few passes over what an index holds, so that they take no time to speak of."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from sqlalchemy import ColumnElement, Connection, Table, and_, case, func, select

from bot.errors import HistoryError
from bot.history.recording import History
from bot.history.summary import LEAST_PEOPLE, Counts, Day, EntryUse, TooFew, Usage, Votes, Window
from bot.history.tables import replies, totals, votes
from bot.wording import history as words

DEFAULT_DAYS, MOST_DAYS, MOST_ENTRIES = 28, 365, 10
_WEEK = 7
_AT_ONCE = 500
# What is counted of people altogether, not of one entry.
_ALL = ""


def read_usage(
    history: History,
    days: int,
    entries: Collection[str],
    *,
    server: int | None = None,
    last: date | None = None,
    most: int = MOST_ENTRIES,
) -> Usage | TooFew:
    """Return what happened in so many days up to the last one, today unless given.

    `entries` are all that the knowledge base has, and `most` how many are listed. Of one server only this
    month is known, as its hash changes with the month; of all together also what has become totals. Raises
    HistoryError.
    """
    today = history.today()
    last = last or today
    asked_for = last - timedelta(days=days - 1)
    if server is None:
        scope, window = _Scope(None, date.min), Window(asked_for, last)
    else:
        try:
            hashed = history.keys.of_month("server", server)
        except OSError as error:
            raise HistoryError(words.UNREACHABLE.format(why=error.strerror or error)) from None
        reach = max(today.replace(day=1), today - timedelta(days=history.days))
        scope, window = _Scope(hashed, reach), Window(max(asked_for, reach), last, asked_for < reach)
    with history.reading() as connection:
        return usage(connection, window, entries, scope, most)


@dataclass(frozen=True, slots=True)
class _Scope:
    """Hold whose rows are meant: one server's hash or all, and from which day on there are any."""

    server: str | None
    reach: date

    def within(self, table: Table, first: date, last: date) -> ColumnElement[bool]:
        days = table.c.day.between(first, last)
        return days if self.server is None else and_(table.c.server == self.server, days)


def usage(
    connection: Connection, window: Window, entries: Collection[str], scope: _Scope, most: int
) -> Usage | TooFew:
    """Return what happened in a window."""
    if not window.days:
        return TooFew(window)
    before = window.last - timedelta(days=2 * _WEEK - 1)
    by_day, used, rated = _counted(connection, scope, min(before, window.first), window)
    foremost = [entry for entry, _ in _ordered(used)[:most]]
    enough = _asked_by_enough(connection, replies, scope, window, {_ALL, *foremost})
    if _ALL not in enough:
        return TooFew(window)
    voted = _voted(connection, scope, window, rated)
    listed = [(entry, count) for entry, count in _ordered(used) if entry in enough]
    days = _each_day(window.first, window.last)
    return Usage(
        window=window,
        days=tuple(Day(day, by_day.get(day, Counts())) for day in days),
        entries=tuple(EntryUse(entry, count, voted.get(entry)) for entry, count in listed[:most]),
        unused=tuple(entry for entry in entries if entry not in used),
        known=len(entries),
        votes=voted.pop(_ALL, None),
        rated=tuple(sorted(voted.items(), key=lambda each: (each[1].share, each[0]))[:most]),
        median=_median(connection, scope, window),
        via=_via(connection, scope, window),
        weeks=_weeks(by_day, window.last) if before >= scope.reach else None,
    )


def _counted(
    connection: Connection, scope: _Scope, first: date, window: Window
) -> tuple[dict[date, Counts], Counter[str], dict[str, Votes]]:
    """Return what happened by day from the first on, and in the window the uses and old votes by entry."""
    c = replies.c
    rows = connection.execute(
        select(c.day, c.outcome, c.entry, func.count())
        .where(scope.within(replies, first, window.last))
        .group_by(c.day, c.outcome, c.entry)
    )
    found: list[tuple[date, str, str | None, int]] = [(row[0], row[1], row[2], row[3]) for row in rows]
    old: dict[str, Votes] = {}
    if scope.server is None:
        for row in connection.execute(select(totals).where(totals.c.day.between(first, window.last))):
            found.append((row.day, row.outcome, row.entry or None, row.replies))
            if row.day >= window.first and row.helpful + row.unhelpful:
                old[row.entry] = _plus(old.get(row.entry), row.helpful, row.unhelpful)
    by_day: dict[date, Counts] = {}
    used: Counter[str] = Counter()
    for day, outcome, entry, count in found:
        by_day[day] = by_day.get(day, Counts()) + Counts(**{outcome: count})
        if entry is not None and day >= window.first and count:
            used[entry] += count
    return by_day, used, old


def _asked_by_enough(
    connection: Connection, table: Table, scope: _Scope, window: Window, wanted: Collection[str]
) -> set[str]:
    """Return the entries that enough different people of one month asked for, or voted on.

    It stops as soon as all that are wanted are among them: seldom far from the start. A person has another
    hash in each month, so months are counted apart.
    """
    found: set[str] = set()
    for first, last in _months(window):
        people: dict[str, set[str]] = {}
        rows = connection.execute(
            select(table.c.entry, table.c.person).where(
                scope.within(table, first, last), table.c.person.is_not(None)
            ),
            execution_options={"yield_per": _AT_ONCE},
        )
        for entry, person in rows:
            for each in (_ALL, entry):
                if each is not None and each not in found:
                    people.setdefault(each, set()).add(person)
                    if len(people[each]) == LEAST_PEOPLE:
                        found.add(each)
            if found.issuperset(wanted):
                rows.close()
                return found
    return found


def _voted(connection: Connection, scope: _Scope, window: Window, old: dict[str, Votes]) -> dict[str, Votes]:
    """Return the votes by entry and on all together, as far as enough people voted."""
    within = scope.within(votes, window.first, window.last)
    rows = connection.execute(
        select(votes.c.entry, func.sum(case((votes.c.helpful, 1), else_=0)), func.count())
        .where(within)
        .group_by(votes.c.entry)
    )
    found = dict(old)
    for entry, helpful, count in rows:
        found[entry] = _plus(found.get(entry), int(helpful), count - int(helpful))
    enough = _asked_by_enough(connection, votes, scope, window, {_ALL, *found})
    together = [sum(each.helpful for each in found.values()), sum(each.unhelpful for each in found.values())]
    found[_ALL] = Votes(*together)
    return {entry: each for entry, each in found.items() if entry in enough}


def _via(connection: Connection, scope: _Scope, window: Window) -> tuple[tuple[str, int], ...]:
    rows = connection.execute(
        select(replies.c.via, func.count())
        .where(scope.within(replies, window.first, window.last))
        .group_by(replies.c.via)
    )
    return tuple(_ordered({row.via: row[1] for row in rows}))


def _median(connection: Connection, scope: _Scope, window: Window) -> int | None:
    """Return the median from how often each number of milliseconds occurs: SQLite has no median."""
    c = replies.c
    rows = connection.execute(
        select(c.milliseconds, func.count())
        .where(scope.within(replies, window.first, window.last))
        .group_by(c.milliseconds)
        .order_by(c.milliseconds)
    ).all()
    if not rows:
        return None
    reached = list(accumulate(count for _, count in rows))
    halves = ((reached[-1] + 1) // 2, reached[-1] // 2 + 1)
    return round(sum(int(rows[bisect_left(reached, at)][0]) for at in halves) / 2)


def _weeks(by_day: dict[date, Counts], last: date) -> tuple[Counts, Counts]:
    between = last - timedelta(days=_WEEK)
    this = _each_day(between + timedelta(days=1), last)
    before = _each_day(between - timedelta(days=_WEEK - 1), between)
    return _together(by_day, this), _together(by_day, before)


def _together(by_day: dict[date, Counts], days: Iterable[date]) -> Counts:
    return sum((by_day.get(day, Counts()) for day in days), Counts())


def _each_day(first: date, last: date) -> list[date]:
    return [first + timedelta(days=at) for at in range((last - first).days + 1)]


def _months(window: Window) -> list[tuple[date, date]]:
    """Return the first and last days of each month, the newest first, cut to the window."""
    found, last = [], window.last
    while last >= window.first:
        found.append((max(last.replace(day=1), window.first), last))
        last = last.replace(day=1) - timedelta(days=1)
    return found


def _ordered(counts: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))


def _plus(before: Votes | None, helpful: int, unhelpful: int) -> Votes:
    before = before or Votes(0, 0)
    return Votes(before.helpful + helpful, before.unhelpful + unhelpful)
