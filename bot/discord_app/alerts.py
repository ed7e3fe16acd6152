"""Tell the maintainers, once, of an answer that people don't find helpful."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING

from bot.discord_app.desk import Desk
from bot.discord_app.markup import escape
from bot.discord_app.recording import settled
from bot.errors import HistoryError
from bot.history.values import Noted
from bot.intervals import wilson
from bot.model import Entry
from bot.receipts import Receipt
from bot.wording import feedback as words
from bot.wording import percent, replies

if TYPE_CHECKING:
    from bot.history.helpfulness import Rated
    from bot.history.recording import History

_log = logging.getLogger(__name__)
LEAST_VOTES, LEAST_PEOPLE = 10, 5
# Seconds in which a vote should stand in the database; if it takes longer, the next vote is looked at.
_WRITTEN_WITHIN = 30.0


class Alerts:
    """Look at an entry's votes after each that says it didn't help."""

    def __init__(
        self,
        *,
        desk: Desk,
        history: History | None,
        at_least: float,
        maintainers: Callable[[int | None], int | None],
        tell: Callable[[int | None, str], Awaitable[str]],
    ) -> None:
        """Take what knows the entries, what keeps the votes, and what finds and tells a server's maintainers.

        `at_least` is the share of helpful votes below whose interval's lower end they hear of it.
        """
        self._desk = desk
        self._history = history
        self._at_least = at_least
        self._maintainers = maintainers
        self._tell = tell

    async def voted(self, receipt: Receipt, vote: Future[Noted | None], server: int | None) -> None:
        """Tell the maintainers of the server of the vote, if it tipped the entry as it stands.

        Nobody knows in which servers the others voted: where nobody can be told, the next vote decides.
        """
        entry = self._desk.receipts.entry(receipt)
        if self._history is None or entry is None or self._maintainers(server) is None:
            return
        if not await settled(vote, _WRITTEN_WITHIN):
            return
        try:
            found = await asyncio.to_thread(self._rated, self._history, entry, receipt.hash)
        except HistoryError as error:
            _log.warning("%s", words.NOT_CHECKED.format(entry=entry.id, why=error))
            return
        if found.votes < LEAST_VOTES or found.people < LEAST_PEOPLE or self._lower(found) >= self._at_least:
            return
        subject = f"unhelpful:{receipt.entry}:{receipt.hash}"
        claim = self._history.notes.claim(subject)
        if not await settled(claim, _WRITTEN_WITHIN) or not _is_true(claim):
            return
        if await self._tell(server, self._text(entry, found)) != replies.TOLD:
            self._history.notes.release(subject)
            return
        told = words.ALERTED_IN_LOG.format(entry=entry.id, helpful=found.helpful, votes=found.votes)
        _log.warning("%s", told)

    @staticmethod
    def _rated(history: History, entry: Entry, version: str) -> Rated:
        from bot.history.helpfulness import rated  # only where there is a history

        with history.reading() as connection:
            return rated(connection, entry.id, version)

    @staticmethod
    def _lower(found: Rated) -> float:
        return wilson(found.helpful, found.votes)[0]

    def _text(self, entry: Entry, found: Rated) -> str:
        return words.ALERT.format(
            answer=named(self._desk, entry),
            votes=found.votes,
            people=found.people,
            helpful=found.helpful,
            lower=percent(self._lower(found)),
            least=percent(self._at_least),
            reasons=words.reasons_given(found.reasons),
        )


def named(desk: Desk, entry: Entry) -> str:
    """Return which answer is meant, as markup for the maintainers."""
    question = escape(desk.shown_question(entry.questions[0]))
    return words.ANSWER.format(question=question, entry=entry.id)


def _is_true(done: Future[bool]) -> bool:
    return not done.cancelled() and done.exception() is None and done.result()
