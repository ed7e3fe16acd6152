"""The statistics of use say what was recorded, on both databases alike, and nothing of few people."""

from __future__ import annotations

import random
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.history.database import checked_url, open_database
from bot.history.recording import History
from bot.history.summary import Counts, EntryUse, TooFew, Usage, Votes
from bot.history.tables import replies, votes
from bot.history.usage import MOST_DAYS, read_usage
from bot.history.values import Asked, Given, Via, Vote
from bot.model import Outcome
from tests.history_databases import Calendar, history_at

TODAY = date(2026, 3, 31)
SERVER, OTHER_SERVER = 200000000000000003, 200000000000000004
ENTRIES = ("gist", "odds", "chips", "never")
# Milliseconds of work, with room for slow machines: on two cores it is about 80.
_PATIENCE = 400


@pytest.fixture
def calendar() -> Calendar:
    return Calendar(TODAY)


def record(
    history: History,
    people: int,
    entry: str | None = "gist",
    *,
    outcome: Outcome = "answered",
    server: int | None = SERVER,
    via: Via = "mention",
    milliseconds: int = 40,
    first: int = 1,
) -> None:
    """Record a reply to each of so many people."""
    for person in range(first, first + people):
        given = Given(outcome, 0.9, milliseconds, entry if outcome == "answered" else None, 1)
        history.record(Asked(via, person, server, person), given)


def vote(history: History, people: int, entry: str, *, helpful: bool, first: int = 1) -> None:
    """Let so many people vote on an answer of their own."""
    for person in range(first, first + people):
        history.vote(Asked("button", person, SERVER, 1000 + person), Vote(entry, "abc", helpful))


def read(
    history: History, days: int = 28, *, server: int | None = None, last: date | None = None
) -> Usage | TooFew:
    """Return the statistics after everything is written."""
    assert history.flush()
    return read_usage(history, days, ENTRIES, server=server, last=last)


def shown(history: History, days: int = 28, *, server: int | None = None) -> Usage:
    """Return the statistics, which there must be."""
    found = read(history, days, server=server)
    assert isinstance(found, Usage)
    return found


def test_what_was_recorded_is_told_for_every_day_and_by_outcome_way_and_entry(
    history: History, calendar: Calendar
) -> None:
    calendar.day = TODAY - timedelta(days=10)
    record(history, 3, "odds", via="command", milliseconds=10)
    record(history, 2, outcome="declined")
    calendar.day = TODAY
    record(history, 6, "gist", milliseconds=70)
    record(history, 5, "odds", milliseconds=30)
    record(history, 4, outcome="unsure")
    record(history, 1, outcome="social")
    found = shown(history)
    assert [each.day for each in found.days] == [TODAY - timedelta(days=at) for at in range(27, -1, -1)]
    told = {each.day: each.counts for each in found.days if each.counts.total}
    assert told == {
        TODAY - timedelta(days=10): Counts(answered=3, declined=2),
        TODAY: Counts(answered=11, unsure=4, social=1),
    }
    assert found.counts == Counts(14, 4, 2, 1)
    assert round(found.counts.share("answered"), 3) == 0.667
    assert found.entries == (EntryUse("odds", 8, None), EntryUse("gist", 6, None))
    assert found.unused == ("chips", "never")
    assert dict(found.via) == {"mention": 18, "command": 3}
    assert found.weeks == (Counts(11, 4, 0, 1), Counts(3, 0, 2, 0))


@pytest.mark.parametrize(
    ("times", "median"), [([5], 5), ([1, 2, 3, 4, 100], 3), ([1, 2, 4, 9], 3), ([1, 9], 5), ([7, 7, 8], 7)]
)
def test_the_median_is_that_of_all_answering_times(history: History, times: list[int], median: int) -> None:
    for milliseconds in times:
        record(history, 5, milliseconds=milliseconds)
    assert shown(history).median == median


def test_fewer_than_five_people_are_too_few_to_tell_however_much_they_ask(history: History) -> None:
    for _ in range(20):
        record(history, 4)
    assert isinstance(read(history), TooFew)
    record(history, 1, first=5)
    assert shown(history).counts.total == 81


def test_who_asks_in_two_months_is_counted_once(history: History, calendar: Calendar) -> None:
    for day in (TODAY, TODAY + timedelta(days=1)):
        calendar.day = day
        record(history, 4)
    assert isinstance(read(history), TooFew)
    record(history, 1, first=5)
    assert shown(history).counts.total == 9


def test_the_console_knows_no_people_so_it_alone_tells_nothing(history: History) -> None:
    for _ in range(50):
        history.record(Asked("console"), Given("answered", 0.9, 40, "gist", 1))
    assert isinstance(read(history), TooFew)


def test_an_entry_that_few_people_asked_for_has_no_line_and_is_not_called_unused(history: History) -> None:
    record(history, 5, "gist")
    for _ in range(9):
        record(history, 4, "odds")
    found = shown(history)
    assert [each.entry for each in found.entries] == ["gist"]
    assert found.unused == ("chips", "never")


