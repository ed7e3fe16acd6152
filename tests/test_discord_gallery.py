"""The whole story, told by a transcript and a picture."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import wording
from tests.discord_stand_in import NoBrowserError
from tests.discord_stand_in.gallery import make
from tests.discord_stand_in.picture import find_browser


@pytest.mark.slow
async def test_the_transcript_and_the_picture_show_everything_the_bot_does(tmp_path: Path) -> None:
    try:
        find_browser()
    except NoBrowserError as error:
        pytest.skip(str(error))
    picture = tmp_path / "discord.png"
    transcript = await make(picture)
    (tmp_path / "discord.txt").write_text(transcript, encoding="utf-8")
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size > 50_000
    for shown in (
        "what are the odds that China overtakes the US in AI?",
        "== DM with bob",
        "alice  (replying to answerbot",
        "/ask question: Is Alibaba mentioned?",
        "/ask question: so will they catch up in the long run, or never?",
        "bob uses Answer this on a message",
        "/stats",
        "/stat name: usage-last-year",
        "carol pressed [",
        "The bot was just restarted.",
        "bob pressed [",
        "names no chief executives",
        "(only alice can see this)",
        wording.UNSURE,
    ):
        assert shown in transcript, shown
    assert "fault" not in transcript
