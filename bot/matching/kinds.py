"""Tell what kind of answer a question asks for: a person, a time, a number, a cause, yes or no."""

from __future__ import annotations

from collections.abc import Sequence

KINDS = ("who", "when", "where", "number", "why", "how", "which", "what", "define", "task", "yesno", "other")

_FIRST = {"whom": "who"} | {word: word for word in ("who", "when", "where", "why", "how", "which", "what")}
_AFTER_HOW = {
    "many": "number",
    "much": "number",
    "old": "number",
    "big": "number",
    "long": "when",
    "soon": "when",
    "come": "why",
}
_AFTER_WHAT = {
    word: kind
    for kind, listed in {
        "number": "percent number share odds chance chances probability",
        "when": "year date time day",
        "which": "company companies kind type country",
        "why": "reason reasons",
    }.items()
    for word in listed.split()
}
_AUXILIARIES = frozenset(
    word
    for line in (
        "is are was were am do does did has have had",
        "can could will would should may might",
    )
    for word in line.split()
)
_TASKS = frozenset(
    word
    for line in (
        "write explain translate summarize make create list draw tell give show compare rewrite",
        "describe pretend ignore act generate quiz help",
    )
    for word in line.split()
)
_DEFINES = frozenset({"mean", "means", "meaning", "definition", "define"})


def kind_of(words: Sequence[str]) -> str:
    """Return the kind of a question, judged by its normalised words."""
    if _DEFINES.intersection(words):
        return "define"
    for at, word in enumerate(words[:12]):
        following = words[at + 1] if at + 1 < len(words) else ""
        if word == "how":
            return _AFTER_HOW.get(following, "how")
        if word in ("what", "which") and following in _AFTER_WHAT:
            return _AFTER_WHAT[following]
        if word in _FIRST:
            return _FIRST[word]
    if words and words[0] in _AUXILIARIES:
        return "yesno"
    if words and words[0] in _TASKS:
        return "task"
    if any(word in _AUXILIARIES for word in words[1:3]):
        return "yesno"
    return "other"
