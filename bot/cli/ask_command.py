"""Answer one question, or a stream of them: `ask`."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from bot import contract, wiring, wording
from bot.assistant import Assistant
from bot.cli.plain import print_reply
from bot.conversation import Conversations
from bot.settings import Settings


def declare(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401  # argparse's own type is private
    """Add the command to the parser."""
    parser = commands.add_parser(
        "ask",
        parents=[common],
        help="answer one question, or JSON lines from standard input",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog='example:\n  python -m bot ask "what are the odds that China overtakes the US?"\n'
        '  echo \'{"question": "odds?"}\' | python -m bot ask --jsonl',
    )
    parser.add_argument(
        "question", nargs="*", metavar="QUESTION", help="the question; quotes may be left out"
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print one JSON object")
    form.add_argument("--jsonl", action="store_true", help="read JSON lines, write one JSON object for each")
    parser.set_defaults(run=run, usage_error=parser.error)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Answer and return the exit status."""
    question = " ".join(options.question)
    if options.jsonl and question:
        options.usage_error("--jsonl reads its questions from standard input; leave QUESTION out")
    if not options.jsonl and not question.strip():
        options.usage_error('a question is needed, for example: python -m bot ask "what are the odds?"')
    assistant = wiring.build_assistant(settings, lambda: print(wording.LEARNING, file=sys.stderr))
    if options.jsonl:
        return _stream(assistant)
    reply = assistant.reply(question)
    if options.json:
        print(json.dumps(contract.to_object(question, reply), ensure_ascii=False))
    else:
        print_reply(reply)
    return 0


def _stream(assistant: Assistant) -> int:
    status = 0
    conversations = Conversations(assistant)
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # a text stream here
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a text stream here
    for number, line in enumerate(sys.stdin, start=1):
        if not line.strip():
            continue
        try:
            question, conversation = _parse(line)
        except ValueError as error:
            status = 1
            result = {"outcome": "error", "error": f"line {number}: {error}"}
        else:
            result = contract.to_object(
                question,
                assistant.reply(question)
                if conversation is None
                else conversations.reply(conversation, question),
            )
        print(json.dumps(result, ensure_ascii=False), flush=True)
    return status


def _parse(line: str) -> tuple[str, str | None]:
    try:
        value = json.loads(line)
    except ValueError:
        raise ValueError('not JSON; expected {"question": "…"}') from None
    except RecursionError:
        raise ValueError("JSON nested too deeply") from None
    if not isinstance(value, dict) or not isinstance(value.get("question"), str):
        raise ValueError('expected an object with a text "question"')  # noqa: TRY004  # bad input, no bug
    conversation = value.get("conversation")
    if conversation is not None and not isinstance(conversation, str | int):
        raise ValueError('"conversation" must be a text')
    return value["question"], None if conversation is None else str(conversation)
