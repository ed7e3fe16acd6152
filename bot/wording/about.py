"""Hold the sentences of /about and /topics."""

from __future__ import annotations

ABOUT_TITLE = "About this bot"
ABOUT_KNOWS = (
    "I answer questions about {headline}, from {entries} prepared answers and {questions} stored questions."
)
MEASURED = "How often it is right"
MEASURED_TEXT = (
    "Of {answerable} questions that the article answers, {right} were answered rightly, and of "
    "{unanswerable} that it doesn't, {false} were answered all the same; each was asked by somebody whose "
    "questions had been left out of what I learned."
)
NOT_MEASURED = "Not measured: too few questions by others have been learned."
PRIVACY = "Privacy"
PRIVACY_TEXT = (
    "I read only messages that mention me, direct messages and commands. The last few questions of a "
    "conversation are kept in memory for ten minutes and nowhere else. What I count holds no names, and "
    "no words that are one person's own: /privacy shows it, and forgets you."
)
RUN_BY = "Run by"
NOBODY_NAMED = "whoever invited me; no contact was given"
VERSION = "Version"
VERSION_TEXT = "knowledge {version}"
TOPICS_HINT = "Pick a part of the article, then a question."
PICK_PART = "Pick a part of the article"
PICK_QUESTION = "Pick a question"
PICK_MORE = "{first} to {last} of {count}"
QUESTIONS = "1 question"
QUESTIONS_MANY = "{count} questions"
