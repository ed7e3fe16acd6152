"""Write a knowledge base as plain lists for a cache, and read it back quickly."""

from __future__ import annotations

from typing import Any, Final

from bot.model import (
    Article,
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

_FORM: Final = 4

Plain = dict[str, Any]
"""What `json` writes and reads without help: a mapping of lists, texts and numbers."""


def to_json(knowledge: Knowledge) -> Plain:
    """Return a knowledge base as a dict of lists that `json.dumps` takes."""
    article = knowledge.article
    return {
        "form": _FORM,
        "version": knowledge.version,
        "article": [
            article.title,
            article.publisher,
            article.url,
            article.published,
            article.language,
            list(article.people),
            [[part.number, part.label, list(part.facts)] for part in article.parts],
        ],
        "statistics": [
            [one.id, one.label, one.shown, one.value, one.unit, one.period, one.source, one.part, one.meaning]
            for one in knowledge.statistics
        ],
        "entries": [
            [
                entry.id,
                list(entry.parts),
                entry.answer,
                list(entry.questions),
                list(entry.statistics),
                list(entry.related),
                [[one.entry, list(one.questions)] for one in entry.follow_ups],
                list(entry.asked),
                entry.said_by,
            ]
            for entry in knowledge.entries
        ],
        "groups": [
            [group.id, group.reply, list(group.nearest), list(group.questions), list(group.asked)]
            for group in knowledge.groups
        ],
        "small_talk": [
            [talk.id, talk.reply, list(talk.questions), list(talk.asked)] for talk in knowledge.small_talk
        ],
        "names": [[name.name, name.kind, list(name.spellings)] for name in knowledge.names],
        "synonyms": [list(words) for words in knowledge.synonyms],
        "vocabulary": sorted(knowledge.vocabulary),
        "phrasings": [
            [one.text, one.target, one.source, list(one.also), one.after, one.claim]
            for one in knowledge.phrasings
        ],
    }


def from_json(plain: Plain) -> Knowledge:
    """Return the knowledge base that `to_json` wrote; a ValueError where it is anything else."""
    try:
        if plain["form"] == _FORM:
            return _knowledge(plain)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"This is not a stored knowledge base ({error!r}). Store it again.") from error
    raise ValueError("This was stored in another form. Store it again.")


def _knowledge(plain: Plain) -> Knowledge:
    title, publisher, url, published, language, people, parts = plain["article"]
    return Knowledge(
        article=Article(
            title,
            publisher,
            url,
            published,
            language,
            tuple(Part(number, label, tuple(facts)) for number, label, facts in parts),
            tuple(people),
        ),
        statistics=tuple(Statistic(*fields) for fields in plain["statistics"]),
        entries=tuple(_entry(*fields) for fields in plain["entries"]),
        groups=tuple(
            Group(id_, reply, tuple(nearest), tuple(questions), tuple(asked))
            for id_, reply, nearest, questions, asked in plain["groups"]
        ),
        small_talk=tuple(
            SmallTalk(id_, reply, tuple(questions), tuple(asked))
            for id_, reply, questions, asked in plain["small_talk"]
        ),
        names=tuple(Name(name, kind, tuple(spellings)) for name, kind, spellings in plain["names"]),
        synonyms=tuple(tuple(words) for words in plain["synonyms"]),
        vocabulary=frozenset(plain["vocabulary"]),
        phrasings=tuple(
            Phrasing(text, target, source, tuple(also), after, claim)
            for text, target, source, also, after, claim in plain["phrasings"]
        ),
        version=plain["version"],
    )


def _entry(
    id_: str,
    parts: list[int],
    answer: str,
    questions: list[str],
    statistics: list[str],
    related: list[str],
    follow_ups: list[list[Any]],
    asked: list[str],
    said_by: str | None,
) -> Entry:
    return Entry(
        id_,
        tuple(parts),
        answer,
        tuple(questions),
        tuple(statistics),
        tuple(related),
        tuple(FollowUp(entry, tuple(texts)) for entry, texts in follow_ups),
        tuple(asked),
        said_by,
    )
