"""A claim that the article denies is denied first; two questions in a message are both seen."""

from __future__ import annotations

import json

import pytest

from bot import wiring, wording
from bot.assistant import Assistant
from bot.model import Answered
from bot.settings import Settings
from bot.text import questions_in
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
    ],
)
def test_the_questions_of_a_message_are_told_apart(message: str, questions: tuple[str, ...]) -> None:
    assert questions_in(message) == questions


def test_of_two_questions_one_is_answered_and_the_other_offered(assistant: Assistant) -> None:
    reply = answered(assistant, "how many open qwen models are there? and what is the article's title?")
    offered = [choice.entry for choice in reply.choices]
    assert {reply.entry.id, offered[0]} == {"qwen-count", "title"}


def test_a_question_beside_one_that_the_article_does_not_tell_is_answered(assistant: Assistant) -> None:
    reply = answered(assistant, "is tencent mentioned? how low are the odds that lin gives chinese firms?")
    assert reply.entry.id == "lin-estimate"
