"""Show how the last question was decided, in the few lines that a person in a conversation wants."""

from __future__ import annotations

from collections.abc import Sequence

from bot import wording
from bot.assistant import Assistant, Decision
from bot.console.page import GAP, Page, Paragraph, Table, one_line
from bot.evaluation import explanation
from bot.evaluation.explanation import Evidence, Explanation
from bot.model import Candidate
from bot.wording import at_console

_MOST_EVIDENCE = 4
_LEAST_PULL = 0.05
_MOST_WORDS = 12
_OUTCOMES = {
    "answered": at_console.WHY_ANSWERED,
    "unsure": at_console.WHY_UNSURE,
    "declined": at_console.WHY_DECLINED,
    "social": at_console.WHY_SOCIAL,
}


def explain(asked: str, decision: Decision, assistant: Assistant) -> Page:
    """Return what was found for a question, how sure that is and what spoke for and against it."""
    found = explanation.explain(asked, decision, assistant)
    if not found.words:
        return (Table((*question_rows(found), (at_console.WHY_WORDS, at_console.WHY_NO_WORDS))),)
    rows = [*question_rows(found), (at_console.WHY_SURENESS, sureness(found)), *_candidates(found)]
    rows.append((at_console.WHY_UNKNOWN, listed(tuple(each.word for each in found.unknown))))
    if found.lacking:
        rows.append((at_console.WHY_LACKING, listed(found.lacking)))
    rows.append((at_console.WHY_REPAIRED, repaired(found)))
    return (
        Table(tuple(rows)),
        *evidence(at_console.WHY_FOR, found.supporting[:_MOST_EVIDENCE]),
        *evidence(at_console.WHY_AGAINST, found.opposing[:_MOST_EVIDENCE]),
    )


def question_rows(found: Explanation) -> list[tuple[str, str]]:
    """Return what was asked, how it was read and what became of it."""
    rows = [(at_console.WHY_QUESTION, one_line(found.question))]
    if found.understood != found.question:
        rows.append((at_console.WHY_READ_AS, one_line(found.understood)))
    rows.append((at_console.WHY_OUTCOME, _OUTCOMES[found.outcome].format(entry=found.entry)))
    return rows


def sureness(found: Explanation) -> str:
    """Return the probability beside the two thresholds."""
    return at_console.WHY_THRESHOLDS.format(
        sure=wording.percent(found.confidence),
        answer=wording.percent(found.answer_from),
        offer=wording.percent(found.offer_from),
    )


def candidate(one: Candidate) -> str:
    """Return an entry or group with its score and its nearest phrasing."""
    return at_console.WHY_CANDIDATE.format(
        target=one.target, score=one.score, phrasing=one.phrasing, likeness=one.similarity
    )


def repaired(found: Explanation) -> str:
    """Return the typing errors that were undone."""
    return listed(tuple(f"{typed} → {meant}" for typed, meant in found.repaired))


def listed(words: Sequence[str], most: int = _MOST_WORDS) -> str:
    """Return words in a row, once each, or that there are none."""
    if not words:
        return wording.NONE
    shown = ", ".join(dict.fromkeys(words[:most]))
    return f"{shown}, …" if len(words) > most else shown


def evidence(heading: str, pulling: Sequence[Evidence]) -> Page:
    """Return evidence as lines under a heading; nothing where none of it pulls noticeably."""
    pulling = [each for each in pulling if abs(each.pull) >= _LEAST_PULL]
    if not pulling:
        return ()
    return (
        GAP,
        Paragraph(heading, "heading"),
        *(
            Paragraph(
                f"{each.name} ({each.value:.2f})".replace("(-", "(−"),
                lead=f"{each.pull:+.2f}  ".replace("-", "−"),
            )
            for each in pulling
        ),
    )


def _candidates(found: Explanation) -> list[tuple[str, str]]:
    shown: list[tuple[str, Candidate]] = []
    shown += zip((at_console.WHY_BEST, at_console.WHY_RUNNER_UP), found.entries, strict=False)
    shown += zip((at_console.WHY_NOT_TOLD,), found.groups, strict=False)
    shown += zip((at_console.WHY_SMALL_TALK,), found.small_talk, strict=False)
    return [(label, candidate(each)) for label, each in shown]
