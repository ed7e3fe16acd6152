"""Explain how the last question was decided."""

from __future__ import annotations

from typing import assert_never

from bot import wording
from bot.assistant import Decision
from bot.console.page import GAP, Page, Paragraph, Table, one_line
from bot.matching.thresholds import Thresholds
from bot.model import Answered, Candidate, Declined, Match, Reply, Social, Unsure

_MOST_EVIDENCE = 4
_LEAST_PULL = 0.05
_MOST_WORDS = 12


def explain(asked: str, decision: Decision, thresholds: Thresholds) -> Page:
    """Return what was found for a question, how sure that is and what spoke for and against it."""
    match = decision.match
    rows = [(wording.WHY_QUESTION, one_line(asked))]
    if decision.understood != asked:
        rows.append((wording.WHY_READ_AS, one_line(decision.understood)))
    rows.append((wording.WHY_OUTCOME, _outcome(decision.reply)))
    if not match.words:
        return (Table((*rows, (wording.WHY_WORDS, wording.WHY_NO_WORDS))),)
    rows.append((wording.WHY_SURENESS, _sureness(match, thresholds)))
    rows += _candidates(match)
    rows.append((wording.WHY_UNKNOWN, _listed(match.unknown)))
    if match.lacking:
        rows.append((wording.WHY_LACKING, _listed(match.lacking)))
    repaired = tuple(f"{typed} → {meant}" for typed, meant in match.repaired)
    rows.append((wording.WHY_REPAIRED, _listed(repaired)))
    return (
        Table(tuple(rows)),
        *_evidence(wording.WHY_FOR, match, sign=1),
        *_evidence(wording.WHY_AGAINST, match, sign=-1),
    )


def _outcome(reply: Reply) -> str:
    match reply:
        case Answered():
            return wording.WHY_ANSWERED.format(entry=reply.entry.id)
        case Unsure():
            return wording.WHY_UNSURE
        case Declined():
            return wording.WHY_DECLINED
        case Social():
            return wording.WHY_SOCIAL
        case _:
            assert_never(reply)


def _sureness(match: Match, thresholds: Thresholds) -> str:
    return wording.WHY_THRESHOLDS.format(
        sure=wording.percent(match.confidence),
        answer=wording.percent(thresholds.answer),
        offer=wording.percent(thresholds.offer),
    )


def _candidates(match: Match) -> list[tuple[str, str]]:
    found: list[tuple[str, Candidate]] = []
    found += zip((wording.WHY_BEST, wording.WHY_RUNNER_UP), match.entries, strict=False)
    found += zip((wording.WHY_NOT_TOLD,), match.groups, strict=False)
    found += zip((wording.WHY_SMALL_TALK,), match.small_talk, strict=False)
    return [
        (
            label,
            wording.WHY_CANDIDATE.format(
                target=each.target, score=each.score, phrasing=each.phrasing, likeness=each.similarity
            ),
        )
        for label, each in found
    ]


def _listed(words: tuple[str, ...]) -> str:
    if not words:
        return wording.NONE
    shown = ", ".join(dict.fromkeys(words[:_MOST_WORDS]))
    return f"{shown}, …" if len(words) > _MOST_WORDS else shown


def _evidence(heading: str, match: Match, *, sign: int) -> Page:
    pulling = [each for each in match.evidence if each[2] * sign >= _LEAST_PULL]
    pulling.sort(key=lambda each: -abs(each[2]))
    if not pulling:
        return ()
    return (
        GAP,
        Paragraph(heading, "heading"),
        *(
            Paragraph(f"{name} ({value:.2f})".replace("(-", "(−"), lead=f"{pull:+.2f}  ".replace("-", "−"))
            for name, value, pull in pulling[:_MOST_EVIDENCE]
        ),
    )
