"""Run the benchmark: `python -m tests.benchmark [accuracy|rounds|speed|scale|all|tiny]`."""

from __future__ import annotations

import argparse
import importlib.util
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmark import accuracy, question_sets, report, speed

_NEEDED = ("sklearn", "bm25s", "matplotlib")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what was asked for and print the tables; 2 if something needed isn't there."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmark", description=__doc__)
    parser.add_argument(
        "what", nargs="?", default="all", choices=("accuracy", "rounds", "speed", "scale", "all", "tiny")
    )
    parser.add_argument("--rounds", nargs="*", default=accuracy.SOME_ROUNDS, metavar="NAME")
    parser.add_argument("--pictures", type=Path, metavar="FOLDER", help="draw benchmark-*.png there")
    options = parser.parse_args(arguments)
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        _say(f"{', '.join(missing)} not installed; pip install -e '.[benchmark]'")
        return 2
    _write(f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    if options.what == "tiny":
        _write(report.accuracy_table("tiny", accuracy.on_set(question_sets.tiny())))
        return 0
    folder = question_sets.data_folder()
    if folder is None:
        _say(f"{question_sets.VARIABLE} is not set: no public sets, so only the rounds and the start")
    if options.what in ("accuracy", "rounds", "all"):
        _accuracy(folder if options.what != "rounds" else None, options.rounds, options.pictures)
    if options.what in ("speed", "scale", "all"):
        _speed(folder, speed.SIZES[:2] if options.what == "speed" else speed.SIZES, options.pictures)
    return 0


def _accuracy(folder: Path | None, rounds: Sequence[str], pictures: Path | None) -> None:
    sets: dict[str, Callable[[Path], question_sets.QuestionSet]] = {
        "CLINC150 x10": lambda where: question_sets.clinc(where, 10),
        "StackFAQ": question_sets.stackfaq,
        "CLINC150 full": lambda where: question_sets.clinc(where, None),
    }
    found: dict[str, Sequence[accuracy.Accuracy]] = {}
    if folder:
        for name, make in sets.items():
            found[name] = accuracy.on_set(make(folder), _say)
            _write(report.accuracy_table(name, found[name]))
    if rounds:
        name = f"rounds {', '.join(rounds)}"
        found["rounds"] = accuracy.on_rounds(rounds, _say)
        _write(report.accuracy_table(name, found["rounds"]))
    if pictures and found:
        report.draw_accuracy(found, pictures / "benchmark-accuracy.png")


def _speed(folder: Path | None, sizes: Sequence[int], pictures: Path | None) -> None:
    try:
        ask, bare = speed.start_times()
    except subprocess.CalledProcessError as error:
        _say(f"the start can't be measured: {error} {error.stderr.decode(errors='replace')}")
    else:
        ratio = f"{ask / bare:.1f} times"
        _write(f"start: `ask` {ask:.2f} s, `import rapidfuzz, numpy, yaml` {bare:.2f} s: {ratio}\n")
    if folder:
        found = speed.at_sizes(folder, sizes, _say)
        _write(report.speed_table(found))
        if pictures:
            report.draw_speed(found, pictures / "benchmark-speed.png")


def _write(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


if __name__ == "__main__":
    sys.exit(main())
