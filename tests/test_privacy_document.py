"""PRIVACY.md explains everything that is stored, and nothing that isn't."""

from __future__ import annotations

import re
from dataclasses import fields

from bot.history.tables import metadata
from bot.preferences import PersonPreferences, ServerPreferences
from tests.processes import ROOT

TEXT = (ROOT / "PRIVACY.md").read_text(encoding="utf-8")


def _explained(heading: str) -> dict[str, tuple[str, str]]:
    """Return what the table under a heading explains: the meaning and the time, by name."""
    section = TEXT.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = re.findall(r"^\| `([^`]+)` \| ([^|]+) \| ([^|]+) \|$", section, flags=re.MULTILINE)
    assert len({name for name, *_ in rows}) == len(rows), "something is explained twice"
    return {name: (meaning.strip(), stays.strip()) for name, meaning, stays in rows}


def _stored() -> set[str]:
    return {f"{table.name}.{column.name}" for table in metadata.tables.values() for column in table.columns}


def test_every_column_of_the_database_is_explained_and_no_other() -> None:
    explained = set(_explained("What is in the database"))
    assert explained == _stored(), f"not explained or gone: {sorted(explained ^ _stored())}"


def test_every_preference_is_explained_and_no_other() -> None:
    kept = {f"people.{each.name}" for each in fields(PersonPreferences)}
    kept |= {f"servers.{each.name}" for each in fields(ServerPreferences)}
    assert set(_explained("What is in the preferences file")) == kept


def test_every_explanation_says_what_it_means_and_how_long_it_stays() -> None:
    for heading in ("What is in the database", "What is in the preferences file", "The keys"):
        for name, told in _explained(heading).items():
            assert all(told), name


def test_what_is_a_persons_is_told_to_mean_nothing_after_its_month() -> None:
    explained = _explained("What is in the database")
    hashes = [each for each in _stored() if each.split(".")[1] in ("person", "server", "answer")]
    for name in hashes:
        month, lasting = "month's code" in explained[name][0], "lasting code" in explained[name][0]
        assert month != lasting, name
