"""Tell what kind of answer a question asks for: a person, a time, a number, a cause, yes or no …"""

from __future__ import annotations

from collections.abc import Sequence

KINDS = ("who", "when", "where", "number", "why", "how", "which", "what", "define", "task", "yesno", "other")

_FIRST = {
    "who": "who", "whom": "who", "when": "when", "where": "where", "why": "why", "how": "how", "which": "which",
    "what": "what",
}  # fmt: skip
_AFTER_HOW = {"many": "number", "much": "number", "long": "when", "soon": "when", "old": "number", "come": "why", "big": "number"}
_AFTER_WHAT = {
    "percent": "number", "number": "number", "share": "number", "year": "when", "date": "when", "time": "when",
    "day": "when", "company": "which", "companies": "which", "kind": "which", "type": "which", "country": "which",
    "reason": "why", "reasons": "why", "odds": "number", "chance": "number", "chances": "number", "probability": "number",
}  # fmt: skip
_AUXILIARIES = frozenset(
    "is are was were do does did has have had can could will would should may might am"
    " isnt arent doesnt didnt".split()
)
_TASKS = frozenset(
    "write explain translate summarize make create list draw tell give show compare rewrite describe pretend ignore"
    " act generate quiz help".split()
)
_DEFINES = frozenset("mean means meaning definition define".split())


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
