"""Write what a person thinks of an answer: one vote, and why if it didn't help."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, select, update

from bot.history.statements import upsert
from bot.history.tables import votes
from bot.history.values import Noted

Row = dict[str, Any]


def cast(connection: Connection, row: Row) -> Noted:
    """Write a vote, unless it says what stands there: that may have a reason already."""
    found = select(votes.c.entry, votes.c.version, votes.c.helpful).where(_same_vote(row))
    before = connection.execute(found).one_or_none()
    if before is None or row["reason"] or tuple(before) != (row["entry"], row["version"], row["helpful"]):
        upsert(connection, votes, row)
    return "changed" if before is not None and before.helpful != row["helpful"] else "noted"


def explain(connection: Connection, row: Row) -> None:
    """Write why an answer didn't help, if the person's vote on it says that it didn't."""
    unhelpful = and_(_same_vote(row), votes.c.helpful.is_(False))
    connection.execute(update(votes).where(unhelpful).values(reason=row["reason"]))


def _same_vote(row: Row) -> ColumnElement[bool]:
    return and_(votes.c.answer == row["answer"], votes.c.person == row["person"])
