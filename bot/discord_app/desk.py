"""Hold what every handler answers from: the assistant, the conversations, completion and receipts."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable

from bot import wording
from bot.assistant import Assistant
from bot.conversation import Conversations
from bot.evaluation import provenance
from bot.gaps.proposals import Proposal, propose
from bot.history.values import Gap
from bot.matching.completion import Completion
from bot.matching.reliability import Measured
from bot.model import Answered, Reply
from bot.receipts import Receipt, Receipts
from bot.reduction import Reducer


class Desk:
    """Answer questions for the handlers; knows nothing of Discord's connection.

    A key says whose conversation it is: (channel id, user id).
    """

    def __init__(
        self,
        *,
        assistant: Assistant,
        conversations: Conversations,
        completion: Completion,
        clock: Callable[[], float],
    ) -> None:
        """Take the collaborators, and prepare now what the first question would otherwise wait for."""
        self.knowledge = assistant.knowledge
        self.completion = completion
        self.receipts = Receipts(assistant.knowledge)
        self.reducer = Reducer(assistant.knowledge, assistant.matcher)
        self._assistant = assistant
        self._conversations = conversations
        self._clock = clock
        self._names = wording.proper_names(assistant.knowledge)
        completion.complete("a", 1)
        completion.statistics("a", 1)
        assistant.reply(self.knowledge.entries[0].questions[0])

    def now(self) -> float:
        """Return the time on the desk's clock, in seconds."""
        return self._clock()

    def reply(self, key: Hashable, question: str) -> Reply:
        """Return the reply to the next question of a conversation."""
        return self._conversations.reply(key, question, self._clock())

    def reply_alone(self, question: str) -> Reply:
        """Return the reply to a question that belongs to no conversation."""
        return self._assistant.reply(question)

    def take_back(self, key: Hashable) -> None:
        """Forget the last question of a conversation, as when it was edited."""
        self._conversations.get(key, self._clock()).take_back()

    def choose(self, key: Hashable, entry_id: str) -> Answered:
        """Return the answer that a person picked, and let the conversation go on from it."""
        reply = self._assistant.answer(entry_id)
        self._conversations.get(key, self._clock()).answered(reply.entry.questions[0], reply)
        return reply

    def forget(self, person: int) -> None:
        """Forget a person's conversations, wherever they were held."""
        self._conversations.forget(lambda key: isinstance(key, tuple) and key[1:] == (person,))

    def provenance(self, receipt: Receipt, question: str | None) -> tuple[tuple[str, str], ...]:
        """Return where the answer of a receipt came from, as labels and texts."""
        traced = provenance.trace(receipt, question, self._assistant, self.receipts)
        return provenance.told(traced, self._assistant)

    def proposals(self, gaps: Iterable[Gap]) -> tuple[Proposal, ...]:
        """Return what could be done about gaps; takes some milliseconds for each."""
        return propose(gaps, self._assistant)

    def measured(self) -> Measured | None:
        """Return how often answers were right on questions by others; None where too few were learned."""
        return self._assistant.reliability.measured(self._assistant.thresholds.alone.answer)

    def shown_question(self, question: str) -> str:
        """Return a stored question as people read it."""
        return wording.shown_question(question, self._names)
