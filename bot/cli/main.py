"""Declare the commands and run the one that was asked for."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bot import __version__, settings
from bot.errors import BotError
from bot.starting import without_collecting

_COMMANDS = (
    *("console", "ask", "check", "discord", "invite", "sync", "stats", "usage"),
    *("evaluate", "explain", "diff", "history", "gaps"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status: 0 done, 1 a check failed, 2 wrong use or settings."""
    try:
        return _run(sys.argv[1:] if arguments is None else arguments)
    except BotError as error:
        print(error, file=sys.stderr)
        return error.exit_status
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has closed it: say nothing, and keep Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bot",
        description="Answer questions about one article, citing the source. Without a command: the console.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog='example:\n  python -m bot ask "what are the odds?"',
    )
    parser.add_argument("--version", action="version", version=f"article-bot {__version__}")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--knowledge", type=Path, metavar="FOLDER", help="use this knowledge base instead of the shipped one"
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    if not arguments or arguments[0] == "--knowledge" or arguments[0].startswith("--knowledge="):
        arguments = ["console", *arguments]
    wanted = next((each for each in arguments if not each.startswith("-")), None)
    for name in _COMMANDS:
        if wanted in _COMMANDS and name != wanted:
            continue  # One command's module is enough to run it; the others cost time to import.
        with without_collecting():
            command = importlib.import_module(f"bot.cli.{name}_command")
        command.declare(commands, common)
    options = parser.parse_args(arguments)
    loaded = settings.load()
    if options.knowledge is not None:
        loaded = replace(loaded, knowledge=options.knowledge)
    status: int = options.run(options, loaded)
    sys.stdout.flush()
    return status
