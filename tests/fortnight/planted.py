"""Say which of the planted gaps a patch proposes to close, and accept two of them as a maintainer would."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from bot.knowledge.rules import phrasing_key

# How many of a proposal's questions must be of a gap for the proposal to be about it.
_SHARE = 0.5


def proposals(patch: Path) -> list[dict[str, Any]]:
    """Return what a patch proposes."""
    found: list[dict[str, Any]] = yaml.safe_load(patch.read_text(encoding="utf-8"))
    return found


def about(proposed: Sequence[Mapping[str, Any]], missed: Mapping[str, Sequence[str]]) -> dict[str, list[int]]:
    """Return the places of the proposals about each gap, the one with most questions first."""
    keys = {gap: {phrasing_key(text) for text in texts} for gap, texts in missed.items()}
    found: dict[str, list[int]] = {gap: [] for gap in missed}
    for place, each in enumerate(proposed):
        asked = [phrasing_key(text) for text in each["questions"]]
        for gap, known in keys.items():
            if asked and sum(key in known for key in asked) >= _SHARE * len(asked):
                found[gap].append(place)
    return found


def accept(patch: Path, places: Mapping[int, str]) -> None:
    """Accept proposals, by their places, as phrasings of the entries that answer them."""
    head, *blocks = patch.read_text(encoding="utf-8").split("\n- gap: ")
    for place, entry in places.items():
        block = blocks[place].replace("  accept: no\n", "  accept: yes\n")
        block = re.sub(r"\n  add: .*\n  to: .*", f"\n  add: phrasing\n  to: {entry}", block)
        blocks[place] = re.sub(r"\n  (?:parts|answer): .*", "", block)
    patch.write_text("\n- gap: ".join([head, *blocks]), encoding="utf-8")
