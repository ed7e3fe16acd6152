"""Note what the maintainers are told of, so that they are told once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete

from bot.errors import HistoryError
from bot.history.keys import Keys
from bot.history.statements import inserting
from bot.history.tables import told
from bot.history.writer import Change, Writer
from bot.wording import history as words

Row = dict[str, Any]


class Notes:
    """Note what was told, whichever process tells it."""

    def __init__(self, keys: Keys, writer: Writer, today: Callable[[], date]) -> None:
        """Take what hashes servers, what writes, and what tells the day."""
        self._keys = keys
        self._writer = writer
        self._today = today

    def claim(self, subject: str) -> Future[bool]:
        """Note that the maintainers are told of something; the result is False if they had been."""
        row = {"subject": subject, "day": self._today()}
        return self._put(lambda connection: _is_new(connection, row))

    def release(self, subject: str) -> None:
        """Note that the maintainers could not be told of something after all."""
        gone = delete(told).where(told.c.subject == subject)
        self._put(lambda connection: connection.execute(gone))

    def claim_today(self, kind: str, *, server: int) -> Future[bool]:
        """Note that a server's maintainers are told something today; the result is False if they had been.

        The server goes by this month's hash, so that notes of earlier months are of no use and deleted.
        Raises HistoryError.
        """
        today = self._today()
        try:
            hashed = self._keys.of_month("server", server)
        except OSError as error:
            raise HistoryError(words.NO_KEYS.format(why=error)) from None
        row = {"subject": f"{kind} {today} {hashed}", "day": today}
        stale = told.c.subject.startswith(f"{kind} ") & (told.c.day < today.replace(day=1))

        def write(connection: Connection) -> bool:
            connection.execute(delete(told).where(stale))
            return _is_new(connection, row)

        return self._put(write)

    def _put(self, write: Callable[[Connection], object]) -> Future[Any]:
        change = Change(write, kept=True)
        self._writer.put(change)
        return change.done


def _is_new(connection: Connection, row: Row) -> bool:
    """Write a note; False if it is there."""
    new = inserting(connection, told).values(row).on_conflict_do_nothing().returning(told.c.subject)
    return connection.execute(new).first() is not None
