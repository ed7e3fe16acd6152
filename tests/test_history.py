"""The history records what happened, without words or ids, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import MetaData, func, select

from bot.errors import HistoryError
from bot.history.database import checked_url, engine_for, open_database
from bot.history.helpfulness import Rated, rated
from bot.history.recording import History
from bot.history.tables import metadata, replies, totals, votes
from bot.history.values import Asked, Given, Reason, Vote
from tests.history_databases import Calendar, history_at

PERSON, OTHER, SERVER, MESSAGE = (
    100000000000000001,
    100000000000000002,
    200000000000000003,
    300000000000000004,
)
ANSWER = Given("answered", 0.93, 41, "gist", 1)


def _asked(person: int | None = PERSON, message: int = MESSAGE) -> Asked:
    return Asked("mention", person, SERVER, message)


def _count(history: History, table: str = "replies") -> int:
    assert history.flush()
    with history.reading() as connection:
        return connection.execute(select(func.count()).select_from(metadata.tables[table])).scalar_one()


def test_a_reply_is_recorded_with_its_day_band_and_hashes_alone(history: History) -> None:
    history.record(_asked(), ANSWER)
    assert history.flush()
    with history.reading() as connection:
        row = connection.execute(select(replies)).mappings().one()
    assert (row["day"], row["outcome"], row["entry"], row["part"]) == (
        date(2026, 3, 10),
        "answered",
        "gist",
        1,
    )
    assert (row["band"], row["via"], row["milliseconds"]) == (9, "mention", 41)
    for column, id_ in (("person", PERSON), ("server", SERVER), ("answer", MESSAGE)):
        assert len(row[column]) == 32 and str(id_) not in row[column]


def test_one_person_has_one_hash_in_a_month_and_another_in_the_next(
    history: History, calendar: Calendar
) -> None:
    for day in (date(2026, 3, 10), date(2026, 3, 31), date(2026, 4, 1)):
        calendar.day = day
        history.record(_asked(), ANSWER)
    assert history.flush()
    with history.reading() as connection:
        found = connection.execute(select(replies.c.person).order_by(replies.c.id)).scalars().all()
    assert found[0] == found[1] != found[2]


def test_the_key_of_a_month_is_gone_in_the_next(history: History, tmp_path: Path, calendar: Calendar) -> None:
    history.record(_asked(), ANSWER)
    calendar.day = date(2026, 4, 1)
    history.record(_asked(), ANSWER)
    assert sorted(file.name for file in (tmp_path / "keys").iterdir()) == ["2026-04", "lasting"]


def test_the_key_of_a_month_is_gone_although_nobody_asks_in_the_next(
    history: History, url: str, tmp_path: Path, calendar: Calendar
) -> None:
    history.record(_asked(), ANSWER)
    history.close()
    calendar.day = date(2026, 6, 1)
    again = history_at(url, tmp_path, calendar)
    again.start()
    assert again.flush()
    assert "2026-03" not in [file.name for file in (tmp_path / "keys").iterdir()]
    again.close()


def test_a_clock_set_back_keeps_the_key_and_deletes_nothing(
    history: History, tmp_path: Path, calendar: Calendar
) -> None:
    history.record(_asked(), ANSWER)
    calendar.day = date(2026, 2, 27)
    history.record(_asked(), ANSWER)
    assert _count(history) == 2
    assert history.of_person(PERSON)["replies"] == 2
    assert sorted(file.name for file in (tmp_path / "keys").iterdir()) == ["2026-03", "lasting"]


def test_a_later_vote_takes_the_place_of_the_same_persons_first(history: History) -> None:
    history.vote(_asked(), Vote("gist", "abc", helpful=True))
    history.vote(_asked(), Vote("gist", "abc", helpful=False, reason="wrong"))
    history.vote(_asked(OTHER), Vote("gist", "abc", helpful=True))
    assert _count(history, "votes") == 2
    with history.reading() as connection:
        assert sorted(connection.execute(select(votes.c.helpful)).scalars()) == [False, True]


def test_a_vote_tells_whether_it_changed_and_keeps_its_reason_until_then(history: History) -> None:
    no, yes = Vote("gist", "abc", helpful=False), Vote("gist", "abc", helpful=True)
    history.explain(_asked(), "wrong")  # There is no vote yet, so there is nothing to explain.
    assert history.vote(_asked(), no).result(5) == "noted"
    history.explain(_asked(OTHER), "outdated")
    history.explain(_asked(), "beside")
    assert history.vote(_asked(), no).result(5) == "noted"
    with history.reading() as connection:
        assert connection.execute(select(votes.c.helpful, votes.c.reason)).all() == [(False, "beside")]
    assert history.vote(_asked(), yes).result(5) == "changed"
    history.explain(_asked(), "wrong")
    assert history.flush()
    with history.reading() as connection:
        assert connection.execute(select(votes.c.helpful, votes.c.reason)).all() == [(True, None)]


def test_a_vote_of_who_does_not_want_to_be_counted_says_that_it_was_not(history: History) -> None:
    history.set_counted(PERSON, counted=False).result(5)
    assert history.vote(_asked(), Vote("gist", "abc", helpful=False)).result(5) is None


def test_votes_are_counted_by_version_with_people_and_reasons(history: History) -> None:
    for number in range(6):
        helpful = number == 0
        reason: Reason | None = None if helpful or number == 1 else ("wrong", "other")[number % 2]
        vote = Vote("gist", "abc", helpful=helpful, reason=reason)
        history.vote(_asked((PERSON, OTHER)[number % 2], MESSAGE + number), vote)
    history.vote(_asked(message=1), Vote("gist", "old", helpful=True))
    history.vote(_asked(message=2), Vote("other", "abc", helpful=True))
    assert history.flush()
    with history.reading() as connection:
        found = rated(connection, "gist", "abc")
        assert rated(connection, "gist", "never") == Rated(0, 0, 0, {})
    assert found == Rated(helpful=1, votes=6, people=2, reasons={"wrong": 2, "other": 2})


def test_the_maintainers_are_told_once_unless_that_failed(history: History) -> None:
    assert history.notes.claim("unhelpful:gist:abc").result(5)
    assert not history.notes.claim("unhelpful:gist:abc").result(5)
    assert history.notes.claim("unhelpful:gist:def").result(5)
    history.notes.release("unhelpful:gist:abc")
    assert history.notes.claim("unhelpful:gist:abc").result(5)


def test_who_wants_to_be_forgotten_is_and_nobody_else(history: History) -> None:
    for person in (PERSON, OTHER):
        history.record(_asked(person), ANSWER)
        history.vote(_asked(person), Vote("gist", "abc", helpful=True))
    history.forget(PERSON).result(5)
    assert history.of_person(PERSON) == dict.fromkeys(history.of_person(PERSON), 0)
    assert history.of_person(OTHER)["replies"] == history.of_person(OTHER)["votes"] == 1


def test_who_does_not_want_to_be_counted_is_not_also_after_a_restart_and_in_another_month(
    history: History, url: str, tmp_path: Path, calendar: Calendar
) -> None:
    history.set_counted(PERSON, counted=False).result(5)
    history.record(_asked(), ANSWER)
    history.record(_asked(OTHER), ANSWER)
    assert (_count(history), history.is_counted(PERSON), history.is_counted(OTHER)) == (1, False, True)
    history.close()
    calendar.day = date(2026, 5, 2)
    again = history_at(url, tmp_path, calendar)
    again.start()
    again.record(_asked(), ANSWER)
    assert _count(again) == 1
    again.set_counted(PERSON, counted=True).result(5)
    again.record(_asked(), ANSWER)
    assert _count(again) == 2
    again.close()


def test_rows_become_totals_when_they_are_old(history: History, calendar: Calendar) -> None:
    for _ in range(3):
        history.record(_asked(), ANSWER)
    history.record(_asked(), Given("declined", 0.2, 30))
    history.vote(_asked(), Vote("gist", "abc", helpful=False))
    assert _count(history) == 4
    calendar.day += timedelta(days=91)
    history.record(_asked(OTHER), ANSWER)
    assert (_count(history), _count(history, "votes")) == (1, 0)
    with history.reading() as connection:
        found = connection.execute(select(totals).order_by(totals.c.outcome)).all()
    day = date(2026, 3, 10)
    assert [tuple(each) for each in found] == [
        (day, "answered", "gist", 3, 0, 1),
        (day, "declined", "", 1, 0, 0),
    ]


def test_the_steps_make_the_tables_that_the_code_describes(history: History) -> None:
    assert _count(history) == 0
    with history.reading() as connection:
        found = MetaData()
        found.reflect(connection)
    assert set(found.tables) - {"alembic_version"} == set(metadata.tables)
    for name, table in metadata.tables.items():
        assert [(c.name, c.nullable, c.primary_key) for c in found.tables[name].columns] == [
            (c.name, c.nullable, c.primary_key) for c in table.columns
        ]
        assert {each.name for each in found.tables[name].indexes} == {each.name for each in table.indexes}


def test_everything_that_waits_is_written_at_the_end(url: str, tmp_path: Path, calendar: Calendar) -> None:
    first = history_at(url, tmp_path, calendar)
    for number in range(1500):
        first.record(_asked(message=number), ANSWER)
    first.start()
    first.close()
    engine = open_database(checked_url(url))
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(replies)).scalar_one() == 1500
    engine.dispose()


def test_no_driver_address_or_file_is_a_sentence() -> None:
    for wrong in ("nonsense", "mysql://host/name", "sqlite://", "sqlite:///:memory:"):
        with pytest.raises(HistoryError, match="ARTICLE_BOT_DATABASE_URL"):
            engine_for(checked_url(wrong))
