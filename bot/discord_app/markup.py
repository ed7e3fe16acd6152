"""Make text safe and short enough for Discord: nothing in it is markup, and it fits."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"([\\*_~|`<\[\]])|(?m:^(\s*)([#>+-]|\d+(?=\.\s)))|(://)")
# Mentions, custom emoji, timestamps and command mentions: written by Discord, not by the person.
_MARKS = re.compile(r"<(?:@[!&]?|#)\d+>|<a?:\w+:\d+>|<t:-?\d+(?::\w)?>|</[^>:]+:\d+>")
# https://docs.discord.com/developers/resources/message#embed-object-embed-limits
_AUTHOR = 256


def escape(text: str) -> str:
    """Return text in which nothing is markup: no emphasis, heading, list, link, mention or emoji."""

    def guarded(found: re.Match[str]) -> str:
        if found[1]:
            return "\\" + found[1]
        if found[4]:
            return ":\\//"
        return f"{found[2]}{found[3]}\\" if found[3].isdigit() else f"{found[2]}\\{found[3]}"

    return _SPECIAL.sub(guarded, text)


def cut(text: str, most: int) -> str:
    """Return the text, or as much of it as fits with an ellipsis."""
    if len(text) <= most:
        return text
    return text[: most - 1].rstrip("\\ \n") + "…"


def one_line(text: str, most: int = _AUTHOR) -> str:
    """Return the text on one line without control characters, cut to fit."""
    return cut(" ".join("".join(c if c.isprintable() else " " for c in text).split()), most)


def question_in(text: str) -> str:
    """Return a message's text without what Discord writes for mentions and emoji."""
    return _MARKS.sub(" ", text).strip()
