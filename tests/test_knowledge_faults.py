"""Plant each fault that people make in a knowledge folder and look where it is reported."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.errors import Problem
from bot.knowledge import read

SHIPPED = Path(__file__).parents[1] / "knowledge"

SMALL = {
    "README.md": "How to add an entry.\n",
    "article.yaml": """\
title: "Can One Lin Win?"
publisher: Herald
url: "https://herald.example/2026/02/10/lin"
published: "2026-02-10"
language: en
parts:
  - number: 1
    label: The estimate
    facts: ["Justin Lin", "20 percent", "Qwen"]
  - number: 10
    label: The source line
    facts: ["Herald"]
""",
    "vocabulary.txt": "1\n20\nherald\njustin\nlin\npercent\nqwen\n",
    "statistics.yaml": """\
- {id: odds, label: The odds, shown: "below 20 percent", value: 20, unit: percent, period: null,
   source: Justin Lin, part: 1, meaning: How likely it is.}
""",
    "not_in_article.yaml": """\
- id: prices
  reply: The article gives no prices.
  nearest: [lin-odds]
  questions: ["what does it cost"]
""",
    "social.yaml": "- {id: greeting, reply: Hello., questions: [hi]}\n",
    "names.yaml": "- {name: Tencent, kind: company, spellings: [tencent]}\n",
    "asked/first.yaml": "- {entry: lin-odds, question: how likely then}\n",
    "entries/01-lin.yaml": """\
- id: lin-odds
  parts: [1]
  answer: Justin Lin puts it {stat:odds}.
  statistics: [odds]
  questions: [q1, q2, q3, q4, q5, q6, q7, q8, q9, q10, q11, q12]
