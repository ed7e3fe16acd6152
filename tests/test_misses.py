"""What was missed is counted without words until enough people missed alike, and can be forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.history.recording import History
from bot.history.tables import gap_texts, gaps, metadata, misses
from bot.history.values import Asked, Given
from bot.model import Piece, Reduction
from tests.history_databases import Calendar, history_at
from tests.history_trouble import told_lost

PEOPLE = tuple(range(100000000000000001, 100000000000000009))


class Clock:
    """Tell the seconds that a test says it is."""

    now = 0.0

    def __call__(self) -> float:
        """Return the seconds."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def history(url: str, tmp_path: Path, calendar: Calendar, clock: Clock) -> Iterator[History]:
    history = history_at(url, tmp_path, calendar, clock=clock)
    history.start()
    yield history
    history.close()


def _reduced(text: str, free: str = "do use are in") -> Reduction:
    """Reduce a text whose words all count, the free ones among them not; “…” stands for unknown ones."""
    found = [word for word in text.split() if word != "…"]
    own = {word for word in found if word not in free.split()}
    pieces = tuple(Piece(word, (word,) if word in own else ()) for word in text.split())
    return Reduction(tuple((word, 5.0) for word in sorted(own)), pieces, "gist", 0.07)


def _asked(person: int, message: int = 1) -> Asked:
    return Asked("mention", person, 2, message)


def _miss(history: History, person: int, text: str) -> None:
    history.misses.missed(_asked(person), "declined", _reduced(text))


def _texts(history: History) -> list[str]:
    assert history.flush()
    with history.reading() as connection:
        return sorted(connection.execute(select(gap_texts.c.text)).scalars())


def _count(history: History, table: str) -> int:
    assert history.flush()
    with history.reading() as connection:
        return connection.execute(select(func.count()).select_from(metadata.tables[table])).scalar_one()


def _reach_threshold(history: History, calendar: Calendar, text: str = "do hospitals use qwen") -> None:
    for person in PEOPLE[:2]:
        _miss(history, person, text)
    calendar.day += timedelta(days=1)
    _miss(history, PEOPLE[2], text)


def test_a_text_is_kept_once_three_people_on_two_days_missed_alike(
    history: History, calendar: Calendar
) -> None:
    for person in PEOPLE[:4]:
        _miss(history, person, "do hospitals use qwen")
    assert _texts(history) == [], "four people on one day are not enough"
    calendar.day += timedelta(days=1)
    _miss(history, PEOPLE[4], "do hospitals use qwen")
    assert _texts(history) == ["do hospitals use qwen"]
    assert _count(history, "gaps") == 1


def test_one_person_counts_once_whatever_they_ask_and_also_in_another_month(
    history: History, calendar: Calendar
) -> None:
    for number in range(40):
        calendar.day += timedelta(days=1)
        _miss(history, PEOPLE[number % 2], "do hospitals use qwen")
    assert _texts(history) == []
    assert _count(history, "misses") == 40


def test_a_question_with_a_word_of_its_own_stays_unread_in_a_group_of_others(
    history: History, calendar: Calendar
) -> None:
    _reach_threshold(history, calendar)
    for person in PEOPLE[3:5]:
        _miss(history, person, "do hospitals use qwen affair")
    assert _texts(history) == ["do hospitals use qwen"]
    assert _count(history, "gaps") == 1
    _miss(history, PEOPLE[5], "do hospitals use qwen affair")
    assert _texts(history) == ["do hospitals use qwen", "do hospitals use qwen affair"]


def test_words_left_out_stay_out_and_a_text_with_half_of_them_is_not_kept(
    history: History, calendar: Calendar
) -> None:
    _reach_threshold(history, calendar)
    _miss(history, PEOPLE[3], "do hospitals in … … use qwen")
    _miss(history, PEOPLE[4], "… … hospitals qwen")
    assert _texts(history) == ["do hospitals in … use qwen", "do hospitals use qwen"]


def test_at_most_five_texts_are_kept_and_whole_ones_come_first(history: History, calendar: Calendar) -> None:
    _reach_threshold(history, calendar)
    for number, words in enumerate(("do", "use", "are", "in", "do in")):
        _miss(history, PEOPLE[3 + number % 5], f"{words} hospitals … qwen")
    for words in ("are", "in"):
        _miss(history, PEOPLE[5], f"{words} hospitals qwen")
    found = _texts(history)
    assert len(found) == 5
    assert [text for text in found if "…" not in text] == [
        "are hospitals qwen",
        "do hospitals use qwen",
        "in hospitals qwen",
    ], "a person's second miss of a group on one day still has its text"


def test_unlike_questions_are_two_groups_and_stay_so_after_a_restart(
    history: History, url: str, tmp_path: Path, calendar: Calendar
) -> None:
    _miss(history, PEOPLE[0], "hospitals doctors qwen")
    _miss(history, PEOPLE[1], "drones deliveries parcels")
    assert _count(history, "gaps") == 2
    history.close()
    again = history_at(url, tmp_path, calendar)
    again.start()
    _miss(again, PEOPLE[2], "doctors hospitals")
    assert again.flush()
    with again.reading() as connection:
        found = connection.execute(select(misses.c.gap).order_by(misses.c.id)).scalars().all()
    assert found[2] == found[0] != found[1]
    again.close()


