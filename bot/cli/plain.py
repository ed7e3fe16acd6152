"""Print a reply as plain text."""

from __future__ import annotations

from typing import assert_never

from bot import wording
from bot.model import Answered, Declined, Reply, Social, Unsure
from bot.wording import several


def lines_of(reply: Reply) -> list[str]:
    """Return the lines that a person reads for a reply."""
    match reply:
        case Answered():
            besides = [line for each in reply.besides for line in several.lines(each)]
            return [wording.answer(reply), wording.citation(reply), *besides, reply.source.link]
        case Unsure():
            return [
                wording.UNSURE,
                *(f"{at}. {each.question}" for at, each in enumerate(reply.choices, start=1)),
            ]
        case Declined():
            return [reply.text, *wording.nearest(reply.choices)]
        case Social():
            return [reply.text]
        case _:
            assert_never(reply)


def print_reply(reply: Reply) -> None:
    """Print a reply to standard output."""
    print("\n".join(lines_of(reply)))
