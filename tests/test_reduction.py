"""Of a question that was missed, nothing is left that only its asker would say."""

from __future__ import annotations

import pytest

from bot import wiring
from bot.model import Reduction
from bot.reduction import LEFT_OUT, Reducer
from bot.settings import Settings


@pytest.fixture(scope="module")
def reducer() -> Reducer:
    assistant = wiring.build_assistant(Settings())
    return Reducer(assistant.knowledge, assistant.matcher)


def _reduce(reducer: Reducer, question: str) -> Reduction:
    reduced = reducer.reduce(question)
    assert reduced is not None
    return reduced


def _text(reduced: Reduction) -> str:
    return " ".join(piece.text for piece in reduced.pieces)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("is <@100000000000000001> using qwen in hospitals", "is using qwen in hospitals"),
        ("is rose.baker@example.org using qwen", "is … using qwen"),
        ("ask @quillon_77 about qwen", "ask … about qwen"),
        ("see https://vantorial.example/leak?id=7 about qwen", "see about qwen"),
        ("see vantorial.example/leak about qwen", "see … about qwen"),
        ("my card 4929 1203 8841 7766 paid for qwen", "my card … paid for qwen"),
        ("my card 4929120388417766 paid for qwen", "my card … paid for qwen"),
        ("call +44 (0)7911 209-384 about qwen", "call … about qwen"),
        ("born 23.11.1987, does alibaba care", "born … does alibaba care"),
        ("pin 82731 for deepseek", "pin … for deepseek"),
        ("four nine two one is for deepseek", "… … … … is for deepseek"),
        ("does Xanthe Okwuosa work at alibaba", "does … … work at alibaba"),
        ("is zorblax-nine a model of deepseek", "is … a model of deepseek"),
        ("key sk3xq9 of openai", "key … of openai"),
        ("do hospitls in chnia use qwen??? 😀", "do hospitals in china use qwen"),
        ("What's UP with Qwen, Alibaba's model?", "what's up with qwen alibaba's model"),
        ("will it be 20 percent in 2027", "will it be 20 percent in 2027"),
        ("is z.ai mentioned", "is z ai mentioned"),
    ],
)
def test_what_could_tell_who_asked_is_left_out(reducer: Reducer, question: str, expected: str) -> None:
    assert _text(_reduce(reducer, question)) == expected


def test_words_that_no_list_holds_are_no_part(reducer: Reducer) -> None:
    reduced = _reduce(reducer, "does Xanthe Okwuosa of zorblax-nine run qwen in hospitals, tel 0171 8843902")
    stems = {stem for stem, _ in reduced.parts}
    assert {"qwen", "hospit"} <= stems
    assert stems <= {"qwen", "hospit", "run", "doe", "tel"}
    assert all(weight > 0 for _, weight in reduced.parts)


def test_listed_names_and_the_articles_words_may_be_read_and_others_only_when_shared(
    reducer: Reducer,
) -> None:
    reduced = _reduce(reducer, "is my boss rose the ceo of tencent or alibaba")
    needed = {piece.text: piece.parts for piece in reduced.pieces}
    assert needed["tencent"] == needed["alibaba"] == needed["the"] == needed["my"] == ()
    assert needed["rose"] == ("rose",)
    assert needed["boss"]
    two = _reduce(reducer, "qwen at rose/baker")
    assert two.pieces[-1].parts == ("rose", "baker"), "both words of one, or none"


def test_parts_are_in_no_order_of_the_question_and_once_each(reducer: Reducer) -> None:
    one = _reduce(reducer, "do hospitals use qwen or do clinics use qwen")
    other = _reduce(reducer, "qwen clinics do use qwen or hospitals")
    assert one.parts == other.parts


@pytest.mark.parametrize(
    "question",
    [
        "hello there",
        "how do i bake a cake",
        "asdkjfh kjhhh",
        "xanthe okwuosa",
        "",
        "😀😀",
        "hola que dice el articulo sobre china",
        "привет, что в статье про китай",
        LEFT_OUT,
    ],
)
def test_what_is_no_gap_of_the_article_is_nothing(reducer: Reducer, question: str) -> None:
    assert reducer.reduce(question) is None


@pytest.mark.parametrize(
    "question", ["is hollywood mentioned", "any word on drones in the article", "tencent?"]
)
def test_what_is_asked_of_the_article_is_a_gap_whatever_it_is(reducer: Reducer, question: str) -> None:
    assert reducer.reduce(question) is not None


def test_a_very_long_message_is_cut(reducer: Reducer) -> None:
    assert len(_reduce(reducer, "qwen in hospitals " * 5000).pieces) <= 40
