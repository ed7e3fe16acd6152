"""Show who gets a different answer after a change of the knowledge base: `diff`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any

from bot import knowledge as knowledge_folder
from bot import wiring
from bot.assistant import Assistant
from bot.cli import diff_text
from bot.cli.progress import show_progress
from bot.cli.revisions import folder_of
from bot.cli.streams import prepare_output
from bot.errors import KnowledgeError, SettingsError
from bot.evaluation import questions
from bot.evaluation.difference import Difference, LabelledFiles, compare, total
from bot.settings import Settings
from bot.wording import tools


def declare(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401  # argparse's own type is private
    """Add the command to the parser."""
    parser = commands.add_parser(
        "diff",
        parents=[common],
        help="show who gets a different answer after a change",
        description="Compare two knowledge bases over every phrasing that either stores and every labelled "
        "question kept beside them. A loss is a labelled question that was right and isn't any more, or a "
        "phrasing that no longer finds its own entry. Ends with 1 if there is a loss that isn't wanted.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="example:\n  python -m bot diff HEAD       # the last commit against the working copy\n"
        "  python -m bot diff main my-branch --markdown\n"
        "  python -m bot diff old-folder new-folder --wanted wanted.txt",
    )
    parser.add_argument("base", metavar="BASE", help="a knowledge folder or a git revision: before")
    parser.add_argument(
        "head", nargs="?", metavar="HEAD", help="the same: after; the knowledge base in use unless given"
    )
    parser.add_argument(
        "--questions",
        nargs="+",
        action="extend",
        default=[],
        type=Path,
        metavar="FILE",
        help="further labelled questions, JSON lines",
    )
    parser.add_argument("--markdown", action="store_true", help="print Markdown, for a pull request")
    parser.add_argument(
        "--wanted", type=Path, metavar="FILE", help="losses that are wanted, one question a line"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Compare, print and return the exit status."""
    prepare_output()
    wanted = _wanted(options.wanted) if options.wanted else frozenset()
    working = wiring.knowledge_path(settings)
    with tempfile.TemporaryDirectory(prefix="article-bot-") as name:
        temporary = Path(name)
        base = folder_of(options.base, working, temporary / "base")
        head = folder_of(options.head, working, temporary / "head") if options.head else working
        # A revision has no checkout of its own: its labelled questions are those of the working copy.
        beside = working if head.is_relative_to(temporary) else head
        files = [*questions.kept_files(beside), *options.questions]
        labelled = [(file.name, questions.read(file)) for file in files]
        found = _compare((options.base, base), (options.head or str(working), head), labelled, settings)
    written = diff_text.as_markdown if options.markdown else diff_text.as_text
    print(written(found, wanted))
    idle = len(wanted - {diff_text.key_of(change.question) for change in found.losses})
    if idle:
        sys.stdout.flush()
        print(tools.DIFF_IDLE.format(count=idle, file=options.wanted), file=sys.stderr)
    return 1 if diff_text.unwanted(found, wanted) else 0


def _compare(
    base: tuple[str, Path], head: tuple[str, Path], labelled: LabelledFiles, settings: Settings
) -> Difference:
    if knowledge_folder.content_hash(base[1]) == knowledge_folder.content_hash(head[1]):
        print(tools.DIFF_SAME_CONTENT, file=sys.stderr)
        return Difference(0, ())
    before, after = _assistant(*base, settings), _assistant(*head, settings)
    progress = show_progress(total(before.knowledge, after.knowledge, labelled))
    return compare(before, after, labelled, progress)


def _assistant(name: str, folder: Path, settings: Settings) -> Assistant:
    def announce() -> None:
        print(tools.DIFF_LEARNING.format(name=name), file=sys.stderr)

    try:
        return wiring.assistant_of(*wiring.load_state(folder, announce), settings)
    except KnowledgeError as error:
        raise SettingsError(tools.DIFF_FAULTY.format(name=name, error=error)) from None


def _wanted(file: Path) -> frozenset[str]:
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise SettingsError(f"{file} can't be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{file} is not UTF-8 text: save it as UTF-8") from None
    return frozenset(diff_text.key_of(line) for line in lines if line.strip())
