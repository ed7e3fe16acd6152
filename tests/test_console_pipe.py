"""Pipe lines into the console's own process and read what comes out."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.vague import vague_question

COMMAND = [sys.executable, "-m", "bot"]
ODDS = "what are the odds that China overtakes the US in AI?"
CEO = "who is the CEO of OpenAI?"
LINK = "https://edition.cnn.com/"


def ask(given: str | bytes, *, arguments: tuple[str, ...] = (), **environment: str) -> str:
    """Return what is printed for the lines, after making sure that all went quietly."""
    typed = given.encode() if isinstance(given, str) else given
    done = subprocess.run(
        [*COMMAND, *arguments], input=typed, capture_output=True, timeout=60, env=os.environ | environment
    )
    assert done.returncode == 0, done.stderr.decode()
    assert b"Traceback" not in done.stderr
    return done.stdout.decode("utf-8")


@pytest.fixture(scope="module", autouse=True)
def learned() -> None:
    """Have the knowledge base learned once, so that standard error stays empty afterwards."""
    ask("")


@pytest.fixture(scope="module")
def unsure() -> str:
    """Return something that gets choices to pick from, whatever the knowledge base has learned by now."""
    return vague_question()


def test_each_line_is_answered_in_order_with_its_source_and_a_blank_line_between() -> None:
    first, second = ask(f"{ODDS}\n{CEO}\n").split("\n\n")
    assert "20 percent" in first
    assert first.splitlines()[1].endswith("CNN, February 10, 2026 · very sure")
    assert first.splitlines()[2].startswith(LINK)
    assert LINK not in second


def test_a_pipe_sees_no_prompt_no_banner_and_no_colour() -> None:
    printed = ask(f"{ODDS}\n/stats\n/why\n", FORCE_COLOR="1", CLICOLOR_FORCE="1")
    assert "\x1b" not in printed
    assert "/help shows" not in printed
    assert not re.search(r"^> ", printed, re.MULTILINE)


def test_a_pipe_needs_neither_prompt_toolkit_nor_rich() -> None:
    code = (
        "import sys; from bot.cli import main; main(['console']); "
        "print([name for name in ('prompt_toolkit', 'rich') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=ODDS.encode(), capture_output=True, timeout=60, check=True
    )
    assert done.stdout.decode().splitlines()[-1] == "[]"


def test_what_comes_from_a_pipe_or_with_ask_is_not_recorded(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'data' / 'history.sqlite'}"
    assert "20 percent" in ask(f"{ODDS}\n", ARTICLE_BOT_DATABASE_URL=url)
    assert "20 percent" in ask("", arguments=("ask", ODDS), ARTICLE_BOT_DATABASE_URL=url)
    assert list(tmp_path.iterdir()) == []


def test_the_console_command_is_the_same_as_no_command() -> None:
    assert ask(f"{ODDS}\n", arguments=("console",)) == ask(f"{ODDS}\n")


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("a" * 10_000, id="10,000 letters"),
        pytest.param("what are the odds? " * 600, id="10,000 characters of words"),
        pytest.param("x" * 1_000_000, id="a million letters"),
        pytest.param("\x00\x01\x1b[31m\x07\x7f\u202e", id="control characters"),
        pytest.param("odds\x1b[2J\x07?", id="a question with control characters"),
        pytest.param("😀🤖👩‍👩‍👧", id="emoji"),
        pytest.param("中国会赢吗?", id="Chinese"),
        pytest.param("من هو جاستن لين؟", id="Arabic"),
        pytest.param("Кто такой Линь?", id="Russian"),
        pytest.param("", id="an empty line"),
        pytest.param("   \t ", id="only spaces"),
        pytest.param("/", id="a slash"),
        pytest.param("/\x1b[31m" + "y" * 5000, id="a long unknown command"),
        pytest.param("/stat \x1b]0;title\x07 " + "z" * 5000, id="a long unknown figure"),
        pytest.param("999", id="a number that picks nothing"),
        pytest.param("%s %d {0} {name} \\n [bold]", id="what could be taken for a format"),
    ],
)
def test_whatever_a_line_holds_there_is_one_sensible_reply(line: str) -> None:
    printed = ask(f"{line}\n/why\n")
    reply = printed.split("\n\n")[0]
    assert len(reply) > 10
    assert len(printed) < 5000
    assert all(char.isprintable() or char == "\n" for char in printed)


def test_bytes_that_are_not_utf_8_are_replied_to() -> None:
    assert len(ask(b"\xff\xfe\x80 odds\n")) > 10


def test_choices_are_numbered_and_the_next_line_picks_one(unsure: str) -> None:
    offered, answer = ask(f"{unsure}\n2\n").split("\n\n")
    second = next(line for line in offered.splitlines() if line.startswith("2. "))
    assert answer.splitlines()[0] == second.removeprefix("2. ")
    assert LINK in answer


def test_a_number_that_was_not_offered_is_told_from_a_question(unsure: str) -> None:
    _, reply = ask(f"{unsure}\n9\n").split("\n\n")
    assert reply.startswith("There is no choice 9. Type a number from 1 to")


def test_the_nearest_things_of_a_declined_question_can_be_picked_too() -> None:
    declined, answer = ask(f"{CEO}\n1.\n").split("\n\n")
    assert "1. " in declined
    assert LINK in answer


def test_a_follow_up_rests_on_the_line_before() -> None:
    alone, after = ask("who is Justin Lin?\nwhat does he lead?\n").split("\n\n")
    assert "Qwen" in alone
    assert "Qwen" in after


EXPECTED = {
    "/why": "Nothing has been asked yet.",
    "/stats": "Downloads of open Qwen models    over 1 billion",
    "/stat": "Open Qwen models released",
    "/stat downloads": "Downloads of open Qwen models: over 1 billion",
    "/stats downloads": "Downloads of open Qwen models: over 1 billion",
    "/stat nothing like it": "The article has no figure called “nothing like it”. It has: “",
    "/topics": "Justin Lin's estimate",
    "/source": LINK,
    "/privacy": "What comes through a pipe is kept nowhere.",
    "/help": "/why        how I decided on your last question",
    "/HELP": "/topics     what you can ask about",
    "/": "/topics     what you can ask about",
    "/topcis": "There is no command /topcis. Did you mean /topics? /help lists them all.",
    "/xyzzy": "There is no command /xyzzy. /help lists them.",
}


@pytest.fixture(scope="module")
def shown() -> dict[str, str]:
    """Return what each command shows; between two of them stands one that nobody knows."""
    pages = ask("".join(f"{command}\n/zzzzzz\n" for command in EXPECTED))
    separator = "There is no command /zzzzzz. /help lists them."
    return dict(zip(EXPECTED, pages.split(separator), strict=False))


@pytest.mark.parametrize("command", EXPECTED)
def test_every_command_shows_what_it_is_for(command: str, shown: dict[str, str]) -> None:
    assert EXPECTED[command] in shown[command]


def test_why_tells_how_the_last_question_was_decided() -> None:
    why = ask("computting power in zanzibar?\n/why\n").split("\n\n", 1)[1]
    for label in ("You asked", "How sure", "Likeliest", "Runner-up", "Unknown words", "Repaired words"):
        assert re.search(rf"^{label}  ", why, re.MULTILINE), label
    assert "zanzibar" in re.findall("^Unknown words.*", why, re.MULTILINE)[0]
    assert "computting → computing" in re.findall("^Repaired words.*", why, re.MULTILINE)[0]
    assert "What spoke against it" in why


def test_why_after_a_picked_choice_says_that_it_was_picked(unsure: str) -> None:
    assert "You picked that question from a list" in ask(f"{unsure}\n1\n/why\n")


def test_quit_leaves_the_remaining_lines_unanswered() -> None:
    assert ask(f"/quit\n{ODDS}\n") == ""


def test_nothing_asked_is_nothing_said() -> None:
    assert ask("") == ""


def test_a_reader_that_leaves_early_ends_it_quietly() -> None:
    with subprocess.Popen(
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(f"{ODDS}\n".encode())
        process.stdin.flush()
        assert b"20 percent" in process.stdout.readline()
        process.stdout.close()
        process.stdin.write(f"{ODDS}\n".encode() * 3)
        process.stdin.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=30) == 0
