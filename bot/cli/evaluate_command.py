"""Measure the knowledge base on labelled questions or on its own phrasings: `evaluate`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from bot import knowledge as knowledge_folder
from bot import wiring, wording
from bot.cli.plots import check_plot, writing_plot
from bot.cli.progress import show_progress
from bot.cli.streams import prepare_output
from bot.errors import SettingsError
from bot.evaluation import cross_validation, picture, questions, report, scoring
from bot.evaluation.curve import trace
from bot.evaluation.scoring import Judged
from bot.settings import Settings
from bot.wording import tools

Rounds = list[tuple[str, tuple[Judged, ...]]]


def declare(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401  # argparse's own type is private
    """Add the command to the parser."""
    parser = commands.add_parser(
        "evaluate",
        parents=[common],
        help="measure the answers on labelled questions, or on the knowledge base's own phrasings",
        description="Measure the answers on files of labelled questions. Without a file: on every phrasing "
        "of the knowledge base, predicted with its author left out, and on the rounds kept beside it, which "
        "it has learned.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="example:\n  python -m bot evaluate tests/questions/questions.jsonl --verbose\n"
        "  python -m bot evaluate --plot curve.png",
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="labelled questions, JSON lines")
    parser.add_argument("--json", action="store_true", help="print one JSON object with every figure")
    parser.add_argument("--verbose", action="store_true", help="print every question that went wrong")
    parser.add_argument(
        "--plot", type=Path, metavar="FILE.png", help="draw the risk-coverage curve and the reliability"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Measure, print and return the exit status."""
    if options.plot:
        check_plot(options.plot)
    prepare_output()
    if options.files:
        judged = _labelled(options, settings)
        calibrated, title = judged, ", ".join(file.name for file in options.files)
    else:
        judged = _own_phrasings(options, settings)
        calibrated, title = cross_validation.asked(judged), tools.PLOT_OWN_PHRASINGS
    if options.plot:
        with writing_plot(options.plot):
            picture.draw(options.plot, trace(calibrated), report.reliability(calibrated), title)
    return 0


def _labelled(options: argparse.Namespace, settings: Settings) -> tuple[Judged, ...]:
    asked = [question for file in options.files for question in questions.read(file)]
    if not asked:
        raise SettingsError("the files hold no question")
    assistant = wiring.build_assistant(settings, lambda: print(wording.LEARNING, file=sys.stderr))
    judged = scoring.ask_all(assistant, asked, show_progress(len(asked)))
    if options.json:
        _print_json(report.as_object(judged))
        return judged
    if options.verbose:
        print(report.misses(judged), end="\n\n")
    print(report.as_text(judged))
    return judged


def _own_phrasings(options: argparse.Namespace, settings: Settings) -> tuple[Judged, ...]:
    from bot.matching.training import train  # labelled questions alone need no training

    folder = wiring.knowledge_path(settings)
    knowledge = knowledge_folder.load(folder)
    read = [(file.name, questions.read(file)) for file in questions.kept_rounds(folder)]
    print(tools.LEAVING_OUT, file=sys.stderr)
    state, unseen = train(knowledge)
    assistant = wiring.assistant_of(knowledge, state, settings)
    judged = cross_validation.judge_phrasings(knowledge, state, unseen, assistant.thresholds.alone)
    rounds: Rounds = []
    progress, done = show_progress(sum(len(asked) for _, asked in read)), 0
    for name, asked in read:
        rounds.append((name, scoring.ask_all(assistant, asked, partial(_show_from, progress, done))))
        done += len(asked)
    if options.json:
        _print_json(
            {
                "cross_validation": report.phrasings_as_object(judged),
                "learned_rounds": {
                    name: {"learned": True, **report.as_object(each)} for name, each in rounds
                },
            }
        )
    else:
        print("\n\n".join(_sections(judged, rounds, verbose=options.verbose)))
    return judged


def _show_from(progress: Callable[[int], None], before: int, done: int) -> None:
    progress(before + done)


def _sections(judged: Sequence[Judged], rounds: Rounds, *, verbose: bool) -> list[str]:
    sections = [tools.OWN_PHRASINGS]
    if verbose:
        sections.append(report.misses(judged))
    sections.append(report.phrasings_as_text(judged))
    if rounds:
        pooled = tuple(each for _, found in rounds for each in found)
        sections += [tools.LEARNED_ROUNDS, report.summary(pooled), report.by_file(rounds)]
    return [section for section in sections if section]


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False))