def test_two_processes_put_like_misses_into_the_same_groups(
    history: History, url: str, tmp_path: Path, calendar: Calendar
) -> None:
    other = history_at(url, tmp_path, calendar)
    other.start()
    for number, person in enumerate(PEOPLE):
        writer = (history, other)[number % 2]
        _miss(writer, person, "hospitals doctors qwen")
        _miss(writer, person, "drones deliveries parcels")
        assert writer.flush()
    assert (_count(history, "gaps"), _count(history, "misses")) == (2, 16)
    other.forget(PEOPLE[0]).result(5)
    for person in PEOPLE[1:]:
        other.forget(person).result(5)
    assert (_count(history, "gaps"), _count(history, "misses")) == (0, 0)
    _miss(history, PEOPLE[0], "hospitals doctors qwen")
    assert _count(history, "gaps") == 1
    other.close()


def test_who_is_forgotten_leaves_no_miss_and_no_text_that_too_few_others_share(
    history: History, calendar: Calendar, clock: Clock
) -> None:
    _reach_threshold(history, calendar)
    history.misses.may_miss(_asked(PEOPLE[1], 5), _reduced("do doctors use qwen"))
    assert _texts(history)
    history.forget(PEOPLE[1]).result(5)
    assert _texts(history) == []
    assert (_count(history, "misses"), history.of_person(PEOPLE[1])["misses"]) == (2, 0)
    clock.now += 601
    history.record(_asked(PEOPLE[0], 9), Given("answered", 0.9, 30))
    assert _count(history, "misses") == 2, "nor does what waited come later"


def test_who_is_not_counted_leaves_no_miss(history: History) -> None:
    history.misses.may_miss(_asked(PEOPLE[0], 5), _reduced("do doctors use qwen"))
    history.set_counted(PEOPLE[0], counted=False).result(5)
    history.misses.none_fits(_asked(PEOPLE[0], 5))
    _miss(history, PEOPLE[0], "do hospitals use qwen")
    assert (_count(history, "misses"), _count(history, "gaps")) == (0, 0)


def _pick(history: History, _: Clock) -> None:
    history.misses.picked(_asked(PEOPLE[0], 7))


def _pick_by_saying_so(history: History, _: Clock) -> None:
    history.misses.picked(_asked(PEOPLE[0], 99))


def _find_none(history: History, _: Clock) -> None:
    history.misses.none_fits(_asked(PEOPLE[0], 7))


def _wait(history: History, clock: Clock) -> None:
    clock.now += 601
    history.record(_asked(PEOPLE[1], 8), Given("answered", 0.9, 30))


def _mend(history: History, _: Clock) -> None:
    history.misses.mended(7)


def _let_another_pick(history: History, _: Clock) -> None:
    history.misses.picked(_asked(PEOPLE[1], 7))


@pytest.mark.parametrize(
    ("act", "expected"),
    [(_pick, 0), (_pick_by_saying_so, 0), (_find_none, 1), (_wait, 1), (_mend, 0), (_let_another_pick, 0)],
)
def test_an_unsure_reply_is_missed_when_none_of_the_choices_was_picked(
    history: History, clock: Clock, act: Callable[[History, Clock], None], expected: int
) -> None:
    history.misses.may_miss(_asked(PEOPLE[0], 7), _reduced("do doctors use qwen"))
    assert _count(history, "misses") == 0
    act(history, clock)
    assert _count(history, "misses") == expected


def test_what_still_waits_is_written_at_the_end(
    history: History, url: str, tmp_path: Path, calendar: Calendar
) -> None:
    history.misses.may_miss(_asked(PEOPLE[0], 7), _reduced("do doctors use qwen"))
    history.misses.may_miss(_asked(PEOPLE[1], 8), _reduced("do doctors use qwen"))
    history.misses.picked(_asked(PEOPLE[1], 8))
    history.close()
    again = history_at(url, tmp_path, calendar)
    again.start()
    assert _count(again, "misses") == 1
    again.close()


def test_after_ninety_days_texts_and_groups_are_gone(history: History, calendar: Calendar) -> None:
    _reach_threshold(history, calendar)
    assert _texts(history)
    calendar.day += timedelta(days=90)
    _miss(history, PEOPLE[0], "drones deliveries")
    assert _texts(history) == []
    assert (_count(history, "misses"), _count(history, "gaps")) == (2, 2), "yesterday's is kept one day more"
    calendar.day += timedelta(days=1)
    _miss(history, PEOPLE[1], "drones deliveries")
    assert (_count(history, "misses"), _count(history, "gaps")) == (2, 1)


def test_a_group_knows_the_nearest_entry_and_how_near(history: History) -> None:
    _miss(history, PEOPLE[0], "do doctors use qwen")
    assert history.flush()
    with history.reading() as connection:
        row = connection.execute(select(gaps)).mappings().one()
        parts = connection.execute(select(misses.c.parts)).scalar_one()
    assert (row["day"], row["entry"], row["band"]) == (date(2026, 3, 10), "gist", 0)
    assert b"doctors" not in parts and len(parts) == 18


def test_where_keys_can_not_be_kept_each_question_counts_as_lost_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "keys").write_text("a file where the folder should be")
    history = history_at(f"sqlite:///{tmp_path / 'history.sqlite'}", tmp_path, Calendar())
    history.start()
    asked = Asked("mention", PEOPLE[0], None, 9)
    history.misses.mended(9)
    history.misses.may_miss(asked, _reduced("bubble burst"))
    history.misses.picked(asked)
    history.misses.none_fits(asked)
    history.close()
    assert told_lost(caplog.text) == 1