""",
}


ENTRIES = "entries/01-planted.yaml"
TRAPS = (
    "no",
    "on",
    "yes",
    "off",
    "true",
    "null",
    "~",
    "y",
    "3:30",
    "1_000",
    "2026-01-01",
    "42",
    "1.5",
    "1e3",
)


@dataclass(frozen=True)
class Planted:
    """Describe a fault: what is added to which file, by what its line is known, what is said."""

    name: str
    file: str
    added: str | bytes
    at: str
    message: str
    severity: str = "error"

    def plant(self, folder: Path) -> None:
        """Add the fault to a folder."""
        path = folder / self.file
        added = self.added if isinstance(self.added, bytes) else self.added.encode()
        before = path.read_bytes().rstrip(b"\n") + b"\n" if path.exists() else b""
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(before + added)

    def line(self, folder: Path) -> int:
        """Return the line where it stands, a whole line before a part of one."""
        lines = (folder / self.file).read_bytes().decode("latin-1").split("\n")
        exact = [number for number, line in enumerate(lines, start=1) if line.strip() == self.at]
        (number,) = exact or [number for number, line in enumerate(lines, start=1) if self.at in line]
        return number

    def found(self, folder: Path, problems: tuple[Problem, ...]) -> bool:
        """Say whether it is among the problems, at its place and with its message."""
        wanted = (self.file, self.line(folder) if self.at else 1, self.severity)
        return any(
            (one.file, one.line, one.severity) == wanted and self.message in one.message for one in problems
        )


def entry(
    id_: str, more: str = "", *, answer: str = '"It says so."', parts: str = "[1]", count: int = 12
) -> str:
    questions = "".join(f'    - "{id_} asked way {number}"\n' for number in range(count))
    return f"- id: {id_}\n  parts: {parts}\n  answer: {answer}\n{more}  questions:\n{questions}"


def fault(name: str, added: str, at: str, message: str, severity: str = "error") -> Planted:
    """Plant a fault in entries."""
    return Planted(name, ENTRIES, added, at, message, severity)


def question(id_: str, name: str, line: str, message: str) -> Planted:
    """Plant an entry with a faulty question."""
    return fault(name, f"{entry(id_)}    - {line}\n", f"- {line}", message)


def answer(id_: str, name: str, text: str, message: str, parts: str = "[1]", more: str = "") -> Planted:
    """Plant an entry with a faulty answer."""
    return fault(name, entry(id_, more, answer=text, parts=parts), f"answer: {text}", message)


def key(id_: str, name: str, line: str, message: str) -> Planted:
    """Plant an entry with one more key."""
    return fault(name, entry(id_, f"  {line}\n"), line, message)


def statistic(id_: str, name: str, message: str, shown: str = "20 percent", rest: str = "part: 1") -> Planted:
    """Plant a statistic."""
    added = (
        f'- {{id: {id_}, shown: "{shown}", label: Odds, value: 20, unit: percent, period: null, '
        f"source: Lin, meaning: Odds., {rest}}}\n"
    )
    return Planted(name, "statistics.yaml", added, f"id: {id_},", message)


def part(name: str, number: str, fact: str, message: str) -> Planted:
    """Plant a part of the article."""
    added = f"  - {{number: {number}, label: More, facts: [{fact}]}}\n"
    return Planted(name, "article.yaml", added, added.strip(), message)


def group(id_: str, name: str, reply: str, at: str, message: str, nearest: str = "") -> Planted:
    """Plant a group of questions that the article does not answer."""
    added = f"- {{id: {id_}, reply: {reply}, nearest: [{nearest}], questions: [{id_} q]}}\n"
    return Planted(name, "not_in_article.yaml", added, at, message)


LONG_ANSWER = '"' + "word " * 60 + 'end"'
ODD_ANSWER = '"' + "x" * 4001 + '"'
TWINS = entry("twin") + entry("twin").replace("asked", "put").replace("- id: twin", "- id:  twin")
SAME = f'{entry("same-a")}    - "odd, same  way?"\n{entry("same-b")}    - "ODD same way!"\n'
WHOLE_FILES = [
    Planted("text that is not YAML", "entries/80-a.yaml", "- id: a\n  b: c: d\n", "b: c: d", "not YAML"),
    Planted("an alias", "entries/81-a.yaml", "- &x [a]\n- *x\n", "- *x", "`*x` is an alias"),
    Planted("an anchor", "entries/82-a.yaml", "\n- &name text\n", "&name", "`&name` is an anchor"),
    Planted("a tag", "entries/83-a.yaml", "\n- !!python/object:os.system x\n", "!!python", "is a tag"),
    Planted("a nesting bomb", "entries/84-a.yaml", "- a\n- " + "[" * 50_000, "[[[", "levels deep"),
    Planted("an empty file", "entries/85-a.yaml", "\n", "", "is empty"),
    Planted("an empty list", "entries/86-a.yaml", "\n[]\n", "[]", "empty list"),
    Planted("a file of comments", "entries/87-a.yaml", "# later\n", "", "only comments"),
    Planted("a file that is not UTF-8", "entries/88-a.yaml", b"- a\n- caf\xe9\n", "caf", "not UTF-8"),
    Planted("a file over 2 MB", "entries/89-a.yaml", "#" * 2_000_001, "", "over 2 MB"),
    Planted("a second document", "entries/90-a.yaml", "- a\n---\n- b\n", "---", "second document"),
    Planted("a control character", "entries/91-a.yaml", "- a\n- b\x07\n", "- b", "U+0007"),
    Planted("a mapping where a list is meant", "asked/shape.yaml", "entry: x\n", "entry", "must be a list"),
    Planted("an unknown file", "notes.txt", "hello\n", "", "not part of", "warning"),
]
VALUES = [
    key("dup-key", "a duplicate key", "answer: It says it again.", "stands here twice"),
    key("odd-key", "an unknown key", "colour: red", "`colour` is not known"),
    fault(
        "a missing key",
        "- id: keyless\n  parts: [1]\n  questions: [b1, b2]\n",
        "- id: keyless",
        "`answer` is missing",
    ),
    answer("listed", "a list where text is meant", "[listed text]", "must be text"),
    answer("empty", "an empty text", '""', "is empty"),
    key("flat", "a text where a list is meant", "related: odds-x", "must be a list"),
    fault("a text where a number is meant", entry("quoted", parts='["1"]'), 'parts: ["1"]', "whole number"),
    question("colon", "a text that became a mapping", "so what: nothing", "must be text"),
    question("cut", "a text cut by a comment", "which #hashtag is it", "cut off"),
    question("escape", "an escaped control character", r'"a\x07b"', "control character"),
    *(question(f"trap-{n}", f"unquoted {trap}", trap, "in quotes") for n, trap in enumerate(TRAPS)),
    question("long", "a question over 300 characters", "x" * 301, "over 300"),
    fault("an id that is not kebab-case", entry("Not_Kebab"), "- id: Not_Kebab", "kebab-case"),
    fault("an entry with one question", entry("lonely", count=1), "- id: lonely", "fewer than 2"),
    fault("an entry with few questions", entry("few", count=11), "- id: few", "only 11", "warning"),
    answer("wordy", "an answer over 60 words", LONG_ANSWER, "61 words"),
    answer("huge", "an answer over 4000 characters", ODD_ANSWER, "over 4000"),
    Planted("an unknown unit", "statistics.yaml", "- {id: u1, unit: miles}\n", "unit: miles", "`miles`"),
    Planted("a lone synonym", "synonyms.yaml", "- [zonk]\n", "zonk", "stands alone"),
    Planted("a word that is not lower case", "vocabulary.txt", "Zzupper\n", "Zzupper", "lower case"),
    Planted("words out of order", "vocabulary.txt", "zzz\nzyz\n", "zyz", "comes after"),
    Planted("a word twice", "vocabulary.txt", "zzzz\nzzzz \n", "zzzz ", "twice"),
]
LINKS = [
    fault("a duplicate id", TWINS, "- id:  twin", "is taken by"),
    fault("one phrasing in two places", SAME, '- "ODD same way!"', "stands in entries"),
    key("lost-related", "a link to no entry", "related: [lost-1]", "no entry `lost-1`"),
    key("lost-stat", "a link to no statistic", "statistics: [lost-2]", "no statistic `lost-2`"),
    key("lost-follow", "a follow-up to no entry", "follow_ups: {lost-3: [why]}", "no entry `lost-3`"),
    fault("a part that is not there", entry("no-part", parts="[77]"), "parts: [77]", "no part 77"),
    Planted(
        "an asked question of no entry",
        "asked/a.yaml",
        "- {entry: lost-4, question: a4}\n",
        "lost-4",
        "no entry",
    ),
    Planted(
        "an asked question of two",
        "asked/b.yaml",
        "- {entry: x, social: y, question: b4}\n",
        "b4",
        "exactly one",
    ),
    group("g1", "a group near no entry", "No.", "lost-5", "no entry `lost-5`", nearest="lost-5"),
    group("g2", "a brace in a reply", '"No {it}."', "{it}", "brace"),
    answer("unknown-stat", "an unknown placeholder", '"It is {stat:nil}."', "no statistic `nil`"),
    answer("stray", "a stray brace", '"It is {odd}."', "brace"),
    statistic("part-77", "a statistic of no part", "no part 77", rest="part: 77"),
    statistic("other", "a statistic that shows another number", "but `value` is 20", shown="30 percent"),
    statistic("elsewhere", "a statistic whose part doesn't hold it", "part 10 don't hold", rest="part: 10"),
]
SOURCE_LOCK = [
    answer("figure", "a figure without a fact", '"It is 57 percent."', "figure `57 percent`"),
    answer("bare", "a figure with another unit", '"There are 20 models."', "figure `20`"),
    answer("spelled", "a figure in words", '"About ninety percent do."', "figure `ninety percent`"),
    answer("dated", "a date without a fact", '"It came on March 3, 2019."', "figure `March 3, 2019`"),
    answer("person", "a name without a fact", '"It quotes Zed Zulu."', "name `Zed Zulu`"),
    answer("mixed", "a known name joined to another", '"It quotes Justin Zulu."', "name `Zulu`"),
    answer("first", "a known name that begins a sentence", '"Tencent says so."', "name `Tencent`"),
    answer(
        "capitals", "a name with capitals inside that begins a sentence", '"OpenZed says so."', "`OpenZed`"
    ),
    answer("moved", "a name of a part not cited", '"So says Qwen."', "name `Qwen`", parts="[10]"),
    answer("day", "the date of publication under another part", '"It is of 2026-02-10."', "cite part 10"),
    group("g3", "a figure in a reply", "Not 57 percent.", "Not 57", "figure `57 percent`"),
    group("g4", "an unknown name in a reply", "Not Zed Zulu.", "Not Zed", "name `Zed Zulu`"),
    part("a fact with a word that the article lacks", "78", "zebras", "word `zebras`"),
    part("a part number twice", "1", "lin", "Part 1 stands here twice"),
]
FAULTS = [*WHOLE_FILES, *VALUES, *LINKS, *SOURCE_LOCK]


def write_small(folder: Path) -> Path:
    """Write a small folder without a fault."""
    for name, text in SMALL.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(params=["small", "shipped"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    target = tmp_path / "knowledge"
    if request.param == "small":
        return write_small(target)
    return Path(shutil.copytree(SHIPPED, target))


def test_the_small_folder_has_no_problem(tmp_path: Path) -> None:
    assert not read(write_small(tmp_path)).problems


@pytest.mark.parametrize("planted", FAULTS, ids=lambda planted: planted.name)
def test_a_planted_fault_is_reported_with_file_line_and_advice(folder: Path, planted: Planted) -> None:
    planted.plant(folder)
    reading = read(folder)
    assert planted.found(folder, reading.problems), [str(problem) for problem in reading.problems]
    assert (reading.knowledge is None) == (planted.severity == "error")
    assert {problem.file for problem in reading.problems} == {planted.file}


def test_all_faults_planted_together_are_reported_at_once(folder: Path) -> None:
    for planted in FAULTS:
        planted.plant(folder)
    reading = read(folder)
    assert reading.knowledge is None
    assert [planted.name for planted in FAULTS if not planted.found(folder, reading.problems)] == []
    places = [(problem.file, problem.line) for problem in reading.problems]
    assert places == sorted(places)


def test_a_problem_names_the_entry_it_is_in(tmp_path: Path) -> None:
    next(planted for planted in LINKS if planted.name == "a link to no entry").plant(write_small(tmp_path))
    (problem,) = read(tmp_path).problems
    assert problem.entry == "lost-related"
    assert str(problem).startswith(f"{ENTRIES}:4: There is no entry `lost-1`.")
