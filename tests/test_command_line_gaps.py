"""Run `gaps` as maintainers do: look, accept in a file, apply; whatever is wrong in it has a line."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.gaps import telling
from bot.gaps.proposals import Proposal
from bot.history.database import bring_up_to_date, checked_url, engine_for
from bot.history.recording import History
from bot.history.values import Asked, Gap, Why
from bot.model import Piece, Reduction
from bot.wiring import utc_today
from tests.history_databases import Calendar, history_at
from tests.knowledge_folder import write
from tests.processes import run_bot

HONEY = ("how much honey per bee", "how much honey for each bee")
COST = ("is the honey expensive at all", "is that honey expensive")
QUEEN = ("where is the queen", "where does the queen … live")


class Desk:
    """Run commands on the folder about bees and a history of its own."""

    def __init__(self, folder: Path) -> None:
        """Make both; the history is empty."""
        self.folder = folder
        self.knowledge = write(folder / "knowledge")
        self.database = folder / "data" / "history.sqlite"
        self.patch = folder / "gaps.yaml"

    def run(self, *arguments: str, history: str = "on") -> subprocess.CompletedProcess[str]:
        """Return what a command did."""
        environment = {
            "ARTICLE_BOT_DATABASE_URL": f"sqlite:///{self.database}",
            "ARTICLE_BOT_HISTORY": history,
            "ARTICLE_BOT_KNOWLEDGE": str(self.knowledge),
            "OPENBLAS_NUM_THREADS": "1",
        }
        return run_bot(*arguments, environment=environment)

    def fill(self) -> None:
        """Let three gaps be missed, by five, four and three people."""
        self.database.parent.mkdir()
        calendar = Calendar()
        history = history_at(f"sqlite:///{self.database}", self.database.parent, calendar)
        history.start()
        gaps: tuple[tuple[int, tuple[str, ...], Why], ...] = (
            (5, HONEY, "unhelpful"),
            (4, COST, "declined"),
            (3, QUEEN, "unsure"),
        )
        for people, texts, why in gaps:
            for text in texts:
                self._miss(history, calendar, text, people, why)
        history.close()

    @staticmethod
    def _miss(history: History, calendar: Calendar, text: str, people: int, why: Why) -> None:
        own = [word for word in text.split() if word != "…"]
        pieces = tuple(Piece(word, (word,) if word in own else ()) for word in text.split())
        weights = {"much": 9.0, "expensive": 9.0, "queen": 9.0}
        parts = tuple((word, weights.get(word, 1.0)) for word in own)
        for person in range(people):
            calendar.day += timedelta(days=person % 2)
            history.misses.missed(Asked("mention", person, 1, 1), why, Reduction(parts, pieces, "honey", 0.1))

    def accept(self, old: str, new: str) -> None:
        """Edit the patch as a human does."""
        text = self.patch.read_text(encoding="utf-8")
        assert old in text, text
        self.patch.write_text(text.replace(old, new, 1), encoding="utf-8")

    def contents(self) -> dict[str, bytes]:
        """Return the files of the knowledge folder."""
        files = (file for file in self.knowledge.rglob("*") if file.is_file())
        return {str(file.relative_to(self.knowledge)): file.read_bytes() for file in files}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    desk.fill()
    done = desk.run("gaps", "--yaml", str(desk.patch))
    assert done.returncode == 0, done.stderr
    assert "3 proposals" in done.stderr
    yield desk


def test_without_a_history_or_with_an_empty_one_a_sentence_says_so(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    done = desk.run("gaps")
    assert (done.returncode, done.stdout.split(":")[0]) == (0, "Nothing yet")
    assert not desk.database.exists(), "looking makes nothing"
    done = desk.run("gaps", history="off")
    assert done.returncode == 2
    assert "switched off" in done.stderr


def test_a_history_of_before_there_was_a_miss_log_has_no_gaps(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.database.parent.mkdir()
    engine = engine_for(checked_url(f"sqlite:///{desk.database}"))
    bring_up_to_date(engine, "0002")
    engine.dispose()
    done = desk.run("gaps")
    assert (done.returncode, done.stdout.split(":")[0]) == (0, "Nothing yet")


def test_gaps_are_listed_by_people_for_a_person_a_program_and_an_issue(desk: Desk) -> None:
    text = desk.run("gaps").stdout
    assert text.index("1. 5 people") < text.index("2. 4 people") < text.index("3. 3 people")
    assert f"“{HONEY[0]}”" in text
    found = json.loads(desk.run("gaps", "--json").stdout)
    assert [each["people"] for each in found] == [5, 4, 3]
    assert found[2]["texts"] == list(QUEEN)
    assert {each["add"] for each in found} <= {"phrasing", "example", "entry"}
    issue = desk.run("gaps", "--issue").stdout
    assert issue.startswith("# Gaps: 3 questions")
    assert "- “where does the queen … live”" in issue


@pytest.mark.parametrize(
    ("probability", "told"), [(0.0, "under 1%"), (0.006, "under 1%"), (0.01, "1%"), (0.25, "25%")]
)
def test_a_small_probability_is_not_told_as_none(probability: float, told: str) -> None:
    day = date(2026, 3, 10)
    gap = Gap(1, 3, 2, 3, day, day, (("declined", 3),), HONEY, "honey", 0)
    proposal = Proposal(gap, "entry", "", "honey", probability, "", settled=False)
    assert telling.nearest(proposal) == f"nearest entry: “honey” ({told})"


def test_a_patch_is_readable_and_accepts_nothing_by_itself(desk: Desk) -> None:
    text = desk.patch.read_text(encoding="utf-8")
    assert text.count("accept: no") == 3
    assert '# - "where does the queen … live"' in text, "what isn't whole is no question yet"
    before = desk.contents()
    done = desk.run("gaps", "apply", str(desk.patch))
    assert done.returncode == 2
    assert "nothing is accepted" in done.stderr
    assert desk.contents() == before


def test_what_is_accepted_is_checked_compared_and_written(desk: Desk) -> None:
    learned = f"asked/gaps-{utc_today():%Y-%m}.yaml"
    (desk.knowledge / "asked").mkdir()
    # What was accepted before stays, also without an end of line.
    (desk.knowledge / learned).write_text('- {entry: hives, question: "hives total"}', encoding="utf-8")
    desk.patch.write_text(
        f"""
