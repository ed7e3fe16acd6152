"""Run `check` as a process, on the shipped folder and on small ones."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bot import knowledge as knowledge_folder
from bot.evaluation.self_check import check_phrasings
from tests.processes import run_bot

SHIPPED = Path(__file__).parents[1] / "knowledge"
FILES = {
    "article.yaml": """\
title: Will Lin win
publisher: Herald
url: https://herald.example/lin
published: "2026-02-10"
language: en
parts:
  - number: 1
    label: The estimate
    facts: [Justin Lin, Lin, 20 percent, Qwen]
""",
    "not_in_article.yaml": """\
- id: prices
  reply: The article gives no prices.
  nearest: [odds]
  questions:
    - how expensive is it
    - price
    - what does it cost
""",
    "vocabulary.txt": "20\njustin\nlin\npercent\nqwen\n",
}
ODDS = [
    "what are the odds", "odds", "how likely is it", "what are the chances", "chances of winning",
    "how high are the odds", "are the odds good", "odds of a win", "how good are the chances",
    "likelihood of a win", "what is the likelihood", "give me the odds",
]  # fmt: skip
LEADER = [
    "who leads qwen", "qwen leader", "who is the lead of qwen", "who runs qwen", "leader of the qwen team",
    "who is in charge of qwen", "name of the qwen leader", "who is leading qwen", "qwen boss",
    "who is the boss of qwen", "head of qwen", "who heads qwen",
]  # fmt: skip


def entry(id_: str, answer: str, questions: list[str]) -> str:
    listed = "".join(f"    - {question}\n" for question in questions)
    return f"- id: {id_}\n  parts: [1]\n  answer: {answer}\n  questions:\n{listed}"


def write(folder: Path, odds: list[str], leader: list[str], answer: str = "Lin gives it 20 percent.") -> Path:
    entries = entry("odds", answer, odds) + entry("leader", "Justin Lin leads Qwen.", leader)
    for name, text in (FILES | {"entries/01-lin.yaml": entries}).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def check(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return run_bot("check", *map(str, arguments))


def objects(*arguments: str | Path) -> list[dict[str, Any]]:
    found = json.loads(check("--json", *arguments).stdout)
    assert isinstance(found, list)
    return found


def test_a_sound_folder_has_no_problems_and_standard_error_counts_what_it_holds(tmp_path: Path) -> None:
    done = check("--knowledge", write(tmp_path, ODDS, LEADER))
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "2 entries, 27 questions (3 of them not told by the article), no problems\n"


def test_an_error_is_printed_with_file_and_line_and_ends_with_1(tmp_path: Path) -> None:
    done = check("--knowledge", write(tmp_path, ODDS, LEADER, answer="Lin gives it 30 percent."))
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    assert done.stdout.startswith("entries/01-lin.yaml:3: ")
    assert "30 percent" in done.stdout
    assert done.stderr == "The knowledge base can't be used: 1 error\n"


def test_json_names_file_line_entry_severity_and_message(tmp_path: Path) -> None:
    write(tmp_path, ODDS, LEADER, answer="Lin gives it 30 percent.")
    (problem,) = objects("--knowledge", tmp_path)
    assert "30 percent" in problem.pop("message")
    assert problem == {"file": "entries/01-lin.yaml", "line": 3, "entry": "odds", "severity": "error"}


def test_warnings_alone_end_with_0(tmp_path: Path) -> None:
    done = check("--knowledge", write(tmp_path, ODDS[:11], LEADER))
    assert done.returncode == 0
    assert "entries/01-lin.yaml:" in done.stdout
    assert "warning: " in done.stdout
    assert done.stderr.endswith("1 warning\n")


def test_a_phrasing_that_finds_another_entry_when_left_out_is_a_warning(tmp_path: Path) -> None:
    write(tmp_path, [*ODDS, "who is the leader of the qwen team"], LEADER)
    line = 5 + len(ODDS)
    (problem,) = (each for each in objects("--knowledge", tmp_path) if each["line"] == line)
    assert problem["file"] == "entries/01-lin.yaml"
    assert (problem["entry"], problem["severity"]) == ("odds", "warning")
    assert "who is the leader of the qwen team" in problem["message"]
    assert "finds `leader`" in problem["message"]


def test_facts_and_words_are_held_against_the_article_when_its_text_is_given(tmp_path: Path) -> None:
    folder = write(tmp_path, ODDS, LEADER)
    article = tmp_path.with_suffix(".txt")
    article.write_text("Justin Lin of Qwen: 20 percent.", encoding="utf-8")
    assert knowledge_folder.check_against_article(folder, article.read_text(encoding="utf-8")) == ()
    article.write_text("Justin Lin: 20 percent.", encoding="utf-8")
    done = check("--knowledge", folder, "--article", article)
    assert done.returncode == 1
    assert "article.yaml:9: The fact `Qwen` is not in the article's text." in done.stdout
    assert "vocabulary.txt:5: `qwen`" in done.stdout


def test_an_article_that_is_not_text_is_wrong_use(tmp_path: Path) -> None:
    article = tmp_path / "article.pdf"
    article.write_bytes(b"\xff\xfe\x00")
    done = check("--article", article)
    assert (done.returncode, done.stdout) == (2, "")
    assert "not UTF-8" in done.stderr


@pytest.mark.slow
def test_the_shipped_folder_has_no_error_and_each_warning_names_its_line() -> None:
    shipped = check()
    assert shipped.returncode == 0
    assert "entries, " in shipped.stderr
    warnings = [line for line in shipped.stdout.splitlines() if "when it is left out" in line]
    assert warnings
    for warning in warnings:
        place, _, message = warning.partition(": warning: ")
        file, _, line = place.rpartition(":")
        question = message[1:].partition("” finds")[0]
        written = (SHIPPED / file).read_text(encoding="utf-8").splitlines()[int(line) - 1]
        assert question.split()[0].strip("\"'") in written


def test_questions_not_told_and_learned_ones_are_not_complained_of(tmp_path: Path) -> None:
    folder = write(tmp_path, ODDS, LEADER)
    with (folder / "not_in_article.yaml").open("a", encoding="utf-8") as file:
        file.write("    - is the leader of qwen rich\n")
    (folder / "asked").mkdir()
    (folder / "asked" / "first.yaml").write_text(
        "- {entry: odds, question: who is the one that leads qwen}\n", encoding="utf-8"
    )
    found = check_phrasings(knowledge_folder.load(folder), knowledge_folder.question_places(folder))
    assert all(each.file == "entries/01-lin.yaml" for each in found)
    assert not any("rich" in each.message or "the one that" in each.message for each in found)


def test_one_entry_alone_has_nothing_to_be_confused_with(tmp_path: Path) -> None:
    folder = write(tmp_path, ODDS, LEADER)
    entries = entry("odds", "Lin gives it 20 percent.", ODDS)
    (folder / "entries" / "01-lin.yaml").write_text(entries, encoding="utf-8")
    done = check("--knowledge", folder, "--json")
    assert (done.returncode, json.loads(done.stdout)) == (0, [])
    assert done.stderr.endswith("no problems\n")
