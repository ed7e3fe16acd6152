"""Keep the keys under which ids become hashes, each in a file of its own beside the data.

A key of one month counts people and servers of that month and is deleted when the next begins: nobody, with
whatever else they hold, can tell then whose rows those were. The key that lasts serves what must outlast the
month: the wish not to be counted, and the likeness of missed questions.
"""

from __future__ import annotations

import contextlib
import hmac
import logging
import os
import re
import secrets
from collections.abc import Callable
from datetime import date
from pathlib import Path
from threading import Lock

from bot.wording import history as words

_log = logging.getLogger(__name__)
_BYTES, _DIGITS = 32, 32
_LASTING = "lasting"
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
_DRAFT = re.compile(r"\.([0-9]{4}-[0-9]{2})\.[0-9a-f]{8}")


class Keys:
    """Turn ids and words into hashes; the same in every process that shares the folder."""

    def __init__(self, folder: Path, today: Callable[[], date]) -> None:
        """Take the folder and what tells the day. Nothing is read or made before the first hash."""
        self.folder = folder
        self._today = today
        self._month = ""
        self._monthly = b""
        self._lasting = b""
        self._lock = Lock()

    def prepare(self) -> None:
        """Have the keys ready, so that nobody waits for a disk later; an OSError if they can't be kept."""
        self.of_month("", "")
        self.lasting("", "")

    def of_month(self, kind: str, value: int | str) -> str:
        """Return the hash of an id under this month's key; an OSError if the key can't be kept."""
        with self._lock:
            month = _month_of(self._today())
            if month != self._month:
                self._turn(month)
            return _hash(self._monthly, kind, value)

    def lasting(self, kind: str, value: int | str) -> str:
        """Return the hash of a value under the key that lasts; an OSError if it can't be kept."""
        with self._lock:
            if not self._lasting:
                self._lasting = self._kept(_LASTING)
            return _hash(self._lasting, kind, value)

    def fingerprint(self) -> str | None:
        """Tell the key that lasts from others without giving it away; None where there is none yet."""
        with self._lock:
            file = self.folder / _LASTING
            return _hash(file.read_bytes(), "fingerprint", "") if file.is_file() else None

    def let_go(self) -> None:
        """Delete the key of a month that is over; an OSError if that can't be done."""
        with self._lock:
            self._delete_older(_month_of(self._today()))

    def _turn(self, month: str) -> None:
        """Take a month's key into use and delete older ones; a clock that was set back changes nothing."""
        later = self._delete_older(month)
        self._monthly, self._month = self._kept(later or month), month

    def _delete_older(self, month: str) -> str | None:
        """Return the key of a later month, if there is one that stays."""
        files = self.folder.iterdir() if self.folder.is_dir() else ()
        found = sorted(each.name for each in files if _MONTH.fullmatch(each.name))
        # A clock that was far ahead for a while must not keep its key for years.
        later = [each for each in found if month < each <= _next(month)]
        for each in found:
            if each < month or each > _next(month):
                (self.folder / each).unlink(missing_ok=True)
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
