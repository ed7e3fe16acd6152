"""Keep the keys under which ids become hashes, each in a file of its own beside the data.

A key of one month counts people and servers of that month and is deleted when the next begins: nobody, with
whatever else they hold, can tell then whose rows those were. It is made the day before, as whoever asks at
midnight must not wait for a disk. The key that lasts serves what must outlast the month: the wish not to be
counted, and the likeness of missed questions.
"""

from __future__ import annotations

import contextlib
import hmac
import logging
import os
import re
import secrets
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from threading import Lock

from bot.wording import history as words

_log = logging.getLogger(__name__)
_BYTES, _DIGITS = 32, 32
_LASTING = "lasting"
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
# The key of the month to come has another name, so that nothing takes it for one in use.
_AHEAD = "next-"
_DRAFT = re.compile(r"\.(?:next-)?([0-9]{4}-[0-9]{2})\.[0-9a-f]{8}")
_NONE = ("", b"")


class Keys:
    """Turn ids and words into hashes; the same in every process that shares the folder."""

    def __init__(self, folder: Path, today: Callable[[], date]) -> None:
        """Take the folder and what tells the day. Nothing is read or made before the first hash."""
        self.folder = folder
        self._today = today
        self._current = self._next = _NONE
        self._lasting = b""
        # Held while files are read or written; what is in memory needs no lock, and so waits for no disk.
        self._files = Lock()

    def prepare(self) -> None:
        """Have the keys ready, so that nobody waits for a disk later; an OSError if they can't be kept."""
        self.of_month("", "")
        self.lasting("", "")

    def of_month(self, kind: str, value: int | str) -> str:
        """Return the hash of an id under this month's key; an OSError if the key can't be kept."""
        month = _month_of(self._today())
        current = self._current
        if current[0] != month:
            current = self._turned(month)
        return _hash(current[1], kind, value)

    def lasting(self, kind: str, value: int | str) -> str:
        """Return the hash of a value under the key that lasts; an OSError if it can't be kept."""
        key = self._lasting
        if not key:
            with self._files:
                key = self._lasting = self._lasting or self._kept(_LASTING)
        return _hash(key, kind, value)

    def fingerprint(self) -> str | None:
        """Tell the key that lasts from others without giving it away; None where there is none yet."""
        with self._files:
            file = self.folder / _LASTING
            return _hash(file.read_bytes(), "fingerprint", "") if file.is_file() else None

    def keep_up(self) -> None:
        """Delete the key of a month that is over, and make that of the one that begins tomorrow.

        Where this is called now and then, no hash waits for a disk. Raises an OSError if the old one stays.
        """
        today = self._today()
        month, tomorrows = _month_of(today), _month_of(today + timedelta(days=1))
        with self._files:
            if self._current[0] == month and (self.folder / f"{_AHEAD}{month}").is_file():
                self._read(month)
            else:
                self._delete_older(month)
            if tomorrows != month:
                with contextlib.suppress(OSError):  # It is tried again, and told, when it is needed.
                    is_there = (self.folder / tomorrows).is_file()  # The clock was set back.
                    self._next = tomorrows, self._kept(tomorrows if is_there else f"{_AHEAD}{tomorrows}")
            elif self._next[0] != month:
                self._next = _NONE

    def _turned(self, month: str) -> tuple[str, bytes]:
        """Take a month's key into use; a clock that was set back changes nothing."""
        ready = self._next
        if ready[0] == month:
            self._current = ready
            return ready
        with self._files:
            return self._read(month)

    def _read(self, month: str) -> tuple[str, bytes]:
        """Take the key of a month from its file, and delete older ones."""
        later = self._delete_older(month)
        self._current = found = month, self._kept(later or month)
        return found

    def _delete_older(self, month: str) -> str | None:
        """Return the key of a later month, if there is one that stays."""
        files = self.folder.iterdir() if self.folder.is_dir() else ()
        found = sorted(each.name for each in files if _MONTH.fullmatch(each.name))
        # A clock that was far ahead for a while must not keep its key for years.
        later = [each for each in found if month < each <= _next(month)]
        for each in found:
            if each < month or each > _next(month):
                (self.folder / each).unlink(missing_ok=True)
        for ahead in self.folder.glob(f"{_AHEAD}*"):
            if not month <= ahead.name.removeprefix(_AHEAD) <= _next(month):
                ahead.unlink(missing_ok=True)
        self._delete_drafts(month)
        return later[-1] if later else None

    def _delete_drafts(self, month: str) -> None:
        """Delete what a killed process left behind of older keys."""
        for each in self.folder.glob(".*"):
            if (found := _DRAFT.fullmatch(each.name)) and found[1] < month:
                each.unlink(missing_ok=True)

    def _kept(self, name: str) -> bytes:
        """Return the key in a file, made now if there is none; who comes second takes the first one's."""
        file = self.folder / name
        ahead = self.folder / f"{_AHEAD}{name}"
        if ahead.is_file():  # The month has begun.
            _name(ahead, file)
            ahead.unlink(missing_ok=True)
        with contextlib.suppress(FileNotFoundError):
            key = file.read_bytes()
            if len(key) == _BYTES:
                return key
            if name == _LASTING:
                # With a new one, those who asked not to be counted would be.
                raise OSError(words.NO_KEY.format(file=file))
            _log.warning("%s", words.KEY_RENEWED.format(file=file))
            file.unlink(missing_ok=True)
        for each in (self.folder.parent, self.folder):
            each.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = self.folder / f".{name}.{secrets.token_hex(4)}"  # as _DRAFT has it
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as new:
                new.write(secrets.token_bytes(_BYTES))
                new.flush()
                if name == _LASTING:  # A month's may be asked for by a reply, which waits for no disk.
                    os.fsync(new.fileno())
            _name(draft, file)
        finally:
            draft.unlink(missing_ok=True)
        return file.read_bytes()


def _hash(key: bytes, kind: str, value: int | str) -> str:
    return hmac.digest(key, f"{kind}:{value}".encode(), "sha256").hex()[:_DIGITS]


def _name(draft: Path, file: Path) -> None:
    """Give a draft its name, unless there is a file of that name."""
    try:
        os.link(draft, file)
    except FileExistsError:
        return
    except OSError:  # a file system that knows no links
        draft.replace(file)


def _month_of(day: date) -> str:
    return f"{day.year:04}-{day.month:02}"


def _next(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12:04}-{number % 12 + 1:02}"
