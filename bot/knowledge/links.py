"""Check what records say of each other: ids, links and placeholders."""

from __future__ import annotations

from collections.abc import Iterable

from bot.knowledge.declared import Records
from bot.knowledge.faults import Faults
from bot.knowledge.limits import MAX_ANSWER_WORDS
from bot.knowledge.placeholders import fill, placeholders, stray_braces
from bot.knowledge.schema import Integer, Record, Text
from bot.knowledge.source_lock import facts_by_part

Ids = set[str]


def check_links(records: Records, faults: Faults) -> None:
    """Check that ids are unique and everything named is there."""
    _check_unique((*records.entries, *records.groups, *records.small_talk), faults)
    _check_unique(records.statistics, faults)
    entries, statistics = (_ids(some) | records.hidden for some in (records.entries, records.statistics))
    parts = set(facts_by_part(records))
    for record in records.entries:
        _check_targets(record, record.texts("related"), entries, "entry", faults)
        _check_targets(record, record.texts("statistics"), statistics, "statistic", faults)
        follow_ups = tuple(one.text("entry") for one in record.records("follow_ups"))
        _check_targets(record, follow_ups, entries, "entry", faults)
        if record.text("said_by"):
            _check_targets(record, (record.text("said_by"),), entries, "entry", faults)
        _check_parts(record, record.integers("parts"), parts, faults)
        _check_answer(record, records, statistics, faults)
    for record in records.groups:
        _check_targets(record, record.texts("nearest"), entries, "entry", faults)
    for record in (*records.groups, *records.small_talk):
        _check_reply(record, faults)
    for record in records.statistics:
        part = record.integer("part")
        _check_parts(record, (part,) if part else (), parts, faults)
    for record in records.asked:
        _check_asked(record, records, faults)


def _check_unique(records: Iterable[Record], faults: Faults) -> None:
    seen: dict[str, Record] = {}
    for record in records:
        id_ = record.text("id")
        if id_ is None:
            continue
        first = seen.setdefault(id_.text, record)
        if first is not record:
            message = f"The id `{id_.text}` is taken by {first.file}:{first.line_of('id')}. Choose another."
            faults.error(record.file, id_.line, message, record.id)


def _ids(records: Iterable[Record]) -> Ids:
    return {record.id for record in records if record.id}


def _check_targets(
    record: Record, targets: Iterable[Text | None], known: Ids, kind: str, faults: Faults
) -> None:
    seen: set[str] = set()
    for target in targets:
        if target is None:
            continue
        if target.text not in known:
            message = f"There is no {kind} `{target.text}`. Mend the id or remove it."
            faults.error(record.file, target.line, message, record.id)
        elif target.text in seen:
            faults.error(record.file, target.line, f"`{target.text}` stands here twice. Keep one.", record.id)
        seen.add(target.text)


def _check_parts(record: Record, cited: Iterable[Integer], known: set[int], faults: Faults) -> None:
    for part in cited:
        if known and part.value not in known:
            message = (
                f"The article has no part {part.value}. Cite one of {', '.join(map(str, sorted(known)))}."
            )
            faults.error(record.file, part.line, message, record.id)


def _check_answer(record: Record, records: Records, statistics: Ids, faults: Faults) -> None:
    answer = record.text("answer")
    if answer is None:
        return
    listed = {text.text for text in record.texts("statistics")}
    for id_ in dict.fromkeys(placeholders(answer.text)):
        if id_ not in statistics:
            message = (
                f"There is no statistic `{id_}` for {{stat:{id_}}}. Mend the id or write the figure out."
            )
            faults.error(record.file, answer.line, message, record.id)
        elif id_ not in listed:
            message = f"The answer uses {{stat:{id_}}}, but `statistics` doesn't list it. Add `{id_}` there."
            faults.error(record.file, answer.line, message, record.id)
    if stray_braces(answer.text):
        message = "The answer has a brace that belongs to no {stat:ID}. Mend or remove it."
        faults.error(record.file, answer.line, message, record.id)
    shown = {one.id: one.words("shown") for one in records.statistics if one.id}
    count = len(fill(answer.text, shown).split())
    if count > MAX_ANSWER_WORDS:
        message = f"The answer has {count} words. Shorten it to {MAX_ANSWER_WORDS}."
        faults.error(record.file, answer.line, message, record.id)


def _check_reply(record: Record, faults: Faults) -> None:
    reply = record.text("reply")
    if reply and any(brace in reply.text for brace in "{}"):
        message = "The reply has a brace, and nothing is filled into replies. Write the text out."
        faults.error(record.file, reply.line, message, record.id)


def _check_asked(record: Record, records: Records, faults: Faults) -> None:
    kinds = {"entry": records.entries, "group": records.groups, "social": records.small_talk}
    if sum(kind in record.values for kind in kinds) != 1:
        message = "A learned question belongs to exactly one target. Give it `entry`, `group` or `social`."
        faults.error(record.file, record.line, message)
    for kind, targets in kinds.items():
        _check_targets(record, (record.text(kind),), _ids(targets) | records.hidden, kind, faults)
    if record.texts("also") and "entry" not in record.values:
        message = "`also` names other entries that answer it, so the question needs an `entry` too."
        faults.error(record.file, record.line, message)
    if record.text("claim") and "entry" not in record.values:
        message = "`claim` says what an answer makes of a question, so the question needs an `entry` too."
        faults.error(record.file, record.line, message)
    known = _ids(records.entries) | records.hidden
    _check_targets(record, record.texts("also"), known, "also", faults)
    _check_targets(record, (record.text("after"),), known, "after", faults)
