"""Start a PostgreSQL server of its own, on loopback, for the tests that need a real one."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

_DEBIAN = Path("/usr/lib/postgresql")
# PostgreSQL refuses to run as root.
_OTHER_USERS = ("postgres", "nobody")


class PostgreSQL:
    """A server in a temporary folder, from `with` to its end; it can be stopped and started in between."""

    def __init__(self) -> None:
        """Find the programs; skips the test where there are none."""
        self._programs = _programs()
        self._user = _user()
        self._folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self.port = _free_port()

    @property
    def url(self) -> str:
        """Return the address of its one database."""
        return f"postgresql://article@127.0.0.1:{self.port}/postgres"

    def __enter__(self) -> Self:
        """Make the data folder and start."""
        if self._user:
            shutil.chown(self._folder, self._user)
        self._run("initdb", "-D", str(self._folder / "data"), "-U", "article", "-A", "trust", "-N")
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop, and delete the folder."""
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def start(self) -> None:
        """Start, and wait until it takes connections."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
        self._control("start", "-w", "-o", options, "-l", str(self._folder / "log"))

    def stop(self) -> None:
        """Stop at once; what was committed stays."""
        self._control("stop", "-m", "immediate")

    def _control(self, *arguments: str) -> None:
        self._run("pg_ctl", "-D", str(self._folder / "data"), *arguments)

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self._programs / program), *arguments],
            user=self._user,
            cwd=self._folder,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, f"{program}: {done.stderr}"


def _programs() -> Path:
    found = [Path(path).resolve().parent for path in (shutil.which("initdb"),) if path]
    found += sorted(_DEBIAN.glob("*/bin")) if _DEBIAN.is_dir() else []
    for folder in found:
        if (folder / "initdb").is_file() and (folder / "pg_ctl").is_file():
            return folder
    pytest.skip("PostgreSQL is not installed here (initdb and pg_ctl)")


def _user() -> str | None:
    """Return whom to run the server as; None for whoever runs the tests."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return None
    import pwd

    names = {each.pw_name for each in pwd.getpwall()}
    return next(name for name in _OTHER_USERS if name in names)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
