"""Read knowledge folders that are right, that have files missing, and that hold anything at all."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import KnowledgeError
from bot.knowledge import Reading, check_against_article, content_hash, from_json, load, read, to_json
from bot.knowledge.figures import figures
from bot.knowledge.nodes import compose
from bot.knowledge.rules import phrasing_key

SHIPPED = Path(__file__).parents[1] / "knowledge"

ARTICLE = """\
title: Will Lin win
publisher: Herald
url: https://herald.example/2026/02/10/lin
published: "2026-02-10"
language: en
parts:
  - number: 1
    label: The estimate
    facts: [Justin Lin, 20 percent, US, AI, three to five years]
  - number: 10
    label: The source line
    facts: [Herald]
"""
ENTRIES = """\
- id: lin-odds
  parts: [1, 10]
  answer: >-
    Lin's odds for US AI are {stat:odds},
    the Herald wrote on 10 February 2026.
  statistics: [odds]
  follow_ups:
    lin-odds: ["why"]
  questions: ["what are the odds?", "odds"]
"""
FOLDER = {
    "article.yaml": ARTICLE,
    "entries/01-lin.yaml": ENTRIES,
    "statistics.yaml": """\
- {id: odds, label: Odds, shown: below 20 percent, value: 20, unit: percent, period: null,
   source: Lin, part: 1, meaning: How likely it is.}
