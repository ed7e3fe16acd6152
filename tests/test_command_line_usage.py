"""Run `usage` as a process on a history that is there, isn't yet, is off or can't be read."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from bot import wiring
from bot.wording import usage as words
from tests.processes import ROOT, run_bot
from tests.usage_example import record_example


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Return the address of a database that isn't there yet."""
    return f"sqlite:///{tmp_path / 'data' / 'history.sqlite'}"


def usage(url: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command on a database."""
    return run_bot("usage", *arguments, environment={"ARTICLE_BOT_DATABASE_URL": url, **environment})


def fill(url: str, people: int = 8) -> None:
    """Record the example as of today."""
    keys = Path(url.removeprefix("sqlite:///") + "-keys")
    record_example(url, keys, wiring.utc_today(), people=people)


def test_the_numbers_are_an_aligned_table_in_a_pipe(url: str) -> None:
    fill(url)
    done = usage(url)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == words.TITLE
    told = {line[:24].strip(): line[24:].strip() for line in lines[1:] if line.strip()}
    assert told[words.QUESTIONS] == "12"
    assert told[words.OUTCOME].startswith("answered 67% (8), unsure 0% (0), declined 33% (4)")
    assert told[words.HELPFUL] == "88% of 8 votes (95% interval: 53 to 98%)"
    assert told[words.MOST].startswith("8 · gist · helpful 88% of 8 (53 to 98%)")
    assert told[words.UNUSED].split()[0] == str(int(told[words.UNUSED].split()[2].rstrip(":")) - 1)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")
def test_on_a_terminal_the_table_is_drawn_within_its_width(url: str) -> None:
    fill(url)
    reader, writer = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "usage"],
        stdin=subprocess.DEVNULL,
        stdout=writer,
        stderr=writer,
        env=os.environ | {"ARTICLE_BOT_DATABASE_URL": url, "COLUMNS": "70", "TERM": "xterm"},
        cwd=ROOT,
    )
    os.close(writer)
    shown = b""
    try:
        while piece := os.read(reader, 65536):
            shown += piece
    except OSError:  # how Linux tells the end of a terminal
        pass
    os.close(reader)
    assert process.wait(timeout=60) == 0
    assert b"\x1b[1m" in shown
    plain = shown.replace(b"\x1b[1m", b"").replace(b"\x1b[0m", b"").replace(b"\x1b[2m", b"").decode()
    assert max(map(len, plain.splitlines())) <= 70
    assert words.UNUSED in plain


def test_json_has_every_number(url: str) -> None:
    fill(url)
    found = json.loads(usage(url, "--json", "--days", "3").stdout)
    assert found["outcomes"] == {"answered": 8, "unsure": 0, "declined": 4, "social": 0}
    assert [each["declined"] for each in found["days"]] == [0, 4, 0]
    assert found["last"] == wiring.utc_today().isoformat()
    assert found["votes"]["helpful"] == 7
    assert found["via"] == {"mention": 8, "command": 4}
    assert found["entries"][0]["entry"] == "gist"
    assert "gist" not in found["unused"] and len(found["unused"]) > 20
    assert not found["too_few"]


def test_csv_has_a_row_for_every_number(url: str) -> None:
    fill(url)
    rows = list(csv.reader(io.StringIO(usage(url, "--csv", "--days", "2").stdout)))
    today = wiring.utc_today().isoformat()
    assert rows[0] == ["figure", "name", "value"]
    for row in (
        ["answered", today, "8"],
        ["helpful", "gist", "7"],
        ["entry", "gist", "8"],
        ["via", "command", "4"],
    ):
        assert row in rows


def test_plot_writes_a_picture_and_says_what_it_shows(url: str, tmp_path: Path) -> None:
    fill(url)
    file = tmp_path / "usage.png"
    done = usage(url, "--plot", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    assert file.read_bytes().startswith(b"\x89PNG")
    assert "12 in all: 8 answered, 0 unsure, 4 declined" in done.stdout


@pytest.mark.parametrize("shape", [(), ("--json",), ("--csv",), ("--plot", "usage.png")])
def test_numbers_of_four_people_are_in_no_shape_of_the_output(
    url: str, tmp_path: Path, shape: tuple[str, ...]
) -> None:
    fill(url, people=4)
    if "--plot" in shape:
        shape = ("--plot", str(tmp_path / "usage.png"))
    done = usage(url, *shape)
    assert done.returncode == 0
    assert "gist" not in done.stdout
    if shape == ("--json",):
        assert set(json.loads(done.stdout)) == {"first", "last", "too_few", "least_people"}
    else:
        assert "Too few to tell" in done.stdout + done.stderr
    assert not (tmp_path / "usage.png").exists()


def test_where_nothing_was_recorded_it_says_so_and_makes_nothing(url: str, tmp_path: Path) -> None:
    done = usage(url)
    assert (done.returncode, done.stdout) == (2, "")
    assert "no history yet" in done.stderr
    assert str(tmp_path / "data" / "history.sqlite") in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_history_that_is_off_or_cannot_be_read_is_a_sentence(url: str, tmp_path: Path) -> None:
    off = usage(url, ARTICLE_BOT_HISTORY="off")
    assert (off.returncode, off.stdout) == (2, "")
    assert "ARTICLE_BOT_HISTORY=off" in off.stderr
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "history.sqlite").write_bytes(b"this is no database" * 100)
    broken = usage(url)
    assert (broken.returncode, broken.stdout) == (2, "")
    assert "can't be used now" in broken.stderr
    away = usage("postgresql://nobody@127.0.0.1:1/none")
    assert (away.returncode, away.stdout) == (2, "")
    for done in (off, broken, away):
        assert "Traceback" not in done.stderr and len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("days", ["0", "366", "-1", "many", "٣"])
def test_days_are_a_whole_number_up_to_a_year(url: str, days: str) -> None:
    done = usage(url, "--days", days)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
