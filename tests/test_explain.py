"""Run `explain` as a process on a small knowledge folder."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.knowledge_folder import write
from tests.processes import run_bot as run_process


def run_bot(*arguments: str) -> subprocess.CompletedProcess[str]:
    # Threads that wait for each other cost more than such small sums.
    return run_process(*arguments, environment={"OPENBLAS_NUM_THREADS": "1"})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("explain") / "knowledge")


def explained(folder: Path, question: str) -> dict[str, Any]:
    done = run_bot("explain", question, "--json", "--knowledge", str(folder))
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_an_answer_is_explained_by_entries_probability_and_evidence(folder: Path) -> None:
    found = explained(folder, "how many hives are there on zanzibar roofs")
    assert found["entries"][0]["target"] == "hives"
    assert len(found["entries"]) == 3
    assert 0.0 <= found["offer_from"] <= found["answer_from"] <= 1.0
    pulls = [each["pull"] for each in found["supporting"]]
    assert pulls == sorted(pulls, reverse=True)
    assert all(each["pull"] < 0 for each in found["opposing"])


def test_words_are_told_apart_into_known_repaired_and_rare_unknown_ones(folder: Path) -> None:
    found = explained(folder, "how many hives has leipzigg and zanzibar")
    assert found["repaired"] == [["leipzigg", "leipzig"]]
    words = {each["word"]: each for each in found["words"]}
    assert words["hives"]["known"]
    assert not words["zanzibar"]["known"]
    assert words["zanzibar"]["salient"]
    assert not words["and"]["salient"]
    assert found["present"] == ["Leipzig"]


def test_the_nearest_question_that_is_not_told_is_named_whatever_was_decided(folder: Path) -> None:
    found = explained(folder, "what is the price of a jar")
    assert found["nearest_not_told"]["target"] == "prices"
    assert found["nearest_not_told"]["phrasing"] == "price of a jar"


def test_a_stored_question_is_said_to_be_one(folder: Path) -> None:
    found = explained(folder, "who is the beekeeper")
    assert (found["outcome"], found["entry"], found["stored"]) == ("answered", "keeper", True)


def test_people_read_the_same_as_lines(folder: Path) -> None:
    done = run_bot("explain", "how", "many", "hives", "in", "zanzibar", "--knowledge", str(folder))
    assert done.returncode == 0
    for label in ("You asked", "So I", "How sure", "Words", "Known words", "Mentioned", "Nearest not told"):
        assert re.search(rf"^{label}  ", done.stdout, re.MULTILINE), label
    assert re.search(r"^1\. hives, score", done.stdout, re.MULTILINE)
    assert "What spoke" in done.stdout


def test_nothing_to_go_by_is_explained_too(folder: Path) -> None:
    done = run_bot("explain", "!!!", "--knowledge", str(folder))
    assert done.returncode == 0
    assert "none that I could go by" in done.stdout


def test_a_blank_question_is_wrong_use(folder: Path) -> None:
    done = run_bot("explain", "  ", "--knowledge", str(folder))
    assert done.returncode == 2
    assert "a question is needed" in done.stderr