- {{accept: yes, add: phrasing, to: honey, questions: ["{HONEY[0]}", "{HONEY[1]}"]}}
- {{accept: "yes", add: example, to: prices, questions: ["{COST[0]}"]}}
- accept: yes
  add: entry
  to: queen
  parts: [2]
  answer: "Anna Berg keeps the queen, the article says."
  questions: ["{QUEEN[0]}", "who keeps the queen"]
- {{accept: no, add: phrasing, to: "", questions: []}}
""",
        encoding="utf-8",
    )
    before = desk.contents()
    done = desk.run("gaps", "apply", str(desk.patch))
    assert done.returncode in (0, 1), done.stderr
    assert "queen" in done.stdout
    assert (done.returncode == 1) == ("Losses" in done.stdout)
    after = desk.contents()
    assert after.keys() - before.keys() == {"entries/90-gaps.yaml"}
    assert all(after[name] == before[name] for name in before if name != learned)
    assert after[learned].decode().splitlines() == [
        '- {entry: hives, question: "hives total"}',
        f'- {{entry: honey, question: "{HONEY[0]}"}}',
        f'- {{entry: honey, question: "{HONEY[1]}"}}',
        f'- {{group: prices, question: "{COST[0]}"}}',
    ]
    assert desk.run("check").returncode == 0
    assert "Anna Berg keeps the queen" in desk.run("ask", "where is the queen").stdout
    left = json.loads(desk.run("gaps", "--json").stdout)
    assert [each["settled"] for each in left] == [True, False, True]
    again = desk.run("gaps", "apply", str(desk.patch))
    assert again.returncode == 2
    assert "gaps.yaml:2: The knowledge base has this question already." in again.stderr
    assert desk.contents() == after


def test_every_fault_of_a_patch_is_told_by_its_line_and_nothing_changes(desk: Desk) -> None:
    desk.patch.write_text(
        """
- {accept: maybe, add: phrasing, to: honey, questions: ["a b c"]}
- {accept: yes, add: poem, to: honey, questions: ["a b c"]}
- {accept: yes, add: phrasing, to: wax, questions: ["c d e", "C d e?"]}
- {accept: yes, add: example, to: honey, questions: []}
- {accept: yes, add: entry, to: honey, parts: [], answer: "", questions: ["who … it"]}
- {accept: yes, add: phrasing, to: honey}
- just words
""",
        encoding="utf-8",
    )
    before = desk.contents()
    done = desk.run("gaps", "apply", str(desk.patch))
    assert done.returncode == 2
    told = done.stderr
    for line, what in (
        (2, "must be yes or no"),
        (3, "is `poem`"),
        (4, "no entry `wax`"),
        (4, "stands above already"),
        (5, "no group `honey`"),
        (5, "Nothing is listed"),
        (6, "needs `parts`"),
        (6, "needs `answer`"),
        (6, "`honey` already"),
        (6, "left out"),
        (7, "`questions` is missing"),
        (8, "it must be a mapping"),
    ):
        assert any(f"gaps.yaml:{line}: " in each and what in each for each in told.splitlines()), (line, what)
    assert desk.contents() == before
    for nonsense in ("- [", "", "accept: yes\n", "\x00"):
        desk.patch.write_text(nonsense, encoding="utf-8")
        done = desk.run("gaps", "apply", str(desk.patch))
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
    assert desk.run("gaps", "apply", str(desk.folder / "none.yaml")).returncode == 2


def test_an_answer_that_the_article_does_not_give_is_refused_and_nothing_changes(desk: Desk) -> None:
    desk.patch.write_text(
        """
- accept: yes
  add: entry
  to: queen
  parts: [2]
  answer: "There are 77 queens, says Otto Winter."
  questions: ["where is the queen", "how many queens"]
""",
        encoding="utf-8",
    )
    before = desk.contents()
    done = desk.run("gaps", "apply", str(desk.patch))
    assert done.returncode == 1
    assert "nothing was changed" in done.stderr
    assert "entries/90-gaps.yaml:3:" in done.stderr
    assert desk.contents() == before


def test_a_patch_tells_who_would_gain_or_lose(desk: Desk) -> None:
    done = desk.run("gaps", "--yaml", str(desk.patch), "--diff", "--most", "2")
    assert done.returncode == 0, done.stderr
    assert "2 proposals" in done.stderr
    assert "some minutes" in done.stderr
    assert "# diff, if accepted alone:" in desk.patch.read_text(encoding="utf-8")
    for wrong, told in (("--diff", "--yaml"), ("--most=0", "1 or more"), ("--most=x", "1 or more")):
        refused = desk.run("gaps", wrong)
        assert refused.returncode == 2
        assert told in refused.stderr
