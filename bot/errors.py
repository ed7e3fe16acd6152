"""Name the faults that people can mend, each with where it is and what to do."""

from __future__ import annotations

from dataclasses import dataclass


class BotError(Exception):
    """Stop with a sentence for a person; `exit_status` is what the process ends with."""

    exit_status = 2


class SettingsError(BotError):
    """Report settings or arguments that cannot be used."""


class PreferencesError(BotError):
    """Report preferences that could not be kept."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Point at one fault in a knowledge folder.

    `file` is relative to the folder and uses forward slashes, `line` counts from 1, `entry` is the
    id of the entry, group or statistic it is in, `severity` is "error" or "warning".
    """

    file: str
    line: int
    message: str
    entry: str | None = None
    severity: str = "error"

    def __str__(self) -> str:
        """Return `FILE:LINE: message`."""
        note = "warning: " if self.severity == "warning" else ""
        return f"{self.file}:{self.line}: {note}{self.message}"


class KnowledgeError(BotError):
    """Report every problem of a knowledge folder at once."""

    exit_status = 1

    def __init__(self, folder: str, problems: tuple[Problem, ...]) -> None:
        """Keep the problems; the message is one line for each."""
        self.folder = folder
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class HistoryError(BotError):
    """Report a history that can't be read or kept."""
