"""What counts as the same words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.text import language_of, stem, strip_chat, words


@pytest.mark.parametrize(
    "written",
    [
        "20%",
        "20 percent",
        "20 per cent",
        "20 pct",
        "twenty percent",
        "twenty per cent",
        "one in five",
        "a fifth",
        "1 in 5",
    ],
)
def test_a_share_is_the_same_however_it_is_written(written: str) -> None:
    assert words(f"is it {written}?") == ["is", "it", "20", "percent"]


@pytest.mark.parametrize(
    "written", ["1.2%", "1,2 %", "1.2 percent", "one point two percent", "1 point 2 percent"]
)
def test_a_decimal_is_the_same_however_it_is_written(written: str) -> None:
    assert words(written) == ["1.2", "percent"]


@pytest.mark.parametrize("written", ["1bn", "1 billion", "a billion", "one billion", "1B", "1,000 million"])
def test_a_billion_is_the_same_however_it_is_written(written: str) -> None:
    assert words(written) == ["1", "billion"]


def test_one_is_not_a_figure_unless_a_unit_follows() -> None:
    assert words("which one is it") == ["which", "one", "is", "it"]


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("what's up", "what is up"),
        ("whats up", "what is up"),
        ("don’t they", "do not they"),
        ("can't", "can not"),
        ("the U.S.", "the us"),
        ("tl;dr pls", "summary please"),
        ("China's plan", "china plan"),
        ("sooooo big", "soo big"),
        ("Ａｌｉｂａｂａ", "alibaba"),
    ],
)
def test_short_and_full_forms_are_the_same_words(short: str, full: str) -> None:
    assert words(short) == full.split()


def test_discord_markup_is_not_words() -> None:
    message = (
        "> what they said\n<@123> **who** is ||Lin||? <:think:42> :joy: `now` "
        "[see](https://example.org/a) https://example.org"
    )
    assert words(strip_chat(message)) == ["who", "is", "lin", "now", "see"]


def test_a_message_of_quoted_lines_alone_keeps_its_words() -> None:
    assert words(strip_chat("> who is Lin?")) == ["who", "is", "lin"]


def test_inflected_words_share_a_stem() -> None:
    assert stem("companies") == stem("company")


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=400))
def test_any_text_gives_lower_case_words_without_blanks(text: str) -> None:
    found = words(strip_chat(text))
    assert len(found) <= 200
    assert all(
        word and word == word.casefold() and not any(char.isspace() for char in word) for word in found
    )


def test_ten_thousand_characters_are_read_in_bounded_time() -> None:
    assert len(words("why " * 5_000)) == 200


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("中国能赢吗", "zh"),
        ("¿qué dice el artículo sobre los chips?", "es"),
        ("de quoi parle l'article et qui est le scientifique", "fr"),
        ("o que o artigo diz sobre a China e os EUA", "pt"),
        ("кто такой Джастин Лин", "ru"),
        ("من هو جاستن لين", "ar"),
        ("جسٹن لن کون ہے", "ur"),
        ("जस्टिन लिन कौन है", "hi"),
        ("জাস্টিন লিন কে", "bn"),
        ("was sagt der Artikel über die Chips", "de"),
        ("what does the article say about DeepSeek", None),
        ("de facto who is ahead", None),
        ("odds?", None),
        ("123 🤖", None),
    ],
)
def test_a_language_is_told_where_it_is_plain(message: str, code: str | None) -> None:
    assert language_of(message) == code
