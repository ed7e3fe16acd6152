"""Quizzes are made of the knowledge base alone, fairly, and the same seed makes the same one."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import knowledge as knowledge_folder
from bot import wiring
from bot.model import Knowledge
from bot.quiz import GAP, MOST_OPTIONS, QUESTIONS, quiz
from bot.settings import Settings
from tests import knowledge_folder as bees

SEEDS = range(200)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return wiring.build_assistant(Settings()).knowledge


def test_a_quiz_has_five_questions_each_with_one_right_option_among_different_ones(
    knowledge: Knowledge,
) -> None:
    for seed in SEEDS:
        items = quiz(knowledge, seed)
        assert len(items) == len({item.asked for item in items}) == QUESTIONS
        for item in items:
            assert 2 <= len(item.options) <= MOST_OPTIONS
            assert len(set(item.options)) == len(item.options)
            assert item.options[item.right] in item.told


def test_the_same_seed_makes_the_same_quiz_and_others_make_others(knowledge: Knowledge) -> None:
    assert quiz(knowledge, 7) == quiz(knowledge, 7)
    assert len({quiz(knowledge, seed) for seed in SEEDS}) > len(SEEDS) / 2


def test_options_are_shown_by_figures_and_facts_and_the_right_one_may_stand_anywhere(
    knowledge: Knowledge,
) -> None:
    shown = {each.shown for each in knowledge.statistics}
    facts = {fact for part in knowledge.article.parts for fact in part.facts}
    places = set()
    for seed in SEEDS:
        for item in quiz(knowledge, seed):
            assert set(item.options) <= (shown if item.figure else facts)
            places.add(item.right)
    assert places == set(range(MOST_OPTIONS))


def test_a_gap_is_all_there_is_of_what_belongs_into_it_and_no_other_option_stands_in_the_cited_parts(
    knowledge: Knowledge,
) -> None:
    for seed in SEEDS:
        for item in quiz(knowledge, seed):
            if item.figure:
                continue
            right = item.options[item.right]
            assert GAP in item.asked
            assert right not in item.asked
            if right in knowledge.article.people:
                assert not set(right.split()) & set(item.asked.replace("'", " ").split())
            cited = {fact for number in item.parts for fact in knowledge.article.part(number).facts}
            assert right in cited
            assert not cited & set(item.options) - {right}


def test_options_are_alike(knowledge: Knowledge) -> None:
    people = set(knowledge.article.people)
    for seed in SEEDS:
        for item in quiz(knowledge, seed):
            if not item.figure:
                assert set(item.options) <= people or not set(item.options) & people
                assert len({"percent" in option for option in item.options}) == 1


def test_no_question_gives_away_what_belongs_into_another(knowledge: Knowledge) -> None:
    for seed in SEEDS:
        gaps = [item.options[item.right] for item in quiz(knowledge, seed) if not item.figure]
        assert not [one for one in gaps for other in gaps if one is not other and one in other]


def test_another_knowledge_base_makes_its_own_quiz_as_far_as_it_goes(tmp_path: Path) -> None:
    small = knowledge_folder.load(bees.write(tmp_path / "knowledge"))
    asked = {item.asked: item for seed in SEEDS for item in quiz(small, seed)}
    assert f"There are {GAP} on the roofs of Leipzig, the article says." in asked
    item = asked[f"The hives are looked after by {GAP}, the article says."]
    assert set(item.options) == {"Anna Berg", "Leipzig"}
