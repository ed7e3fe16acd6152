"""Keep what was just said, per conversation, bounded in turns, time and number."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable

from bot.assistant import Assistant, Decision
from bot.followups import Turn
from bot.model import Reply, Social

_MOST_TURNS = 4
_MOST_CONVERSATIONS = 10_000
FORGOTTEN_AFTER = 600.0


class Conversation:
    """Answer one person's questions in the light of the last few."""

    def __init__(self, assistant: Assistant) -> None:
        """Start with nothing said."""
        self._assistant = assistant
        self._turns: list[Turn] = []

    def reply(self, question: str) -> Reply:
        """Return the reply to the next question."""
        return self.decide(question).reply

    def decide(self, question: str) -> Decision:
        """Return the reply to the next question, with the match behind it."""
        decision = self._assistant.decide(question, self._turns)
        if not isinstance(decision.reply, Social):
            self._turns = [*self._turns, Turn(decision.understood, decision.reply)][-_MOST_TURNS:]
        return decision

    def take_back(self) -> None:
        """Forget the last question, as when it was edited."""
        self._turns = self._turns[:-1]

    def answered(self, question: str, reply: Reply) -> None:
        """Take note of an answer that a person picked, so that a follow-up can rest on it."""
        self._turns = [*self._turns, Turn(question, reply)][-_MOST_TURNS:]


class Conversations:
    """Keep many conversations apart, each under its own key."""

    def __init__(self, assistant: Assistant) -> None:
        """Start with none."""
        self._assistant = assistant
        self._kept: OrderedDict[Hashable, tuple[float, Conversation]] = OrderedDict()

    def __len__(self) -> int:
        """Return how many conversations are kept."""
        return len(self._kept)

    def reply(self, key: Hashable, question: str, now: float = 0.0) -> Reply:
        """Return the reply to the next question of one conversation; `now` is any clock in seconds."""
        return self.decide(key, question, now).reply

    def decide(self, key: Hashable, question: str, now: float = 0.0) -> Decision:
        """Return the reply to the next question of one conversation, with the match behind it."""
        return self.get(key, now).decide(question)

    def get(self, key: Hashable, now: float = 0.0) -> Conversation:
        """Return a conversation, a new one if it is unknown or ten minutes old; the oldest are forgotten."""
        last, conversation = self._kept.pop(key, (now, None))
        if conversation is None or now - last > FORGOTTEN_AFTER:
            conversation = Conversation(self._assistant)
        self._kept[key] = (now, conversation)
        while len(self._kept) > _MOST_CONVERSATIONS:
            self._kept.popitem(last=False)
        return conversation

    def forget(self, wanted: Callable[[Hashable], bool]) -> None:
        """Forget every conversation whose key is wanted gone."""
        for key in [key for key in self._kept if wanted(key)]:
            del self._kept[key]