""",
    "not_in_article.yaml": "- {id: prices, reply: No prices., nearest: [lin-odds], questions: [price]}\n",
    "social.yaml": "- {id: greeting, reply: Hello., questions: [hi]}\n",
    "synonyms.yaml": "- [odds, chances]\n",
    "names.yaml": "- {name: Tencent, kind: company, spellings: [tencent]}\n",
    "asked/first.yaml": "- {entry: lin-odds, question: how likely}\n- {group: prices, question: how dear}\n",
    "asked/second.yaml": "- {social: greeting, question: hey}\n",
    "vocabulary.txt": "20\nai\nfive\nherald\njustin\nlin\npercent\nthree\nto\nus\nyears\n",
}
EDITS = [
    ("a date without quotes", 'published: "2026-02-10"', "published: 2026-02-10", "a date"),
    ("a date that is none", 'published: "2026-02-10"', 'published: "soon"', "Write the date"),
    ("a link that is none", "url: https://", "url: ", "whole link"),
    ("a comment behind a text", "language: en", "language: en # English", "cut off"),
]


def write(folder: Path, **changed: str) -> Path:
    for name, text in (FOLDER | changed).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return folder


def test_a_folder_becomes_a_knowledge_base(tmp_path: Path) -> None:
    knowledge = load(write(tmp_path))
    entry = knowledge.entry("lin-odds")
    assert entry.answer == (
        "Lin's odds for US AI are below 20 percent, the Herald wrote on 10 February 2026."
    )
    assert entry.asked == ("how likely",)
    assert entry.follow_ups[0].questions == ("why",)
    assert [(one.text, one.target, one.source) for one in knowledge.phrasings] == [
        ("what are the odds?", "lin-odds", "written"),
        ("odds", "lin-odds", "written"),
        ("price", "prices", "written"),
        ("hi", "greeting", "written"),
        ("how likely", "lin-odds", "first"),
        ("how dear", "prices", "first"),
        ("hey", "greeting", "second"),
    ]
    assert knowledge.statistic("odds").period is None
    assert knowledge.version == content_hash(tmp_path)[:12]


def test_the_shipped_folder_loads_with_no_error_and_no_warning() -> None:
    assert [str(problem) for problem in read(SHIPPED).problems] == []


def test_load_raises_every_error_and_no_warning(tmp_path: Path) -> None:
    write(tmp_path, **{"entries/02-bad.yaml": "- id: bad\n- text\n", "notes.txt": "x"})
    with pytest.raises(KnowledgeError) as caught:
        load(tmp_path)
    assert {problem.severity for problem in caught.value.problems} == {"error"}
    assert {problem.file for problem in caught.value.problems} == {"entries/02-bad.yaml"}


@pytest.mark.parametrize(("name", "old", "new", "message"), EDITS, ids=[edit[0] for edit in EDITS])
def test_a_faulty_heading_is_reported(tmp_path: Path, name: str, old: str, new: str, message: str) -> None:
    assert old in ARTICLE, name
    problems = read(write(tmp_path, **{"article.yaml": ARTICLE.replace(old, new)})).problems
    line = ARTICLE.count("\n", 0, ARTICLE.index(old)) + 1
    assert any(one.line == line and message in one.message for one in problems)


@pytest.mark.parametrize("missing", ["article.yaml", "not_in_article.yaml", "entries"])
def test_a_missing_required_file_is_reported(tmp_path: Path, missing: str) -> None:
    path = write(tmp_path) / missing
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert any(one.file == missing and one.severity == "error" for one in read(tmp_path).problems)


@pytest.mark.parametrize(
    "optional", ["asked", "names.yaml", "social.yaml", "synonyms.yaml", "vocabulary.txt"]
)
def test_an_optional_file_may_be_missing(tmp_path: Path, optional: str) -> None:
    path = write(tmp_path, **({"asked/second.yaml": "- {entry: lin-odds, question: so}\n"})) / optional
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert {one.severity for one in read(tmp_path).problems} == {"warning"}  # the entry has two questions


def test_a_missing_folder_is_one_problem(tmp_path: Path) -> None:
    (problem,) = read(tmp_path / "nowhere").problems
    assert "There is no folder" in problem.message


def test_a_link_to_an_entry_in_a_broken_file_is_not_called_broken(tmp_path: Path) -> None:
    problems = read(write(tmp_path, **{"entries/01-lin.yaml": ENTRIES + "  : x: y\n"})).problems
    assert {one.file for one in problems} == {"entries/01-lin.yaml"}


def test_the_hash_changes_with_names_and_bytes_and_not_with_line_ends(tmp_path: Path) -> None:
    first = content_hash(write(tmp_path))
    for name, text in FOLDER.items():
        (tmp_path / name).write_bytes(text.replace("\n", "\r\n").encode())
    assert content_hash(tmp_path) == first
    assert read(tmp_path).knowledge is not None
    (tmp_path / "asked/second.yaml").rename(tmp_path / "asked/third.yaml")
    assert content_hash(tmp_path) != first
    assert content_hash(tmp_path / "nowhere") != first


@pytest.mark.parametrize("folder", ["small", "shipped"])
def test_json_gives_back_the_same_knowledge_base(tmp_path: Path, folder: str) -> None:
    knowledge = load(SHIPPED if folder == "shipped" else write(tmp_path))
    again = from_json(json.loads(json.dumps(to_json(knowledge))))
    assert again == knowledge
    assert again.entries[0] == again.entry(again.entries[0].id)
    assert isinstance(again.statistics[0].value, float)


@pytest.mark.parametrize("plain", [{}, {"form": 0}, {"form": 1}, {"form": 1, "article": [1]}])
def test_json_of_another_form_is_refused(plain: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="Store it again"):
        from_json(plain)


def test_facts_and_vocabulary_are_held_against_the_article(tmp_path: Path) -> None:
    text = (
        "Will Lin win\nJustin Lin says 20% for US AI in three to five years. Source: https://herald.example"
    )
    assert check_against_article(write(tmp_path), text) == ()
    found = check_against_article(tmp_path, text.replace("Herald", "x").replace("herald", "x"))
    assert [(one.file, one.line) for one in found] == [("article.yaml", 12), ("vocabulary.txt", 4)]


def test_without_libyaml_the_same_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, **{"asked/third.yaml": "- &a [x, no]\n- *a\n"})
    quick = read(tmp_path)
    monkeypatch.setattr("bot.knowledge.nodes._LOADER", yaml.SafeLoader)
    assert read(tmp_path) == quick
    assert {one.line for one in quick.problems if one.file == "asked/third.yaml"} == {1, 2}


def test_many_lines_are_read_in_well_under_a_second(tmp_path: Path) -> None:
    many = "".join(
        f"- id: e{number}\n  parts: [1]\n  answer: Lin says so.\n  questions:\n"
        + "".join(f"    - question {way} of {number}\n" for way in range(16))
        for number in range(300)
    )
    write(tmp_path, **{"entries/02-many.yaml": many})
    start = time.perf_counter()
    assert read(tmp_path).knowledge is not None
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("20%", "20 percent"),
        ("20%", "twenty per cent"),
        ("1bn", "1 billion"),
        ("one billion", "1,000,000,000"),
        ("10 February 2026", "2026-02-10"),
        ("Feb 10th, 2026", "2026/02/10"),
        ("four hundred", "400"),
        ("20 to 30 percent", "20-30%"),
    ],
)
def test_ways_to_write_one_figure_have_one_key(one: str, other: str) -> None:
    assert [figure.key for figure in figures(one)] == [figure.key for figure in figures(other)]


def test_a_year_before_a_percentage_and_a_number_in_a_name_stay_what_they_are() -> None:
    assert [figure.key for figure in figures("in 2024 to 30 percent")] == ["2024", "30%"]
    assert figures("GPT-5, H20 and Qwen2.5") == ()


def test_phrasings_are_the_same_when_only_dress_differs() -> None:
    assert phrasing_key("What's  the odds?!") == phrasing_key("whats the ODDS")
    assert phrasing_key("20%?") != phrasing_key("20?")
    assert phrasing_key("??") != phrasing_key("!")


def read_with(name: str, content: bytes) -> Reading:
    with tempfile.TemporaryDirectory() as folder:
        (write(Path(folder)) / name).write_bytes(content)
        return read(Path(folder))


@settings(max_examples=200, deadline=None)
@given(name=st.sampled_from(sorted(FOLDER)), content=st.binary(max_size=200))
def test_random_bytes_in_a_file_give_problems_and_raise_nothing(name: str, content: bytes) -> None:
    assert read_with(name, content).problems


@settings(max_examples=200, deadline=None)
@given(name=st.sampled_from(sorted(FOLDER)), data=st.data())
def test_a_file_with_something_inserted_raises_nothing(name: str, data: st.DataObject) -> None:
    text = FOLDER[name]
    place = data.draw(st.integers(0, len(text)))
    marks = st.text("0a:-[]{}'\"#&*!|>%@`,? \n\t~\\\x85\u2028é", max_size=6)
    inserted = (data.draw(marks)).encode() + data.draw(st.binary(max_size=2))
    reading = read_with(name, text[:place].encode() + inserted + text[place:].encode())
    assert (reading.knowledge is None) == any(one.severity == "error" for one in reading.problems)


@settings(max_examples=200, deadline=None)
@given(text=st.text("01aeé:-[]{}'\"#&*!|>%@`,?. \n\t~\\=<$"))
def test_any_text_is_composed_or_refused(text: str) -> None:
    composed = compose(text)
    assert composed.node is not None or composed.faults or not text.strip() or "#" in text or "-" in text
