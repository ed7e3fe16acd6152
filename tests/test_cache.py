"""The first start trains, later ones are quick, and a cache that can't be used only costs time."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from tests.knowledge_folder import write
from tests.processes import ROOT, run_bot

LEARNING = "Learning the knowledge base"


def _environment(cache: Path) -> dict[str, str]:
    return {"XDG_CACHE_HOME": str(cache), "HOME": str(cache), "LOCALAPPDATA": str(cache)}


def test_training_happens_once_for_each_content(tmp_path: Path) -> None:
    folder = write(tmp_path / "knowledge")
    ask = ("ask", "how many hives are there", "--knowledge", str(folder))
    environment = _environment(tmp_path / "cache")
    first = run_bot(*ask, environment=environment)
    second = run_bot(*ask, environment=environment)
    assert LEARNING in first.stderr
    assert second.stderr == ""
    assert first.stdout == second.stdout
    assert first.stdout.startswith("There are 40 hives")

    entries = folder / "entries" / "01-all.yaml"
    entries.write_text(
        entries.read_text(encoding="utf-8").replace("There are 40", "The roofs have 40"), encoding="utf-8"
    )
    third = run_bot(*ask, environment=environment)
    assert LEARNING in third.stderr
    assert third.stdout.startswith("The roofs have 40 hives")


def test_a_broken_cache_and_one_that_cannot_be_written_give_the_same_answer(tmp_path: Path) -> None:
    folder = write(tmp_path / "knowledge")
    ask = ("ask", "how many hives are there", "--knowledge", str(folder))
    environment = _environment(tmp_path / "cache")
    expected = run_bot(*ask, environment=environment).stdout
    kept = list((tmp_path / "cache").rglob("*.npz"))
    assert kept
    for file in kept:
        file.write_bytes(file.read_bytes()[:500])
    assert run_bot(*ask, environment=environment).stdout == expected
    (tmp_path / "blocked").write_text("a file where the folder should be", encoding="utf-8")
    assert run_bot(*ask, environment=_environment(tmp_path / "blocked")).stdout == expected


def test_starting_ask_takes_at_most_three_times_as_long_as_importing_its_libraries() -> None:
    commands = (("-m", "bot", "ask", "odds?"), ("-c", "import rapidfuzz, numpy, yaml"))
    run_bot("ask", "odds?")
    times: dict[tuple[str, ...], list[float]] = {command: [] for command in commands}
    for _ in range(11):  # in turn, so that both meet the same load
        for command in commands:
            started = time.perf_counter()
            subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, check=True, timeout=120)
            times[command].append(time.perf_counter() - started)
    ask, libraries = (min(times[command]) for command in commands)
    assert ask <= 3 * libraries
