"""A history is backed up, restored, exported and deleted while it is in use, on both databases."""

from __future__ import annotations

import json
import sqlite3
import threading
from contextlib import closing
from datetime import date
from itertools import islice
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.errors import HistoryError
from bot.history.backup import back_up, restore
from bot.history.database import HistoryPlace, checked_url, open_database
from bot.history.deleting import dated_tables, delete_before, found_before
from bot.history.keys import Keys
from bot.history.recording import History
from bot.history.tables import metadata, replies, totals, uncounted, votes
from bot.history.values import Asked, Given, Vote
from bot.model import Piece, Reduction
from tests.history_databases import BOTH, Calendar, history_at, new_url
from tests.processes import run_bot

ANSWER = Given("answered", 0.93, 41, "gist", 1)
MANY = 2000


@pytest.fixture(params=BOTH)
def other_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    (tmp_path / "elsewhere").mkdir()
    return new_url(request.param, tmp_path / "elsewhere", request)


def place(url: str, keys: Path) -> HistoryPlace:
    """Return an address with its keys."""
    return HistoryPlace(checked_url(url), Keys(keys, Calendar()))


def asked(number: int, person: int | None = None) -> Asked:
    """Return that somebody asked something that was answered in a message of its own."""
    return Asked("mention", person or 10**17 + number, 2 * 10**17, 3 * 10**17 + number)


def fill(history: History, count: int = 5) -> None:
    """Record replies, votes and a wish, and wait until they are written."""
    for number in range(count):
        history.record(asked(number), ANSWER)
        history.vote(asked(number), Vote("gist", "abc", helpful=bool(number % 2)))
    history.set_counted(7 * 10**17, counted=False)
    assert history.flush(30)


