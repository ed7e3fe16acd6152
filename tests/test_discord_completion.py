"""Completion offers what a person means after a few letters, quickly and always the same."""

from __future__ import annotations

import time
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import knowledge as knowledge_folder
from bot import wiring
from bot.matching.completion import Completion
from bot.model import Knowledge


@lru_cache(maxsize=1)
def shipped() -> Knowledge:
    """Return the shipped knowledge base; completion needs no training."""
    return knowledge_folder.load(wiring.shipped_knowledge())


@lru_cache(maxsize=1)
def completion() -> Completion:
    """Return completion over it."""
    return Completion(shipped())


def questions(text: str, limit: int = 25) -> list[str]:
    """Return the offered questions."""
    return [each.question for each in completion().complete(text, limit)]


@pytest.mark.parametrize("text", ["", "  ", "?!", "😀"])
def test_before_the_first_letter_the_most_useful_questions_are_offered(text: str) -> None:
    offered = completion().complete(text, 25)
    assert len(offered) == 25
    assert "lin-estimate" in [each.entry for each in offered[:5]]
    assert all(each.question == shipped().entry(each.entry).questions[0] for each in offered)


@pytest.mark.parametrize(
    ("typed", "held"),
    [
        ("alib", "alibaba"),
        ("alibba", "alibaba"),
        ("dowload", "download"),
        ("bottelneck", "bottleneck"),
        ("shortage of", "shortage"),
        ("takers risk", "risk takers"),
        ("in the long ru", "long run"),
        ("YAO", "yao"),
    ],
)
def test_typos_word_order_beginnings_and_words_in_the_middle_are_found(typed: str, held: str) -> None:
    assert held in questions(typed)[0].lower(), questions(typed)[:5]


def test_each_entry_is_offered_once_and_only_as_many_as_asked_for() -> None:
    offered = completion().complete("what", 25)
    assert len({each.entry for each in offered}) == len(offered) == 25
    assert completion().complete("what", 3) == offered[:3]
    assert completion().complete("what", 0) == ()


def test_what_nothing_resembles_offers_nothing() -> None:
    assert questions("zzzqqq") == []


def test_every_curated_question_typed_in_full_offers_its_entry_among_the_first() -> None:
    missed = [
        (entry.id, question)
        for entry in shipped().entries
        for question in entry.questions
        if entry.id not in [each.entry for each in completion().complete(question, 5)]
    ]
    assert len(missed) <= 0.01 * sum(len(entry.questions) for entry in shipped().entries), missed[:10]


def test_a_figure_is_found_by_id_label_or_a_mistyped_word() -> None:
    for text in ("qwen-downloads", "Downloads of open Qwen models", "dwnloads"):
        found = completion().statistic(text)
        assert found is not None
        assert found.id == "qwen-downloads"
    assert completion().statistic("price of bananas") is None
    assert completion().statistic("?") is None
    assert completion().statistics("", 25) == shipped().statistics


def test_completing_takes_under_five_milliseconds() -> None:
    typed = [
        "",
        "w",
        "what do",
        "how many downlods",
        "is there any chance that china overtakes the united states in ai",
    ]
    for text in typed:
        completion().complete(text, 25)
    started = time.perf_counter()
    for _ in range(20):
        for text in typed:
            completion().complete(text, 25)
    assert (time.perf_counter() - started) / (20 * len(typed)) < 0.005


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_completes_the_same_way_twice(text: str) -> None:
    offered = completion().complete(text, 25)
    assert len(offered) <= 25
    assert offered == Completion(shipped()).complete(text, 25) if len(text) < 3 else True
    assert offered == completion().complete(text, 25)
