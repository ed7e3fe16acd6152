"""Describe the tables; PRIVACY.md explains each column, and a test compares the two."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
)

metadata = MetaData()
# SQLite counts rows by itself only in an INTEGER.
NUMBER = BigInteger().with_variant(Integer(), "sqlite")
# Keyed hashes (keys.py), in hexadecimal.
HASH = String(32)
_ID = String(64)
# The statistics of use read these from an index alone, which is several times as fast.
_COUNTED = ("day", "outcome", "entry", "via", "milliseconds")

replies = Table(
    "replies",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("day", Date, nullable=False),
    Column("outcome", String(12), nullable=False),
    Column("entry", _ID),
    Column("part", SmallInteger),
    Column("band", SmallInteger, nullable=False),
    Column("via", String(12), nullable=False),
    Column("milliseconds", Integer, nullable=False),
    Column("person", HASH),
    Column("server", HASH),
    Column("answer", HASH),
    Index("replies_by_day", *_COUNTED),
    Index("replies_by_server", "server", *_COUNTED),
    Index("replies_by_person", "person"),
)

votes = Table(
    "votes",
    metadata,
    Column("answer", HASH, primary_key=True),
    Column("person", HASH, primary_key=True),
    Column("day", Date, nullable=False),
    Column("server", HASH),
    Column("entry", _ID, nullable=False),
    Column("version", String(16), nullable=False),
    Column("helpful", Boolean, nullable=False),
    Column("reason", String(12)),
    Index("votes_by_day", "day"),
    Index("votes_by_entry", "entry", "version"),
    Index("votes_by_person", "person"),
)

# What stays when the rows above are gone. Entry is "" for replies that gave none.
totals = Table(
    "totals",
    metadata,
    Column("day", Date, primary_key=True),
    Column("outcome", String(12), primary_key=True),
    Column("entry", _ID, primary_key=True),
    Column("replies", Integer, nullable=False),
    Column("helpful", Integer, nullable=False),
    Column("unhelpful", Integer, nullable=False),
)

# Hashes under the key that lasts, of those who asked not to be counted.
uncounted = Table(
    "uncounted",
    metadata,
    Column("person", HASH, primary_key=True),
    Column("day", Date, nullable=False),
)

# What the maintainers were told of, so that they are told once.
told = Table(
    "told",
    metadata,
    Column("subject", String(100), primary_key=True),
    Column("day", Date, nullable=False),
)

# Questions missed alike. The nearest entry and the tenth of its probability are those of the latest miss.
gaps = Table(
    "gaps",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("day", Date, nullable=False),
    Column("entry", _ID, nullable=False),
    Column("band", SmallInteger, nullable=False),
    # No number comes twice, or a group would not stay what it was.
    sqlite_autoincrement=True,
)

# That a person missed something on a day; `parts` are keyed hashes of stems with weights (likeness.py).
misses = Table(
    "misses",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("gap", NUMBER, nullable=False),
    Column("day", Date, nullable=False),
    Column("person", HASH, nullable=False),
    Column("why", String(12), nullable=False),
    Column("parts", LargeBinary, nullable=False),
    UniqueConstraint("gap", "person", "day", name="misses_once_a_day"),
    Index("misses_by_day", "day"),
    Index("misses_by_person", "person"),
    sqlite_autoincrement=True,
)

# What was asked, scrubbed, in groups that enough people missed. Person is null once two have typed the same.
gap_texts = Table(
    "gap_texts",
    metadata,
    Column("gap", NUMBER, primary_key=True),
    Column("text", String(300), primary_key=True),
    Column("day", Date, nullable=False),
    Column("person", HASH),
    Index("gap_texts_by_day", "day"),
    Index("gap_texts_by_person", "person"),
)
