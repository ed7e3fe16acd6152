"""Check a knowledge folder: `check`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot import knowledge as knowledge_folder
from bot import wiring
from bot.cli.streams import prepare_output
from bot.errors import Problem, SettingsError
from bot.model import Knowledge
from bot.settings import Settings
from bot.wording import tools


def declare(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401  # argparse's own type is private
    """Add the command to the parser."""
    parser = commands.add_parser(
        "check",
        parents=[common],
        help="find every fault of the knowledge base",
        description="Print every fault of the knowledge base with its file and line, then, when there is no "
        "error, each phrasing that finds another entry than its own when it is left out. Ends with 1 if "
        "there is an error; warnings alone end with 0.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="example:\n  python -m bot check\n  python -m bot check --knowledge my-folder --json\n"
        "  python -m bot check --article article.txt",
    )
    parser.add_argument(
        "--article", type=Path, metavar="FILE", help="the article's text, to hold facts and words against"
    )
    parser.add_argument("--json", action="store_true", help="print one list of objects")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Check, print and return the exit status."""
    prepare_output()
    folder = wiring.knowledge_path(settings)
    text = _read(options.article) if options.article else None
    reading = knowledge_folder.read(folder)
    problems = list(reading.problems)
    if text is not None:
        problems += knowledge_folder.check_against_article(folder, text)
    if reading.knowledge is not None and not _has_error(problems):
        from bot.evaluation.self_check import check_phrasings  # it brings the matcher with it

        if sys.stderr.isatty():
            print(tools.CHECKING, file=sys.stderr)
        problems += check_phrasings(reading.knowledge, knowledge_folder.question_places(folder))
    if options.json:
        print(json.dumps([_object(each) for each in problems], ensure_ascii=False, indent=2))
    elif problems:
        print("\n".join(map(str, problems)))
    sys.stdout.flush()
    print(_summary(reading.knowledge, problems), file=sys.stderr)
    return 1 if _has_error(problems) else 0


def _has_error(problems: Sequence[Problem]) -> bool:
    return any(each.severity == "error" for each in problems)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SettingsError(f"{file} can't be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{file} is not UTF-8 text: save it as UTF-8") from None


def _object(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.file,
        "line": problem.line,
        "entry": problem.entry,
        "severity": problem.severity,
        "message": problem.message,
    }


def _summary(knowledge: Knowledge | None, problems: Sequence[Problem]) -> str:
    errors = sum(each.severity == "error" for each in problems)
    found = tools.problems(errors, len(problems) - errors)
    if knowledge is None:
        return tools.CHECKED_UNREADABLE.format(found=found)
    return tools.CHECKED.format(
        entries=len(knowledge.entries),
        questions=len(knowledge.phrasings),
        not_told=sum(len(each.questions) + len(each.asked) for each in knowledge.groups),
        found=found,
    )
