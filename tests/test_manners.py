"""When to answer, wait, point elsewhere or stay silent, decided without Discord."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.discord_app.manners import Manners, Place, is_question
from bot.model import Answered, Declined, Entry, Source
from bot.preferences import PersonPreferences, ServerPreferences

SERVER, GENERAL, HELP, THREAD, ALICE, BOB = 1, 11, 12, 13, 21, 22
PLACE, OTHER, IN_THREAD = Place(SERVER, GENERAL), Place(SERVER, HELP), Place(SERVER, THREAD, GENERAL)
DIRECT = Place(None, 99)


class Remembered:
    """Keep preferences in memory."""

    def __init__(self) -> None:
        """Start with the defaults."""
        self.servers: dict[int, ServerPreferences] = {}
        self.people: dict[int, PersonPreferences] = {}

    def server(self, server: int) -> ServerPreferences:
        """Return what a server prefers."""
        return self.servers.get(server, ServerPreferences())

    def set_server(self, server: int, preferences: ServerPreferences) -> None:
        """Keep what a server prefers."""
        self.servers[server] = preferences

    def person(self, person: int) -> PersonPreferences:
        """Return what a person prefers."""
        return self.people.get(person, PersonPreferences())

    def set_person(self, person: int, preferences: PersonPreferences) -> None:
        """Keep what a person prefers."""
        self.people[person] = preferences

    def forget_person(self, person: int) -> None:
        """Keep nothing of a person."""
        self.people.pop(person, None)


class Desk:
    """Hold manners, what they rest on, and a clock that a test turns."""

    def __init__(self) -> None:
        """Start at an hour that is not zero."""
        self.now = 5_000.0
        self.kept = Remembered()
        self.manners = Manners(preferences=self.kept, clock=lambda: self.now)

    def prefer(self, **chosen: object) -> None:
        """Change what the server prefers."""
        self.kept.set_server(SERVER, replace(self.kept.server(SERVER), **chosen))  # type: ignore[arg-type]  # a test's words


@pytest.fixture
def desk() -> Desk:
    """Return manners with nothing chosen."""
    return Desk()


def answered(entry: str, confidence: float = 0.95) -> Answered:
    """Return an answer."""
    source = Source("title", "CNN", "https://example.org", "https://example.org", "2026-02-10", (1,), "label")
    return Answered(Entry(entry, (1,), "answer", ("question",)), confidence, source)


def test_plain_text_is_for_whoever_wants_it_and_for_everybody_where_the_server_does(desk: Desk) -> None:
    assert not desk.manners.plain(SERVER, ALICE)
    desk.kept.set_person(ALICE, PersonPreferences(plain=True))
    assert desk.manners.plain(SERVER, ALICE)
    assert desk.manners.plain(None, ALICE)
    assert not desk.manners.plain(SERVER, BOB)
    desk.prefer(plain=True)
    assert desk.manners.plain(SERVER, BOB)
    assert not desk.manners.plain(None, BOB)
    assert not desk.manners.plain(2, BOB)


def test_questions_are_welcome_everywhere_until_channels_are_chosen(desk: Desk) -> None:
    assert desk.manners.welcome(PLACE)
    desk.prefer(channels=(HELP,))
    assert desk.manners.welcome(OTHER)
    assert not desk.manners.welcome(PLACE)
    assert not desk.manners.welcome(IN_THREAD)
    assert desk.manners.welcome(DIRECT)
    assert desk.manners.welcome(Place(2, 77))
    desk.prefer(channels=(GENERAL,))
    assert desk.manners.welcome(IN_THREAD)


def test_who_wants_unasked_answers_in_a_channel_wants_answers_there(desk: Desk) -> None:
    desk.prefer(auto_channels=(GENERAL,))
    assert desk.manners.welcome(OTHER)
    desk.prefer(channels=(HELP,))
    assert desk.manners.welcome(PLACE)
    assert desk.manners.channels(SERVER) == (HELP, GENERAL)


def test_a_person_is_told_once_an_hour_where_to_ask(desk: Desk) -> None:
    assert desk.manners.hint_due(ALICE)
    desk.now += 3599
    assert not desk.manners.hint_due(ALICE)
    assert desk.manners.hint_due(BOB)
    desk.now += 1
    assert desk.manners.hint_due(ALICE)


def test_a_second_question_has_to_wait_for_the_cooldown_of_person_and_channel(desk: Desk) -> None:
    def too_soon(place: Place = PLACE, person: int = ALICE, *, moderates: bool = False) -> bool:
        return desk.manners.too_soon(place, person, moderates=moderates)

    assert not too_soon()
    desk.now += 2.9
    assert too_soon()
    assert not too_soon(person=BOB)
    assert not too_soon(OTHER)
    assert not too_soon(moderates=True)
    desk.now += 0.2  # What came too soon didn't begin the wait anew.
    assert not too_soon()
    assert too_soon()
    desk.prefer(cooldown=0)
    assert not too_soon()
    assert not too_soon(DIRECT)
    assert not too_soon(DIRECT)


def test_the_same_words_with_the_same_answer_within_a_minute_lead_to_that_answer(desk: Desk) -> None:
    manners = desk.manners
    manners.answered(PLACE, "What are the odds?", answered("odds"), 7)
    desk.now += 59
    assert manners.earlier(PLACE, "what  are the ODDS", answered("odds")) == 7
    assert manners.earlier(PLACE, "what are the chances", answered("odds")) is None
    assert manners.earlier(OTHER, "what are the odds", answered("odds")) is None
    desk.now += 1
    assert manners.earlier(PLACE, "what are the odds", answered("odds")) is None


def test_a_follow_up_that_means_something_else_is_no_repetition(desk: Desk) -> None:
    desk.manners.answered(PLACE, "why?", answered("chips"), 7)
    assert desk.manners.earlier(PLACE, "why?", answered("odds")) is None
    assert desk.manners.earlier(PLACE, "why?", Declined("not told", 0.1)) is None


def test_no_link_leads_to_an_answer_that_was_deleted(desk: Desk) -> None:
    desk.manners.answered(PLACE, "why?", answered("chips"), 7)
    desk.manners.deleted(7)
    assert desk.manners.earlier(PLACE, "why?", answered("chips")) is None


def test_direct_messages_are_answered_however_often(desk: Desk) -> None:
    desk.manners.answered(DIRECT, "why?", answered("chips"), 7)
    assert desk.manners.earlier(DIRECT, "why?", answered("chips")) is None


def test_only_questions_in_chosen_channels_are_answered_unasked(desk: Desk) -> None:
    assert not desk.manners.wants_unasked(PLACE, "what are the odds?")
    desk.prefer(auto_channels=(GENERAL,))
    assert desk.manners.wants_unasked(PLACE, "what are the odds?")
    assert desk.manners.wants_unasked(IN_THREAD, "what are the odds?")
    assert not desk.manners.wants_unasked(PLACE, "the odds are long")
    assert not desk.manners.wants_unasked(OTHER, "what are the odds?")
    assert not desk.manners.wants_unasked(DIRECT, "what are the odds?")


def test_only_sure_answers_are_given_unasked() -> None:
    assert Manners.sure_unasked(answered("odds", 0.9))
    assert not Manners.sure_unasked(answered("odds", 0.89))
    assert not Manners.sure_unasked(Declined("not told", 0.99))


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("is china ahead?", True),
        ("is china ahead? ", True),
        ("**is china ahead?**", True),
        ("what are the odds", True),
        ("What's Qwen", True),
        ("china is ahead", False),
        ("do it", False),
        ("whatever you say", False),
        ("", False),
        ("?!", False),
    ],
)
def test_a_question_ends_with_a_question_mark_or_begins_with_a_question_word(text: str, asks: bool) -> None:
    assert is_question(text) is asks


def test_memory_stays_bounded_and_the_newest_is_kept(desk: Desk) -> None:
    for number in range(3_000):
        desk.manners.hint_due(number)
        desk.manners.too_soon(PLACE, number, moderates=False)
        desk.manners.answered(PLACE, f"question {number}", answered("odds"), number)
    kept = [value for value in vars(desk.manners).values() if hasattr(value, "_kept")]
    assert [len(each._kept) for each in kept] == [1000, 1000, 1000]
    assert desk.manners.earlier(PLACE, "question 2999", answered("odds")) == 2999
    assert not desk.manners.hint_due(2_999)
