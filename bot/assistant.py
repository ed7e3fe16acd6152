"""Decide: answer, offer choices, say that the article doesn't tell, or return a greeting."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot import passages, wording
from bot.besides import SURE_OF_A_PART, Part, besides, is_not_told, surely_not_told
from bot.followups import (
    Reading,
    Turn,
    asks_who_says,
    is_elliptic,
    may_rest_on_talk,
    picked,
    readings,
    within,
)
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
from bot.subjects import Subjects
from bot.text import language_of, questions_in, strip_chat

_MOST_CHOICES = 3
# A second choice is worth reading only when it is not far behind the first.
_CHOICE_SHARE = 0.25
_MOST_RELATED = 2
_SOCIAL_SCORE = 0.3
# A short follow-up means what it means in context, unless it is surer by more than this standing alone.
_CONTEXT_LEAD = 0.2
# Below this, a question about names that the article lacks wanted one of its entries in 8 % of the cases,
# each asker's questions left out.
_LEAST_BESIDE_A_NAME = 0.2
# A question this like a stored one is that one.
_STORED = 0.9999


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
        self._subjects = Subjects(knowledge, matcher.mentions)

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
        # A part that is clearly not told explains why the whole can't be answered.
        explained = any(is_not_told(part) for _, part in parts)
        least = min(SURE_OF_A_PART, self.thresholds.following.answer) if explained else SURE_OF_A_PART
        answers: list[tuple[Decision, Answered, Part | None]] = [
            each for each in told if each[0].match.confidence >= least
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
        named_in = ""
        for each in several:
            named_in = each if self._subjects.named(each) else named_in
            decision = self._read(each, so_far, named_in)
            parts.append((decision, Part(each, decision.reply, decision.match)))
            if isinstance(decision.reply, Answered):
                so_far.append(Turn(decision.understood, decision.reply))
        return parts

    def _read(self, question: str, turns: Sequence[Turn], named_in: str = "") -> Decision:
        """Decide on one question; `named_in` is the last one of its message so far that names something."""
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
        if named_in and named_in != question:
            ways = (*ways, *within(question, self._subjects.spoken_of(named_in)))
        return (
            self._follow_up(question, ways, alone, self._subjects.named(named_in or question))
            if ways
            else alone
        )

    def _follow_up(
        self, question: str, ways: Sequence[Reading], alone: Decision, named: Collection[str]
    ) -> Decision:
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
            if self._subjects.is_about_others(self.knowledge.entry(read.entries[0].target), named):
                continue
            sure = read.confidence + (lead if reading.after else 0.0)
            if sure > surest:
                best, understood, surest = read, question if reading.after else reading.text, sure
        cuts = self.thresholds.following
        reply = self._decide(best, cuts)
        told = alone.reply.entry.id if isinstance(alone.reply, Answered) else None
        if isinstance(reply, Unsure) and told == best.entries[0].target:
            return alone  # what was spoken of adds nothing but doubt
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
        others = [each.target for each in match.entries if self._is_of_the_other_side(each, match)]
        if match.confidence >= cuts.answer and best.target not in others:
            return replace(
                self.answer(self._told_by(best.target, match), match.confidence),
                sureness=self.reliability.sureness(match.confidence),
                denies=match.denied,
            )
        if match.confidence >= (max(cuts.offer, _LEAST_BESIDE_A_NAME) if match.lacking else cuts.offer):
            near = [
                each.target
                for each in match.entries[:_MOST_CHOICES]
                if each is best or each.score >= _CHOICE_SHARE * best.score
            ]
            near.sort(key=others.__contains__)
            return Unsure(min(match.confidence, cuts.answer), self.choices(tuple(near)))
        return self._decline(match, (best.target,) if match.confidence >= cuts.offer else ())

    def _is_of_the_other_side(self, candidate: Candidate, match: Match) -> bool:
        entry, named = self.knowledge.entry(candidate.target), self._subjects.named(" ".join(match.words))
        return candidate.similarity < _STORED and self._subjects.is_of_the_other_side(entry, named)

    def _told_by(self, entry_id: str, match: Match) -> str:
        """Return the entry that tells who says what another entry tells, where that is asked."""
        entry = self.knowledge.entry(entry_id)
        if entry.said_by is None or match.entries[0].similarity >= _STORED or not asks_who_says(match.words):
            return entry_id
        teller = self.knowledge.entry(entry.said_by)
        return teller.id if self._subjects.tells_who(teller, entry) else entry_id

    @staticmethod
    def _is_social(match: Match, cuts: Cuts) -> bool:
        if not match.small_talk or match.confidence >= cuts.answer:
            return False
        score = match.small_talk[0].score
        rivals = [found[0].score for found in (match.entries, match.groups) if found]
        return score >= _SOCIAL_SCORE and score >= max(rivals, default=0.0)

    def _decline(self, match: Match, near: tuple[str, ...] = ()) -> Declined:
        group_candidate: Candidate | None = match.groups[0] if match.groups else None
        group = self.knowledge.group(group_candidate.target) if group_candidate else None
        text = group.reply if group else wording.NOT_TOLD
        lacking = list(match.lacking)
        if lacking:
            text = wording.not_mentioned(lacking, text)
        nearest = dict.fromkeys((*near, *(group.nearest if group else ())))
        return Declined(text, match.confidence, self.choices(tuple(nearest)[:_MOST_RELATED]))
