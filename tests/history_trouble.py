"""Make real trouble for a history: a lock, a read-only place, a full disk, a server that hangs up."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest
from sqlalchemy import create_engine, select, text

from bot.history.database import checked_url, engine_for, sqlite_file
from bot.history.recording import History
from bot.history.tables import replies
from bot.history.values import Asked, Given
from bot.history.writer import Pace
from tests.history_databases import Calendar, history_at
from tests.history_worker import PERSON, SERVER
from tests.processes import ROOT

# As the bot has it, but for the pauses.
QUICK = Pace(collected_for=0.05, first_pause=0.1, longest_pause=0.3)


@contextlib.contextmanager
def recording(
    url: str | Path,
    folder: Path,
    calendar: Calendar | None = None,
    *,
    report: Callable[[str], None] = lambda _: None,
) -> Iterator[History]:
    """Run a history; closing it twice does no harm."""
    address = f"sqlite:///{url}" if isinstance(url, Path) else url
    history = history_at(address, folder, calendar or Calendar(), report=report, pace=QUICK)
    history.start()
    try:
        yield history
    finally:
        history.close()


def record(history: History, count: int, first: int = 0) -> None:
    """Record so many replies, numbered in their milliseconds."""
    for number in range(first, first + count):
        history.record(Asked("mention", PERSON, SERVER, number), Given("answered", 0.9, number, "gist", 1))


def numbers(history: History | str) -> list[int]:
    """Return the numbers of the records that are there, in the order in which they were written."""
    query = select(replies.c.milliseconds).order_by(replies.c.id)
    if isinstance(history, History):
        with history.reading() as connection:
            return list(connection.execute(query).scalars())
    engine = engine_for(checked_url(history))
    with engine.connect() as connection:
        found = list(connection.execute(query).scalars())
    engine.dispose()
    return found


def told_lost(log: str) -> int:
    """Return how many records the log says are lost."""
    return sum(int(a or b) for a, b in re.findall(r"(\d+) records lost since|(\d+) records are lost", log))


def intact(file: Path) -> bool:
    """Say whether SQLite finds nothing wrong with a file."""
    with contextlib.closing(sqlite3.connect(file)) as connection:
        return bool(connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)])


def start_worker(url: str, folder: Path, count: int, between: float = 0) -> subprocess.Popen[str]:
    """Start a process that records as `tests.history_worker` does."""
    arguments = [sys.executable, "-m", "tests.history_worker", url, str(folder), str(count), str(between)]
    return subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@contextlib.contextmanager
def locked(url: str) -> Iterator[None]:
    """Hold the whole database, or the tables that are there, from another connection."""
    file = sqlite_file(checked_url(url))
    if file is not None:
        with contextlib.closing(sqlite3.connect(file, isolation_level=None, timeout=20)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            yield
            connection.execute("COMMIT")
        return
    engine = create_engine(checked_url(url))
    with engine.begin() as connection:
        connection.execute(text("LOCK TABLE replies, votes, uncounted IN ACCESS EXCLUSIVE MODE"))
        yield
    engine.dispose()


@contextlib.contextmanager
def unwritable(*places: Path) -> Iterator[None]:
    """Have files and folders that nobody can write, root neither; skips the test where that can't be done."""
    if hasattr(os, "geteuid") and os.geteuid() != 0:
        modes = {each: each.stat().st_mode for each in places}
        for each in places:
            each.chmod(0o500 if each.is_dir() else 0o400)
        try:
            yield
        finally:
            for each, mode in modes.items():
                each.chmod(mode)
        return
    _lock_down("+i", *places)
    try:
        yield
    finally:
        _lock_down("-i", *places)


def _lock_down(how: str, *places: Path) -> None:
    program = shutil.which("chattr")
    if program is None:
        pytest.skip("root can write everywhere, and there is no chattr here to prevent it")
    done = subprocess.run([program, how, *map(str, places)], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"root can write everywhere, and chattr can't prevent it here: {done.stderr.strip()}")


@contextlib.contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """Mount a small disk in memory; skips the test where that isn't allowed."""
    folder.mkdir()
    program = shutil.which("mount")
    if program is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root can make a small disk, to be filled")
    mount = [program, "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    done = subprocess.run(mount, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"a small disk, to be filled, can't be made here: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)  # noqa: S607  # where mount was found


class HangingUp:
    """Stand between a client and a PostgreSQL server; hang up on demand just before COMMIT is answered."""

    def __init__(self, port: int) -> None:
        """Take the server's port."""
        self._to = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.hang_ups = 0
        self.swallowed = 0

    def __enter__(self) -> Self:
        """Begin to listen."""
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Listen no more."""
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._to))
                ends = threading.Event()
                threading.Thread(target=self._carry, args=(client, server, ends, True), daemon=True).start()
                threading.Thread(target=self._carry, args=(server, client, ends, False), daemon=True).start()

    def _carry(self, source: socket.socket, to: socket.socket, ends: threading.Event, there: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if there and b"COMMIT" in data and self.hang_ups:
                    self.hang_ups -= 1
                    ends.set()
                if not there and ends.is_set():
                    self.swallowed += 1
                    break
                to.sendall(data)
        for each in (source, to):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