def rows(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table."""
    engine = open_database(checked_url(url))
    with engine.connect() as connection:
        found = {
            table.name: sorted(tuple(row) for row in connection.execute(select(table)))
            for table in metadata.sorted_tables
        }
    engine.dispose()
    return found


def test_a_backup_holds_every_row_and_comes_back_on_either_database(
    history: History, url: str, other_url: str, tmp_path: Path
) -> None:
    fill(history)
    counts = back_up(place(url, tmp_path / "keys"), tmp_path / "backup.sqlite")
    assert (counts["replies"], counts["votes"], counts["uncounted"]) == (5, 5, 1)
    done = restore(place(other_url, tmp_path / "keys"), tmp_path / "backup.sqlite")
    assert rows(other_url) == rows(url)
    assert (done.rows["replies"], done.unknown_wishes) == (5, 0)
    # What is recorded from then on gets numbers of its own.
    again = history_at(other_url, tmp_path, history.today)
    again.start()
    again.record(asked(99), ANSWER)
    assert again.flush()
    again.close()
    assert len(rows(other_url)["replies"]) == 6


def test_a_backup_amid_writing_is_of_one_moment(
    history: History, url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Whoever votes has asked before: a vote without its reply would be of another moment."""
    numbers = iter(range(MANY))

    def write(*_: int) -> None:
        for number in islice(numbers, 200):
            history.record(asked(number), ANSWER)
            history.vote(asked(number), Vote("gist", "abc", helpful=True))
        assert history.flush(30)

    def write_on() -> None:
        for _ in range(4):
            write()

    write()
    writing = threading.Thread(target=write_on)
    writing.start()
    files = [tmp_path / f"amid-{number}.sqlite" for number in range(3)]
    for file in files:
        # What is written while a backup is made waits for it no more than it for that.
        back_up(place(url, tmp_path / "keys"), file, write)
    writing.join(60)
    while next(numbers, None) is not None:
        write()
    assert len(rows(url)["replies"]) > 1000
    seen = []
    for number, file in enumerate(files):
        (tmp_path / str(number)).mkdir()
        target = new_url("sqlite", tmp_path / str(number), request)
        restore(place(target, tmp_path / "keys"), file)
        found = rows(target)
        answers, voted = {row[-1] for row in found["replies"]}, {row[0] for row in found["votes"]}
        assert voted <= answers
        seen.append(len(answers))
    assert 200 <= seen[0] <= seen[1] <= seen[2] <= MANY


def test_restoring_while_the_bot_writes_replaces_all_keeps_the_old_and_goes_on(
    history: History, url: str, tmp_path: Path
) -> None:
    fill(history, 3)
    here = place(url, tmp_path / "keys")
    back_up(here, tmp_path / "backup.sqlite")
    history.set_counted(8 * 10**17, counted=False)
    for number in range(10, 20):
        history.record(asked(number), ANSWER)
    assert history.flush()
    before = rows(url)
    done = restore(here, tmp_path / "backup.sqlite")
    assert len(rows(url)["replies"]) == 3
    assert len(rows(url)["uncounted"]) == 2, "a wish of after the backup was lost"
    history.record(asked(30), ANSWER)
    assert history.flush(30)
    assert len(rows(url)["replies"]) == 4
    restore(here, done.aside)
    assert rows(url) == before


def test_a_backup_holds_no_key_and_restoring_under_another_one_warns_of_wishes(
    history: History, url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    fill(history)
    back_up(place(url, tmp_path / "keys"), tmp_path / "backup.sqlite")
    content = (tmp_path / "backup.sqlite").read_bytes()
    for key in (tmp_path / "keys").iterdir():
        assert key.read_bytes() not in content
        assert key.read_bytes().hex().encode() not in content
    (tmp_path / "other").mkdir()
    target = new_url("sqlite", tmp_path / "other", request)
    assert restore(place(target, tmp_path / "none"), tmp_path / "backup.sqlite").unknown_wishes == 1
    Keys(tmp_path / "new", Calendar()).lasting("person", 1)
    assert restore(place(target, tmp_path / "new"), tmp_path / "backup.sqlite").unknown_wishes == 1


def test_what_was_deleted_before_is_not_in_a_backup(tmp_path: Path, calendar: Calendar) -> None:
    url = f"sqlite:///{tmp_path / 'history.sqlite'}"
    history = history_at(url, tmp_path, calendar)
    history.start()
    fill(history)
    hashed = str(history.hashes(asked(3))["person"])
    back_up(place(url, tmp_path / "keys"), tmp_path / "with.sqlite")
    history.forget(10**17 + 3).result(5)
    back_up(place(url, tmp_path / "keys"), tmp_path / "without.sqlite")
    history.close()
    assert hashed.encode() in (tmp_path / "with.sqlite").read_bytes()
    assert hashed.encode() not in (tmp_path / "without.sqlite").read_bytes()


def _changed(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as backup:
        backup.execute(statement)
        backup.commit()


def test_a_newer_a_broken_and_a_foreign_file_are_refused_and_nothing_changes(
    history: History, url: str, tmp_path: Path
) -> None:
    fill(history)
    here, before = place(url, tmp_path / "keys"), rows(url)
    newer, foreign, broken = (tmp_path / f"{name}.sqlite" for name in ("newer", "foreign", "broken"))
    back_up(here, newer)
    broken.write_bytes(newer.read_bytes()[:6000])
    _changed(newer, "UPDATE alembic_version SET version_num = '9999'")
    _changed(foreign, "CREATE TABLE something (x)")
    for file, sentence in (
        (newer, "newer version"),
        (foreign, "not a backup"),
        (broken, "can't be read as a backup"),
        (tmp_path / "none", "there is no file"),
    ):
        with pytest.raises(HistoryError, match=sentence):
            restore(here, file)
    with pytest.raises(HistoryError, match="there already"):
        back_up(here, newer)
    assert rows(url) == before
    assert not list(tmp_path.glob("*before-restore*"))


def test_an_older_backup_is_upgraded_on_the_way_and_stays_as_it_is(
    history: History, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(history)
    here = place(url, tmp_path / "keys")
    old = tmp_path / "old.sqlite"
    back_up(here, old)
    # As the first step left the tables: later steps have added theirs, and a backup of before lacks them.
    first = {"replies", "votes", "totals", "uncounted", "told"}
    for name in set(metadata.tables) - first:
        _changed(old, f"DROP TABLE {name}")
    _changed(old, "UPDATE alembic_version SET version_num = '0001'")
    content = old.read_bytes()
    restore(here, old)
    assert len(rows(url)["replies"]) == 5
    assert old.read_bytes() == content


def test_what_is_deleted_is_gone_with_its_totals_and_its_bytes_and_wishes_stay(
    history: History, url: str, tmp_path: Path, calendar: Calendar
) -> None:
    history.record(asked(1), Given("answered", 0.9, 41, "an-entry-of-old-days", 1))
    history.vote(asked(1), Vote("an-entry-of-old-days", "abc", helpful=True))
    history.set_counted(7 * 10**17, counted=False)
    assert history.flush()
    engine = open_database(checked_url(url))
    with engine.begin() as connection:
        connection.execute(
            totals.insert().values(
                day=date(2025, 1, 1), outcome="answered", entry="one-more", replies=3, helpful=0, unhelpful=0
            )
        )
    engine.dispose()
    calendar.day = date(2026, 3, 20)
    history.record(asked(2), ANSWER)
    assert history.flush()
    day = date(2026, 3, 15)
    doomed = {name: count for name, count in found_before(checked_url(url), day).items() if count}
    assert doomed == {"replies": 1, "totals": 1, "votes": 1}
    assert delete_before(checked_url(url), day)
    found = rows(url)
    assert (len(found["replies"]), found["totals"], found["votes"], len(found["uncounted"])) == (1, [], [], 1)
    for file in tmp_path.glob("history.sqlite*"):
        if file.is_file():
            assert b"an-entry-of-old-days" not in file.read_bytes()
    history.record(asked(3), ANSWER)
    assert history.flush(30)
    assert len(rows(url)["replies"]) == 2


def test_a_gap_that_people_still_miss_outlives_the_day_it_was_first_missed_on(
    history: History, url: str, calendar: Calendar
) -> None:
    def miss(number: int) -> None:
        parts = (("bubble", 5.0), ("burst", 5.0))
        pieces = tuple(Piece(stem, (stem,)) for stem, _ in parts)
        history.misses.missed(asked(number), "declined", Reduction(parts, pieces, "gist", 0.1))

    miss(1)
    calendar.day = date(2026, 3, 20)
    miss(2)
    miss(3)
    assert history.flush()
    day = date(2026, 3, 15)
    assert {name: count for name, count in found_before(checked_url(url), day).items() if count} == {
        "misses": 1
    }
    assert delete_before(checked_url(url), day)
    calendar.day = date(2026, 3, 21)
    miss(4)
    assert history.flush(30)
    assert [(gap.people, gap.days) for gap in history.gaps()] == [(3, 2)]
    assert delete_before(checked_url(url), date(2026, 3, 22))
    assert not any(rows(url)[name] for name in ("gaps", "misses", "gap_texts"))


def test_what_could_not_be_wiped_while_somebody_read_is_wiped_by_the_same_command_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "history.sqlite"
    url = f"sqlite:///{file}"
    history = history_at(url, tmp_path, Calendar())
    history.start()
    history.record(asked(1), Given("answered", 0.9, 41, "an-entry-of-old-days", 1))
    assert history.flush()
    history.close()
    monkeypatch.setattr("bot.history.deleting._WIPED_WITHIN", 0.2)
    log = tmp_path / "history.sqlite-wal"
    # As the bot has it, which keeps the file open.
    with closing(sqlite3.connect(file, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM replies").fetchone()
        assert not delete_before(checked_url(url), date(2026, 3, 15))
        assert log.stat().st_size
        reader.execute("COMMIT")
        done = history_command(url, tmp_path, "delete", "--before", "2026-03-15", "--yes")
        assert done == (0, "Nothing is older than 2026-03-15.\n", "")
        assert not log.stat().st_size
    assert b"an-entry-of-old-days" not in file.read_bytes()


def test_every_table_with_a_day_is_deleted_from_but_those_of_wishes_and_alerts() -> None:
    assert {replies, votes, totals} <= set(dated_tables())
    assert uncounted not in dated_tables()


# -- the command


def history_command(url: str, folder: Path, *arguments: str) -> tuple[int, str, str]:
    """Run the command as people do; return the status and what it wrote."""
    environment = {"ARTICLE_BOT_DATABASE_URL": url, "XDG_DATA_HOME": str(folder)}
    done = run_bot("history", *arguments, environment=environment)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout, done.stderr


def test_the_command_backs_up_restores_exports_and_deletes(
    history: History, url: str, tmp_path: Path
) -> None:
    fill(history)
    file, lines = tmp_path / "backup.sqlite", tmp_path / "all.jsonl"
    status, told, _ = history_command(url, tmp_path, "backup", str(file))
    assert status == 0
    assert "5 replies, 1 uncounted and 5 votes" in told
    assert "The keys are not in it" in told
    assert history_command(url, tmp_path, "backup", str(file))[0] == 2
    status, told, _ = history_command(url, tmp_path, "export", str(lines))
    assert (status, told) == (0, f"Exported to {lines}: 12 rows.\n")
    written = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]
    helpful = [each["helpful"] for each in written if each["table"] == "votes"]
    assert sorted(helpful) == [False, False, False, True, True]
    assert {each["day"] for each in written if "day" in each} == {"2026-03-10"}
    status, told, _ = history_command(url, tmp_path, "export", "-")
    assert len(told.splitlines()) == 12
    status, told, wrong = history_command(url, tmp_path, "delete", "--before", "2026-03-11")
    assert (status, told, len(rows(url)["replies"])) == (2, "", 5)
    assert "--yes" in wrong
    status, told, _ = history_command(url, tmp_path, "delete", "--before", "2026-03-11", "--yes")
    assert (status, told) == (0, "Deleted everything before 2026-03-11: 5 replies and 5 votes.\n")
    assert rows(url)["replies"] == []
    # The keys of this test are not where the command looks for them.
    status, told, warned = history_command(url, tmp_path, "restore", str(file))
    assert (status, len(rows(url)["replies"])) == (0, 5)
    assert "under another key" in warned
    assert "before-restore-1" in told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("backup", "x.sqlite"), "there is no history yet"),
        (("export", "x.jsonl"), "there is no history yet"),
        (("restore", "x.sqlite"), "there is no file"),
        (("delete", "--before", "2026-01-01"), "there is no history yet"),
        (("delete", "--before", "soon"), "is no day"),
        (("delete",), "--before"),
        ((), "WHAT"),
    ],
)
def test_wrong_use_is_a_sentence_and_leaves_no_file(
    tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    given = tuple(str(tmp_path / each) if each.startswith("x.") else each for each in arguments)
    status, _, wrong = history_command(f"sqlite:///{tmp_path / 'none.sqlite'}", tmp_path, *given)
    assert status == 2
    assert told in wrong
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_is_away_is_a_sentence(tmp_path: Path) -> None:
    away = "postgresql://nobody@127.0.0.1:1/none"
    for arguments in (("backup", str(tmp_path / "x")), ("export", "-"), ("delete", "--before", "2026-01-01")):
        status, _, wrong = history_command(away, tmp_path, *arguments)
        assert status == 2
        assert "refused" in wrong
    assert list(tmp_path.iterdir()) == []
