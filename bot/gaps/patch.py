"""Write proposals into a file in which a human accepts each."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from bot.gaps import telling
from bot.gaps.proposals import Proposal
from bot.history.misses import LEFT_OUT
from bot.wording import gaps as words


def as_patch(
    proposals: Sequence[Proposal], *, file: Path, day: date, notes: Mapping[int, Sequence[str]]
) -> str:
    """Return the text of a patch; `notes` are further lines on a gap, such as who would gain or lose."""
    head = words.PATCH_HEAD.format(day=day.isoformat(), file=file)
    if not proposals:
        return f"{head}\n{words.PATCH_NOTHING}"
    return "\n".join([head, *(_item(each, notes.get(each.gap.id, ())) for each in proposals)])


def _item(proposal: Proposal, notes: Sequence[str]) -> str:
    gap = proposal.gap
    others = [each for each in (proposal.nearest, proposal.group) if each and each != proposal.target]
    lines = [
        f"- gap: {gap.id}",
        f"  # {telling.headline(proposal)}: {telling.reasons(proposal)}",
        f"  # {telling.nearest(proposal)}",
        *(f"  # {note}" for note in notes),
        "  accept: no",
        f"  add: {proposal.action}",
        f"  to: {quoted(proposal.target)}"
        + (f"  # {words.PATCH_ALSO.format(others=', '.join(others))}" if others else ""),
    ]
    if proposal.action == "entry":
        lines += ["  parts: []", '  answer: ""']
    if proposal.questions:
        lines += ["  questions:", *(f"    - {quoted(text)}" for text in proposal.questions)]
    else:
        lines.append(f"  questions: []  # {words.PATCH_NONE_WHOLE}")
    partly = [text for text in gap.texts if LEFT_OUT in text]
    if partly:
        lines += [f"    # {words.PATCH_PARTLY}:", *(f"    # - {quoted(text)}" for text in partly)]
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """Return a text in double quotes: JSON's are YAML's, too."""
    return json.dumps(text, ensure_ascii=False)
