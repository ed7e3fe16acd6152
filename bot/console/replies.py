"""Turn replies into pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import assert_never

from bot import wording
from bot.console.page import GAP, Page, Paragraph
from bot.model import Answered, Besides, Choice, Declined, Reply, Social, Unsure
from bot.wording import at_console, several


class Replies:
    """Write replies for one knowledge base; `names` says how the article writes its names."""

    def __init__(self, names: Mapping[str, str], *, offer_related: bool) -> None:
        """Take the names, and whether an answer is followed by questions that one may ask next."""
        self._names = names
        self._offer_related = offer_related

    def page(self, reply: Reply) -> Page:
        """Return what a person reads for a reply."""
        match reply:
            case Answered():
                related = self.offered(reply)
                return (
                    Paragraph(wording.answer(reply)),
                    Paragraph(wording.citation(reply), "quiet"),
                    *(block for each in reply.besides for block in _besides(each)),
                    Paragraph(reply.source.link, "link"),
                    *((GAP, *self._numbered(at_console.ASK_NEXT, related)) if related else ()),
                )
            case Unsure():
                return self._numbered(wording.UNSURE, reply.choices)
            case Declined():
                nearest = wording.NEAREST if len(reply.choices) == 1 else wording.NEAREST_SEVERAL
                return (
                    Paragraph(reply.text),
                    *(self._numbered(nearest, reply.choices) if reply.choices else ()),
                )
            case Social():
                return (Paragraph(reply.text),)
            case _:
                assert_never(reply)

    def offered(self, reply: Reply) -> tuple[Choice, ...]:
        """Return the choices that the page of a reply numbers from 1."""
        if isinstance(reply, Social) or (isinstance(reply, Answered) and not self._offer_related):
            return ()
        return reply.choices

    def question(self, question: str) -> str:
        """Return a stored question as people read it."""
        return wording.shown_question(question, self._names)

    def _numbered(self, heading: str, choices: Sequence[Choice]) -> Page:
        return (
            Paragraph(heading, "quiet"),
            *(
                Paragraph(self.question(each.question), lead=f"{at}. ")
                for at, each in enumerate(choices, start=1)
            ),
        )


def _besides(one: Besides) -> Page:
    said, *cited = several.lines(one)
    return (Paragraph(said), *(Paragraph(each, "quiet") for each in cited))
