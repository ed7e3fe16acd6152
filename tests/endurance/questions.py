"""Take conversations from the labelled rounds, always the same ones."""

from __future__ import annotations

import json
from itertools import groupby, islice
from pathlib import Path

_ROUNDS = Path(__file__).parents[1] / "questions" / "rounds"


def conversations(most: int) -> list[list[str]]:
    """Return the first conversations of all rounds in turn, each as its questions in order."""
    files = []
    for path in sorted(_ROUNDS.glob("conv-*.jsonl")):
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        talks = [[each["q"] for each in turns] for _, turns in groupby(lines, lambda x: x["conversation"])]
        files.append(talks)
    in_turn = (talk for talks in zip(*files, strict=False) for talk in talks)
    return list(islice(in_turn, most))
