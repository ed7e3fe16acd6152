"""Show what people asked and didn't get, and close gaps that a human accepts: `gaps`."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot import knowledge as knowledge_folder
from bot import wiring, wording
from bot.assistant import Assistant
from bot.cli import diff_text
from bot.cli.progress import show_progress
from bot.cli.streams import prepare_output
from bot.errors import HistoryError, KnowledgeError, SettingsError
from bot.evaluation import questions
from bot.evaluation.difference import Difference, LabelledFiles, compare, total
from bot.settings import Settings
from bot.wording import gaps as words
from bot.wording import history as history_words

if TYPE_CHECKING:
    from bot.gaps.accepting import Accepted
    from bot.gaps.proposals import Proposal
    from bot.history.recording import History

_MOST_CHANGES = 20


def declare(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401  # argparse's own type is private
    """Add the command to the parser."""
    parser = commands.add_parser(
        "gaps",
        parents=[common],
        help="show what people asked and didn't get; `gaps apply` closes what you accept",
        description="Show the questions that enough people missed alike, most people first, with what could "
        "be done about each.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="example:\n  python -m bot gaps\n  python -m bot gaps --yaml gaps.yaml\n"
        "  python -m bot gaps --most 3 --yaml gaps.yaml --diff\n"
        "  python -m bot gaps apply gaps.yaml",
    )
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="print a list of objects")
    shape.add_argument("--yaml", type=Path, metavar="FILE", help="write a patch in which you accept each")
    shape.add_argument("--issue", action="store_true", help="print the text of an issue, in Markdown")
    parser.add_argument(
        "--diff",
        action="store_true",
        help="with --yaml: tell in it who would gain or lose by each; takes minutes for each",
    )
    parser.add_argument("--most", type=_count, metavar="N", help="only the N that most people missed")
    parser.set_defaults(run=run)
    actions = parser.add_subparsers(dest="action", metavar="apply")
    apply = actions.add_parser(
        "apply",
        help="put what is accepted in a patch into the knowledge base",
        description="Check what is accepted in a patch, show who gets a different answer with it, and write "
        "it into the knowledge folder. Ends with 1 if somebody loses an answer.",
    )
    apply.add_argument("patch", type=Path, metavar="FILE", help="what `gaps --yaml FILE` wrote")
    # Where it isn't given again, what was said before `apply` holds.
    apply.add_argument(
        "--knowledge",
        type=Path,
        metavar="FOLDER",
        default=argparse.SUPPRESS,
        help="change this one",
    )
    apply.set_defaults(run=run_apply)


def _count(given: str) -> int:
    if not given.isascii() or not given.isdecimal() or int(given[:9]) == 0:
        raise argparse.ArgumentTypeError(words.NO_COUNT.format(given=given))
    return int(given[:9])


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Show the gaps and return the exit status; raises HistoryError where they can't be read."""
    from bot.gaps import patch, telling
    from bot.gaps.proposals import open_ones, propose

    prepare_output()
    if options.diff and not options.yaml:
        raise SettingsError(words.DIFF_NEEDS_YAML)
    history = wiring.build_history(settings)
    if history is None:
        raise HistoryError(history_words.OFF)
    try:
        gaps = history.gaps()
    finally:
        history.close()
    assistant = wiring.build_assistant(settings, lambda: print(wording.LEARNING, file=sys.stderr))
    proposals = propose(gaps, assistant)
    left = open_ones(proposals)[: options.most]
    if options.json:
        print(json.dumps([telling.as_object(each) for each in proposals], ensure_ascii=False, indent=2))
    elif options.yaml:
        notes = _diffs(left, assistant, settings) if options.diff else {}
        _write(options.yaml, patch.as_patch(left, file=options.yaml, day=wiring.utc_today(), notes=notes))
        print(words.WRITTEN.format(file=options.yaml, count=len(left)), file=sys.stderr)
    elif left and options.issue:
        print(telling.as_issue(left, history.threshold))
    elif left:
        print(telling.as_text(left, sum(each.settled for each in proposals)))
    else:
        print(words.ALL_SETTLED if proposals else _nothing(history))
    return 0


def run_apply(options: argparse.Namespace, settings: Settings) -> int:
    """Apply a patch and return the exit status; raises SettingsError with every fault of a bad one."""
    from bot.gaps import accepting, applying

    prepare_output()
    folder = wiring.knowledge_path(settings)
    assistant = wiring.build_assistant(settings, lambda: print(wording.LEARNING, file=sys.stderr))
    accepted = accepting.read_patch(options.patch, assistant.knowledge)
    if not accepted:
        raise SettingsError(words.NONE_ACCEPTED.format(file=options.patch))
    files = applying.files_with(folder, accepted, wiring.utc_today())
    found = _difference(folder, accepted, assistant, settings)
    print(diff_text.as_text(found, frozenset()))
    sys.stdout.flush()
    applying.install(folder, files)
    print(words.APPLIED.format(folder=folder, files=", ".join(files)), file=sys.stderr)
    if found.losses:
        print(words.LOST.format(count=len(found.losses), folder=folder), file=sys.stderr)
    return 1 if found.losses else 0


def _nothing(history: History) -> str:
    return words.NOTHING.format(people=history.threshold.people, days=history.threshold.days)


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise SettingsError(words.NOT_WRITTEN.format(file=file, why=error.strerror or error)) from None


def _diffs(
    proposals: Sequence[Proposal], assistant: Assistant, settings: Settings
) -> dict[int, tuple[str, ...]]:
    """Return by gap who would gain or lose if its proposal alone were accepted as it stands."""
    from bot.gaps.accepting import Accepted

    ready = [each for each in proposals if each.action != "entry" and each.questions]
    print(words.DIFF_TRAINS.format(count=len(ready)), file=sys.stderr)
    folder = wiring.knowledge_path(settings)
    notes: dict[int, tuple[str, ...]] = {}
    for number, each in enumerate(ready, start=1):
        accepted = (Accepted(each.action, each.target, each.questions),)
        print(words.DIFF_OF.format(number=number, count=len(ready), gap=each.gap.id), file=sys.stderr)
        found = _difference(folder, accepted, assistant, settings)
        summary = words.DIFF_IN_PATCH.format(
            gains=len(found.gains), losses=len(found.losses), questions=found.questions
        )
        changes = [diff_text.as_line(change) for change in (*found.losses, *found.gains)]
        notes[each.gap.id] = (summary, *(f"  {line}" for line in changes[:_MOST_CHANGES]))
    return notes


def _difference(
    folder: Path, accepted: Sequence[Accepted], before: Assistant, settings: Settings
) -> Difference:
    """Return who gets a different answer with what is accepted; raises KnowledgeError if that has faults."""
    from bot.gaps import applying

    labelled: LabelledFiles = [(file.name, questions.read(file)) for file in questions.kept_files(folder)]
    files = applying.files_with(folder, accepted, wiring.utc_today())
    with tempfile.TemporaryDirectory(prefix="article-bot-") as name:
        copy = applying.copy_with(folder, files, Path(name) / "knowledge")
        reading = knowledge_folder.read(copy)
        told = [each for each in reading.problems if each.severity == "error" or each.file in files]
        if reading.knowledge is None:
            print(words.NOT_APPLIED, file=sys.stderr)
            raise KnowledgeError(str(copy), tuple(told))
        print("\n".join([*map(str, told), words.CHECKED]), file=sys.stderr)
        after = wiring.assistant_of(*wiring.load_state(copy), settings)
    progress = show_progress(total(before.knowledge, after.knowledge, labelled))
    return compare(before, after, labelled, progress)
