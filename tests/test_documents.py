"""What the documents name is there."""

from __future__ import annotations

import re

from tests.processes import ROOT


def test_every_test_that_a_document_names_exists() -> None:
    tests = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "tests").glob("test_*.py"))
    there = set(re.findall(r"def (test_\w+)", tests))
    documents = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "docs").glob("*.md"))
    named = set(re.findall(r"`(test_\w+)`", documents))
    assert len(named) > 30
    assert named <= there, sorted(named - there)


def test_every_picture_that_a_document_shows_is_there() -> None:
    for document in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        for picture in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", document.read_text(encoding="utf-8")):
            assert (document.parent / picture).is_file(), f"{document.name} shows {picture}"
