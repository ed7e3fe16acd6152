"""Write an evaluation as tables of plain text or as one JSON object."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from bot.evaluation import cross_validation
from bot.evaluation.curve import trace
from bot.evaluation.scoring import Judged, figures
from bot.intervals import wilson
from bot.matching.reliability import FEWEST, Band, bands, expected_error

_VERDICTS = ("right", "click", "wrong", "missed", "refused", "offered", "false")
_MOST_ENTRIES = 12
_MOST_CONFUSIONS = 20
_MOST_SUITABLE = 4
_SHOWN_THRESHOLDS = (0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1)

Counts = dict[str, Counter[str]]


def reliability(judged: Sequence[Judged]) -> tuple[Band, ...]:
    """Return how often the likeliest entry was right, by band of confidence."""
    return bands([each.confidence for each in judged], [each.best_right for each in judged])


def as_object(judged: Sequence[Judged]) -> dict[str, Any]:
    """Return every figure over labelled questions as one object for machines."""
    return {
        **_figures_object(judged, judged),
        "by_style": _plain(_counts(judged, _style)),
        "by_part": _plain(_counts(judged, _part)),
        "by_entry": _plain(_counts(judged, _entry)),
    }


def phrasings_as_object(judged: Sequence[Judged]) -> dict[str, Any]:
    """Return every figure over the knowledge base's own phrasings as one object for machines."""
    return {
        **_figures_object(judged, cross_validation.asked(judged)),
        "by_source": _plain(_counts(judged, _source)),
        "by_part": _plain(_counts(judged, _part)),
        "by_entry": _plain(_counts(judged, _own)),
    }


def as_text(judged: Sequence[Judged]) -> str:
    """Return the tables over labelled questions that a person reads, the worst entries first."""
    return _joined(
        summary(judged),
        _table("style", _counts(judged, _style)),
        _table("part", _counts(judged, _part)),
        _table("entry that answered wrongly", _worst(judged)),
        _confusions_text(judged),
        _curve_text(judged),
        _reliability_text(judged),
    )


def phrasings_as_text(judged: Sequence[Judged]) -> str:
    """Return the tables over the knowledge base's own phrasings that a person reads."""
    asked = cross_validation.asked(judged)
    return _joined(
        summary(judged),
        _table("source", _counts(judged, _source)),
        _table("part", _counts(judged, _part)),
        _table("entry or group of its own", _worst_own(judged)),
        _table("entry that answered wrongly", _worst(judged)),
        _confusions_text(judged),
        _curve_text(asked),
        _reliability_text(asked),
    )


def misses(judged: Sequence[Judged]) -> str:
    """Return every question that was not right or refused, a line each."""
    return "\n".join(
        f"{each.verdict:7} {each.confidence:.2f} {_entry(each):24} {each.question.text[:100]!r}"
        for each in judged
        if each.verdict not in ("right", "refused")
    )


def confusions(judged: Sequence[Judged]) -> tuple[tuple[str, tuple[str, ...], int], ...]:
    """Return (entry that answered wrongly, entries whose answer would have been right, how often)."""
    found = Counter((each.answered, each.suitable) for each in judged if each.verdict == "wrong")
    listed = [(str(answered), suitable, count) for (answered, suitable), count in found.items()]
    return tuple(sorted(listed, key=lambda each: (-each[2], each[0], each[1])))


def by_file(rounds: Sequence[tuple[str, Sequence[Judged]]]) -> str:
    """Return one line of verdicts for each file of questions."""
    return _table("file", {name: Counter(each.verdict for each in judged) for name, judged in rounds})


def summary(judged: Sequence[Judged]) -> str:
    """Return the shares that the targets speak of, each with its 95 % interval."""
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


def _figures_object(judged: Sequence[Judged], calibrated: Sequence[Judged]) -> dict[str, Any]:
    table = reliability(calibrated)
    return {
        **asdict(figures(judged)),
        "expected_calibration_error": round(expected_error(table), 4),
        "calibration": [
            {**asdict(band), "lower": round(band.lower, 4), "measured": band.measured} for band in table
        ],
        "confusions": [
            {"answered": answered, "suitable": list(suitable), "questions": count}
            for answered, suitable, count in confusions(judged)
        ],
        "curve": [asdict(point) for point in trace(calibrated)],
    }


