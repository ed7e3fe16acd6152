"""What is shown in Discord is escaped and within every limit, and buttons say what they stand for."""

from __future__ import annotations

import io
import logging
import re
from dataclasses import replace
from functools import lru_cache

import discord
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import knowledge as knowledge_folder
from bot import wiring, wording
from bot.discord_app import cards, logs
from bot.discord_app.client import intents
from bot.discord_app.embeds import add_field, make_embed
from bot.discord_app.markup import cut, escape, one_line, question_in
from bot.model import Knowledge, Statistic
from bot.receipts import Receipt, Receipts

MARKUP = re.compile(r"(?<!\\)(?:\\\\)*[*_~|`<\[\]]")


@lru_cache(maxsize=1)
def shipped() -> Knowledge:
    """Return the shipped knowledge base."""
    return knowledge_folder.load(wiring.shipped_knowledge())


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("plain words, 1.2 percent", "plain words, 1.2 percent"),
        ("**bold** and `code`", "\\*\\*bold\\*\\* and \\`code\\`"),
        ("[**x**](https://example.org)", "\\[\\*\\*x\\*\\*\\](https:\\//example.org)"),
        ("<@1> </ask:2> <:a:3> <t:4>", "\\<@1> \\</ask:2> \\<:a:3> \\<t:4>"),
        (
            "# head\n> quote\n - item\n1. first\n-# small",
            "\\# head\n\\> quote\n \\- item\n1\\. first\n\\-# small",
        ),
        ("a well-known 3-5 > 2 #1", "a well-known 3-5 > 2 #1"),
        ("back\\slash", "back\\\\slash"),
    ],
)
def test_nothing_a_person_types_is_markup(text: str, escaped: str) -> None:
    assert escape(text) == escaped


@given(st.text())
def test_every_special_character_is_guarded_and_nothing_is_lost(text: str) -> None:
    escaped = escape(text)
    assert not MARKUP.search(escaped)
    assert re.sub(r"\\([^0-9A-Za-z\s])", r"\1", escaped) == text


@given(st.text(max_size=60), st.integers(min_value=2, max_value=40))
def test_cutting_keeps_the_limit_and_splits_no_escape(text: str, most: int) -> None:
    assert len(cut(escape(text), most)) <= most
    assert not cut(escape(text) + "x" * 50, most).endswith("\\")
    assert len(one_line(text, most)) <= most
    assert "\n" not in one_line(text, most)


def test_an_embed_never_crosses_discords_limits() -> None:
    long = "[*]" * 5000
    embed = make_embed(long, discord.Colour(0), question=long, title=long, footer=long)
    for _ in range(40):
        add_field(embed, long, long)
    assert len(embed) <= 6000
    assert len(embed.description or "") <= 4096
    assert len(embed.title or "") <= 256
    assert len(embed.author.name or "") <= 256
    assert len(embed.footer.text or "") <= 2048
    assert len(embed.fields) <= 25


def test_cards_stay_within_limits_for_a_huge_knowledge_base() -> None:
    known = shipped()
    figure = Statistic("s", "l" * 300, "9" * 300, 9, "u" * 300, "p" * 2000, "w" * 3000, 1, "m" * 9000)
    huge = replace(known, statistics=(figure,) * 60)
    for card in (
        cards.statistics(huge, stat="`/stat`"),
        cards.statistic(huge, figure),
        cards.unknown_statistic(huge, "x" * 6000),
        cards.source(huge),
        cards.help_card(huge, dict.fromkeys(cards.IN_HELP, "`/x`")),
    ):
        assert len(card.plain) <= 2000
        assert card.embed is None or len(card.embed) <= 6000
        assert card.embed is None or all(len(each.value or "") <= 1024 for each in card.embed.fields)


def test_a_button_says_which_entry_it_stands_for_and_survives_until_that_entry_changes() -> None:
    known = shipped()
    receipts = Receipts(known)
    for entry in known.entries:
        made = receipts.make(entry.id, 0.987)
        assert len(made.custom_id()) <= 100
        found = re.fullmatch(Receipt.pattern(), made.custom_id())
        assert found is not None
        assert Receipt.read(found) == made
        assert receipts.entry(made) == entry
    first = known.entries[0]
    reworded = replace(known, entries=(replace(first, questions=("anew?", "again?")), *known.entries[1:]))
    assert Receipts(reworded).entry(receipts.make(first.id, 0.5)) is not None
    changed = replace(known, entries=(replace(first, answer="Something else."), *known.entries[1:]))
    assert Receipts(changed).entry(receipts.make(first.id, 0.5)) is None


def test_an_entry_with_an_overlong_id_still_fits_into_a_button() -> None:
    known = shipped()
    long = replace(known.entries[0], id="a-" * 80 + "z")
    receipts = Receipts(replace(known, entries=(long,)))
    made = receipts.make(long.id, 1.0)
    assert len(made.custom_id()) <= 100
    assert re.fullmatch(Receipt.pattern(), made.custom_id())
    assert receipts.entry(made) == long


@pytest.mark.parametrize(
    ("written", "question"),
    [
        ("<@123> what are the odds?", "what are the odds?"),
        ("<@!123>what are <:thinking:12> the odds <#9>", "what are   the odds"),
        ("<@&7> </ask:8> <t:99:R>", ""),
        ("is 3 < 5 > 2", "is 3 < 5 > 2"),
    ],
)
def test_what_discord_writes_for_mentions_is_no_part_of_the_question(written: str, question: str) -> None:
    assert question_in(written) == question


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("who is justin lin", "Who is Justin Lin?"),
        ("what does the us lead in", "What does the US lead in?"),
        ("odds", "Odds"),
        ("so is it over?", "So is it over?"),
        ("", ""),
    ],
)
def test_a_stored_question_is_shown_as_a_sentence(stored: str, shown: str) -> None:
    assert wording.shown_question(stored, wording.proper_names(shipped())) == shown


def test_no_privileged_intent_is_asked_for() -> None:
    wanted = intents()
    assert not (wanted.message_content or wanted.members or wanted.presences)


def test_the_token_is_in_no_line_and_no_traceback_of_the_log() -> None:
    token = "MTE4.stand-in.a-made-up-token"
    root, stream = logging.getLogger(), io.StringIO()
    before, level = root.handlers[:], root.level
    logs.set_up("DEBUG", token)
    handler = root.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(stream)
    try:
        int(f"Authorization: Bot {token}")
    except ValueError:
        logging.getLogger("discord.http").exception("sent %s", token)
        logging.getLogger("bot.discord_app").exception("sent %s", token)
    finally:
        root.handlers[:] = before
        root.setLevel(level)
    assert "ERROR sent [token]\n" in stream.getvalue()
    assert "ERROR sent [withheld]\n" in stream.getvalue()
    assert token not in stream.getvalue()


@settings(max_examples=300)
@given(st.from_regex(r"\A.{1,100}\Z"))
def test_every_control_is_either_known_or_refused(custom_id: str) -> None:
    from bot.discord_app.chart_controls import ChartButton
    from bot.discord_app.controls import ChoiceButton, UnknownControl

    fitting = [
        each
        for each in (ChoiceButton, ChartButton, UnknownControl)
        if each.__discord_ui_compiled_template__.fullmatch(custom_id)
    ]
    assert len(fitting) == 1
