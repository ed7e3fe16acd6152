"""Make the model's values of records that have passed every rule."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TypeVar, cast

from bot.knowledge.declared import Records
from bot.knowledge.placeholders import fill
from bot.knowledge.schema import Integer, Number, Record, Text
from bot.model import (
    Article,
    Claim,
    Entry,
    FollowUp,
    Group,
    Knowledge,
    Name,
    Part,
    Phrasing,
    SmallTalk,
    Statistic,
)

_Value = TypeVar("_Value", Text, Integer, Number, Record)


def build(records: Records, version: str) -> Knowledge:
    """Return the knowledge base; the records must be without errors."""
    statistics = tuple(_statistic(record) for record in records.statistics)
    shown = {one.id: one.shown for one in statistics}
    asked: dict[str, list[str]] = {}
    learned = []
    for record in records.asked:
        target = next(record.words(kind) for kind in ("entry", "group", "social") if record.text(kind))
        question = record.words("question")
        asked.setdefault(target, []).append(question)
        also = _strings(record.texts("also"))
        after = record.text("after")
        source = PurePosixPath(record.file).stem
        claim = record.text("claim")
        learned.append(
            Phrasing(
                question,
                target,
                source,
                also,
                after.text if after else None,
                cast(Claim, claim.text) if claim else None,
            )
        )
    entries = tuple(_entry(record, shown, asked) for record in records.entries)
    groups = tuple(
        Group(
            record.words("id"),
            record.words("reply"),
            _strings(record.texts("nearest")),
            _strings(record.texts("questions")),
            tuple(asked.get(record.words("id"), ())),
        )
        for record in records.groups
    )
    small_talk = tuple(
        SmallTalk(
            record.words("id"),
            record.words("reply"),
            _strings(record.texts("questions")),
            tuple(asked.get(record.words("id"), ())),
        )
        for record in records.small_talk
    )
    targets: tuple[Entry | Group | SmallTalk, ...] = (*entries, *groups, *small_talk)
    written = [
        Phrasing(question, target.id, "written") for target in targets for question in target.questions
    ]
    return Knowledge(
        article=_article(_present(records.article)),
        statistics=statistics,
        entries=entries,
        groups=groups,
        small_talk=small_talk,
        names=tuple(
            Name(record.words("name"), record.words("kind"), _strings(record.texts("spellings")))
            for record in records.names
        ),
        synonyms=tuple(_strings(words) for words in records.synonyms),
        vocabulary=frozenset(word.text for word in records.vocabulary),
        phrasings=(*written, *learned),
        version=version,
    )


def _article(record: Record) -> Article:
    return Article(
        record.words("title"),
        record.words("publisher"),
        record.words("url"),
        record.words("published"),
        record.words("language"),
        tuple(
            Part(_present(part.integer("number")).value, part.words("label"), _strings(part.texts("facts")))
            for part in record.records("parts")
        ),
        _strings(record.texts("people")),
    )


def _statistic(record: Record) -> Statistic:
    period = record.text("period")
    return Statistic(
        id=record.words("id"),
        label=record.words("label"),
        shown=record.words("shown"),
        value=_present(record.number("value")).value,
        unit=record.words("unit"),
        period=period.text if period else None,
        source=record.words("source"),
        part=_present(record.integer("part")).value,
        meaning=record.words("meaning"),
    )


def _entry(record: Record, shown: dict[str, str], asked: dict[str, list[str]]) -> Entry:
    id_, said_by = record.words("id"), record.text("said_by")
    return Entry(
        id=id_,
        parts=tuple(part.value for part in record.integers("parts")),
        answer=fill(record.words("answer"), shown),
        questions=_strings(record.texts("questions")),
        statistics=_strings(record.texts("statistics")),
        related=_strings(record.texts("related")),
        follow_ups=tuple(
            FollowUp(one.words("entry"), _strings(one.texts("questions")))
            for one in record.records("follow_ups")
        ),
        asked=tuple(asked.get(id_, ())),
        said_by=said_by.text if said_by else None,
    )


def _strings(texts: tuple[Text, ...]) -> tuple[str, ...]:
    return tuple(text.text for text in texts)


def _present(value: _Value | None) -> _Value:
    if value is None:  # the rules refuse records without it before anything is built
        raise LookupError("A record without a required value was built.")
    return value
