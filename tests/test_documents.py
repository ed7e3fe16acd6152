"""What the documents name is there."""

from __future__ import annotations

import re

import pytest

from tests.processes import ROOT

_PICTURE = re.compile(r'!\[[^\]]*\]\(([^)]+)\)|<img src="([^"]+)"')


@pytest.mark.parametrize(("document", "at_least"), [("discord.md", 30), ("history.md", 20)])
def test_every_test_that_a_document_names_exists(document: str, at_least: int) -> None:
    tests = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "tests").glob("test_*.py"))
    there = set(re.findall(r"def (test_\w+)", tests))
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs" / document).read_text(encoding="utf-8")))
    assert len(named) > at_least
    assert named <= there, sorted(named - there)


def test_every_picture_that_a_document_shows_is_there() -> None:
    for document in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        shown = _PICTURE.findall(document.read_text(encoding="utf-8"))
        for picture in ("".join(each) for each in shown):
            assert (document.parent / picture).is_file(), f"{document.name} shows {picture}"


def test_every_scene_is_shown_and_there_in_both_themes_and_widths() -> None:
    shown = (ROOT / "docs" / "discord.md").read_text(encoding="utf-8")
    there = {file.stem for file in (ROOT / "docs" / "pictures").iterdir()}
    scenes = {name.split("-")[0] for name in there}
    assert len(scenes) > 10
    assert there == {
        f"{scene}-{width}-{theme}"
        for scene in scenes
        for width in ("desktop", "phone")
        for theme in ("dark", "light")
    }
    assert {scene for scene in scenes if f"pictures/{scene}-" not in shown} == set()
