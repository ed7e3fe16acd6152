"""Let go of what is old: rows become totals, and what isn't needed for those is deleted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy import Connection, case, delete, func, select

from bot.history.statements import inserting
from bot.history.tables import replies, totals, votes

# Any number that nothing else on the server locks.
_LOCK = 0x61727470


def let_go(connection: Connection, *, before: date) -> int:
    """Add what is older than a day to the totals and delete it; return how many rows that were."""
    if connection.dialect.name == "postgresql":
        # Of two processes that do this at once, the second must find nothing left to count.
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    entry_of = func.coalesce(replies.c.entry, "")
    counted = connection.execute(
        select(replies.c.day, replies.c.outcome, entry_of, func.count())
        .where(replies.c.day < before)
        .group_by(replies.c.day, replies.c.outcome, entry_of)
    ).all()
    for day, outcome, entry, count in counted:
        add_to_totals(connection, day, outcome, entry, replies_=count)
    voted = connection.execute(
        select(
            votes.c.day,
            votes.c.entry,
            func.sum(case((votes.c.helpful, 1), else_=0)),
            func.sum(case((votes.c.helpful, 0), else_=1)),
        )
        .where(votes.c.day < before)
        .group_by(votes.c.day, votes.c.entry)
    ).all()
    for day, entry, helpful, unhelpful in voted:
        add_to_totals(connection, day, "answered", entry, helpful=helpful, unhelpful=unhelpful)
    gone = connection.execute(delete(replies).where(replies.c.day < before)).rowcount
    return gone + connection.execute(delete(votes).where(votes.c.day < before)).rowcount


def add_to_totals(
    connection: Connection,
    day: date,
    outcome: str,
    entry: str,
    *,
    replies_: int = 0,
    helpful: int = 0,
    unhelpful: int = 0,
) -> None:
    """Add to the totals of a day."""
    counts = {"replies": replies_, "helpful": helpful, "unhelpful": unhelpful}
    statement = inserting(connection, totals).values(day=day, outcome=outcome, entry=entry, **counts)
    added = {name: totals.c[name] + statement.excluded[name] for name in counts}
    connection.execute(
        statement.on_conflict_do_update(index_elements=["day", "outcome", "entry"], set_=added)
    )


class Daily:
    """Let go of what is older than so many days, once a day."""

    def __init__(self, days: int) -> None:
        """Take for how many days rows are kept."""
        self._days = days
        self._done: date | None = None

    def run(self, connection: Connection, today: date, also: Callable[[Connection, date], None]) -> None:
        """Do it and commit it, unless it was done today; `also` gets the day before which nothing is kept."""
        if self._done != today:
            before = today - timedelta(days=self._days)
            let_go(connection, before=before)
            also(connection, before)
            connection.commit()
            self._done = today
