"""Back up, restore, export and delete what was recorded: `history`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from bot import wiring
from bot.cli.progress import progress_bar
from bot.cli.streams import prepare_output
from bot.errors import HistoryError
from bot.settings import Settings
from bot.wording import backups as words

_YES = "yes"


def declare(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401  # argparse's own type is private
    """Add the command to the parser."""
    parser = commands.add_parser(
        "history",
        help="back up, restore, export or delete what was counted",
        description="Back up, restore, export or delete what was counted, also while the bot runs.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="example:\n  python -m bot history backup monday.sqlite\n"
        "  python -m bot history restore monday.sqlite\n"
        "  python -m bot history export all.jsonl\n"
        "  python -m bot history delete --before 2026-01-01",
    )
    parser.set_defaults(knowledge=None)  # None of these looks at it.
    doing = parser.add_subparsers(dest="doing", metavar="WHAT", required=True)
    _declare_one(doing, "backup", _back_up, "copy it into a new file, the same kind for every database")
    _declare_one(doing, "restore", _restore, "put a backup in its place; what was there is kept beside it")
    _declare_one(doing, "export", _export, "write it as lines of JSON; - for standard output")
    deleting = doing.add_parser("delete", help="delete what is old, totals included, for good")
    deleting.add_argument("--before", type=_day, required=True, metavar="DATE", help="older than this day")
    deleting.add_argument("--yes", action="store_true", help="don't ask")
    deleting.set_defaults(run=_delete)


def _declare_one(
    doing: Any,  # noqa: ANN401  # argparse's own type is private
    name: str,
    run: Callable[[argparse.Namespace, Settings], int],
    what: str,
) -> None:
    parser = doing.add_parser(name, help=what)
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.set_defaults(run=run)


def _back_up(options: argparse.Namespace, settings: Settings) -> int:
    from bot.history.backup import back_up  # here and below: the database's libraries take a moment

    prepare_output()
    place = wiring.history_place(settings)
    with progress_bar(words.BACKING_UP) as progress:
        rows = back_up(place, options.file, progress)
    print(words.BACKED_UP.format(file=options.file, rows=words.rows(rows)))
    print(words.KEYS_STAY.format(folder=place.keys.folder))
    print(words.BACKUPS_REMEMBER)
    return 0


def _restore(options: argparse.Namespace, settings: Settings) -> int:
    from bot.history.backup import restore

    prepare_output()
    place = wiring.history_place(settings)
    with progress_bar(words.RESTORING) as progress:
        done = restore(place, options.file, report=_warn, progress=progress)
    print(words.RESTORED.format(file=options.file, rows=words.rows(done.rows), aside=done.aside))
    if done.unknown_wishes:
        _warn(words.WISHES_UNKNOWN.format(count=done.unknown_wishes, key=place.keys.folder / "lasting"))
    print(words.RESTART)
    return 0


def _export(options: argparse.Namespace, settings: Settings) -> int:
    from bot.history.export import export

    prepare_output()
    url = wiring.history_place(settings).url
    if str(options.file) == "-":
        export(url, sys.stdout)
        return 0
    if options.file.exists():
        raise HistoryError(words.EXISTS.format(file=options.file))
    try:
        options.file.touch(mode=0o600, exist_ok=False)
        with options.file.open("w", encoding="utf-8") as to, progress_bar(words.EXPORTING) as progress:
            count = export(url, to, progress)
    except OSError as error:
        raise HistoryError(words.NOT_EXPORTED.format(why=error)) from None
    except HistoryError:
        options.file.unlink(missing_ok=True)
        raise
    print(words.EXPORTED.format(file=options.file, count=count))
    return 0


def _delete(options: argparse.Namespace, settings: Settings) -> int:
    from bot.history.deleting import delete_before, found_before

    prepare_output()
    url = wiring.history_place(settings).url
    found = found_before(url, options.before)
    rows = words.rows(found)
    is_any = any(found.values())
    if is_any and not options.yes and not _agreed(options.before, rows):
        print(words.LEFT)
        return 0
    # Also where no row is left: the last time may not have wiped all bytes.
    with progress_bar(words.DELETING) as progress:
        wiped = delete_before(url, options.before, progress)
    print((words.DELETED if is_any else words.NOTHING_BEFORE).format(day=options.before, rows=rows))
    if not wiped:
        _warn(words.NOT_WIPED)
    return 0 if wiped else 1


def _agreed(day: date, rows: str) -> bool:
    if sys.stdin is None or not sys.stdin.isatty():
        raise HistoryError(words.NEEDS_YES.format(rows=rows))
    try:
        return input(words.ASK_DELETE.format(day=day, rows=rows)).strip().casefold() == _YES
    except EOFError:
        return False


def _warn(sentence: str) -> None:
    print(sentence, file=sys.stderr)


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise argparse.ArgumentTypeError(words.NO_DAY.format(given=given)) from None
