"""The benchmark runs, and what it counts is right; and very many phrasings are learned through landmarks."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from bot.matching import ridge
from bot.matching.matcher import Matcher
from bot.matching.training import train
from tests.benchmark import accuracy
from tests.benchmark.contestants import CONTESTANTS, made_up_knowledge
from tests.benchmark.question_sets import tiny
from tests.processes import ROOT

ALTERNATIVES = all(importlib.util.find_spec(name) for name in ("sklearn", "bm25s", "matplotlib"))


@pytest.mark.skipif(not ALTERNATIVES, reason="needs the alternatives: pip install -e '.[benchmark]'")
def test_the_benchmark_prints_every_contestant_side_by_side() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmark", "tiny"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    for name in CONTESTANTS:
        assert f"| {name} |" in done.stdout


@pytest.mark.skipif(ALTERNATIVES, reason="the alternatives are installed")
def test_without_the_alternatives_the_benchmark_says_how_to_install_them() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmark", "tiny"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 2
    assert ".[benchmark]" in done.stderr


def test_right_at_five_percent_false_lets_one_in_twenty_through() -> None:
    outside = [at / 100 for at in range(100)]
    found = accuracy.measure("x", [True, True, False, True], [0.99, 0.5, 0.97, 0.95], outside)
    assert found.right == 0.75
    assert found.right_at_5_false == 0.5  # five of the hundred stand above 0.94


@pytest.fixture
def few_landmarks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ridge, "LIMIT", 12)
    monkeypatch.setattr(ridge, "LANDMARKS", 10)


@pytest.mark.usefixtures("few_landmarks")
def test_with_few_landmarks_stored_phrasings_still_find_their_entries() -> None:
    questions = tiny()
    knowledge = made_up_knowledge(*questions.texts())
    state, unseen = train(knowledge)
    assert state.coefficients.shape == (10, 5)
    assert sorted(state.phrasings) == sorted(each.text for each in knowledge.phrasings)
    own = {at: each.target for at, each in enumerate(knowledge.phrasings)}
    answerable = [own[row] != "not-told" for row in unseen.rows.tolist()]
    assert unseen.answerable.tolist() == answerable
    matcher = Matcher(state)
    found = [matcher.match(text).entries[0].target == label for text, label in questions.phrasings]
    assert sum(found) >= len(found) - 1


def test_when_every_phrasing_is_a_landmark_the_result_is_that_of_the_exact_method() -> None:
    chance = np.random.default_rng(0)
    vectors = chance.random((40, 8))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    cosines = (vectors @ vectors.T).astype(np.float32)
    indicators = np.eye(4)[np.arange(40) % 4]
    exact = ridge.fit(cosines, indicators)
    folds = [(fold, cosines[fold::2], indicators[fold::2]) for fold in range(2)]
    everything, left_out = ridge.fit_landmarks(cosines, folds, 2)
    found = ridge.scores(cosines, everything)
    assert np.abs(found - ridge.scores(cosines, exact.coefficients)).max() < 0.01
    kept = np.arange(1, 40, 2)
    alone = ridge.fit(cosines[np.ix_(kept, kept)], indicators[kept])
    without = ridge.kernel(cosines[0::2][:, kept]) @ alone.coefficients
    assert np.abs(ridge.scores(cosines[0::2], left_out[0]) - without).max() < 0.1


def test_below_the_limit_nothing_is_reordered_and_all_is_predicted() -> None:
    knowledge = made_up_knowledge(*tiny().texts())
    state, unseen = train(replace(knowledge, version="other"))
    assert state.phrasings == tuple(each.text for each in knowledge.phrasings)
    assert unseen.rows.tolist() == list(range(len(knowledge.phrasings)))
