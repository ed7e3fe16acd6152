"""Keep what was missed: groups of questions alike, who missed them when, and what enough people asked."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Take the step; there is none back."""
    op.create_table(
        "gaps",
        sa.Column("id", _NUMBER, primary_key=True),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("entry", sa.String(64), nullable=False),
        sa.Column("band", sa.SmallInteger, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "misses",
        sa.Column("id", _NUMBER, primary_key=True),
        sa.Column("gap", _NUMBER, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("person", sa.String(32), nullable=False),
        sa.Column("why", sa.String(12), nullable=False),
        sa.Column("parts", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("gap", "person", "day", name="misses_once_a_day"),
        sqlite_autoincrement=True,
    )
    op.create_index("misses_by_day", "misses", ["day"])
    op.create_index("misses_by_person", "misses", ["person"])
    op.create_table(
        "gap_texts",
        sa.Column("gap", _NUMBER, primary_key=True),
        sa.Column("text", sa.String(300), primary_key=True),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("person", sa.String(32)),
    )
    op.create_index("gap_texts_by_day", "gap_texts", ["day"])
    op.create_index("gap_texts_by_person", "gap_texts", ["person"])
