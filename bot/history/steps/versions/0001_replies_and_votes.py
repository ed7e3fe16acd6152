"""Keep replies, votes, totals, wishes not to be counted, and what was told."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Take the step; there is none back."""
    op.create_table(
        "replies",
        sa.Column("id", _NUMBER, primary_key=True),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("outcome", sa.String(12), nullable=False),
        sa.Column("entry", sa.String(64)),
        sa.Column("part", sa.SmallInteger),
        sa.Column("band", sa.SmallInteger, nullable=False),
        sa.Column("via", sa.String(12), nullable=False),
        sa.Column("milliseconds", sa.Integer, nullable=False),
        sa.Column("person", sa.String(32)),
        sa.Column("server", sa.String(32)),
        sa.Column("answer", sa.String(32)),
    )
    op.create_index("replies_by_day", "replies", ["day"])
    op.create_index("replies_by_server", "replies", ["server", "day"])
    op.create_index("replies_by_person", "replies", ["person"])
    op.create_table(
        "votes",
        sa.Column("answer", sa.String(32), primary_key=True),
        sa.Column("person", sa.String(32), primary_key=True),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("server", sa.String(32)),
        sa.Column("entry", sa.String(64), nullable=False),
        sa.Column("version", sa.String(16), nullable=False),
        sa.Column("helpful", sa.Boolean, nullable=False),
        sa.Column("reason", sa.String(12)),
    )
    op.create_index("votes_by_day", "votes", ["day"])
    op.create_index("votes_by_entry", "votes", ["entry", "version"])
    op.create_index("votes_by_person", "votes", ["person"])
    op.create_table(
        "totals",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("outcome", sa.String(12), primary_key=True),
        sa.Column("entry", sa.String(64), primary_key=True),
        sa.Column("replies", sa.Integer, nullable=False),
        sa.Column("helpful", sa.Integer, nullable=False),
        sa.Column("unhelpful", sa.Integer, nullable=False),
    )
    op.create_table(
        "uncounted",
        sa.Column("person", sa.String(32), primary_key=True),
        sa.Column("day", sa.Date, nullable=False),
    )
    op.create_table(
        "told",
        sa.Column("subject", sa.String(100), primary_key=True),
        sa.Column("day", sa.Date, nullable=False),
    )
