"""Measure the knowledge base on labelled questions: `evaluate`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot import wiring, wording
from bot.errors import SettingsError
from bot.evaluation import questions, report, scoring
from bot.settings import Settings


def declare(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401  # argparse's own type is private
    """Add the command to the parser."""
    parser = commands.add_parser(
        "evaluate",
        parents=[common],
        help="measure the answers on labelled questions",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="example:\n  python -m bot evaluate tests/questions/questions.jsonl --verbose",
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="labelled questions, JSON lines")
    parser.add_argument("--json", action="store_true", help="print one JSON object with every figure")
    parser.add_argument("--verbose", action="store_true", help="print every question that went wrong")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Measure, print and return the exit status."""
    asked = [question for file in options.files for question in questions.read(file)]
    if not asked:
        raise SettingsError("the files hold no question")
    assistant = wiring.build_assistant(settings, lambda: print(wording.LEARNING, file=sys.stderr))
    judged = scoring.ask_all(assistant, asked, _progress(len(asked)))
    if options.json:
        print(json.dumps(report.as_object(judged)))
        return 0
    if options.verbose:
        print(report.misses(judged), end="\n\n")
    print(report.as_text(judged))
    return 0


def _progress(total: int) -> Callable[[int], None]:
    def show(done: int) -> None:
        if sys.stderr.isatty() and (done % 50 == 0 or done == total):
            print(f"\r{done} of {total}", end="\n" if done == total else "", file=sys.stderr, flush=True)

    return show
