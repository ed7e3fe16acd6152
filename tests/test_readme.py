"""What the README shows is what happens."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys

import pytest

from tests.processes import ROOT, run_bot

README = (ROOT / "README.md").read_text(encoding="utf-8")


def _shown_exchanges() -> list[tuple[str, str]]:
    block = README.split("<!-- example -->\n```\n", 1)[1].split("\n```", 1)[0]
    parts = [part.strip() for part in re.split(r"^> ", block, flags=re.MULTILINE) if part.strip()]
    return [(part.split("\n", 1)[0], part.split("\n", 1)[1].strip()) for part in parts]


@pytest.mark.parametrize(("question", "reply"), _shown_exchanges())
def test_the_shown_replies_are_the_real_ones(question: str, reply: str) -> None:
    assert run_bot("ask", question).stdout.strip() == reply


def _commands() -> list[str]:
    return re.findall(r"^\| `article-bot ?([^`]*)` \|", README, flags=re.MULTILINE)


@pytest.mark.parametrize("command", [each for each in _commands() if each])
def test_every_command_of_the_table_is_there(command: str) -> None:
    name = shlex.split(command)[0]
    done = run_bot(name, "--help")
    assert done.returncode == 0
    assert "example" in done.stdout


def test_every_module_of_the_layout_is_there() -> None:
    layout = README.split("## Layout", 1)[1].split("```")[1]
    for line in layout.splitlines():
        for name in re.findall(r"\b([\w/]+(?:\.py|/))", line.split("  ")[0] + "," + line[:40]):
            places = (ROOT / name, ROOT / "bot" / name)
            assert any(place.exists() for place in places), name


def test_every_linked_file_is_there() -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_the_first_lines_name_two_commands_that_set_everything_up() -> None:
    commands = re.findall(r"<!-- command: (\w+) -->\n```sh\n(.+)\n```", README)
    assert [name for name, _ in commands] == ["start", "tests"]
    assert all("\n" not in command for _, command in commands)


def test_the_tests_command_runs_this_very_suite() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "tests/test_readme.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0
