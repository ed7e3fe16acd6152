"""Answer a person at a prompt, or the lines of a pipe: `console`."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from bot import wiring, wording
from bot.assistant import Assistant
from bot.cli.streams import prepare_output
from bot.settings import Settings

_LEAVE = frozenset({"quit", "exit"})


def declare(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401  # argparse's own type is private
    """Add the command to the parser."""
    parser = commands.add_parser(
        "console",
        parents=[common],
        help="ask at a prompt; the same as no command at all",
        description="Ask at a prompt, with history and completion; lines from a pipe are answered singly.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="example:\n  python -m bot console\n  echo 'what are the odds?' | python -m bot console",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Answer until the person leaves or the lines end, and return the exit status."""
    assistant = wiring.build_assistant(settings, lambda: print(wording.LEARNING, file=sys.stderr))
    prepare_output()
    if sys.stdin is None:  # started with a closed standard input: nobody asks anything
        return 0
    if sys.stdin.isatty() and sys.stdout.isatty():
        _talk(assistant, settings)
    else:
        _answer_lines(assistant)
    return 0


def _talk(assistant: Assistant, settings: Settings) -> None:
    # rich and prompt_toolkit take a moment to import, and only a person at a terminal needs them.
    from bot.console.cards import banner
    from bot.console.page import GAP
    from bot.console.prompt import Prompt, history_file
    from bot.console.recording import Recorder
    from bot.console.session import Session
    from bot.console.suggestions import Suggestions
    from bot.console.terminal import Terminal
    from bot.matching.completion import Completion

    completion, file = Completion(assistant.knowledge), history_file()
    recorder = Recorder(lambda: wiring.build_history(settings))
    session = Session(
        assistant=assistant,
        completion=completion,
        remembered=file,
        counted=settings.history,
        replied=recorder.replied,
    )
    terminal = Terminal(sys.stdout)
    terminal.show((*banner(assistant.knowledge), GAP))
    prompt = Prompt(Suggestions(completion, session.replies.question), file)
    try:
        while (line := prompt.line()) is not None:
            recorder.began()
            page = None if line.strip().casefold() in _LEAVE else session.respond(line)
            if page is None:
                break
            terminal.show((*page, GAP))
            recorder.shown()
    finally:
        for sentence in recorder.close():
            print(sentence, file=sys.stderr)


def _answer_lines(assistant: Assistant) -> None:
    from bot.console.plain import lines_of
    from bot.console.session import Session
    from bot.matching.completion import Completion

    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # a text stream here
    session = Session(assistant=assistant, completion=Completion(assistant.knowledge), offer_related=False)
    for number, line in enumerate(sys.stdin):
        page = session.respond(line)
        if page is None:
            break
        print("\n".join(([""] if number else []) + lines_of(page)), flush=True)
