"""Record replies in a process of its own, numbered from 0 in their milliseconds, and tell how far it is.

python -m tests.history_worker URL FOLDER COUNT [SECONDS BETWEEN TWO]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bot.history.values import Asked, Given
from tests.history_databases import Calendar, history_at

PERSON, SERVER = 100000000000000001, 200000000000000003


def main(arguments: Sequence[str]) -> None:
    """Record, and write each number after it was recorded; "closed" at the end."""
    url, folder, count = arguments[0], Path(arguments[1]), int(arguments[2])
    between = float(arguments[3]) if len(arguments) > 3 else 0.0
    history = history_at(url, folder, Calendar())
    history.start()
    for number in range(count):
        history.record(Asked("mention", PERSON, SERVER, number), Given("answered", 0.9, number, "gist", 1))
        print(number, flush=True)  # noqa: T201  # what whoever started it waits for
        if between:
            time.sleep(between)
    history.close(60)
    print("closed", flush=True)  # noqa: T201  # as above


if __name__ == "__main__":
    main(sys.argv[1:])
