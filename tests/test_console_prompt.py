"""Type at the console's prompt, on a real pseudo-terminal."""

from __future__ import annotations

import contextlib
import os
import re
import select
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals of this kind", allow_module_level=True)

import fcntl
import pty
import struct
import termios

ODDS = "what are the odds that China overtakes the US in AI?"
LINK = "https://edition.cnn.com/"
UP, DOWN, CTRL_C, CTRL_D, ENTER = "\x1b[A", "\x1b[B", "\x03", "\x04", "\r"
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07]*\x07|[=>()][0-9A-Za-z]?)")
_COLOURS = re.compile(r"\x1b\[(?:[0-9;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[0-9;]*)?m")
# The line editor tells the terminal to mark pasted text each time it begins to read a line.
_PASTING_ON = "\x1b[?2004h"
PROMPT = "«prompt»"
_PATIENCE = 20.0


class Person:
    """Type and read on a terminal; everything is bounded in time."""

    def __init__(self, home: Path, columns: int = 80, **environment: str) -> None:
        """Start the console on a new terminal."""
        self._terminal, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        dropped = {"COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "COLORTERM"}
        inherited = {name: value for name, value in os.environ.items() if name not in dropped}
        own = {"TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1", "XDG_DATA_HOME": str(home)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot"],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=inherited | own | environment,
            start_new_session=True,
        )
        os.close(slave)
        self.raw = ""
        self._seen = 0

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self._terminal, keys.encode())

    def ask(self, line: str, expected: str) -> str:
        """Type a line, press Enter, and return what came until the expected text and the next prompt."""
        self.type(line + ENTER)
        return self.read_until(expected) + self.read_until(PROMPT)

    def read_until(self, expected: str) -> str:
        """Return what is shown from where reading last stopped up to the expected text."""
        end = time.monotonic() + _PATIENCE
        while (found := self.shown.find(expected, self._seen)) < 0:
            assert time.monotonic() < end, f"no {expected!r} in {self.shown[self._seen :]!r}"
            if not self._read():
                raise AssertionError(f"it ended without {expected!r}: {self.shown[self._seen :]!r}")
        start, self._seen = self._seen, found + len(expected)
        return self.shown[start : self._seen]

    @property
    def shown(self) -> str:
        """Return everything so far without escape sequences, and with a mark where each prompt begins."""
        marked = self.raw.replace(_PASTING_ON, PROMPT)
        return _ESCAPES.sub("", marked).replace("\r\n", "\n")

    def leave(self) -> int:
        """Read to the end and return the exit status."""
        end = time.monotonic() + _PATIENCE
        while self._read():
            assert time.monotonic() < end, "it does not end"
        return self.process.wait(timeout=_PATIENCE)

    def hang_up(self) -> None:
        """Close the terminal's window."""
        os.close(self._terminal)
        self._terminal = -1

    def close(self) -> None:
        """Leave nothing behind."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self._terminal >= 0:
            os.close(self._terminal)

    def _read(self) -> bool:
        """Read what is there; False at the end."""
        ready, _, _ = select.select([self._terminal], [], [], 0.2)
        if not ready:
            return self.process.poll() is None
        with contextlib.suppress(OSError):  # Linux tells the end of a terminal as an error
            data = os.read(self._terminal, 65536)
            self.raw += data.decode("utf-8", "replace")
            return bool(data)
        return False


Start = Callable[..., Person]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start consoles that remember their lines in the test's own folder, at their prompt."""
    people: list[Person] = []

    def start_one(**options: object) -> Person:
        person = Person(**{"home": tmp_path, **options})  # type: ignore[arg-type]  # columns or a variable
        people.append(person)
        person.read_until(PROMPT)
        return person

    yield start_one
    for person in people:
        person.close()


def test_a_banner_says_which_article_and_how_to_ask_and_ctrl_d_leaves_quietly(start: Start) -> None:
    person = start()
    banner = person.shown.strip()
    assert banner.startswith("I answer questions about “Can Chinese AI Firms Overcome US Gaps?”")
    assert "/help" in banner
    person.type(CTRL_D)
    assert person.leave() == 0
    assert "Traceback" not in person.shown


def test_an_answer_has_its_source_under_it_and_questions_to_ask_next(start: Start) -> None:
    person = start()
    reply = person.ask(ODDS, "You might ask next")
    assert "20 percent" in reply
    assert reply.index("20 percent") < reply.index("CNN, February 10, 2026") < reply.index(LINK)
    picked = person.ask("1", LINK)
    assert "CNN, February 10, 2026" in picked


def test_questions_are_completed_while_typing_and_tab_takes_one(start: Start) -> None:
    person = start()
    person.type("what are the od")
    person.read_until("What are the odds?")
    person.type("\t")
    person.read_until("What are the odds?")
    person.type(ENTER)
    person.read_until(LINK)


def test_ctrl_c_clears_the_line_and_leaves_at_an_empty_one(start: Start) -> None:
    person = start()
    person.type("zzz")
    person.read_until("zzz")
    person.type(CTRL_C)
    assert "no command" not in person.ask("/source", LINK)
    person.type(CTRL_C)
    assert person.leave() == 0
    assert "Traceback" not in person.shown


