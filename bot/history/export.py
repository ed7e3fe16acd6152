"""Write a history as text that people and programs can read: one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TextIO

from sqlalchemy import MetaData, func, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import HistoryError
from bot.history.database import engine_for, in_short, sqlite_file
from bot.wording import backups as words

_BATCH = 1000


def export(url: URL, to: TextIO, progress: Callable[[int, int], None] = lambda _, __: None) -> int:
    """Write every row, its table's name first; return how many that were. Raises HistoryError."""
    file = sqlite_file(url)
    if file is not None and not file.is_file():
        raise HistoryError(words.NO_HISTORY.format(file=file))
    engine, tables, done = engine_for(url), MetaData(), 0
    snapshot = "SERIALIZABLE" if file is not None else "REPEATABLE READ"
    try:
        with engine.connect().execution_options(isolation_level=snapshot) as connection, connection.begin():
            # Of any version: as it is there, not as this version would have it.
            tables.reflect(connection)
            total = sum(
                connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in tables.sorted_tables
            )
            for table in tables.sorted_tables:
                rows = connection.execution_options(yield_per=_BATCH).execute(select(table)).mappings()
                for batch in rows.partitions(_BATCH):
                    to.writelines(
                        json.dumps({"table": table.name, **row}, default=str, ensure_ascii=False) + "\n"
                        for row in batch
                    )
                    done += len(batch)
                    progress(done, total)
    except (SQLAlchemyError, OSError) as error:
        raise HistoryError(words.NOT_EXPORTED.format(why=in_short(error))) from None
    finally:
        engine.dispose()
    return done
