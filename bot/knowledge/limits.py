"""Check each record by itself: lengths, counts and forms."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from typing import Final

from bot.knowledge.declared import Records
from bot.knowledge.faults import Faults
from bot.knowledge.files import ARTICLE, SYNONYMS
from bot.knowledge.schema import Record, Text
from bot.knowledge.words import known_pieces, pieces

MAX_ANSWER_WORDS: Final = 60
MAX_REPLY_CHARACTERS: Final = 4000
MAX_QUESTION_CHARACTERS: Final = 300
MIN_QUESTIONS: Final = 2
GOOD_QUESTIONS: Final = 12
MAX_RELATED: Final = 3
MAX_NEAREST: Final = 2

_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def check_limits(records: Records, faults: Faults) -> None:
    """Check every record that doesn't depend on another."""
    if records.article:
        _check_article(records.article, faults)
        _check_facts(records.article, records.vocabulary, faults)
    for record in (*records.statistics, *records.entries, *records.groups, *records.small_talk):
        _check_id(record, faults)
    for entry in records.entries:
        _check_entry(entry, faults)
        _check_count(entry, "related", MAX_RELATED, faults)
    for record in (*records.groups, *records.small_talk):
        _check_length(record, "reply", faults)
        _check_count(record, "nearest", MAX_NEAREST, faults)
    for record, question in (*stored_questions(records), *follow_up_questions(records)):
        if len(question.text) > MAX_QUESTION_CHARACTERS:
            message = f"This question is over {MAX_QUESTION_CHARACTERS} characters. Shorten it."
            faults.error(record.file, question.line, message, record.id)
    _check_synonyms(records.synonyms, faults)


def follow_up_questions(records: Records) -> Iterator[tuple[Record, Text]]:
    """Return every question that only counts after an answer, with the entry it stands in."""
    for record in records.entries:
        for follow_up in record.records("follow_ups"):
            yield from ((record, question) for question in follow_up.texts("questions"))


def stored_questions(records: Records) -> Iterator[tuple[Record, Text]]:
    """Return every other question, written or learned, with the record it stands in."""
    for record in (*records.entries, *records.groups, *records.small_talk):
        yield from ((record, question) for question in record.texts("questions"))
    for record in records.asked:
        question = record.text("question")
        if question:
            yield record, question


def _check_article(article: Record, faults: Faults) -> None:
    published = article.text("published")
    if published and not _is_date(published.text):
        message = f'`published` is `{published.text}`. Write the date as "2026-02-10", in quotes.'
        faults.error(ARTICLE, published.line, message)
    url = article.text("url")
    if url and not re.fullmatch(r"https?://[^\s/]+\S*", url.text):
        faults.error(ARTICLE, url.line, f"`url` is `{url.text}`. Write the whole link with https://.")
    seen: set[int] = set()
    for part in article.records("parts"):
        number = part.integer("number")
        if number and number.value in seen:
            faults.error(
                ARTICLE, number.line, f"Part {number.value} stands here twice. Give each part its own number."
            )
        elif number:
            seen.add(number.value)


def _check_facts(article: Record, vocabulary: list[Text], faults: Faults) -> None:
    if not vocabulary:
        return  # the vocabulary is optional, and without it nothing can be said
    known = known_pieces(word.text for word in vocabulary)
    for part in article.records("parts"):
        for fact in part.texts("facts"):
            for piece in pieces(fact.text):
                if piece not in known:
                    message = (
                        f"The fact `{fact.text}` has the word `{piece}`, which is not in vocabulary.txt. "
                        "Write the fact as the article does, or add the word if it is there."
                    )
                    faults.error(ARTICLE, fact.line, message)


def _is_date(text: str) -> bool:
    try:
        return _DATE.fullmatch(text) is not None and bool(datetime.date.fromisoformat(text))
    except ValueError:
        return False


def _check_id(record: Record, faults: Faults) -> None:
    id_ = record.text("id")
    if id_ and not _ID.fullmatch(id_.text):
        message = (
            f"The id `{id_.text}` is not kebab-case. Use lower-case letters and digits with single hyphens."
        )
        faults.error(record.file, id_.line, message, record.id)


def _check_entry(entry: Record, faults: Faults) -> None:
    _check_length(entry, "answer", faults)
    count = len(entry.texts("questions"))
    if count < MIN_QUESTIONS and "questions" in entry.values:
        message = f"This entry has fewer than {MIN_QUESTIONS} questions. Add some, {GOOD_QUESTIONS} or more."
        faults.error(entry.file, entry.line, message, entry.id)
    elif MIN_QUESTIONS <= count < GOOD_QUESTIONS:
        message = f"This entry has only {count} questions. Add more, up to {GOOD_QUESTIONS} at least."
        faults.warning(entry.file, entry.line, message, entry.id)
    seen: set[int] = set()
    for part in entry.integers("parts"):
        if part.value in seen:
            faults.error(entry.file, part.line, f"Part {part.value} stands here twice. Keep one.", entry.id)
        seen.add(part.value)


def _check_length(record: Record, name: str, faults: Faults) -> None:
    text = record.text(name)
    if text and len(text.text) > MAX_REPLY_CHARACTERS:
        message = f"`{name}` is over {MAX_REPLY_CHARACTERS} characters, more than Discord shows. Shorten it."
        faults.error(record.file, text.line, message, record.id)


def _check_count(record: Record, name: str, most: int, faults: Faults) -> None:
    texts = record.texts(name)
    if len(texts) > most:
        message = f"`{name}` has {len(texts)} ids. Keep the best {most}."
        faults.error(record.file, texts[most].line, message, record.id)


def _check_synonyms(synonyms: Iterable[tuple[Text, ...]], faults: Faults) -> None:
    seen: dict[str, int] = {}
    for words in synonyms:
        if len(words) == 1:
            faults.error(
                SYNONYMS, words[0].line, f"`{words[0].text}` stands alone. Add a word that means the same."
            )
        for word in words:
            if word.text != word.text.lower():
                faults.error(
                    SYNONYMS, word.line, f"`{word.text}` is not lower case. Write `{word.text.lower()}`."
                )
            elif word.text in seen:
                message = f"`{word.text}` is in a list already, on line {seen[word.text]}. Keep it in one."
                faults.error(SYNONYMS, word.line, message)
            seen.setdefault(word.text, word.line)
