"""Read labelled questions: JSON lines that say what a right answer must hold."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import BotError


@dataclass(frozen=True, slots=True)
class Labelled:
    """Hold one question and its label.

    `answerable` says whether the article answers it; a right answer then matches every pattern of `must`
    and is cited to one of `parts`. Questions that share a `conversation` are asked in order.
    """

    text: str
    answerable: bool
    style: str
    must: tuple[re.Pattern[str], ...] = ()
    parts: frozenset[int] = frozenset()
    conversation: str | None = None


def read(file: Path) -> tuple[Labelled, ...]:
    """Return the questions of a file; a BotError names the line that can't be used."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise BotError(
            f"{file}: can't be read ({error.strerror}); name a file of labelled questions"
        ) from None
    except UnicodeDecodeError:
        raise BotError(f"{file}: is not UTF-8 text; save it as UTF-8") from None
    found = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                found.append(_labelled(json.loads(line)))
            except (ValueError, KeyError, TypeError, AttributeError, re.error) as error:
                raise BotError(
                    f"{file}:{number}: not a labelled question ({error}); "
                    'expected {"q": …, "kind": "in" or "out", "style": …, "must": […], "parts": […]}'
                ) from None
    return tuple(found)


def kept_rounds(folder: Path) -> tuple[Path, ...]:
    """Return the rounds kept in the checkout that a knowledge folder stands in; none outside a checkout."""
    return tuple(sorted((folder.resolve().parent / "tests" / "questions" / "rounds").glob("*.jsonl")))


def kept_files(folder: Path) -> tuple[Path, ...]:
    """Return every file of labelled questions in the checkout that a knowledge folder stands in."""
    fixed = sorted((folder.resolve().parent / "tests" / "questions").glob("*.jsonl"))
    return (*fixed, *kept_rounds(folder))


def _labelled(value: dict[str, Any]) -> Labelled:
    kind = value["kind"]
    if kind not in ("in", "out"):
        raise ValueError(f'kind is "{kind}"')
    conversation = value.get("conversation")
    return Labelled(
        text=str(value["q"]),
        answerable=kind == "in",
        style=str(value.get("style", "plain")),
        must=tuple(re.compile(pattern, re.IGNORECASE) for pattern in value.get("must", ())),
        parts=frozenset(value.get("parts", ())),
        conversation=None if conversation is None else str(conversation),
    )
