"""Lint, format and types are clean, so that green means green with one command."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(("ruff", "check", "."), id="lint"),
        pytest.param(("ruff", "format", "--check", "."), id="format"),
        pytest.param(("mypy",), id="types"),
    ],
)
def test_the_code_passes(command: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_sentence_is_written_over_by_another_of_its_name() -> None:
    again = []
    for file in sorted((ROOT / "bot" / "wording").glob("*.py")):
        body = ast.parse(file.read_text(encoding="utf-8")).body
        targets = (each for line in body if isinstance(line, ast.Assign) for each in line.targets)
        names = Counter(each.id for each in targets if isinstance(each, ast.Name))
        again += [f"{file.name}: {name}" for name, count in names.items() if count > 1]
    assert not again
