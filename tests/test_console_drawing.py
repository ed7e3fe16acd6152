"""Draw pages at several widths and suggest lines, without a process."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from bot import knowledge as knowledge_folder
from bot import wording
from bot.console import cards
from bot.console.page import Page, Paragraph, Table, one_line
from bot.console.plain import lines_of
from bot.console.suggestions import Suggestions
from bot.console.terminal import Terminal
from bot.matching.completion import Completion
from bot.model import Knowledge
from bot.wording import at_console

TEXT = "The article says that the gap in computing power is unlikely to be closed within three to five years."
PAGE: Page = (
    Paragraph(TEXT),
    Paragraph("https://herald.example/a/very/long/link/that/nobody/should/ever/break/in/two", "link"),
    Paragraph(TEXT, lead="1. "),
    Table((("A label of some length", "a cell", TEXT), ("Another", "", "short"))),
    Paragraph("[bold]:smile: is text", "heading"),
)


@pytest.fixture(scope="module")
def shipped() -> Knowledge:
    return knowledge_folder.load(Path(__file__).parents[1] / "knowledge")


@pytest.fixture(scope="module")
def suggestions(shipped: Knowledge) -> Suggestions:
    names = wording.proper_names(shipped)
    return Suggestions(Completion(shipped), lambda text: wording.shown_question(text, names))


def drawn(page: Page, columns: int, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("COLUMNS", str(columns))
    stream = io.StringIO()
    Terminal(stream).show(page)
    return stream.getvalue()


@pytest.mark.parametrize("columns", [20, 40, 60, 80, 200])
def test_no_line_but_a_link_is_wider_than_the_terminal(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for line in drawn(PAGE, columns, monkeypatch).splitlines():
        assert len(line.rstrip()) <= min(columns, 88) or line.startswith("https://")


@pytest.mark.parametrize("columns", [20, 40, 80])
def test_wrapping_loses_no_word(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    words = drawn(PAGE, columns, monkeypatch).split()
    assert len(words) >= len(" ".join(lines_of(PAGE)).split())


def test_a_link_stays_in_one_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "should/ever/break/in/two" in drawn(PAGE, 20, monkeypatch)


def test_later_lines_of_a_choice_are_set_in_under_its_first(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = drawn((Paragraph(TEXT, lead="1. "),), 40, monkeypatch).splitlines()
    assert lines[0].startswith("1. The")
    assert all(re.match(r"   \S", line) for line in lines[1:])


def test_what_looks_like_markup_is_shown_as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "[bold]:smile: is text" in drawn(PAGE, 80, monkeypatch)


def test_a_table_that_is_too_wide_puts_its_cells_below_each_other(
    shipped: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrow = drawn(cards.statistics(shipped), 40, monkeypatch).splitlines()
    wide = drawn(cards.statistics(shipped), 88, monkeypatch).splitlines()
    assert "  over 1 billion" in [line.rstrip() for line in narrow]
    assert len(wide) == len(shipped.statistics)


def test_a_plain_table_is_aligned() -> None:
    assert lines_of((Table((("a", "b"), ("long", "c"))),)) == ["a     b", "long  c"]


def test_what_somebody_typed_is_shown_on_one_line_without_control_characters() -> None:
    assert one_line("a\x1b[31m\nb\u202ec\ud800") == "a [31m b c"
    assert len(one_line("x" * 1000, 50)) == 50


def test_questions_are_suggested_for_a_few_letters_and_a_typing_error(suggestions: Suggestions) -> None:
    assert "What are the odds?" in [each.line for each in suggestions.of("what are the od")]
    assert any("odds" in each.line for each in suggestions.of("waht are the oddds"))


@pytest.mark.parametrize("typed", ["", " ", "w", "2", "12", "x" * 10_000])
def test_nothing_is_suggested_for_too_little_a_number_or_too_much(
    suggestions: Suggestions, typed: str
) -> None:
    assert suggestions.of(typed) == []


def test_commands_and_names_of_figures_are_suggested(suggestions: Suggestions) -> None:
    assert [each.line for each in suggestions.of("/st")] == ["/stats", "/stat"]
    assert [each.line for each in suggestions.of("/stat downl")] == ["/stat Downloads of open Qwen models"]
    assert len(suggestions.of("/stat ")) == 5
    assert suggestions.of("/nothing") == []


def test_every_command_of_the_help_is_one_that_the_console_knows() -> None:
    assert [each.partition(" ")[0] for each in at_console.CONSOLE_COMMANDS] == [
        "/stats", "/stat", "/topics", "/source", "/why", "/privacy", "/help", "/quit"
    ]  # fmt: skip
