"""Run `stats` and every command's `--help` as processes."""

from __future__ import annotations

import json

import pytest

from tests.processes import run_bot

COMMANDS = ("console", "ask", "check", "discord", "stats", "evaluate")


def test_the_key_figures_are_an_aligned_table() -> None:
    done = run_bot("stats")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert "Downloads of open Qwen models    over 1 billion" in lines
    assert (
        len({line.index(figure) for line in lines for figure in ("over 400", "30 p") if figure in line}) == 1
    )


@pytest.mark.parametrize("name", [["qwen-downloads"], ["downloads"], ["Downloads of open", "Qwen models"]])
def test_one_figure_is_found_by_id_or_by_words_of_its_label(name: list[str]) -> None:
    done = run_bot("stats", *name)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Downloads of open Qwen models: over 1 billion\n")
    assert "CNN, February 10, 2026" in done.stdout


def test_a_figure_that_is_not_there_is_wrong_use_and_says_which_there_are() -> None:
    done = run_bot("stats", "zanzibar")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no figure called “zanzibar”" in done.stderr
    assert "“Downloads of open Qwen models”" in done.stderr


def test_figures_come_as_json_objects() -> None:
    listed = json.loads(run_bot("stats", "--json").stdout)
    one = json.loads(run_bot("stats", "qwen-models", "--json").stdout)
    assert one in listed
    assert one["value"] == 400
    assert one["shown"] == "over 400"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    done = run_bot(command, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert "example:\n  python -m bot " in done.stdout
    assert command in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["stats", "--unknown"],
        ["nonsense"],
        ["console", "extra"],
        ["stats", "--knowledge", "/no/such/folder"],
        ["check", "--knowledge", "/no/such/folder"],
        ["check", "--article", "/no/such/file"],
    ],
)
def test_wrong_use_ends_with_2_and_a_sentence_on_standard_error(arguments: list[str]) -> None:
    done = run_bot(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr
    assert "Traceback" not in done.stderr
