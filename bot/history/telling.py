"""Put the statistics of use into words, the same for every adapter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot import wording
from bot.history.summary import LEAST_PEOPLE, Counts, EntryUse, TooFew, Usage, Votes
from bot.wording import usage as words


@dataclass(frozen=True, slots=True)
class Row:
    """Hold a label and what is told under it, in one line or several."""

    label: str
    lines: tuple[str, ...]


def rows(usage: Usage, name_of: Callable[[str], str], *, unused: int | None = None) -> tuple[Row, ...]:
    """Return all numbers but those of single days.

    `name_of` says how people know an entry, and of those never used so many are named, by default all.
    """
    counts = usage.counts
    made = [
        Row(words.PERIOD, (words.span(usage.window.first, usage.window.last),)),
        Row(words.QUESTIONS, (str(counts.total),)),
        Row(words.OUTCOME, (", ".join(_outcome(counts)),)),
        Row(words.TREND, (_trend(usage.weeks),)),
    ]
    if usage.median is not None:
        made.append(Row(words.MEDIAN, (words.MILLISECONDS.format(count=usage.median),)))
    made.append(Row(words.VIA, (_ways(usage),)))
    made.append(Row(words.HELPFUL, (_helpful(usage.votes),)))
    if usage.entries:
        made.append(Row(words.MOST, tuple(_entry(each, name_of) for each in usage.entries)))
    if usage.rated:
        told = [
            words.ENTRY_RATED.format(entry=name_of(entry), **_votes(votes)) for entry, votes in usage.rated
        ]
        made.append(Row(words.LEAST, tuple(told)))
    made.append(Row(words.UNUSED, (_unused(usage, name_of, unused),)))
    return tuple(made)


def notes(usage: Usage) -> tuple[str, ...]:
    """Return what a reader should know about the numbers."""
    told = [words.LEFT_OUT.format(least=LEAST_PEOPLE)]
    if usage.window.shortened:
        told.append(words.SHORTENED.format(first=wording.day(usage.window.first.isoformat())))
    return tuple(told)


def too_few(found: TooFew) -> str:
    """Return the sentence that stands for numbers of too few people."""
    if not found.window.days:
        return words.TOO_FEW_NO_DAYS
    return words.TOO_FEW.format(least=LEAST_PEOPLE, span=words.span(found.window.first, found.window.last))


def _outcome(counts: Counts) -> list[str]:
    return [
        words.SHARE.format(name=name, share=wording.percent(counts.share(outcome)), count=counts.of(outcome))
        for outcome, name in words.OUTCOMES.items()
    ]


def _trend(weeks: tuple[Counts, Counts] | None) -> str:
    if weeks is None:
        return words.TREND_UNKNOWN
    this, before = weeks
    told = {"count": this.total, "before": before.total, "share": wording.percent(this.share("answered"))}
    if not this.total:
        return words.TREND_NONE.format(**told)
    if not before.total:
        return words.TREND_NEW.format(**told)
    change = this.total / before.total - 1
    template = words.AS_MANY if not change else words.MORE_THAN if change > 0 else words.FEWER_THAN
    return words.TREND_TEXT.format(
        **told,
        change=template.format(percent=wording.percent(abs(change))),
        share_before=wording.percent(before.share("answered")),
    )


def _ways(usage: Usage) -> str:
    total = sum(count for _, count in usage.via) or 1
    return ", ".join(
        words.VIA_SHARE.format(name=words.WAYS.get(via, via), share=wording.percent(count / total))
        for via, count in usage.via
    )


def _votes(votes: Votes) -> dict[str, object]:
    low, high = votes.interval
    return {
        "share": wording.percent(votes.share),
        "votes": votes.total,
        "low": f"{100 * low:.0f}",
        "high": wording.percent(high),
    }


def _helpful(votes: Votes | None) -> str:
    return words.TOO_FEW_TO_TELL if votes is None else words.HELPFUL_TEXT.format(**_votes(votes))


def _entry(each: EntryUse, name_of: Callable[[str], str]) -> str:
    told = {"entry": name_of(each.entry), "count": each.questions}
    if each.votes is None:
        return words.ENTRY.format(**told)
    return words.ENTRY_HELPFUL.format(**told, **_votes(each.votes))


def _unused(usage: Usage, name_of: Callable[[str], str], most: int | None) -> str:
    if not usage.unused:
        return words.UNUSED_NONE.format(all=usage.known)
    named = " · ".join(name_of(each) for each in usage.unused[:most])
    left = len(usage.unused[most:]) if most is not None else 0
    if left:
        named = words.UNUSED_MORE.format(entries=named, count=left)
    return words.UNUSED_SOME.format(count=len(usage.unused), all=usage.known, entries=named)
