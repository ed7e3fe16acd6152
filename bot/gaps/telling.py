"""Put proposals into words: lines for a person, an object for programs, an issue for maintainers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot import wording
from bot.gaps.proposals import Proposal
from bot.history.misses import Threshold
from bot.wording import gaps as words

_LEAST_TOLD = 0.01


def headline(proposal: Proposal) -> str:
    """Return how many people missed it, and when last."""
    gap = proposal.gap
    shape = words.PEOPLE_ONE_DAY if gap.days == 1 else words.PEOPLE
    told = shape.format(people=gap.people, days=gap.days)
    return f"{told}, {words.LAST.format(day=wording.day(gap.last.isoformat()))}"


def reasons(proposal: Proposal) -> str:
    """Return why it counts as missed, how often."""
    return ", ".join(f"{words.WHY[why]} {count}" for why, count in proposal.gap.why)


def proposed(proposal: Proposal) -> str:
    """Return what to do."""
    return words.PROPOSED[proposal.action].format(target=proposal.target)


def nearest(proposal: Proposal) -> str:
    """Return which entry is nearest, and how probably it answers."""
    likely = proposal.probability >= _LEAST_TOLD
    probability = wording.percent(proposal.probability) if likely else words.UNLIKELY
    return words.NEAREST.format(entry=proposal.nearest or "–", probability=probability)


def as_text(proposals: Sequence[Proposal], settled: int) -> str:
    """Return proposals for a person at a terminal."""
    lines: list[str] = []
    for number, each in enumerate(proposals, start=1):
        lines.append(f"{number}. {headline(each)} ({reasons(each)})")
        lines += [f"   “{text}”" for text in each.gap.texts] or [f"   {words.NO_TEXT}"]
        lines += [f"   → {proposed(each)}; {nearest(each)}", ""]
    lines += [words.SETTLED.format(count=settled) + "."] if settled else []
    lines.append(words.HOW_TO_APPLY)
    return "\n".join(lines)


def as_object(proposal: Proposal) -> dict[str, Any]:
    """Return a proposal for programs."""
    gap = proposal.gap
    return {
        "gap": gap.id,
        "people": gap.people,
        "days": gap.days,
        "times": gap.times,
        "first": gap.first.isoformat(),
        "last": gap.last.isoformat(),
        "why": dict(gap.why),
        "texts": list(gap.texts),
        "nearest": proposal.nearest,
        "probability": proposal.probability,
        "add": proposal.action,
        "to": proposal.target,
        "settled": proposal.settled,
    }


def as_issue(proposals: Sequence[Proposal], threshold: Threshold) -> str:
    """Return the text of an issue, in Markdown that can mention nobody."""
    title = words.ISSUE_TITLE.format(count=len(proposals))
    intro = words.ISSUE_INTRO.format(
        first=wording.day(min(each.gap.first for each in proposals).isoformat()),
        last=wording.day(max(each.gap.last for each in proposals).isoformat()),
        people=threshold.people,
        days=threshold.days,
    )
    lines = [f"# {title}", "", intro]
    for number, each in enumerate(proposals, start=1):
        lines += ["", f"## {number}. {headline(each)}", ""]
        # Only lower-case words and figures come this far: nothing in them is markup or a mention.
        lines += [f"- “{text}”" for text in each.gap.texts] or [f"- {words.NO_TEXT}"]
        lines += ["", words.ISSUE_TODO.format(proposed=proposed(each), nearest=nearest(each))]
    return "\n".join(lines)
