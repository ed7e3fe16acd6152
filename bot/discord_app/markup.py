"""Make text safe and short enough for Discord: nothing in it is markup, and it fits."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"([\\*_~|`<\[\]])|(?m:^(\s*)([#>+-]|\d+(?=\.\s)))|(://)")
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
