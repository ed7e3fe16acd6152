"""What the Discord adapter tells the history of a press."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sqlalchemy import select

from bot import wiring
from bot.discord_app.recording import Recorder
from bot.history.tables import misses
from bot.reduction import Reducer
from bot.settings import Settings
from tests.history_databases import Calendar, history_at


def test_an_answer_that_did_not_help_is_a_miss_of_the_presser_if_the_question_can_be_read(
    tmp_path: Path,
) -> None:
    history = history_at(f"sqlite:///{tmp_path / 'history.sqlite'}", tmp_path, Calendar())
    history.start()
    assistant = wiring.build_assistant(Settings())
    recorder = Recorder(history, lambda: 0.0, Reducer(assistant.knowledge, assistant.matcher))
    press: Any = SimpleNamespace(author=SimpleNamespace(id=7), guild=None, message=SimpleNamespace(id=9))
    recorder.unhelpful(press, "do hospitals in china use qwen")
    recorder.unhelpful(press, None)
    recorder.unhelpful(press, "hello there")
    assert history.flush()
    with history.reading() as connection:
        found = connection.execute(select(misses.c.why, misses.c.person)).all()
    assert found == [("unhelpful", history.keys.of_month("person", 7))]
    history.close()
    Recorder(None, lambda: 0.0, recorder.reducer).unhelpful(press, "do hospitals in china use qwen")
