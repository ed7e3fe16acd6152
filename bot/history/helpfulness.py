"""Count what people think of an entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from bot.history.tables import votes


@dataclass(frozen=True, slots=True)
class Rated:
    """Hold the votes on an entry as it stands: `people` cast them, `reasons` are why it didn't help."""

    helpful: int
    votes: int
    people: int
    reasons: Mapping[str, int]


def rated(connection: Connection, entry: str, version: str) -> Rated:
    """Return the votes on one version of an entry; somebody who voted in two months counts as two people."""
    these = (votes.c.entry == entry, votes.c.version == version)
    by_vote = select(votes.c.helpful, func.count()).where(*these).group_by(votes.c.helpful)
    counted: dict[bool, int] = dict(connection.execute(by_vote).all())
    people = connection.execute(select(func.count(votes.c.person.distinct())).where(*these)).scalar_one()
    given = votes.c.helpful.is_(False) & votes.c.reason.is_not(None)
    by_reason = select(votes.c.reason, func.count()).where(*these, given).group_by(votes.c.reason)
    reasons: dict[str, int] = dict(connection.execute(by_reason).all())
    return Rated(counted.get(True, 0), sum(counted.values()), people, reasons)
