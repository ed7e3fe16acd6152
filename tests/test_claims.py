"""A claim that the article denies is denied first; two questions in a message are both seen."""

from __future__ import annotations

import json
import re

import pytest

from bot import wiring, wording
from bot.assistant import Assistant
from bot.model import Answered, Declined
from bot.settings import Settings
from bot.text import questions_in
from bot.wording import several
from tests.processes import run_bot


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return wiring.build_assistant(Settings())


def answered(assistant: Assistant, question: str) -> Answered:
    reply = assistant.reply(question)
    assert isinstance(reply, Answered), question
    return reply


@pytest.mark.parametrize(
    "claim",
    [
        "does the US lead in open models?",
        "is talent the problem?",
        "did lin say 50 percent?",
        "have the gaps been closed?",
        "so talent is what china lacks?",
        "so lin thinks china wins soon?",
    ],
)
def test_a_claim_that_the_article_denies_is_answered_with_no_first(assistant: Assistant, claim: str) -> None:
    reply = answered(assistant, claim)
    assert reply.denies
    assert wording.answer(reply) == f"No. {reply.entry.answer}"


@pytest.mark.parametrize(
    "question",
    [
        "does China lead in open models?",
        "is money tight for chinese ai companies?",
        "what odds does lin give?",
        "who leads in open models, china or the us?",
        "do experts think china could catch up in the long run?",
        "so talent isn't the problem?",
        "is talent scarce or abundant?",
    ],
)
def test_what_the_article_affirms_or_what_asks_for_no_yes_is_not_denied(
    assistant: Assistant, question: str
) -> None:
    assert not answered(assistant, question).denies


def test_a_denial_stands_first_on_the_command_line_and_in_json() -> None:
    claim = "does the US lead in open models?"
    assert run_bot("ask", claim).stdout.startswith("No. ")
    assert json.loads(run_bot("ask", "--json", claim).stdout)["answer"].startswith("No. ")


@pytest.mark.parametrize(
    ("message", "questions"),
    [
        ("who is Lin and what does he say?", ("who is Lin", "what does he say?")),
        ("what are the odds? and who says so?", ("what are the odds?", "and who says so?")),
        (
            "How many models are there, and how many downloads?",
            ("How many models are there", "how many downloads?"),
        ),
        ("is it chips and money?", ()),
        ("hello there! what are the odds?", ()),
        ("is it true that chips and capital are scarce?", ()),
        ("chips and money?", ()),
        ("the share in late 2024, and who measured it?", ("the share in late 2024", "who measured it?")),
        ("I have read it all, and what are the odds?", ()),
        ("what do they lack and can't buy anywhere", ()),
    ],
)
def test_the_questions_of_a_message_are_told_apart(message: str, questions: tuple[str, ...]) -> None:
    assert questions_in(message) == questions


def test_of_two_questions_one_is_answered_and_the_other_offered(assistant: Assistant) -> None:
    reply = answered(assistant, "how many open qwen models are there? and what is the article's title?")
    offered = [choice.entry for choice in reply.choices]
    assert {reply.entry.id, offered[0]} == {"qwen-count", "title"}


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("how often was qwen downloaded, and who makes it?", {"qwen-downloads", "qwen-about"}),
        ("the share in late 2024, and who measured it?", {"usage-late-2024-figure", "openrouter-study"}),
    ],
)
def test_of_two_questions_that_lean_on_each_other_both_are_answered(
    assistant: Assistant, message: str, found: set[str]
) -> None:
    reply = answered(assistant, message)
    (other,) = reply.besides
    assert isinstance(other.reply, Answered)
    assert {reply.entry.id, other.reply.entry.id} == found


def test_both_answers_are_read_with_their_own_citations_wherever_plain_text_is() -> None:
    message = "the share in late 2024, and who measured it?"
    asked, piped = run_bot("ask", message).stdout, run_bot("console", stdin=message).stdout
    for printed in (asked, piped):
        lines = printed.splitlines()
        assert "OpenRouter" in lines[0]
        assert lines[2].startswith("On “the share in late 2024”: ")
        assert "1.2 percent" in lines[2]
        assert [bool(re.search("CNN, February 10, 2026", line)) for line in lines[:4]] == [False, True] * 2
        assert len([line for line in lines if line]) == 5


def test_in_json_one_question_is_answered_and_the_other_only_offered() -> None:
    message = "the share in late 2024, and who measured it?"
    found = json.loads(run_bot("ask", "--json", message).stdout)
    assert "1.2" not in found["answer"]
    assert found["choices"][0]["entry"] == "usage-late-2024-figure"


def test_what_the_article_does_not_tell_is_said_beside_the_answer(assistant: Assistant) -> None:
    reply = answered(assistant, "when was the article published and who wrote it?")
    (other,) = reply.besides
    assert other.question == "who wrote it?"
    assert isinstance(other.reply, Declined)


def test_the_half_of_a_message_that_is_told_is_answered_and_the_other_is_not_left_open(
    assistant: Assistant,
) -> None:
    reply = answered(assistant, "by how much did usage grow, and is deepseek better than gemini?")
    assert reply.entry.id == "usage-growth"
    (other,) = reply.besides
    assert isinstance(other.reply, Declined)
    assert "Gemini" in other.reply.text


def test_a_question_that_is_not_clear_is_named_beside_the_answer(assistant: Assistant) -> None:
    message = "who made the study? is it a serious one"
    (other,) = answered(assistant, message).besides
    assert other.reply is None
    assert several.lines(other) == (
        "On “is it a serious one”: I'm not sure about that one; please ask it on its own.",
    )


@pytest.mark.parametrize(
    "message",
    [
        "chips and money?",
        "DeepSeek was cheap? does it say smth like that",
        "so who leads and is it in there?",
    ],
)
def test_a_question_that_asks_nothing_of_its_own_gets_no_answer_of_its_own(
    assistant: Assistant, message: str
) -> None:
    assert not answered(assistant, message).besides


def test_a_question_beside_one_that_the_article_does_not_tell_is_answered(assistant: Assistant) -> None:
    reply = answered(assistant, "is tencent mentioned? how low are the odds that lin gives chinese firms?")
    assert reply.entry.id == "lin-estimate"
