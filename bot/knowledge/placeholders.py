"""Fill the figures of statistics into answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_PLACEHOLDER: Final = re.compile(r"\{stat:([^{}]*)\}")


def placeholders(text: str) -> tuple[str, ...]:
    """Return the ids that a text's `{stat:ID}` name, in order."""
    return tuple(_PLACEHOLDER.findall(text))


def fill(text: str, shown: Mapping[str, str]) -> str:
    """Return a text with each `{stat:ID}` as its statistic writes it; unknown ones stay."""
    return _PLACEHOLDER.sub(lambda found: shown.get(found[1], found[0]), text)


def stray_braces(text: str) -> bool:
    """Say whether a text has braces that are no placeholder."""
    return any(brace in _PLACEHOLDER.sub("", text) for brace in "{}")
