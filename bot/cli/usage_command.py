"""Show what was asked and answered: `usage`."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot import knowledge as knowledge_folder
from bot import wiring
from bot.cli.pages import show_page
from bot.cli.plots import check_plot, writing_plot
from bot.cli.streams import prepare_output
from bot.console.usage_page import usage_page
from bot.errors import HistoryError
from bot.history import telling
from bot.history.summary import LEAST_PEOPLE, TooFew, Usage, Votes
from bot.settings import Settings
from bot.wording import history as history_words
from bot.wording import usage as words

if TYPE_CHECKING:
    from bot.history.recording import History

_DEFAULT, _MOST = 28, 365


def declare(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401  # argparse's own type is private
    """Add the command to the parser."""
    parser = commands.add_parser(
        "usage",
        parents=[common],
        help="show what was asked and answered, how often and how helpfully",
        description="Show the statistics of use from the history: everything that was recorded, of all "
        "servers. What fewer than 5 people did is not shown.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="example:\n  python -m bot usage\n  python -m bot usage --days 90 --json\n"
        "  python -m bot usage --plot usage.png",
    )
    parser.add_argument(
        "--days",
        type=_days,
        default=_DEFAULT,
        metavar="N",
        help=f"so many days up to today, 1 to {_MOST} (default %(default)s)",
    )
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="print one JSON object with every number")
    shape.add_argument("--csv", action="store_true", help="print a table of all numbers: figure, name, value")
    shape.add_argument("--plot", type=Path, metavar="FILE.png", help="draw the questions a day")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Show the numbers and return the exit status; raises HistoryError where there are none to read."""
    if options.plot:
        check_plot(options.plot)
    prepare_output()
    history = wiring.build_history(settings)
    if history is None:
        raise HistoryError(history_words.OFF)
    entries = [each.id for each in knowledge_folder.load(wiring.knowledge_path(settings)).entries]
    try:
        found = _read(history, options.days, entries, everything=options.json or options.csv)
    finally:
        history.close()
    _show(options, found)
    return 0


def _days(given: str) -> int:
    if not given.isascii() or not given.isdecimal() or not 1 <= int(given) <= _MOST:
        raise argparse.ArgumentTypeError(words.NOT_DAYS.format(given=given, most=_MOST))
    return int(given)


def _read(history: History, days: int, entries: list[str], *, everything: bool) -> Usage | TooFew:
    from bot.history.usage import MOST_ENTRIES, read_usage

    if not history.is_begun():
        place = history.url.database if history.url.get_backend_name() == "sqlite" else history.url
        raise HistoryError(words.NO_HISTORY_YET.format(place=place))
    return read_usage(history, days, entries, most=len(entries) if everything else MOST_ENTRIES)


def _show(options: argparse.Namespace, found: Usage | TooFew) -> None:
    if options.json:
        print(json.dumps(_object(found), ensure_ascii=False, indent=2))
    elif isinstance(found, TooFew):
        print(telling.too_few(found), file=sys.stderr if options.csv or options.plot else sys.stdout)
    elif options.csv:
        csv.writer(sys.stdout, lineterminator="\n").writerows([("figure", "name", "value"), *_cells(found)])
    elif options.plot:
        from bot.charts.use import draw_usage, usage_alt

        with writing_plot(options.plot):
            options.plot.write_bytes(draw_usage(found))
        print(words.DRAWN.format(file=options.plot, alt=usage_alt(found)))
    else:
        show_page(usage_page(found))


def _object(found: Usage | TooFew) -> dict[str, Any]:
    """Return everything as JSON takes it; without any number where too few people asked."""
    window = {"first": found.window.first.isoformat(), "last": found.window.last.isoformat()}
    if isinstance(found, TooFew):
        return {**window, "too_few": True, "least_people": LEAST_PEOPLE}
    weeks = found.weeks or (None, None)
    return {
        **window,
        "too_few": False,
        "least_people": LEAST_PEOPLE,
        "questions": found.counts.total,
        "outcomes": asdict(found.counts),
        "days": [{"day": each.day.isoformat(), **asdict(each.counts)} for each in found.days],
        "last_week": weeks[0] and asdict(weeks[0]),
        "week_before": weeks[1] and asdict(weeks[1]),
        "median_milliseconds": found.median,
        "via": dict(found.via),
        "votes": _votes(found.votes),
        "entries": [
            {"entry": each.entry, "questions": each.questions, "votes": _votes(each.votes)}
            for each in found.entries
        ],
        "rated": [{"entry": entry, **(_votes(votes) or {})} for entry, votes in found.rated],
        "unused": list(found.unused),
    }


def _votes(votes: Votes | None) -> dict[str, Any] | None:
    if votes is None:
        return None
    low, high = (round(each, 4) for each in votes.interval)
    return {**asdict(votes), "share": round(votes.share, 4), "low": low, "high": high}


def _cells(found: Usage) -> Iterator[tuple[str, str, object]]:
    """Return every number as a row: which figure, of what, and its value."""
    for each in found.days:
        for outcome, count in asdict(each.counts).items():
            yield outcome, each.day.isoformat(), count
    yield from (("via", via, count) for via, count in found.via)
    yield "median_milliseconds", "", "" if found.median is None else found.median
    rated = [*([("", found.votes)] if found.votes else []), *found.rated]
    for entry, votes in rated:
        yield from (("helpful", entry, votes.helpful), ("unhelpful", entry, votes.unhelpful))
    yield from (("entry", each.entry, each.questions) for each in found.entries)
    yield from (("entry", entry, 0) for entry in found.unused)
