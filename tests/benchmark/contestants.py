"""Give ours and the usual alternatives one face: learn a set, then name a label and a score."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, Protocol

import numpy as np

from bot.matching.matcher import Matcher
from bot.matching.training import WRITTEN, train
from bot.model import Article, Entry, Group, Knowledge, Part, Phrasing
from tests.benchmark.question_sets import NOT_TOLD, QuestionSet

# What a contestant says of a question: the likeliest label that isn't NOT_TOLD, and how sure it is, or
# REFUSED where an example of what has no answer is likelier. So all are asked the same: which, and whether.
Said = tuple[str, float]
REFUSED = -1.0


class Contestant(Protocol):
    """Answer questions after having learned a set."""

    def learn(self, texts: Sequence[str], labels: Sequence[str]) -> None:
        """Learn these texts with their labels."""

    def answer(self, question: str) -> Said:
        """Return the likeliest label and the score for it."""


def made_up_knowledge(texts: Sequence[str], labels: Sequence[str]) -> Knowledge:
    """Return a knowledge base of these phrasings, its answers made up; NOT_TOLD is its one group."""
    by_label: dict[str, list[str]] = {}
    for text, label in zip(texts, labels, strict=True):
        by_label.setdefault(label, []).append(text)
    not_told = by_label.pop(NOT_TOLD, [])
    return Knowledge(
        Article("Public set", "Nobody", "https://example.org/", "2026-01-01", "en", (Part(0, "all", ()),)),
        statistics=(),
        entries=tuple(Entry(label, (0,), label, tuple(found)) for label, found in by_label.items()),
        groups=(Group(NOT_TOLD, "Not told.", (), tuple(not_told)),) if not_told else (),
        small_talk=(),
        names=(),
        synonyms=(),
        vocabulary=frozenset(),
        phrasings=tuple(
            Phrasing(text, label, WRITTEN)
            for label, found in ({**by_label, NOT_TOLD: not_told}).items()
            for text in found
        ),
        version="made up",
    )


class Ours:
    """Train the bot's matcher; the score is its confidence, a probability."""

    def learn(self, texts: Sequence[str], labels: Sequence[str]) -> None:
        """Build a knowledge base in memory and train on it."""
        self.learn_knowledge(made_up_knowledge(texts, labels))

    def learn_knowledge(self, knowledge: Knowledge) -> None:
        """Train on a knowledge base as it is."""
        self._matcher = Matcher(train(knowledge)[0])

    def answer(self, question: str) -> Said:
        """Return the entry that most probably answers, and that probability."""
        match = self._matcher.match(question)
        return match.entries[0].target, match.confidence


class RapidFuzz:
    """Take the best phrasing by one of rapidfuzz's scorers, in lower case: what most fuzzy bots do."""

    def __init__(self, scorer: str) -> None:
        """Take the scorer's name in `rapidfuzz.fuzz`."""
        self._process: Any = import_module("rapidfuzz.process")
        self._prepare: Any = import_module("rapidfuzz.utils").default_process
        self._scorer = getattr(import_module("rapidfuzz.fuzz"), scorer)

    def learn(self, texts: Sequence[str], labels: Sequence[str]) -> None:
        """Keep the texts, prepared once."""
        pairs = [(self._prepare(text), label) for text, label in zip(texts, labels, strict=True)]
        self._texts = [text for text, label in pairs if label != NOT_TOLD]
        self._labels = [label for _, label in pairs if label != NOT_TOLD]
        self._not_told = [text for text, label in pairs if label == NOT_TOLD]

    def answer(self, question: str) -> Said:
        """Return the label of the best phrasing."""
        prepared = self._prepare(question)
        _, score, place = self._process.extractOne(prepared, self._texts, scorer=self._scorer)
        beaten = self._process.extractOne(
            prepared, self._not_told, scorer=self._scorer, score_cutoff=score + 1e-9
        )
        return self._labels[place], REFUSED if beaten else float(score)


class Linear:
    """Weigh words, word pairs and character n-grams by TF-IDF and fit a logistic regression."""

    def learn(self, texts: Sequence[str], labels: Sequence[str]) -> None:
        """Fit scikit-learn's pipeline; its C of 10 was not tuned."""
        text = import_module("sklearn.feature_extraction.text")
        features = import_module("sklearn.pipeline").make_union(
            text.TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
            text.TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
        )
        model = import_module("sklearn.linear_model").LogisticRegression(C=10.0, max_iter=200)
        self._model: Any = import_module("sklearn.pipeline").make_pipeline(features, model)
        self._model.fit(list(texts), list(labels))
        self._classes = [str(each) for each in self._model.classes_]
        self._told = np.array([each != NOT_TOLD for each in self._classes])

    def answer(self, question: str) -> Said:
        """Return the likeliest label and its probability."""
        chances = self._model.predict_proba([question])[0]
        best = int(np.argmax(np.where(self._told, chances, -1.0)))
        return self._classes[best], float(chances[best])


class BM25:
    """Take the best phrasing by BM25 over stems; stop words are kept, for questions are short."""

    def learn(self, texts: Sequence[str], labels: Sequence[str]) -> None:
        """Index the texts."""
        self._bm25s: Any = import_module("bm25s")
        stemmer = import_module("snowballstemmer").stemmer("english")
        self._stem: Callable[[list[str]], list[str]] = stemmer.stemWords
        self._model = self._bm25s.BM25()
        self._model.index(self._tokens(list(texts)), show_progress=False)
        self._labels = list(labels)
        self._told = np.array([each != NOT_TOLD for each in labels])

    def answer(self, question: str) -> Said:
        """Return the label of the best phrasing."""
        tokens = [word for word in self._tokens([question])[0] if word in self._model.vocab_dict]
        if not tokens:
            return self._labels[int(np.argmax(self._told))], REFUSED
        scores = self._model.get_scores(tokens)
        best = int(np.argmax(np.where(self._told, scores, -1.0)))
        return self._labels[best], REFUSED if scores.max() > scores[best] else float(scores[best])

    def _tokens(self, texts: list[str]) -> list[list[str]]:
        tokens: list[list[str]] = self._bm25s.tokenize(
            texts, stopwords=None, stemmer=self._stem, return_ids=False, show_progress=False
        )
        return tokens


CONTESTANTS: dict[str, Callable[[], Contestant]] = {
    "article-bot": Ours,
    "rapidfuzz WRatio": lambda: RapidFuzz("WRatio"),
    "rapidfuzz token_set_ratio": lambda: RapidFuzz("token_set_ratio"),
    "scikit-learn TF-IDF + logistic": Linear,
    "bm25s": BM25,
}


def learned(name: str, asked: QuestionSet) -> Contestant:
    """Return the contestant of this name, having learned the set."""
    contestant = CONTESTANTS[name]()
    contestant.learn(*asked.texts())
    return contestant
