"""Propose what to do about each gap: a phrasing more, an example of what is not told, or a new entry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.assistant import Assistant
from bot.history.misses import LEFT_OUT
from bot.history.values import BANDS, Gap
from bot.knowledge.rules import phrasing_key
from bot.model import Answered

Action = Literal["phrasing", "example", "entry"]
ACTIONS: tuple[Action, ...] = ("phrasing", "example", "entry")
# The mean probability, or score, from which an entry or a group is proposed: a human decides.
_LIKELY_ENTRY, _LIKELY_GROUP = 0.3, 0.1


@dataclass(frozen=True, slots=True)
class Proposal:
    """Hold what to do about a gap.

    `target` is the entry or group that its questions would be added to, "" for a new entry. `nearest` is the
    entry likeliest to answer them now, with the mean of its probability, `group` the group of what isn't told
    that they are likest to; "" where there is none. `settled` says that the knowledge base has its questions
    or answers them by now. `questions` are those that can be added as they are: nothing is left out of them,
    and the knowledge base hasn't got them.
    """

    gap: Gap
    action: Action
    target: str
    nearest: str
    probability: float
    group: str
    settled: bool
    questions: tuple[str, ...] = ()


def propose(gaps: Iterable[Gap], assistant: Assistant) -> tuple[Proposal, ...]:
    """Return a proposal for each gap, in their order."""
    stored = {phrasing_key(phrasing.text) for phrasing in assistant.knowledge.phrasings}
    return tuple(_proposal(gap, assistant, stored) for gap in gaps)


def _proposal(gap: Gap, assistant: Assistant, stored: set[str]) -> Proposal:
    entries: defaultdict[str, float] = defaultdict(float)
    groups: defaultdict[str, float] = defaultdict(float)
    for text in gap.texts:
        match = assistant.matcher.match(text.replace(LEFT_OUT, " "))
        entries[match.entries[0].target] += match.confidence / len(gap.texts)
        if match.groups:
            groups[match.groups[0].target] += match.groups[0].score / len(gap.texts)
    known = {entry.id for entry in assistant.knowledge.entries}
    if not entries and gap.entry in known:
        entries[gap.entry] = (gap.band + 0.5) / BANDS
    nearest, probability = _best(entries)
    group, likeness = _best(groups)
    action: Action = "entry"
    if probability >= _LIKELY_ENTRY:
        action = "phrasing"
    elif likeness >= _LIKELY_GROUP:
        action = "example"
    target = {"phrasing": nearest, "example": group, "entry": ""}[action]
    settled = _is_settled(gap, assistant, stored)
    new = tuple(text for text in gap.texts if LEFT_OUT not in text and phrasing_key(text) not in stored)
    return Proposal(gap, action, target, nearest, round(probability, 4), group, settled, new)


def _best(scores: dict[str, float]) -> tuple[str, float]:
    return max(sorted(scores.items()), key=lambda each: round(each[1], 6), default=("", 0.0))


def _is_settled(gap: Gap, assistant: Assistant, stored: set[str]) -> bool:
    """Say whether the knowledge base has a gap's questions, or answers what nobody called unhelpful."""
    whole = [text for text in gap.texts if LEFT_OUT not in text]
    unhelpful = any(why == "unhelpful" for why, _ in gap.why)
    return bool(whole) and all(
        phrasing_key(text) in stored or (not unhelpful and isinstance(assistant.reply(text), Answered))
        for text in whole
    )


def open_ones(proposals: Sequence[Proposal]) -> tuple[Proposal, ...]:
    """Return the proposals whose gaps are still there."""
    return tuple(each for each in proposals if not each.settled)
