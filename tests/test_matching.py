"""The matcher, trained on a small knowledge base about something else."""

from __future__ import annotations

import itertools
import time
from pathlib import Path

import numpy as np
import pytest

from bot import knowledge as knowledge_folder
from bot.assistant import Assistant
from bot.matching import ridge, storage, thresholds
from bot.matching.lexicon import Lexicon
from bot.matching.matcher import Matcher
from bot.matching.training import train
from bot.model import Answered, Social
from tests.knowledge_folder import write


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    knowledge = knowledge_folder.load(write(tmp_path_factory.mktemp("bees") / "knowledge"))
    state, _ = train(knowledge)
    return Assistant(
        knowledge=knowledge,
        matcher=Matcher(state),
        thresholds=thresholds.choose(state, answer_risk=0.04, unsure_risk=0.2),
    )


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        ("how many hives are there", "hives"),
        ("so how many hives r there now", "hives"),
        ("how mnay hivess are there", "hives"),
        ("the number of the hives?", "hives"),
        ("howmuch honey did the bees give", "honey"),
        ("whats the name of the beekeeper", "keeper"),
    ],
)
def test_the_best_entry_is_found_in_other_words_order_and_spelling(
    assistant: Assistant, question: str, entry: str
) -> None:
    assert assistant.matcher.match(question).entries[0].target == entry


def test_a_stored_question_is_answered_and_a_greeting_greeted(assistant: Assistant) -> None:
    reply = assistant.reply("how many hives are there")
    assert isinstance(reply, Answered)
    assert reply.source.label == "The roofs"
    assert isinstance(assistant.reply("hello"), Social)


def test_a_word_that_no_phrasing_has_lowers_the_confidence(assistant: Assistant) -> None:
    known = assistant.matcher.match("who is the beekeeper").confidence
    assert assistant.matcher.match("who is the beekeeper of Montreal").confidence < known


def test_confidence_is_a_probability_and_pulls_add_up_to_it(assistant: Assistant) -> None:
    match = assistant.matcher.match("amount of honey please")
    logit = sum(pull for _, _, pull in match.evidence) + assistant.matcher.state.second.intercept
    assert match.confidence == pytest.approx(1 / (1 + np.exp(-logit)), abs=0.01)


def test_entries_just_answered_can_be_passed_over(assistant: Assistant) -> None:
    match = assistant.matcher.match("how many hives are there", assistant.knowledge.entry("hives"))
    assert match.entries[0].target != "hives"


def test_training_twice_gives_the_same_state(tmp_path: Path) -> None:
    knowledge = knowledge_folder.load(write(tmp_path / "knowledge"))
    assert storage.pack(train(knowledge)[0], "") == storage.pack(train(knowledge)[0], "")


def test_a_stored_state_answers_as_the_trained_one_does(assistant: Assistant) -> None:
    state, extra = storage.unpack(storage.pack(assistant.matcher.state, "kept"))
    again = Matcher(state)
    assert extra == "kept"
    for question in ("how many hives", "who keeps them", "price of a jar", "hello"):
        assert again.match(question) == assistant.matcher.match(question)


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "text"])
def test_a_damaged_file_is_as_good_as_none(assistant: Assistant, tmp_path: Path, damage: str) -> None:
    whole = storage.pack(assistant.matcher.state, "")
    damaged = {
        "cut": whole[: len(whole) // 2],
        "flipped": whole[:200] + bytes(byte ^ 255 for byte in whole[200:400]) + whole[400:],
        "empty": b"",
        "text": b"not a file of arrays",
    }[damage]
    (tmp_path / "state.npz").write_bytes(damaged)
    assert storage.read(tmp_path / "state.npz") is None


def test_writing_where_nothing_can_be_written_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    storage.write(tmp_path / "file" / "state.npz", b"data")
    assert storage.read(tmp_path / "file" / "state.npz") is None


def test_leaving_rows_out_in_closed_form_is_learning_without_them() -> None:
    generator = np.random.default_rng(5)
    points = generator.normal(size=(30, 6))
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    cosines = (points @ points.T).astype(np.float32)
    indicators = np.eye(4)[[at % 4 for at in range(30)]]
    out = np.array([3, 4, 17])
    kept = np.setdiff1d(np.arange(30), out)
    without = ridge.fit(cosines[np.ix_(kept, kept)], indicators[kept])
    expected = ridge.kernel(cosines[np.ix_(out, kept)]) @ without.coefficients
    assert np.allclose(ridge.fit(cosines, indicators).without(out), expected, atol=1e-6)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("benchmrak", "benchmark"),
        ("benchmarkk", "benchmark"),
        ("downlaods", "downloads"),
        ("opensource", "open source"),
        ("ship", "ship"),
        ("xq", "xq"),
        ("zzzzzzz", "zzzzzzz"),
    ],
)
def test_only_what_is_no_word_is_repaired(typed: str, meant: str) -> None:
    lexicon = Lexicon(frozenset({"benchmark", "downloads", "open", "source", "chip"}))
    assert " ".join(lexicon.repair([typed])[0]) == meant


def test_a_question_takes_at_most_five_milliseconds(assistant: Assistant) -> None:
    times = []
    for question, _ in itertools.product(("how many hives are there then", "who is it"), range(20)):
        started = time.perf_counter()
        assistant.reply(question)
        times.append(time.perf_counter() - started)
    assert sorted(times)[len(times) // 2] < 0.005


def test_thousands_of_phrasings_whose_cosines_are_rounded_are_solved_for_exactly() -> None:
    random = np.random.default_rng(0)
    vectors = random.random((2500, 40))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    cosines = (vectors @ vectors.T + 1e-6 * random.random((2500, 2500))).astype(np.float32)
    indicators = np.eye(5)[random.integers(0, 5, 2500)]
    found = ridge.fit(cosines, indicators)
    kernel = ridge.kernel((cosines + cosines.T) / 2)
    kernel[np.diag_indices_from(kernel)] = 1.0 + ridge.PENALTY
    assert np.abs(kernel @ found.coefficients - indicators).max() < 0.01
