"""Preferences are kept in a file that survives restarts, damage and other versions of the bot."""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path

import pytest

from bot.errors import PreferencesError, SettingsError
from bot.preferences import FilePreferences, PersonPreferences, Preferences, ServerPreferences
from bot.preferences import file as file_module

CHOSEN = ServerPreferences(
    channels=(11, 12), auto_channels=(12,), plain=True, cooldown=0, maintainers=13, digest="weekly"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where the preferences are; its folder isn't there yet."""
    return tmp_path / "folder" / "preferences.json"


def test_who_never_chose_gets_the_defaults_and_nothing_is_written(file: Path) -> None:
    kept: Preferences = FilePreferences(file)
    assert kept.server(1) == ServerPreferences()
    assert kept.server(1).cooldown == 3
    assert kept.person(1) == PersonPreferences()
    assert not file.exists()


def test_what_was_chosen_is_there_after_a_restart_and_for_nobody_else(file: Path) -> None:
    kept = FilePreferences(file)
    kept.set_server(1, CHOSEN)
    kept.set_person(2, PersonPreferences(plain=True))
    again = FilePreferences(file)
    assert again.server(1) == CHOSEN
    assert again.person(2).plain
    assert again.server(2) == ServerPreferences()
    assert not again.person(1).plain


def test_going_back_to_the_defaults_leaves_no_record(file: Path) -> None:
    kept = FilePreferences(file)
    kept.set_person(2, PersonPreferences(plain=True))
    kept.set_person(2, PersonPreferences())
    assert json.loads(file.read_bytes()) == {"format": 1, "servers": {}, "people": {}}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"[" * 100_000,
        b'{"format": "1"}',
        b'{"format": 1, "servers": []}',
        b'{"format": 1, "servers": {"x": {}}}',
        b'{"format": 1, "servers": {"1": {"cooldown": 601}}}',
        b'{"format": 1, "servers": {"1": {"cooldown": true}}}',
        b'{"format": 1, "servers": {"1": {"channels": "12"}}}',
        b'{"format": 1, "servers": {"1": {"digest": "hourly"}}}',
        b'{"format": 1, "servers": {"1": {"digest": 1}}}',
        b'{"format": 1, "people": {"1": {"plain": 1}}}',
    ],
)
def test_a_damaged_file_is_moved_aside_and_named_and_the_bot_goes_on(
    file: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    with caplog.at_level(logging.WARNING):
        kept = FilePreferences(file)
    aside = file.with_name("preferences.json.damaged-1")
    assert aside.read_bytes() == content
    assert str(file) in caplog.text
    assert str(aside) in caplog.text
    kept.set_server(1, CHOSEN)
    assert FilePreferences(file).server(1) == CHOSEN


def test_no_more_than_nine_damaged_files_pile_up(file: Path) -> None:
    file.parent.mkdir()
    for number in range(12):
        file.write_text(f"damaged {number}", encoding="utf-8")
        FilePreferences(file)
    assert len(list(file.parent.iterdir())) == 9


def test_keys_that_a_newer_version_added_are_carried_along(file: Path) -> None:
    file.parent.mkdir()
    body = {"format": 1, "since": 2027, "servers": {"1": {"plain": True, "tone": "dry"}}, "people": {}}
    file.write_text(json.dumps(body), encoding="utf-8")
    kept = FilePreferences(file)
    assert kept.server(1).plain
    kept.set_server(1, ServerPreferences(cooldown=9))
    kept.set_person(2, PersonPreferences(plain=True))
    written = json.loads(file.read_bytes())
    assert written["since"] == 2027
    assert written["servers"]["1"]["tone"] == "dry"
    kept.set_server(1, ServerPreferences())
    assert json.loads(file.read_bytes())["servers"]["1"] == {"tone": "dry"}
    assert FilePreferences(file).server(1) == ServerPreferences()


def test_who_is_forgotten_leaves_nothing_that_a_newer_version_kept_either(file: Path) -> None:
    file.parent.mkdir()
    people = {"2": {"plain": True, "tone": "dry"}, "3": {"plain": True}}
    file.write_text(json.dumps({"format": 1, "servers": {}, "people": people}), encoding="utf-8")
    kept = FilePreferences(file)
    kept.forget_person(2)
    kept.forget_person(4)
    assert (kept.person(2).plain, kept.person(3).plain) == (False, True)
    assert json.loads(file.read_bytes())["people"] == {"3": {"plain": True}}


def test_a_file_of_a_newer_format_is_refused_with_a_sentence_and_stays(file: Path) -> None:
    file.parent.mkdir()
    file.write_text('{"format": 2}', encoding="utf-8")
    with pytest.raises(SettingsError, match="by a newer version of the bot"):
        FilePreferences(file)
    assert file.read_text(encoding="utf-8") == '{"format": 2}'


def test_a_choice_that_cannot_be_written_changes_nothing(file: Path) -> None:
    kept = FilePreferences(file)
    kept.set_server(1, CHOSEN)
    file.with_name("preferences.json.part").mkdir()
    with pytest.raises(PreferencesError, match="can't be written"):
        kept.set_server(1, ServerPreferences())
    assert kept.server(1) == CHOSEN
    assert FilePreferences(file).server(1) == CHOSEN


def test_a_write_that_is_cut_off_leaves_the_old_file_whole(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = FilePreferences(file)
    kept.set_server(1, CHOSEN)

    def cut_off(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", cut_off)
    with pytest.raises(PreferencesError, match="No space left"):
        kept.set_server(2, CHOSEN)
    monkeypatch.undo()
    again = FilePreferences(file)
    assert (again.server(1), again.server(2)) == (CHOSEN, ServerPreferences())


def test_the_number_of_records_is_bounded(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_module, "MOST_PEOPLE", 2)
    kept = FilePreferences(file)
    for person in (1, 2):
        kept.set_person(person, PersonPreferences(plain=True))
    with pytest.raises(PreferencesError, match="full"):
        kept.set_person(3, PersonPreferences(plain=True))
    kept.set_person(1, PersonPreferences())
    kept.set_person(3, PersonPreferences(plain=True))


def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    FilePreferences(real).set_server(1, CHOSEN)
    link.symlink_to(real)
    FilePreferences(link).set_server(2, CHOSEN)
    assert link.is_symlink()
    assert FilePreferences(real).server(2) == CHOSEN


def test_only_the_owner_may_read_the_file(file: Path) -> None:
    FilePreferences(file).set_server(1, CHOSEN)
    assert file.stat().st_mode & 0o077 == 0
