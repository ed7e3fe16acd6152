"""Show the article's key figures: `stats`."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import Any

from bot import knowledge as knowledge_folder
from bot import wiring
from bot.cli.pages import show_page
from bot.cli.streams import prepare_output
from bot.console import cards
from bot.errors import SettingsError
from bot.model import Statistic
from bot.settings import Settings


def declare(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401  # argparse's own type is private
    """Add the command to the parser."""
    parser = commands.add_parser(
        "stats",
        parents=[common],
        help="show the article's key figures, or one of them",
        description="Show the article's key figures, or one of them with what it means.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="example:\n  python -m bot stats\n  python -m bot stats downloads\n"
        "  python -m bot stats qwen-models --json",
    )
    parser.add_argument("name", nargs="*", metavar="NAME", help="a figure's id, or some words of its label")
    parser.add_argument("--json", action="store_true", help="print a list of objects, or one object for NAME")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Show the figures and return the exit status; raises SettingsError for a name that no figure has."""
    prepare_output()
    knowledge = knowledge_folder.load(wiring.knowledge_path(settings))
    name = " ".join(options.name).strip()
    if not name:
        if options.json:
            _print_json([_object(each) for each in knowledge.statistics])
        else:
            show_page(cards.statistics(knowledge))
        return 0
    from bot.matching.completion import Completion  # the list alone needs no numpy

    one = Completion(knowledge).statistic(name)
    if one is None:
        raise SettingsError(cards.unknown_statistic(knowledge, name))
    if options.json:
        _print_json(_object(one))
    else:
        show_page(cards.statistic(knowledge, one))
    return 0


def _object(one: Statistic) -> dict[str, Any]:
    value = int(one.value) if one.value.is_integer() else one.value
    return {**asdict(one), "value": value}


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))
