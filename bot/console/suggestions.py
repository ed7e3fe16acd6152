"""Suggest how a line may go on: questions, commands, names of figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from bot.matching.completion import Completion
from bot.wording import at_console

_FEWEST_CHARACTERS = 2
_MOST_QUESTIONS = 5
_MOST_CHARACTERS = 300
_STAT = "/stat "


class Suggestion(NamedTuple):
    """Hold a whole line to put in place of the typed one, and what explains it."""

    line: str
    note: str = ""


class Suggestions:
    """Suggest lines for what has been typed so far."""

    def __init__(self, completion: Completion, shown: Callable[[str], str]) -> None:
        """Take the completion and how stored questions are shown."""
        self._completion = completion
        self._shown = shown

    def of(self, typed: str) -> list[Suggestion]:
        """Return suggestions, best first."""
        text = typed.lstrip()
        if text.casefold().startswith(_STAT):
            name = text[len(_STAT) :].strip()
            found = self._completion.statistics(name, _MOST_QUESTIONS)
            return [Suggestion(_STAT + each.label, each.shown) for each in found]
        if text.startswith("/"):
            return [
                Suggestion(name, note)
                for command, note in at_console.CONSOLE_COMMANDS.items()
                if (name := command.partition(" ")[0]).startswith(text.casefold()) and name != text
            ]
        if not _FEWEST_CHARACTERS <= len(text.strip()) <= _MOST_CHARACTERS or text.strip().isdecimal():
            return []
        questions = (self._shown(each.question) for each in self._completion.complete(text, _MOST_QUESTIONS))
        return [Suggestion(question) for question in dict.fromkeys(questions) if question != text.strip()]
