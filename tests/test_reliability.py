"""What the words for sureness rest on: the measured reliability table."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bot import wiring
from bot.matching.reliability import FEWEST, Reliability
from bot.model import Answered
from bot.settings import Settings


@pytest.fixture(scope="module")
def shipped() -> Reliability:
    return wiring.build_assistant(Settings()).reliability


def test_the_three_words_rest_on_lower_bounds_of_the_measured_share_right(shipped: Reliability) -> None:
    for band in shipped.table:
        word = shipped.sureness((band.low + band.high) / 2)
        expected = "very" if band.lower >= 0.9 else "fairly" if band.lower >= 0.7 else "barely"
        assert word == (expected if band.questions >= FEWEST else "unmeasured")
    assert shipped.sureness(1.0) == "very"


def test_a_band_with_few_test_questions_is_called_not_measured() -> None:
    state = wiring.build_assistant(Settings()).matcher.state
    rows = np.flatnonzero(state.unseen_confidence >= 0.9)[: FEWEST - 1]
    few = replace(
        state,
        unseen_confidence=state.unseen_confidence[rows],
        unseen_right=state.unseen_right[rows],
        unseen_answerable=state.unseen_answerable[rows],
        unseen_counted=np.ones(len(rows), dtype=bool),
    )
    assert Reliability(few).sureness(0.95) == "unmeasured"
    assert Reliability(few).sureness(0.3) == "unmeasured"


def test_a_picked_entry_says_nothing_of_sureness_and_a_matched_one_does() -> None:
    assistant = wiring.build_assistant(Settings())
    reply = assistant.reply("what odds does justin lin give chinese firms?")
    assert isinstance(reply, Answered)
    assert reply.sureness is not None
    assert assistant.answer(reply.entry.id).sureness is None
