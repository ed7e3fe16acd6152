"""`ask`: the contract that other programs rest on."""

from __future__ import annotations

import json

import pytest

from tests.processes import run_bot

KEYS = ["question", "outcome", "answer", "entry", "confidence", "source", "choices"]


def test_an_answer_is_printed_with_its_citation() -> None:
    done = run_bot("ask", "what are the odds that China overtakes the US in AI?")
    answer, citation, link = done.stdout.splitlines()
    assert "below 20 percent" in answer
    assert citation == "Justin Lin's estimate · CNN, February 10, 2026 · very sure"
    assert link.startswith("https://edition.cnn.com/2026/02/10/")
    assert link.endswith("#:~:text=Justin%20Lin")
    assert done.returncode == 0


def test_the_words_of_a_question_need_no_quotes() -> None:
    assert run_bot("ask", "what", "are", "the", "odds").stdout == run_bot("ask", "what are the odds").stdout


@pytest.mark.parametrize("question", ["who is the CEO of OpenAI?", "is Tencent mentioned?"])
def test_what_the_article_does_not_tell_is_declined_without_a_citation(question: str) -> None:
    reply = json.loads(run_bot("ask", "--json", question).stdout)
    assert (reply["outcome"], reply["source"], reply["entry"]) == ("declined", None, None)
    assert reply["answer"]


def test_a_name_that_the_article_lacks_is_named() -> None:
    reply = json.loads(run_bot("ask", "--json", "is Tencent mentioned?").stdout)
    assert "doesn't mention Tencent" in reply["answer"]


def test_an_object_has_every_key_of_the_contract_and_nothing_else_is_printed() -> None:
    done = run_bot("ask", "--json", "who is Justin Lin?")
    reply = json.loads(done.stdout)
    assert list(reply) == KEYS
    assert reply["outcome"] == "answered"
    assert list(reply["source"]) == ["title", "publisher", "url", "published", "part", "parts", "label"]
    assert reply["source"]["url"].endswith("-dst")  # the page's own address, whatever a person is shown
    assert reply["source"]["part"] == reply["source"]["parts"][0] == 1
    assert 0 < reply["confidence"] <= 1


def test_lines_are_answered_in_order_one_for_each() -> None:
    questions = ["who is Justin Lin?", "hi", "who is the CEO of OpenAI?", "", "…"]
    lines = "".join(json.dumps({"question": each}) + "\n" for each in questions)
    done = run_bot("ask", "--jsonl", stdin=lines)
    replies = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each["question"] for each in replies] == questions
    assert [each["outcome"] for each in replies[:3]] == ["answered", "social", "declined"]
    assert done.returncode == 0


@pytest.mark.parametrize(
    "line", ["not json", "[1]", '{"question": 3}', "{}", '{"question": "a", "conversation": []}', "[" * 5000]
)
def test_a_line_that_is_no_question_gets_an_error_in_its_place(line: str) -> None:
    lines = f'{{"question": "hi"}}\n{line}\n{{"question": "hi"}}\n'
    done = run_bot("ask", "--jsonl", stdin=lines)
    first, second, third = (json.loads(each) for each in done.stdout.splitlines())
    assert second["outcome"] == "error"
    assert second["error"].startswith("line 2: ")
    assert first == third
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_lines_of_one_conversation_rest_on_each_other_and_others_do_not() -> None:
    def ask(*pairs: tuple[str, str]) -> list[str | None]:
        lines = "".join(json.dumps({"question": text, "conversation": name}) + "\n" for name, text in pairs)
        return [
            json.loads(line)["entry"] for line in run_bot("ask", "--jsonl", stdin=lines).stdout.splitlines()
        ]

    alone, more = ask(("a", "who is Yao Shunyu?"), ("a", "tell me more"))
    _, elsewhere = ask(("a", "who is Yao Shunyu?"), ("b", "tell me more"))
    assert alone == "yao-who"
    assert more is not None
    assert more.startswith("yao-")
    assert elsewhere is None


def test_the_same_question_gets_the_same_reply_in_every_process() -> None:
    replies = {
        run_bot("ask", "--json", "is it about chips", environment={"PYTHONHASHSEED": seed}).stdout
        for seed in "123"
    }
    assert len(replies) == 1


@pytest.mark.parametrize(
    "question",
    [
        "a" * 10_000,
        "lorem ipsum " * 800,
        "\x00\x07\x1b[31m",
        "🤖" * 50,
        "中国能赢吗",
        "؟",
        "   ",
        "\u202e",
        "'; drop table --",
    ],
)
def test_any_text_gets_a_sensible_reply(question: str) -> None:
    done = run_bot("ask", "--jsonl", stdin=json.dumps({"question": question}) + "\n")
    reply = json.loads(done.stdout)
    assert reply["outcome"] in {"declined", "social", "unsure"}
    assert done.stderr == ""


@pytest.mark.parametrize(
    "arguments", [("ask",), ("ask", "   "), ("ask", "--jsonl", "odds?"), ("ask", "--nothing"), ("nothing",)]
)
def test_wrong_use_ends_with_2_and_says_what_to_do(arguments: tuple[str, ...]) -> None:
    done = run_bot(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_a_knowledge_folder_that_is_not_there_ends_with_2() -> None:
    done = run_bot("ask", "odds?", "--knowledge", "nowhere")
    assert done.returncode == 2
    assert "nowhere" in done.stderr
    assert "--knowledge" in done.stderr
