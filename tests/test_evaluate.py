"""Run `evaluate` as a process on a small knowledge folder, with labelled questions and without."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from bot.evaluation.curve import trace
from bot.evaluation.questions import Labelled, kept_rounds
from bot.evaluation.scoring import Judged
from tests.knowledge_folder import write
from tests.processes import run_bot as run_process


def run_bot(*arguments: str) -> subprocess.CompletedProcess[str]:
    # Threads that wait for each other cost more than such small sums.
    return run_process(*arguments, environment={"OPENBLAS_NUM_THREADS": "1"})


LABELLED = [
    {"q": "how many hives are there", "kind": "in", "must": ["40"], "parts": [1]},
    {"q": "who keeps the bees", "kind": "in", "must": ["jars"], "parts": [2]},
    {"q": "what does the honey cost", "kind": "out"},
    {"q": "zanzibar", "kind": "out"},
]


def labelled(file: Path) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(map(json.dumps, LABELLED)), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("evaluate")
    folder = write(root / "knowledge")
    (folder / "asked").mkdir()
    (folder / "asked" / "visitors.yaml").write_text(
        '- {entry: hives, question: "so how many hives did they count"}\n'
        '- {entry: keeper, also: [hives], question: "whose hives are these"}\n'
        '- {group: prices, question: "can i buy a jar and for how much"}\n',
        encoding="utf-8",
    )
    labelled(root / "tests" / "questions" / "rounds" / "visitors.jsonl")
    return root


def test_a_wrong_answer_is_confused_with_the_entries_that_would_have_been_right(checkout: Path) -> None:
    file = checkout / "tests" / "questions" / "rounds" / "visitors.jsonl"
    ask = ("evaluate", str(file), "--knowledge", str(checkout / "knowledge"))
    found = json.loads(run_bot(*ask, "--json").stdout)
    assert found["confusions"] == [{"answered": "keeper", "suitable": ["honey"], "questions": 1}]
    assert (found["right"], found["wrong"], found["false"]) == (50.0, 50.0, 0.0)
    assert len(found["curve"]) == 101
    text = run_bot(*ask).stdout
    assert "keeper -> honey" in text
    assert "answering from" in text
    assert re.search(r"^0\.9 to 1\.0 .* not measured", text, re.MULTILINE)  # fewer than 30 questions


def test_without_files_its_own_phrasings_are_predicted_and_the_rounds_marked_as_learned(
    checkout: Path,
) -> None:
    done = run_bot("evaluate", "--json", "--knowledge", str(checkout / "knowledge"))
    assert done.returncode == 0, done.stderr
    assert "author left out" in done.stderr
    found = json.loads(done.stdout)
    own = found["cross_validation"]
    assert set(own["by_source"]) == {"written", "visitors"}
    assert own["answerable"] == 14
    assert set(own["by_entry"]) >= {"hives", "honey", "keeper", "prices"}
    assert found["learned_rounds"]["visitors.jsonl"]["learned"] is True

    text = run_bot("evaluate", "--knowledge", str(checkout / "knowledge")).stdout
    assert "is no estimate" in text
    assert "visitors.jsonl" in text


def test_outside_a_checkout_there_are_no_rounds(tmp_path: Path) -> None:
    assert kept_rounds(tmp_path / "knowledge") == ()


def test_a_plot_is_drawn(checkout: Path, tmp_path: Path) -> None:
    file = checkout / "tests" / "questions" / "rounds" / "visitors.jsonl"
    plot = tmp_path / "curve.png"
    done = run_bot("evaluate", str(file), "--plot", str(plot), "--knowledge", str(checkout / "knowledge"))
    assert done.returncode == 0, done.stderr
    assert plot.read_bytes().startswith(b"\x89PNG")


def test_a_stricter_threshold_answers_less_and_risks_less() -> None:
    judged = [
        Judged(Labelled("a", True, "plain"), 0.9, "right", True),
        Judged(Labelled("b", True, "plain"), 0.5, "wrong", False),
        Judged(Labelled("c", False, "plain"), 0.5, "false", False),
        Judged(Labelled("d", False, "plain"), 0.1, "refused", False),
    ]
    points = {point.threshold: point for point in trace(judged)}
    assert (points[0.9].coverage, points[0.9].risk, points[0.9].right) == (0.25, 0.0, 0.5)
    assert (points[0.5].coverage, points[0.5].risk, points[0.5].false) == (0.75, 0.6667, 0.5)
    assert points[1.0].risk is None
    assert points[0.0].coverage == 1.0
