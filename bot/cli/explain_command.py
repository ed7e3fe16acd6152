"""Explain how one question is decided: `explain`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from bot import wiring, wording
from bot.cli.streams import prepare_output
from bot.console import why
from bot.console.page import GAP, Page, Paragraph, Table
from bot.evaluation import provenance
from bot.evaluation.explanation import Explanation, explain
from bot.receipts import Receipt, Receipts
from bot.settings import Settings
from bot.wording import at_console, tools
from bot.wording import receipts as receipt_words

_MOST_WORDS = 200


def declare(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401  # argparse's own type is private
    """Add the command to the parser."""
    parser = commands.add_parser(
        "explain",
        parents=[common],
        help="explain how one question is decided",
        description="Explain how one question is decided: its words, the likeliest entries, the probability, "
        "what spoke for and against it, the nearest question that the article doesn't answer.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog='example:\n  python -m bot explain "is china winning?"\n'
        '  python -m bot explain "is tencent mentioned?" --json\n'
        "  python -m bot explain --receipt w1:lin-estimate:0a1b2c3d:4e5f6a7b:970",
    )
    parser.add_argument(
        "question", nargs="*", metavar="QUESTION", help="the question; quotes may be left out"
    )
    parser.add_argument(
        "--receipt", metavar="RECEIPT", help="explain a reply by the receipt that its Why? button shows"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object with everything")
    parser.set_defaults(run=run, usage_error=parser.error)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Decide, explain and return the exit status."""
    question = " ".join(options.question)
    receipt = Receipt.parse(options.receipt) if options.receipt is not None else None
    if options.receipt is not None and receipt is None:
        options.usage_error(receipt_words.NOT_A_RECEIPT)
    if receipt is None and not question.strip():
        options.usage_error('a question is needed, for example: python -m bot explain "what are the odds?"')
    assistant = wiring.build_assistant(settings, lambda: print(wording.LEARNING, file=sys.stderr))
    prepare_output()
    if receipt is not None:
        traced = provenance.trace(receipt, question or None, assistant, Receipts(assistant.knowledge))
        _show(dict(told := provenance.told(traced, assistant)), (Table(told),), as_json=options.json)
        return 0
    found = explain(question, assistant.decide(question), assistant)
    _show(asdict(found), _page(found), as_json=options.json)
    return 0


def _show(plain: dict[str, Any], page: Page, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(plain, ensure_ascii=False, indent=2))
    elif sys.stdout.isatty():
        from bot.console.terminal import Terminal  # rich takes a moment to import

        Terminal(sys.stdout).show(page)
    else:
        from bot.console.plain import lines_of

        print("\n".join(lines_of(page)))


def _page(found: Explanation) -> Page:
    if not found.words:
        return (Table((*why.question_rows(found), (at_console.WHY_WORDS, at_console.WHY_NO_WORDS))),)
    rows = [
        *why.question_rows(found),
        (at_console.WHY_SURENESS, why.sureness(found)),
        *([(tools.WHY_STORED, tools.WHY_STORED_AS_IT_IS)] if found.stored else []),
        (at_console.WHY_WORDS, _listed(each.word for each in found.words)),
        (at_console.WHY_REPAIRED, why.repaired(found)),
        (tools.WHY_KNOWN, _listed(each.word for each in found.words if each.known)),
        (tools.WHY_SALIENT, _rarities(found, salient=True)),
        (tools.WHY_EVERYDAY, _rarities(found, salient=False)),
        (at_console.WHY_LACKING, why.listed(found.lacking)),
        (tools.WHY_PRESENT, why.listed(found.present)),
    ]
    if found.nearest_not_told:
        rows.append((tools.WHY_NEAREST_NOT_TOLD, why.candidate(found.nearest_not_told)))
    return (
        Table(tuple(rows)),
        GAP,
        Paragraph(tools.WHY_ENTRIES, "heading"),
        *(
            Paragraph(why.candidate(each), lead=f"{place}. ")
            for place, each in enumerate(found.entries, start=1)
        ),
        *why.evidence(at_console.WHY_FOR, found.supporting),
        *why.evidence(at_console.WHY_AGAINST, found.opposing),
    )


def _listed(words: Iterable[str]) -> str:
    return why.listed(tuple(words), _MOST_WORDS)


def _rarities(found: Explanation, *, salient: bool) -> str:
    return _listed(f"{each.word} ({each.rarity:.2f})" for each in found.unknown if each.salient is salient)
