"""Measure time and memory; each contestant at each size runs in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from tests.benchmark.contestants import CONTESTANTS, learned
from tests.benchmark.question_sets import QuestionSet, numbered

ROOT = Path(__file__).parents[2]
SIZES = (1_300, 10_000, 100_000)
_LIMIT = 400
_STARTS = 7
_BARE = "import rapidfuzz, numpy, yaml"
_QUESTIONS = 300


@dataclass(frozen=True)
class Speed:
    """Hold seconds of learning, milliseconds a question (median and 99th percentile) and peak memory.

    `processor` is the median of the process's own processor time, which other work on the machine moves
    little. Memory is the whole process's, in megabytes, and None where the system does not tell it.
    """

    contestant: str
    phrasings: int
    learning: float
    median: float
    slowest: float
    processor: float
    memory: int | None


def measure(name: str, questions: QuestionSet) -> Speed:
    """Learn the set and ask its questions, in this process."""
    start = time.perf_counter()
    contestant = learned(name, questions)
    learning = time.perf_counter() - start
    times, processor = [], []
    asked = [text for text, _ in questions.asked] + list(questions.off_topic)
    contestant.answer(asked[0])
    for text in asked:
        start, spent = time.perf_counter(), time.process_time()
        contestant.answer(text)
        times.append(1000 * (time.perf_counter() - start))
        processor.append(1000 * (time.process_time() - spent))
    return Speed(
        name,
        len(questions.phrasings) + len(questions.not_told),
        round(learning, 2),
        round(float(np.median(times)), 3),
        round(float(np.quantile(times, 0.99)), 3),
        round(float(np.median(processor)), 3),
        peak_memory(),
    )


def peak_memory() -> int | None:
    """Return the most memory that this process has had, in megabytes, or None where Linux doesn't tell."""
    # Not getrusage: that one goes on counting what the starting process had.
    status = Path("/proc/self/status")
    if not status.exists():
        return None
    line = next(each for each in status.read_text(encoding="utf-8").splitlines() if each.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


def in_its_own_process(folder: Path, name: str, size: int) -> Speed | str:
    """Measure in a new process; what went wrong, if it didn't end well in time."""
    command = [sys.executable, "-m", "tests.benchmark.speed", str(folder), name, str(size)]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=_LIMIT, check=True)
    except subprocess.TimeoutExpired:
        return f"not ready after {_LIMIT} s"
    except subprocess.CalledProcessError as error:
        return f"ended with status {error.returncode}: {' '.join(error.stderr.split())[-200:]}"
    return Speed(**json.loads(done.stdout.splitlines()[-1]))


def at_sizes(
    folder: Path, sizes: Sequence[int], progress: Callable[[str], None] = lambda _: None
) -> list[Speed]:
    """Measure every contestant at every size; what failed is told and left out."""
    found = []
    for size in sizes:
        for name in CONTESTANTS:
            progress(f"{size} phrasings: {name}")
            measured = in_its_own_process(folder, name, size)
            if isinstance(measured, str):
                progress(f"{size} phrasings: {name}: {measured}")
            else:
                found.append(measured)
    return found


def start_times() -> tuple[float, float]:
    """Return the median seconds of `ask` from a cold start, and of importing three libraries alone."""
    ask = [sys.executable, "-m", "bot", "ask", "what are the odds?"]
    bare = [sys.executable, "-c", _BARE]
    # The bot refuses settings that it doesn't know, such as where the public sets are.
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ARTICLE_BOT_")}
    subprocess.run(ask, cwd=ROOT, env=clean, capture_output=True, check=True)  # trains, if nothing has yet
    times: dict[str, list[float]] = {"ask": [], "bare": []}
    for _ in range(_STARTS):
        for which, command in (("ask", ask), ("bare", bare)):
            start = time.perf_counter()
            subprocess.run(command, cwd=ROOT, env=clean, capture_output=True, check=True)
            times[which].append(time.perf_counter() - start)
    return float(np.median(times["ask"])), float(np.median(times["bare"]))


if __name__ == "__main__":
    outcome = measure(sys.argv[2], numbered(Path(sys.argv[1]), int(sys.argv[3]), _QUESTIONS))
    sys.stdout.write(json.dumps(asdict(outcome)) + "\n")
