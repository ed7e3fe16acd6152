"""Decide: answer, offer choices, say that the article doesn't tell, or return a greeting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot import passages, wording
from bot.besides import SURE_OF_A_PART, Part, besides, surely_not_told
from bot.followups import Reading, Turn, is_elliptic, may_rest_on_talk, picked, readings
from bot.matching.matcher import Matcher
from bot.matching.reliability import Reliability
from bot.matching.thresholds import Cuts, Thresholds
from bot.model import (
    Answered,
    Candidate,
    Choice,
    Declined,
    Entry,
    Knowledge,
    Match,
    Reply,
    Social,
    Source,
    Unsure,
)
from bot.text import language_of, questions_in, strip_chat

_MOST_CHOICES = 3
# A second choice is worth reading only when it is not far behind the first.
_CHOICE_SHARE = 0.25
_MOST_RELATED = 2
_SOCIAL_SCORE = 0.3
# A short follow-up means what it means in context, unless it is surer by more than this standing alone.
_CONTEXT_LEAD = 0.2


@dataclass(frozen=True, slots=True)
class Decision:
    """Hold a reply, the match and the cuts behind it and the question as it was understood."""

    reply: Reply
    match: Match
    understood: str
    cuts: Cuts


class Assistant:
    """Answer questions from one knowledge base."""

    def __init__(self, *, knowledge: Knowledge, matcher: Matcher, thresholds: Thresholds) -> None:
        """Take the knowledge base, the matcher trained on it and the thresholds to decide by."""
        self.knowledge = knowledge
        self.matcher = matcher
        self.thresholds = thresholds
        self.reliability = Reliability(matcher.state)
        self._names = wording.proper_names(knowledge)

    def reply(self, question: str) -> Reply:
        """Return the reply to a question that stands alone."""
        return self.decide(question).reply

    def decide(self, question: str, turns: Sequence[Turn] = ()) -> Decision:
        """Return the reply to a message after these turns of a conversation, with the match behind it.

        Of several questions in one message the surest is answered first; the others are offered, and spoken
        to besides as far as that is sure.
        """
        whole = self._read(question, turns)
        several = questions_in(question)
        if not several or isinstance(whole.reply, Social):
            return whole
        parts = self._parts(several, turns)
        told = [(each, part.reply, part) for each, part in parts if isinstance(part.reply, Answered)]
        answers: list[tuple[Decision, Answered, Part | None]] = [
            each for each in told if each[0].match.confidence >= SURE_OF_A_PART
        ]
        if isinstance(whole.reply, Answered):
            answers.insert(0, (whole, whole.reply, None))
        if not answers:
            return whole
        first, reply, part = max(answers, key=lambda each: each[0].match.confidence)
        told.sort(key=lambda each: -each[0].match.confidence)
        others = [each.entry.id for _, each, _ in told if each.entry.id != reply.entry.id]
        offered = tuple(dict.fromkeys([*others, *(each.entry for each in reply.choices)]))[:_MOST_RELATED]
        spoken_to = besides(reply, part, [each for _, each in parts])
        return replace(first, reply=replace(reply, choices=self.choices(offered), besides=spoken_to))

    def _parts(self, several: Sequence[str], turns: Sequence[Turn]) -> list[tuple[Decision, Part]]:
        """Decide on the questions of a message one after the other."""
        parts: list[tuple[Decision, Part]] = []
        so_far = list(turns)
        for each in several:
            decision = self._read(each, so_far)
            parts.append((decision, Part(each, decision.reply, decision.match)))
            if isinstance(decision.reply, Answered):
                so_far.append(Turn(decision.understood, decision.reply))
        return parts

    def _read(self, question: str, turns: Sequence[Turn]) -> Decision:
        """Decide on one question."""
        choice = picked(question, turns)
        if choice is not None:
            return self._picked(choice.entry)
        match, cuts = self.matcher.match(question), self.thresholds.alone
        alone = Decision(self._decide(match, cuts), match, question, cuts)
        if isinstance(alone.reply, Social):
            return alone
        language = language_of(strip_chat(question))
        if language in wording.OTHER_LANGUAGE and not isinstance(alone.reply, Answered):
            return replace(alone, reply=Declined(wording.OTHER_LANGUAGE[language], match.confidence))
        ways = readings(question, turns, self.knowledge)
        return self._follow_up(question, ways, alone) if ways else alone

    def _follow_up(self, question: str, ways: Sequence[Reading], alone: Decision) -> Decision:
        """Decide for the surest of several readings; what stands alone in many words needs no more."""
        fixed = next((reading.entry for reading in ways if reading.entry is not None), None)
        if fixed is not None:
            return self._picked(fixed)
        best, understood = alone.match, question
        if may_rest_on_talk(question):
            best = self.matcher.match(question, settle=False)
        surest, lead = best.confidence, _CONTEXT_LEAD if is_elliptic(question) else 0.0
        for reading in ways:
            read = self.matcher.match(reading.text, reading.after)
            sure = read.confidence + (lead if reading.after else 0.0)
            if sure > surest:
                best, understood, surest = read, question if reading.after else reading.text, sure
        cuts = self.thresholds.following
        reply = self._decide(best, cuts)
        vague = isinstance(reply, Unsure | Declined) and isinstance(alone.reply, Unsure | Declined)
        if vague and surely_not_told(alone.match):
            return replace(alone, reply=self._decline(alone.match))
        if isinstance(reply, Declined) and not is_elliptic(question):
            if isinstance(alone.reply, Answered):
                return alone
            reply = self._decline(alone.match)  # what was spoken of before has no say in what is missing
        return Decision(reply, best, understood, cuts)

    def _picked(self, entry_id: str) -> Decision:
        """Decide for the entry that a person pointed to."""
        question = self.knowledge.entry(entry_id).questions[0]
        return Decision(self.answer(entry_id), self.matcher.match(question), question, self.thresholds.alone)

    def answer(self, entry_id: str, confidence: float = 1.0) -> Answered:
        """Return the answer of one entry, as when a person picked it; a KeyError if there is none."""
        entry = self.knowledge.entry(entry_id)
        return Answered(entry, confidence, self.source(entry), self.choices(entry.related[:_MOST_RELATED]))

    def source(self, entry: Entry) -> Source:
        """Return what an entry's answer is cited to."""
        article = self.knowledge.article
        return Source(
            article.title,
            article.publisher,
            article.url,
            passages.link(article, entry.parts, entry.answer),
            article.published,
            entry.parts,
            article.part(entry.parts[0]).label,
        )

    def choices(self, entry_ids: tuple[str, ...]) -> tuple[Choice, ...]:
        """Return entries as choices, in order."""
        entries = [self.knowledge.entry(each) for each in entry_ids]
        return tuple(
            Choice(each.id, wording.shown_question(each.questions[0], self._names), each.answer)
            for each in entries
        )

    def _decide(self, match: Match, cuts: Cuts) -> Reply:
        if not match.words:
            example = self.choices((self.knowledge.entries[0].id,))[0].question
            return Social(wording.ASK_SOMETHING.format(example=example), 0.0)
        best = match.entries[0]
        if len(match.unknown) == len(match.words):
            return self._decline(match)
        if self._is_social(match, cuts):
            reply = next(kind for kind in self.knowledge.small_talk if kind.id == match.small_talk[0].target)
            return Social(reply.reply, match.confidence)
        if match.confidence >= cuts.answer:
            return replace(
                self.answer(best.target, match.confidence),
                sureness=self.reliability.sureness(match.confidence),
                denies=match.denied,
            )
        if match.confidence >= cuts.offer:
            near = [
                each.target
                for each in match.entries[:_MOST_CHOICES]
                if each is best or each.score >= _CHOICE_SHARE * best.score
            ]
            return Unsure(match.confidence, self.choices(tuple(near)))
        return self._decline(match)

    @staticmethod
    def _is_social(match: Match, cuts: Cuts) -> bool:
        if not match.small_talk or match.confidence >= cuts.answer:
            return False
        score = match.small_talk[0].score
        rivals = [found[0].score for found in (match.entries, match.groups) if found]
        return score >= _SOCIAL_SCORE and score >= max(rivals, default=0.0)

    def _decline(self, match: Match) -> Declined:
        group_candidate: Candidate | None = match.groups[0] if match.groups else None
        group = self.knowledge.group(group_candidate.target) if group_candidate else None
        text = group.reply if group else wording.NOT_TOLD
        lacking = list(match.lacking)
        if lacking:
            text = wording.not_mentioned(lacking, text)
        nearest = group.nearest[:2] if group else ()
        return Declined(text, match.confidence, self.choices(nearest))
