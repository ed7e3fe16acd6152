"""Read the database beside the writer: each time as it is, and brought up to date."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, inspect
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import HistoryError
from bot.history.database import engine_for, in_short, is_damage, is_up_to_date, open_database, sqlite_file
from bot.history.tables import replies
from bot.wording import history as words


class Reader:
    """Give connections to read from; any thread may use it."""

    def __init__(self, url: URL, *, report: Callable[[str], None], doubt: Callable[[], None]) -> None:
        """Take the address; `report` gets what a person should know; damage calls `doubt`."""
        self._url = url
        self._report = report
        self._doubt = doubt
        self._engine = engine_for(url, lasting=False)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def is_begun(self) -> bool:
        """Say whether there is a database to read, and make none; raises HistoryError if it can't tell."""
        if not self._may_be_there():
            return False
        try:
            with self._engine.connect() as connection:
                return inspect(connection).has_table(replies.name)
        except SQLAlchemyError as error:
            raise HistoryError(words.UNREACHABLE.format(why=in_short(error))) from None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection to read from; raises HistoryError where the database can't be read now."""
        try:
            self._make_readable()
            with self._engine.connect() as connection, connection.begin():
                yield connection
        except SQLAlchemyError as error:
            if is_damage(error):  # The writer may not meet it for long.
                self._doubt()
            raise HistoryError(words.UNREACHABLE.format(why=in_short(error))) from None

    def _may_be_there(self) -> bool:
        file = sqlite_file(self._url)
        return file is None or file.exists()

    def _make_readable(self) -> None:
        """Make the tables those of this version; the file may have been put there since the last time."""
        try:
            with self._engine.connect() as connection:
                current = is_up_to_date(connection)
            if not current:
                open_database(self._url, self._report).dispose()
        except OSError as error:
            raise HistoryError(words.UNREACHABLE.format(why=in_short(error))) from None
