"""Settings come from the environment and `.env`, and faults in them are named."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from bot import settings
from bot.errors import SettingsError
from bot.settings import Settings

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for each in fields(Settings):
        monkeypatch.delenv(settings.variable(each.name), raising=False)
    monkeypatch.chdir(tmp_path)


def test_without_any_setting_the_defaults_hold() -> None:
    assert settings.load() == Settings()


def test_the_environment_wins_over_the_env_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text(
        "ARTICLE_BOT_ANSWER_RISK=0.1\nARTICLE_BOT_UNSURE_RISK=0.3\n", encoding="utf-8"
    )
    monkeypatch.setenv("ARTICLE_BOT_ANSWER_RISK", "0.02")
    found = settings.load()
    assert (found.answer_risk, found.unsure_risk) == (0.02, 0.3)


@pytest.mark.parametrize(("value", "is_on"), [("on", True), ("off", False), ("", False)])
def test_the_message_content_intent_is_switched_by_on_and_off(
    monkeypatch: pytest.MonkeyPatch, value: str, is_on: bool
) -> None:
    monkeypatch.setenv("ARTICLE_BOT_MESSAGE_CONTENT", value)
    assert settings.load().message_content is is_on


def test_the_token_is_never_shown() -> None:
    assert "secret" not in repr(Settings(discord_token="secret"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ARTICLE_BOT_ANSWER_RISK", "much"),
        ("ARTICLE_BOT_ANSWER_RISK", "0.7"),
        ("ARTICLE_BOT_LOG_LEVEL", "LOUD"),
        ("ARTICLE_BOT_MESSAGE_CONTENT", "maybe"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name):
        settings.load()


def test_a_misspelled_setting_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTICLE_BOT_ANSWER_RISKS", "0.1")
    with pytest.raises(SettingsError, match="ARTICLE_BOT_ANSWER_RISKS"):
        settings.load()


def test_the_example_file_holds_every_setting_with_its_explanation() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    pairs = re.findall(r"^# (.+)\n#?([A-Z_]+)=", text, flags=re.MULTILINE)
    assert {name: help_ for help_, name in pairs} == {
        settings.variable(each.name): each.metadata["help"] for each in fields(Settings)
    }
