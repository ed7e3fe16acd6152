"""Make a knowledge base with gaps: ten entries that know hardly any of the ways in which people ask for them.

What was taken out was written by many people who didn't know of each other, and is asked in the fortnight.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
GAPS = (
    "openrouter-study",
    "qwen-downloads",
    "risk-takers",
    "beijing-plan",
    "applications",
    "deepseek-cost",
    "geopolitical-risk",
    "qwen-count",
    "yao-openai",
    "capital",
)
_KEPT_PHRASINGS = 4
# Enough to answer sensibly, and few enough to be learned in seconds.
_ROUNDS = 14
_PHRASINGS = re.compile(r"\n  questions:\n((?:    - .*\n|    #.*\n)+)")


@dataclass(frozen=True)
class SmallKnowledge:
    """Hold the folder, what people ask for each gap, and everything else that they ask."""

    folder: Path
    missed: dict[str, list[str]]
    others: list[str]


def make(folder: Path) -> SmallKnowledge:
    """Copy the shipped knowledge base without what it learned of the gaps and of most rounds."""
    target = folder / "knowledge"
    shutil.copytree(ROOT / "knowledge", target, ignore=shutil.ignore_patterns("asked"))
    (target / "asked").mkdir()
    missed: dict[str, list[str]] = {gap: [] for gap in GAPS}
    others: list[str] = []
    kept = 0
    for file in sorted((ROOT / "knowledge" / "asked").glob("*.yaml")):
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        learn = kept < _ROUNDS and not file.name.startswith(("pairs", "conv"))
        kept += learn
        rest = []
        for line, item in zip(lines, yaml.load("".join(lines), yaml.CSafeLoader), strict=True):
            gap = item.get("entry")
            if "after" in item:
                continue
            if gap in missed:
                missed[gap].append(str(item["question"]))
            elif not set(item.get("also", ())) & set(GAPS):
                rest.append(line)
                others.append(str(item["question"]))
        if learn:
            (target / "asked" / file.name).write_text("".join(rest), encoding="utf-8")
    for file in (target / "entries").glob("*.yaml"):
        file.write_text(_thinned(file.read_text(encoding="utf-8")), encoding="utf-8")
    return SmallKnowledge(target, missed, others)


def _thinned(text: str) -> str:
    """Leave the entries of the gaps with their first few phrasings."""
    entries = re.split(r"(?m)^(?=- id: )", text)
    return "".join(_few(each) if each.split("\n")[0][6:] in GAPS else each for each in entries)


def _few(entry: str) -> str:
    def shorten(match: re.Match[str]) -> str:
        lines = match[1].splitlines(keepends=True)
        return "\n  questions:\n" + "".join(lines[:_KEPT_PHRASINGS])

    return _PHRASINGS.sub(shorten, entry)