def _joined(*sections: str) -> str:
    return "\n\n".join(section for section in sections if section)


def _plain(counts: Counts) -> dict[str, dict[str, int]]:
    return {name: dict(each) for name, each in counts.items()}


def _table(title: str, counts: Counts) -> str:
    if not counts:
        return ""
    used = [verdict for verdict in _VERDICTS if any(each[verdict] for each in counts.values())]
    width = max(len(title), *(len(name) for name in counts))
    lines = [f"{title:{width}}  " + "  ".join(f"{verdict:>7}" for verdict in used)]
    lines += [
        f"{name:{width}}  " + "  ".join(f"{each[verdict] or '':>7}" for verdict in used)
        for name, each in counts.items()
    ]
    return "\n".join(line.rstrip() for line in lines)


def _confusions_text(judged: Sequence[Judged]) -> str:
    found = confusions(judged)
    if not found:
        return ""
    width = max(len(answered) for answered, _, _ in found[:_MOST_CONFUSIONS])
    lines = ["answered wrongly -> would have been right"]
    for answered, suitable, count in found[:_MOST_CONFUSIONS]:
        more = ", …" if len(suitable) > _MOST_SUITABLE else ""
        right = ", ".join(suitable[:_MOST_SUITABLE]) + more or "no entry"
        lines.append(f"{count:4}  {answered:{width}} -> {right}")
    if len(found) > _MOST_CONFUSIONS:
        lines.append(f"      and {len(found) - _MOST_CONFUSIONS} more kinds (--json has all)")
    return "\n".join(lines)


def _curve_text(judged: Sequence[Judged]) -> str:
    points = {point.threshold: point for point in trace(judged)}
    if not points:
        return ""
    lines = [
        "answering from   questions answered   of these not right   of answerable right   of others answered"
    ]
    for threshold in _SHOWN_THRESHOLDS:
        each = points[threshold]
        lines.append(
            f"{threshold:14.2f}   {_percent(each.coverage):>18}   {_percent(each.risk):>18}"
            f"   {_percent(each.right):>19}   {_percent(each.false):>18}"
        )
    return "\n".join(lines)


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f} %"


def _reliability_text(judged: Sequence[Judged]) -> str:
    table = reliability(judged)
    lines = ["confidence   questions  mean confidence  share right  at least (95 %)"]
    for band in table:
        start = f"{band.low:.1f} to {band.high:.1f}   {band.questions:9}"
        if band.measured:
            lines.append(
                f"{start}  {100 * band.mean_confidence:13.1f} %  {100 * band.right / band.questions:9.1f} %"
                f"  {100 * band.lower:13.1f} %"
            )
        else:
            lines.append(f"{start}  not measured (fewer than {FEWEST} questions)")
    lines.append(f"expected calibration error {expected_error(table):.3f} over {len(judged)} questions")
    return "\n".join(lines)


def _counts(judged: Sequence[Judged], name: Callable[[Judged], str]) -> Counts:
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for each in judged:
        counts[name(each)][each.verdict] += 1
    return dict(sorted(counts.items()))


def _worst(judged: Sequence[Judged]) -> Counts:
    return _ranked(_counts([each for each in judged if each.answered], _entry), ("wrong", "false"))


def _worst_own(judged: Sequence[Judged]) -> Counts:
    return _ranked(_counts(judged, _own), ("wrong", "missed", "false", "offered"))


def _ranked(counts: Counts, faults: Sequence[str]) -> Counts:
    bad = {name: sum(each[fault] for fault in faults) for name, each in counts.items()}
    ranked = sorted((name for name in bad if bad[name]), key=lambda name: (-bad[name], name))
    return {name: counts[name] for name in ranked[:_MOST_ENTRIES]}


def _style(each: Judged) -> str:
    return f"{'in' if each.question.answerable else 'out'}/{each.question.style}"


def _source(each: Judged) -> str:
    return each.question.style


def _part(each: Judged) -> str:
    return f"part {min(each.question.parts)}" if each.question.parts else "not told"


def _entry(each: Judged) -> str:
    return each.answered or "-"


def _own(each: Judged) -> str:
    return each.own or "-"
