"""Hold the values that every other module speaks in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal, NamedTuple


@dataclass(frozen=True, slots=True)
class Part:
    """Name one numbered part of the article and the figures and names it contains."""

    number: int
    label: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """Describe the one article that the knowledge base is about; `people` are those it names."""

    title: str
    publisher: str
    url: str
    published: str
    language: str
    parts: tuple[Part, ...]
    people: tuple[str, ...] = ()

    def part(self, number: int) -> Part:
        """Return the part with this number; a KeyError if there is none."""
        for part in self.parts:
            if part.number == number:
                return part
        raise KeyError(number)


@dataclass(frozen=True, slots=True)
class Statistic:
    """Hold one key figure of the article; `shown` is how sentences write it."""

    id: str
    label: str
    shown: str
    value: float
    unit: str
    period: str | None
    source: str
    part: int
    meaning: str

    @property
    def period_beside(self) -> str | None:
        """Return the period unless the label, which it stands beside, has it already."""
        period = self.period
        return None if period is None or period.casefold() in self.label.casefold() else period


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Say which entry a short question means when it comes right after an answer."""

    entry: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold one fact of the article: its answer, the parts it rests on and how people ask for it.

    `answer` has its figures filled in. `questions` are the curated phrasings, the first of which is
    shown to people; `asked` are those learned from rounds and from use. `said_by` is the entry that tells who
    says so, for "says who?".
    """

    id: str
    parts: tuple[int, ...]
    answer: str
    questions: tuple[str, ...]
    statistics: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    asked: tuple[str, ...] = ()
    said_by: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Hold questions of one kind that the article does not answer, and what to say to them."""

    id: str
    reply: str
    nearest: tuple[str, ...]
    questions: tuple[str, ...]
    asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """Hold one kind of greeting or chat and the reply to it."""

    id: str
    reply: str
    questions: tuple[str, ...]
    asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Name:
    """Hold a name that the article does not mention and people ask about."""

    name: str
    kind: str
    spellings: tuple[str, ...]


Claim = Literal["affirmed", "denied", "neither"]


class Phrasing(NamedTuple):
    """Hold one stored question, the target it belongs to and where it was learned.

    A tuple, since there are thousands of them and a start makes them all.

    `source` is "written" for curated phrasings and the stem of its file for those of `asked/`:
    phrasings of one source are by one author, which is what fair cross-validation leaves out. `also` are
    other entries whose answer would content the asker as well. `after` is the entry just answered, for a
    question that rests on it. `claim` says, of one that wants a yes or a no, which of them the answer gives.
    """

    text: str
    target: str
    source: str
    also: tuple[str, ...] = ()
    after: str | None = None
    claim: Claim | None = None


@dataclass(frozen=True)
class Knowledge:
    """Hold a whole knowledge base; `version` is a short hash of its content."""

    article: Article
    statistics: tuple[Statistic, ...]
    entries: tuple[Entry, ...]
    groups: tuple[Group, ...]
    small_talk: tuple[SmallTalk, ...]
    names: tuple[Name, ...]
    synonyms: tuple[tuple[str, ...], ...]
    vocabulary: frozenset[str]
    phrasings: tuple[Phrasing, ...]
    version: str

    def entry(self, id_: str) -> Entry:
        """Return the entry with this id; a KeyError if there is none."""
        return self._entries[id_]

    def statistic(self, id_: str) -> Statistic:
        """Return the statistic with this id; a KeyError if there is none."""
        for statistic in self.statistics:
            if statistic.id == id_:
                return statistic
        raise KeyError(id_)

    def group(self, id_: str) -> Group | None:
        """Return the not-told group with this id, or None."""
        return self._groups.get(id_)

    _entries: dict[str, Entry] = field(init=False, repr=False, compare=False)
    _groups: dict[str, Group] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index entries and groups by id."""
        object.__setattr__(self, "_entries", {entry.id: entry for entry in self.entries})
        object.__setattr__(self, "_groups", {group.id: group for group in self.groups})


@dataclass(frozen=True, slots=True)
class Source:
    """Say where an answer comes from: the article and the parts that support it.

    `url` is the article's address, `link` the one at which a browser shows the very place.
    """

    title: str
    publisher: str
    url: str
    link: str
    published: str
    parts: tuple[int, ...]
    label: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Offer one entry: the question that stands for it and its answer."""

    entry: str
    question: str
    answer: str


Outcome = Literal["answered", "unsure", "declined", "social"]

# What a confidence has been worth when it was measured; a reply shows a word for it.
Sureness = Literal["very", "fairly", "barely", "unmeasured"]


@dataclass(frozen=True, slots=True)
class Answered:
    """Reply with an entry's answer and its source.

    `sureness` is None for an entry that a person picked: then there was nothing to be unsure of. `denies`
    says that the question was a claim, and the answer denies it. `besides` are the other questions of the
    same message.
    """

    outcome: ClassVar[Outcome] = "answered"
    entry: Entry
    confidence: float
    source: Source
    choices: tuple[Choice, ...] = ()
    sureness: Sureness | None = None
    denies: bool = False
    besides: tuple[Besides, ...] = ()


@dataclass(frozen=True, slots=True)
class Unsure:
    """Reply with the likeliest entries as choices."""

    outcome: ClassVar[Outcome] = "unsure"
    confidence: float
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Declined:
    """Reply that the article does not tell; `text` says what is missing."""

    outcome: ClassVar[Outcome] = "declined"
    text: str
    confidence: float
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Social:
    """Reply to small talk."""

    outcome: ClassVar[Outcome] = "social"
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Besides:
    """Hold another question of a message, as it was written, and the reply to it; None if that isn't sure."""

    question: str
    reply: Answered | Declined | None


Reply = Answered | Unsure | Declined | Social


@dataclass(frozen=True, slots=True)
class Candidate:
    """Hold one entry, group or kind of small talk that a question may mean, and how it scored.

    `score` is the ridge score (about 0 to 1), `phrasing` its nearest stored question and `similarity`
    the cosine to it.
    """

    target: str
    score: float
    phrasing: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Match:
    """Hold what the matcher found: candidates by kind, best first, and the probability of the first entry.

    `confidence` is the probability that the best entry answers the question. `unknown` are the words
    that no stored phrasing has, `lacking` the names that the article doesn't mention, `repaired` the
    typing errors undone, `evidence` what spoke for and
    against (name, value, pull on the logit). `nearest_group` is the group of the stored question likest to
    this one among all that the article doesn't answer, whatever its score. `denied` says that the question is
    a claim which the first entry's answer denies.
    """

    words: tuple[str, ...]
    repaired: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]
    entries: tuple[Candidate, ...]
    groups: tuple[Candidate, ...]
    small_talk: tuple[Candidate, ...]
    lacking: tuple[str, ...]
    confidence: float
    evidence: tuple[tuple[str, float, float], ...]
    nearest_group: Candidate | None = None
    denied: bool = False


class Piece(NamedTuple):
    """Hold a word of a question, or "…" for what was left out.

    `parts` are the stems that others must have said as well before anybody may read the word. It has none
    where it gives nobody away: one of the commonest, of the article, or of a listed name.
    """

    text: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reduction:
    """Hold what is left of a question that was not answered: nothing that only its asker would say.

    `parts` are stems and their weights, each once, in no order of the question; `pieces` are what a scrubbed
    text can be made of; `entry` is the nearest one and `confidence` the probability that it answers.
    """

    parts: tuple[tuple[str, float], ...]
    pieces: tuple[Piece, ...]
    entry: str
    confidence: float
