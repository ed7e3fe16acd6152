"""Decide when to answer, wait, point elsewhere or stay silent, from ids, texts and the time alone."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.model import Answered, Reply
from bot.preferences import Preferences
from bot.text.words import words

_T = TypeVar("_T")
_MOST_REMEMBERED = 1000
_HINT_EVERY = 60 * 60.0
_SAME_WITHIN = 60.0
_SURE_UNASKED = 0.9
_QUESTION_WORDS = frozenset(["what", "who", "whom", "whose", "where", "when", "why", "how", "which"])
_QUESTION_MARKS = ("?", "？", "؟")  # Latin, Chinese and Arabic ones.
_AFTER_THE_MARK = " \t\n\"'”’)*_~|"


@dataclass(frozen=True, slots=True)
class Place:
    """Name a channel: its server, if any, and for a thread the channel it belongs to."""

    server: int | None
    channel: int
    parent: int | None = None


class Manners:
    """Hold to what servers and people prefer; forgets the oldest of what it remembers.

    Where there is no server, nobody is disturbed, and so nothing is held back.
    """

    def __init__(self, *, preferences: Preferences, clock: Callable[[], float]) -> None:
        """Take what keeps preferences, and a clock in seconds that never goes back."""
        self.preferences = preferences
        self._clock = clock
        self._hints: _Recent[None] = _Recent()
        self._asked: _Recent[None] = _Recent()
        self._answers: _Recent[tuple[str, int]] = _Recent()

    def plain(self, server: int | None, person: int) -> bool:
        """Say whether a person is to get text without embeds: they or the server want it."""
        by_server = server is not None and self.preferences.server(server).plain
        return by_server or self.preferences.person(person).plain

    def channels(self, server: int) -> tuple[int, ...]:
        """Return the channels where the bot answers, none of them meaning everywhere."""
        chosen = self.preferences.server(server)
        # Who wants unasked answers in a channel wants answers there.
        return tuple(dict.fromkeys((*chosen.channels, *chosen.auto_channels))) if chosen.channels else ()

    def welcome(self, place: Place) -> bool:
        """Say whether questions may be answered in a place for all to see."""
        channels = self.channels(place.server) if place.server is not None else ()
        return not channels or bool({place.channel, place.parent} & set(channels))

    def hint_due(self, person: int) -> bool:
        """Say whether to tell a person where the bot answers: once an hour; counts as told then."""
        now = self._clock()
        if self._hints.within(person, now, _HINT_EVERY):
            return False
        self._hints.put(person, now, None)
        return True

    def cooldown(self, place: Place) -> int:
        """Return how many seconds must lie between two questions of a person in a place."""
        return 0 if place.server is None else self.preferences.server(place.server).cooldown

    def too_soon(self, place: Place, person: int, *, moderates: bool) -> bool:
        """Say whether a person has to wait; if not, the wait until their next question begins."""
        now, cooldown = self._clock(), self.cooldown(place)
        if moderates or not cooldown:
            return False
        key = (place.channel, person)
        if self._asked.within(key, now, cooldown):
            return True
        self._asked.put(key, now, None)
        return False

    def wants_unasked(self, place: Place, text: str) -> bool:
        """Say whether a message that addresses nobody is a question in a channel where those are answered."""
        if place.server is None:
            return False
        auto = self.preferences.server(place.server).auto_channels
        return bool({place.channel, place.parent} & set(auto)) and is_question(text)

    @staticmethod
    def sure_unasked(reply: Reply) -> bool:
        """Say whether a reply is sure enough for a question that addressed nobody."""
        return isinstance(reply, Answered) and reply.confidence >= _SURE_UNASKED

    def earlier(self, place: Place, question: str, reply: Reply) -> int | None:
        """Return the message that gave the same answer to the same words here within a minute, or None.

        The answer must be the same too: "why?" asks something else in every conversation.
        """
        if place.server is None or not isinstance(reply, Answered):
            return None
        found = self._answers.within(_same(place, question), self._clock(), _SAME_WITHIN)
        return found[0][1] if found and found[0][0] == reply.entry.id else None

    def answered(self, place: Place, question: str, reply: Reply, message: int) -> None:
        """Remember which message answered a question."""
        if place.server is not None and isinstance(reply, Answered):
            self._answers.put(_same(place, question), self._clock(), (reply.entry.id, message))

    def deleted(self, message: int) -> None:
        """Forget an answer that is gone, so that no link leads to it."""
        self._answers.drop(lambda value: value[1] == message)


def is_question(text: str) -> bool:
    """Say whether a text ends with a question mark or begins with a question word."""
    if text.rstrip(_AFTER_THE_MARK).endswith(_QUESTION_MARKS):
        return True
    return next(iter(words(text)), "") in _QUESTION_WORDS


def _same(place: Place, question: str) -> Hashable:
    return (place.channel, " ".join(words(question)))


class _Recent(Generic[_T]):
    """Remember the newest 1,000 things, each with its time."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, tuple[float, _T]] = OrderedDict()

    def within(self, key: Hashable, now: float, seconds: float) -> tuple[_T] | None:
        """Return a thing, wrapped, if it was put there less than so many seconds ago."""
        found = self._kept.get(key)
        return (found[1],) if found is not None and now - found[0] < seconds else None

    def put(self, key: Hashable, now: float, value: _T) -> None:
        """Remember a thing as the newest."""
        self._kept[key] = (now, value)
        self._kept.move_to_end(key)
        if len(self._kept) > _MOST_REMEMBERED:
            self._kept.popitem(last=False)

    def drop(self, wanted: Callable[[_T], bool]) -> None:
        """Forget every thing that is wanted gone."""
        for key in [key for key, (_, value) in self._kept.items() if wanted(value)]:
            del self._kept[key]