@pytest.mark.parametrize("word", ["/quit", "/QUIT", "quit", "exit"])
def test_quit_leaves(start: Start, word: str) -> None:
    person = start()
    person.type(word + ENTER)
    assert person.leave() == 0


def test_an_earlier_question_comes_back_in_the_next_session(start: Start, tmp_path: Path) -> None:
    first = start()
    first.ask("who is Justin Lin?", LINK)
    first.type(CTRL_D)
    assert first.leave() == 0
    kept = next(path for path in tmp_path.rglob("history") if path.is_file())
    assert kept.stat().st_mode & 0o077 == 0
    second = start()
    second.type(UP)
    second.read_until("who is Justin Lin?")
    second.type(ENTER)
    second.read_until(LINK)


def test_privacy_names_the_file_that_keeps_what_was_typed(start: Start, tmp_path: Path) -> None:
    person = start(columns=200)
    told = person.ask("/privacy", "brings it back.")
    kept = next(path for path in tmp_path.rglob("history") if path.is_file())
    assert str(kept) in told.replace("\n", "")


def test_a_history_that_cannot_be_kept_costs_nothing_else(start: Start, tmp_path: Path) -> None:
    no_folder = tmp_path / "a file"
    no_folder.write_text("")
    person = start(home=no_folder)
    person.ask(ODDS, LINK)
    person.type(UP)
    person.read_until(ODDS)
    person.type(CTRL_C + CTRL_D)
    assert person.leave() == 0
    assert "Traceback" not in person.shown


def recorded(file: Path) -> list[tuple[str, str, str | None, str | None]]:
    """Return what a history holds: way, outcome, entry and person of each reply."""
    with contextlib.closing(sqlite3.connect(file)) as connection:
        return connection.execute("SELECT via, outcome, entry, person FROM replies ORDER BY id").fetchall()


def test_questions_and_picks_are_recorded_without_a_person_and_commands_are_not(
    start: Start, tmp_path: Path
) -> None:
    file = tmp_path / "data" / "history.sqlite"
    person = start(ARTICLE_BOT_DATABASE_URL=f"sqlite:///{file}")
    person.ask(ODDS, "You might ask next")
    person.ask("1", LINK)
    person.ask("/stats", "/stat NAME")
    person.ask("who is the CEO of OpenAI?", "The nearest")
    person.type(CTRL_D)
    assert person.leave() == 0
    assert person.shown.rstrip().endswith(">")
    found = recorded(file)
    assert [(via, outcome, who) for via, outcome, _, who in found] == [
        ("console", "answered", None),
        ("console", "answered", None),
        ("console", "declined", None),
    ]
    assert found[0][2] and found[1][2] and found[2][2] is None


def test_nothing_is_recorded_where_the_history_is_off(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "data" / "history.sqlite"
    person = start(ARTICLE_BOT_DATABASE_URL=f"sqlite:///{file}", ARTICLE_BOT_HISTORY="off")
    person.ask(ODDS, LINK)
    person.type(CTRL_D)
    assert person.leave() == 0
    assert not file.parent.exists()


def test_a_history_that_cannot_be_opened_is_told_once_when_leaving(start: Start, tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("")
    person = start(ARTICLE_BOT_DATABASE_URL=f"sqlite:///{tmp_path / 'a file' / 'history.sqlite'}")
    person.ask(ODDS, LINK)
    person.ask("who is Justin Lin?", LINK)
    assert "the history" not in person.shown
    person.type(CTRL_D)
    assert person.leave() == 0
    assert person.shown.count("the history can't be written") == 1
    assert "Traceback" not in person.shown


def test_a_wrong_address_of_the_history_is_told_when_leaving(start: Start) -> None:
    person = start(ARTICLE_BOT_DATABASE_URL="mysql://host/name")
    person.ask(ODDS, LINK)
    person.type(CTRL_D)
    assert person.leave() == 0
    assert "ARTICLE_BOT_DATABASE_URL must look like" in person.shown


def test_no_color_is_respected_and_all_can_be_read_without_it(start: Start) -> None:
    person = start(NO_COLOR="1")
    person.ask(ODDS, LINK)
    person.ask("/stats", "/stat NAME")
    assert not _COLOURS.search(person.raw)
    coloured = start()
    coloured.ask(ODDS, LINK)
    assert _COLOURS.search(coloured.raw)


def test_a_narrow_terminal_gets_narrow_lines(start: Start) -> None:
    person = start(columns=40)
    person.type(ODDS + ENTER)
    person.read_until("Justin Lin, ")
    answer = person.read_until("CNN").splitlines()[1:]
    assert len(answer) >= 4
    assert all(len(line.rstrip()) <= 40 for line in answer)


def test_pasted_lines_and_strange_characters_get_a_reply(start: Start) -> None:
    person = start()
    person.type("\x1b[200~what are the odds\nthat China overtakes the US?\x1b[201~" + ENTER)
    person.read_until("20 percent")
    person.ask("😀 中国", ".\n")
    person.ask("", "Ask me something")
    person.ask("/topcis", "Did you mean /topics?")
    person.ask("x" * 2000, ".\n")
    assert "Traceback" not in person.shown


def test_a_closed_window_ends_it(start: Start) -> None:
    person = start()
    person.hang_up()
    assert person.process.wait(timeout=_PATIENCE) in (0, 1, -signal.SIGHUP)