def test_helpfulness_is_told_with_its_interval_where_five_people_voted(history: History) -> None:
    record(history, 9, "gist")
    record(history, 9, "odds")
    vote(history, 8, "gist", helpful=True)
    vote(history, 2, "gist", helpful=False, first=9)
    vote(history, 1, "odds", helpful=True, first=20)
    vote(history, 3, "odds", helpful=False, first=21)
    found = shown(history)
    assert found.votes == Votes(9, 5)
    assert {each.entry: each.votes for each in found.entries} == {"gist": Votes(8, 2), "odds": None}
    assert found.rated == (("gist", Votes(8, 2)),)
    low, high = found.rated[0][1].interval
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)  # by Wilson's formula
    vote(history, 1, "odds", helpful=False, first=24)
    assert [entry for entry, _ in shown(history).rated] == ["odds", "gist"]


def test_votes_of_few_people_are_not_told_at_all(history: History) -> None:
    record(history, 5)
    vote(history, 4, "gist", helpful=False)
    assert (shown(history).votes, shown(history).rated) == (None, ())


def test_a_server_sees_its_own_numbers_of_this_month_only(history: History, calendar: Calendar) -> None:
    calendar.day = date(2026, 3, 30)
    record(history, 7)
    calendar.day = date(2026, 4, 2)
    record(history, 5, server=OTHER_SERVER)
    record(history, 2)
    assert isinstance(read(history, server=SERVER), TooFew)
    record(history, 4, first=3)
    found = shown(history, server=SERVER)
    assert found.counts.total == 6
    assert (found.window.first, found.window.last, found.window.shortened) == (
        date(2026, 4, 1),
        calendar.day,
        True,
    )
    assert found.weeks is None
    assert not shown(history, 2, server=SERVER).window.shortened
    assert shown(history).counts.total == 18


def test_a_server_is_told_the_trend_once_the_month_holds_two_weeks(
    history: History, calendar: Calendar
) -> None:
    calendar.day = date(2026, 4, 1)
    record(history, 2)
    calendar.day = date(2026, 4, 14)
    record(history, 5)
    assert shown(history, server=SERVER).weeks == (Counts(5), Counts(2))


def test_a_window_that_ended_before_the_month_knows_nothing_of_a_server(
    history: History, calendar: Calendar
) -> None:
    record(history, 9)
    calendar.day = TODAY + timedelta(days=1)
    found = read(history, 1, server=SERVER, last=TODAY)
    assert isinstance(found, TooFew)
    assert found.window.days == 0


def test_what_has_become_totals_is_still_counted_for_all(history: History, calendar: Calendar) -> None:
    record(history, 6, "odds")
    vote(history, 6, "odds", helpful=True)
    assert history.flush()
    calendar.day = TODAY + timedelta(days=100)
    record(history, 5, "gist")
    vote(history, 5, "chips", helpful=False)
    found = shown(history, MOST_DAYS)
    assert found.counts.total == 11
    assert found.votes == Votes(6, 5)
    assert found.unused == ("chips", "never")
    # Who asked for it can't be counted any more.
    assert [each.entry for each in found.entries] == ["gist"]


@pytest.mark.parametrize("server", [None, SERVER])
def test_a_hundred_thousand_rows_take_no_time_to_speak_of(
    tmp_path: Path, calendar: Calendar, server: int | None, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path / 'history.sqlite'}"
    history = history_at(url, tmp_path, calendar)
    hashed = history.keys.of_month("server", SERVER)
    fill(url, hashed)
    taken, worked = [], []
    for _ in range(5):
        began, at_work = time.perf_counter(), time.process_time()
        found = read_usage(history, 28, ENTRIES, server=server)
        taken.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - at_work) * 1000)
        assert isinstance(found, Usage)
        assert found.counts.total == 100_000
        assert len(found.entries) == 10
        assert found.votes is not None
    history.close()
    with capsys.disabled():
        told = f"/usage reads 100,000 replies in {min(taken):.0f} ms, {min(worked):.0f} of them at work"
        print(f"\n{told}")  # noqa: T201  # the figure is wanted
    assert min(worked) < _PATIENCE


def fill(url: str, server: str) -> None:
    """Write a hundred thousand replies and ten thousand votes of four weeks, all of one server."""
    chance = random.Random(1)  # noqa: S311  # the same numbers every time
    people = [f"{chance.getrandbits(128):032x}" for _ in range(2000)]
    outcomes = chance.choices(("answered", "unsure", "declined", "social"), (70, 12, 15, 3), k=100_000)
    rows = [
        {
            "day": TODAY - timedelta(days=27 - at * 28 // 100_000),
            "outcome": outcome,
            "entry": f"entry-{min(int(chance.expovariate(1 / 40)), 150)}" if outcome == "answered" else None,
            "part": 1,
            "band": 9,
            "via": chance.choice(("mention", "command", "direct", "menu", "button")),
            "milliseconds": int(chance.lognormvariate(4, 1)),
            "person": chance.choice(people),
            "server": server,
            "answer": f"{at:032x}",
        }
        for at, outcome in enumerate(outcomes)
    ]
    votes_ = [
        {name: row[name] for name in ("answer", "person", "day", "server", "entry")}
        | {"version": "abc", "helpful": chance.random() < 0.8, "reason": None}
        for row in [row for row in rows if row["entry"]][::7]
    ]
    engine = open_database(checked_url(url))
    with engine.begin() as connection:
        connection.execute(insert(replies), rows)
        connection.execute(insert(votes), votes_)
    engine.dispose()
