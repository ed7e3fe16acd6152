"""Write an evaluation as tables of plain text or as one JSON object."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from bot.evaluation.calibration import Band, bands, expected_error, wilson
from bot.evaluation.scoring import Judged, figures
from bot.model import Answered

_VERDICTS = ("right", "click", "wrong", "missed", "refused", "offered", "false")
_MOST_ENTRIES = 12


def reliability(judged: Sequence[Judged]) -> tuple[Band, ...]:
    """Return how often the likeliest entry was right, by band of confidence."""
    return bands([each.confidence for each in judged], [each.best_right for each in judged])


def as_object(judged: Sequence[Judged]) -> dict[str, Any]:
    """Return every figure as one object for machines."""
    table = reliability(judged)
    return {
        **asdict(figures(judged)),
        "expected_calibration_error": round(expected_error(table), 4),
        "calibration": [{**asdict(band), "lower": round(band.lower, 4)} for band in table],
        "by_style": {name: dict(counts) for name, counts in _counts(judged, _style).items()},
        "by_part": {name: dict(counts) for name, counts in _counts(judged, _part).items()},
        "by_entry": {name: dict(counts) for name, counts in _counts(judged, _entry).items()},
    }


def as_text(judged: Sequence[Judged]) -> str:
    """Return the tables that a person reads, the worst entries first."""
    sections = [
        _summary(judged),
        _table("style", _counts(judged, _style)),
        _table("part", _counts(judged, _part)),
        _table("entry that answered wrongly", _worst(judged)),
        _reliability_text(judged),
    ]
    return "\n\n".join(section for section in sections if section)


def misses(judged: Sequence[Judged]) -> str:
    """Return every question that was not right or refused, a line each."""
    return "\n".join(
        f"{each.verdict:7} {each.confidence:.2f} {_entry(each):24} {each.question.text[:100]!r}"
        for each in judged
        if each.verdict not in ("right", "refused")
    )


def _summary(judged: Sequence[Judged]) -> str:
    found = figures(judged)
    counts = Counter(each.verdict for each in judged)
    lines = [f"{found.answerable} questions that the article answers, {found.unanswerable} that it doesn't"]
    rows = (
        ("right", counts["right"], found.answerable),
        ("right or one click away", counts["right"] + counts["click"], found.answerable),
        ("wrong", counts["wrong"], found.answerable),
        ("answered though the article doesn't tell", counts["false"], found.unanswerable),
        ("unsure though the article doesn't tell", counts["offered"], found.unanswerable),
    )
    for name, count, total in rows:
        if total:
            low, high = wilson(count, total)
            lines.append(
                f"  {name:42} {100 * count / total:5.1f} %   (95 %: {100 * low:.1f} to {100 * high:.1f})"
            )
    return "\n".join(lines)


def _table(title: str, counts: dict[str, Counter[str]]) -> str:
    if not counts:
        return ""
    used = [verdict for verdict in _VERDICTS if any(each[verdict] for each in counts.values())]
    width = max(len(title), *(len(name) for name in counts))
    lines = [f"{title:{width}}  " + "  ".join(f"{verdict:>7}" for verdict in used)]
    lines += [
        f"{name:{width}}  " + "  ".join(f"{each[verdict] or '':>7}" for verdict in used)
        for name, each in counts.items()
    ]
    return "\n".join(lines)


def _reliability_text(judged: Sequence[Judged]) -> str:
    table = reliability(judged)
    lines = ["confidence   questions  share right  at least (95 %)"]
    lines += [
        f"{band.low:.1f} to {band.high:.1f}   {band.questions:9}  {100 * band.right / band.questions:9.1f} %"
        f"  {100 * band.lower:13.1f} %"
        for band in table
    ]
    lines.append(f"expected calibration error {expected_error(table):.3f}")
    return "\n".join(lines)


def _counts(judged: Sequence[Judged], name: Callable[[Judged], str]) -> dict[str, Counter[str]]:
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for each in judged:
        counts[name(each)][each.verdict] += 1
    return dict(sorted(counts.items()))


def _worst(judged: Sequence[Judged]) -> dict[str, Counter[str]]:
    counts = _counts([each for each in judged if isinstance(each.reply, Answered)], _entry)
    bad = {name: each for name, each in counts.items() if each["wrong"] + each["false"]}
    ranked = sorted(bad.items(), key=lambda pair: (-pair[1]["wrong"] - pair[1]["false"], pair[0]))
    return dict(ranked[:_MOST_ENTRIES])


def _style(each: Judged) -> str:
    return f"{'in' if each.question.answerable else 'out'}/{each.question.style}"


def _part(each: Judged) -> str:
    return f"part {min(each.question.parts)}" if each.question.parts else "not told"


def _entry(each: Judged) -> str:
    return each.reply.entry.id if isinstance(each.reply, Answered) else "-"
