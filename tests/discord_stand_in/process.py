"""Run a bot as a real process against a stand-in, and end it for certain."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import signal
import sys
import tempfile
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from .server import StandIn

BOT = "bot.__main__:main"
ROOT = Path(__file__).resolve().parents[2]


class BotEndedError(AssertionError):
    """The bot's process ended before it was ready."""

    def __init__(self, status: int, log: str) -> None:
        """Keep the exit status and what the bot wrote."""
        super().__init__(f"the bot ended with status {status} before it was ready; it wrote:\n{log}")
        self.status = status
        self.log = log


class BotProcess:
    """A bot in its own process, from `async with` to its end.

    `environment` is added to a small, clean environment, not to the whole one of the tests, and
    `DISCORD_TOKEN` is the stand-in's unless given. `commands=False` waits for READY only.
    """

    def __init__(
        self,
        server: StandIn,
        arguments: Sequence[str] = (),
        *,
        environment: Mapping[str, str] | None = None,
        main: str = BOT,
        directory: Path | None = None,
        commands: bool = True,
        timeout: float = 20.0,
    ) -> None:
        """Prepare; `start` or `async with` starts it."""
        self._server = server
        self._arguments = list(arguments)
        self._environment = dict(environment or {})
        self._main = main
        self._directory = directory or ROOT
        self._commands = commands
        self._timeout = timeout
        self._process: asyncio.subprocess.Process | None = None
        self._reader: asyncio.Task[None] | None = None
        self._finished = False
        self._lines: deque[str] = deque(maxlen=2000)
        self.data = Path(tempfile.gettempdir()) / f"stand-in-{secrets.token_hex(8)}"

    @property
    def log(self) -> str:
        """Return what the bot wrote to standard output and standard error."""
        return "".join(self._lines)

    @property
    def pid(self) -> int:
        """Return the process id."""
        assert self._process is not None
        return self._process.pid

    @property
    def running(self) -> bool:
        """Tell whether the process is alive."""
        return self._process is not None and self._process.returncode is None

    async def __aenter__(self) -> Self:
        """Start the process."""
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the process, whatever happened."""
        await self.kill()

    async def start(self) -> None:
        """Start the process and wait until the stand-in saw it get ready."""
        if self.running:
            raise RuntimeError("the bot is already running")
        readies = self._server.gateway.readies
        keep = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT", "VIRTUAL_ENV")
        environment = {k: v for k, v in os.environ.items() if k in keep}
        environment |= {
            "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep),
            "PYTHONUNBUFFERED": "1",
            "PYTHONIOENCODING": "utf-8",
            "DISCORD_TOKEN": self._server.token,
            # Never those of whoever runs the tests; nothing is there until a test chooses something.
            "ARTICLE_BOT_PREFERENCES": str(self.data / "preferences.json"),
            "ARTICLE_BOT_DATABASE_URL": f"sqlite:///{self.data / 'history.sqlite'}",
        }
        environment |= self._environment
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.discord_stand_in.launcher",
            self._server.url, "--main", self._main, "--leash", "--", *self._arguments,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            cwd=self._directory,
            env=environment,
            start_new_session=True,
        )  # fmt: skip  # one argument a line would hide the command line
        self._finished = False
        self._reader = asyncio.create_task(self._read(self._process))
        try:
            await self._ready(readies)
        except BaseException:
            await self.kill()
            raise

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        while line := await process.stdout.readline():
            self._lines.append(line.decode("utf-8", "replace"))

    async def _ready(self, readies: int) -> None:
        assert self._process is not None
        ended = asyncio.create_task(self._process.wait())
        ready = asyncio.create_task(self._wait_for_stand_in(readies))
        try:
            await asyncio.wait({ended, ready}, return_when=asyncio.FIRST_COMPLETED)
            if ended.done():
                assert self._reader is not None
                await asyncio.wait({self._reader}, timeout=1)
                raise BotEndedError(ended.result(), self.log)
            try:
                ready.result()
            except AssertionError as error:
                raise AssertionError(f"{error}\nthe bot wrote:\n{self.log}") from None
        finally:
            for task in (ended, ready):
                task.cancel()

    async def _wait_for_stand_in(self, readies: int) -> None:
        await self._server.until_ready(readies=readies + 1, timeout=self._timeout)
        if self._commands:
            await self._server.until_registered(timeout=self._timeout)

    async def stop(self, *, timeout: float = 10.0) -> int:
        """Ask the process to end with SIGTERM and return its exit status."""
        return await self._end(signal.SIGTERM, timeout)

    async def interrupt(self, *, timeout: float = 10.0) -> int:
        """Press Ctrl-C, so to speak, and return the exit status."""
        return await self._end(signal.SIGINT, timeout)

    async def _end(self, how: signal.Signals, timeout: float) -> int:
        assert self._process is not None
        if self.running:
            self._process.send_signal(how)
        try:
            status = await asyncio.wait_for(self._process.wait(), timeout)
        except TimeoutError:
            await self.kill()
            raise AssertionError(
                f"the bot was still alive {timeout} s after {how.name}:\n{self.log}"
            ) from None
        await self._finish()
        return status

    async def kill(self) -> None:
        """End the process at once, and whatever it started itself."""
        if self._process is None:
            return
        if self.running:
            self._process.kill()
            await self._process.wait()
        await self._finish()

    async def _finish(self) -> None:
        """Clear up once after the process has ended; its number may belong to another one later."""
        if self._process is None or self._finished:
            return
        self._finished = True
        with contextlib.suppress(ProcessLookupError, PermissionError):
            # It led its own session, so this reaches nothing that it did not start.
            os.killpg(self._process.pid, signal.SIGKILL)
        if self._process.stdin is not None:
            self._process.stdin.close()
        if self._reader is not None:
            await asyncio.wait({self._reader}, timeout=2)
            self._reader.cancel()

    async def wait(self, *, timeout: float = 20.0) -> int:
        """Wait until the process ends by itself and return its exit status."""
        assert self._process is not None
        status = await asyncio.wait_for(self._process.wait(), timeout)
        await self._finish()
        return status

    async def restart(self, *, gently: bool = True) -> None:
        """End the process, by SIGTERM or by SIGKILL, and start it again."""
        if gently:
            await self.stop()
        else:
            await self.kill()
        await self.start()
