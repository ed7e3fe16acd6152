"""Run `diff` as a process on small knowledge folders and a small repository."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.knowledge_folder import write
from tests.processes import ROOT
from tests.processes import run_bot as run_process


def run_bot(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    # Threads that wait for each other cost more than such small sums.
    return run_process(*arguments, cwd=cwd, environment={"OPENBLAS_NUM_THREADS": "1"})


KEEPER = '    - "who is the beekeeper"\n'


def edit(folder: Path, old: str, new: str, name: str = "entries/01-all.yaml") -> Path:
    file = folder / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    return folder


def git(root: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org")
    subprocess.run(["git", "-C", str(root), *identity, *arguments], check=True, capture_output=True)  # noqa: S607  # git as installed


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return write(tmp_path / "base")


def taken_out(tmp_path: Path) -> Path:
    """Return a folder that answers nothing on the keeper any more."""
    folder = write(tmp_path / "head")
    text = (folder / "entries" / "01-all.yaml").read_text(encoding="utf-8")
    (folder / "entries" / "01-all.yaml").write_text(text.split("- id: keeper")[0], encoding="utf-8")
    return folder


def test_the_same_knowledge_needs_no_comparing(base: Path, tmp_path: Path) -> None:
    done = run_bot("diff", str(base), str(write(tmp_path / "head")))
    assert done.returncode == 0
    assert "the same knowledge" in done.stderr


def test_a_phrasing_that_no_longer_finds_its_entry_is_a_loss(base: Path, tmp_path: Path) -> None:
    done = run_bot("diff", str(base), str(taken_out(tmp_path)))
    assert done.returncode == 1
    assert "Entries gone: keeper" in done.stdout
    losses = done.stdout.split("Losses (")[1].split("\n\n")[0]
    assert "“who is the beekeeper”: keeper" in losses
    assert losses.startswith("4)")


def test_a_loss_that_is_wanted_is_none_to_fail_for(base: Path, tmp_path: Path) -> None:
    wanted = tmp_path / "wanted.txt"
    questions = ["who looks after the hives", "name of the keeper", "who is the beekeeper"]
    wanted.write_text("\n".join([*questions, "who  keeps the bees", "is it raining"]), encoding="utf-8")
    done = run_bot("diff", str(base), str(taken_out(tmp_path)), "--wanted", str(wanted))
    assert done.returncode == 0
    assert "Wanted losses (4)" in done.stdout
    assert "1 of the questions" in done.stderr


def test_a_labelled_question_that_was_right_and_is_not_any_more_is_a_loss(base: Path, tmp_path: Path) -> None:
    head = edit(write(tmp_path / "head"), "900 jars of honey", "900 jars")
    asked = tmp_path / "asked.jsonl"
    question = {"q": "how much honey did the bees give", "kind": "in", "must": ["honey"], "parts": [2]}
    asked.write_text(json.dumps(question), encoding="utf-8")
    without = run_bot("diff", str(base), str(head))
    assert without.returncode == 0
    assert "Answers reworded: honey" in without.stdout
    done = run_bot("diff", str(base), str(head), "--questions", str(asked))
    assert done.returncode == 1
    assert "[stored, asked.jsonl]" in done.stdout.split("Losses (1)")[1]


def test_labelled_questions_beside_the_folder_are_asked_unbidden(base: Path, tmp_path: Path) -> None:
    head = edit(write(tmp_path / "head"), "900 jars of honey", "900 jars")
    rounds = tmp_path / "tests" / "questions" / "rounds"
    rounds.mkdir(parents=True)
    question = {"q": "amount of honey", "kind": "in", "must": ["honey"], "parts": [2]}
    (rounds / "visitors.jsonl").write_text(json.dumps(question), encoding="utf-8")
    done = run_bot("diff", str(base), str(head))
    assert done.returncode == 1
    assert "visitors.jsonl" in done.stdout


def test_a_phrasing_moved_to_another_entry_changes_its_answer_and_is_no_loss(
    base: Path, tmp_path: Path
) -> None:
    head = edit(write(tmp_path / "head"), '    - "hives on the roofs"\n', "")
    edit(head, KEEPER, KEEPER + '    - "hives on the roofs"\n')
    done = run_bot("diff", str(base), str(head))
    moved = done.stdout.split("Answered by another entry (1)")[1]
    assert re.search(r"“hives on the roofs”: hives \(\d\.\d+\) → keeper", moved)


def test_markdown_keeps_questions_from_mentioning_people(base: Path, tmp_path: Path) -> None:
    edit(base, KEEPER, KEEPER + '    - "@everyone `who` keeps the bees"\n')
    done = run_bot("diff", str(base), str(taken_out(tmp_path)), "--markdown")
    assert done.returncode == 1
    assert done.stdout.startswith("### Who gets a different answer")
    assert "**Losses (5)**" in done.stdout
    assert "`` @everyone `who` keeps the bees ``" in done.stdout


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_a_revision_is_compared_with_the_working_copy(tmp_path: Path) -> None:
    folder = write(tmp_path / "knowledge")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "One")
    edit(folder, "gave 900 jars", "filled 900 jars")
    done = run_bot("diff", "HEAD", "--knowledge", str(folder))
    assert done.returncode == 0, done.stderr
    assert "Answers reworded: honey" in done.stdout
    git(tmp_path, "commit", "-q", "-a", "-m", "Two")
    assert run_bot("diff", "HEAD~1", "HEAD", "--knowledge", str(folder)).stdout == done.stdout

    ambiguous = tmp_path / "old"
    write(ambiguous)
    git(tmp_path, "tag", "old")
    done = run_bot("diff", "old", "--knowledge", str(folder), cwd=tmp_path)
    assert done.returncode == 2
    assert "both a folder and a git revision" in done.stderr
    assert run_bot("diff", "./old", "--knowledge", str(folder), cwd=tmp_path).returncode == 0


def test_what_is_neither_folder_nor_revision_is_wrong_use(base: Path) -> None:
    done = run_bot("diff", "no-such-thing", str(base))
    assert done.returncode == 2
    assert "neither a folder nor a git revision" in done.stderr


def test_a_faulty_side_is_named(base: Path, tmp_path: Path) -> None:
    head = edit(write(tmp_path / "head"), "- id: keeper", "- ida: keeper")
    done = run_bot("diff", str(base), str(head))
    assert done.returncode == 2
    assert f"{head} can't be used as a knowledge base" in done.stderr
    assert "entries/01-all.yaml:" in done.stderr
