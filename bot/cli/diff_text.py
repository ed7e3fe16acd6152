"""Show a difference between two knowledge bases, as plain lines or as Markdown for a pull request."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence

from bot.console.page import one_line
from bot.evaluation.difference import KINDS, Change, Difference, Seen
from bot.wording import tools

_MOST_OF_A_KIND = 20
# A comment on GitHub holds 65,536 characters.
_MOST_LOSSES = 100
_OUTCOMES = {
    "answered": tools.DIFF_ANSWERED,
    "unsure": tools.DIFF_OFFERED,
    "declined": tools.DIFF_REFUSED,
    "social": tools.DIFF_SOCIAL,
}


def key_of(question: str) -> str:
    """Return a question as it stands on one line of a file of wanted losses."""
    return " ".join(question.split())


def unwanted(found: Difference, wanted: Container[str]) -> tuple[Change, ...]:
    """Return the losses that nobody wanted."""
    return tuple(change for change in found.losses if key_of(change.question) not in wanted)


def as_text(found: Difference, wanted: Container[str]) -> str:
    """Return the difference for a person at a terminal: every loss, and some of each other kind."""
    lines = [_summary(found, wanted), *_entries(found)]
    for title, changes, most in _sections(found, wanted):
        lines += ["", f"{title} ({len(changes)})"]
        lines += [f"  {as_line(change)}" for change in changes[:most]]
        lines += _more(changes, most, "  ")
    return "\n".join(lines)


def as_markdown(found: Difference, wanted: Container[str]) -> str:
    """Return the difference as Markdown in which no question can mention anybody or break the layout."""
    lines = [f"### {tools.DIFF_TITLE}", "", _summary(found, wanted), ""]
    lines += [f"- {line}" for line in _entries(found)]
    for title, changes, most in _sections(found, wanted):
        most = min(most, _MOST_LOSSES)
        shown = [f"- {_marked(change)}" for change in changes[:most]] + _more(changes, most, "- ")
        heading = f"{title} ({len(changes)})"
        if changes[0].loss:
            lines += ["", f"**{heading}**", "", *shown]
        else:
            lines += ["", f"<details><summary>{heading}</summary>", "", *shown, "", "</details>"]
    return "\n".join(lines)


def _summary(found: Difference, wanted: Container[str]) -> str:
    if not found.changes:
        return tools.DIFF_NOTHING.format(questions=found.questions)
    return tools.DIFF_SUMMARY.format(
        questions=found.questions,
        changes=len(found.changes),
        losses=len(found.losses),
        unwanted=len(unwanted(found, wanted)),
        gains=len(found.gains),
    )


def _entries(found: Difference) -> list[str]:
    listed = (
        (tools.DIFF_ADDED, found.added),
        (tools.DIFF_REMOVED, found.removed),
        (tools.DIFF_REWORDED, found.reworded),
    )
    return [f"{title}: {', '.join(ids)}" for title, ids in listed if ids]


def _sections(found: Difference, wanted: Container[str]) -> list[tuple[str, Sequence[Change], int]]:
    bad = unwanted(found, wanted)
    good = tuple(change for change in found.losses if change not in bad)
    rest = [change for change in found.changes if not change.loss and not change.gain]
    sections: list[tuple[str, Sequence[Change], int]] = [
        (tools.DIFF_LOSSES, bad, len(bad)),
        (tools.DIFF_WANTED, good, len(good)),
        (tools.DIFF_GAINS, found.gains, _MOST_OF_A_KIND),
    ]
    sections += [
        (tools.DIFF_KINDS[kind], [each for each in rest if each.kind == kind], _MOST_OF_A_KIND)
        for kind in KINDS
    ]
    return [section for section in sections if section[1]]


def _more(changes: Sequence[Change], most: int, lead: str) -> list[str]:
    left = len(changes) - most
    return [f"{lead}{tools.DIFF_MORE.format(left=left)}"] if left > 0 else []


def as_line(change: Change) -> str:
    """Return one change on a line: the question, and what became of it."""
    return (
        f"“{one_line(change.question)}”: {_seen(change.before)} → {_seen(change.after)}"
        f"  [{_places(change.places)}]"
    )


def _marked(change: Change) -> str:
    return (
        f"{_code(one_line(change.question))}: {_seen(change.before)} → {_seen(change.after)}"
        f" <sub>{_places(change.places)}</sub>"
    )


def _places(places: Iterable[str]) -> str:
    return ", ".join(places)


def _seen(seen: Seen) -> str:
    shown = _OUTCOMES[seen.outcome].format(entries=", ".join(seen.entries))
    return f"{shown} ({seen.confidence:.2f})"


def _code(text: str) -> str:
    """Return a text as code: the fence is longer than any run of ticks inside it."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    gap = " " if longest else ""
    return f"{fence}{gap}{text}{gap}{fence}"
