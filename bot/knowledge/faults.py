"""Collect every problem of a knowledge folder while it is read."""

from __future__ import annotations

from bot.errors import Problem


class Faults:
    """Gather problems in any order and hand them out sorted."""

    def __init__(self) -> None:
        """Start with none."""
        self._problems: set[Problem] = set()

    def error(self, file: str, line: int, message: str, entry: str | None = None) -> None:
        """Note something that makes the folder unusable."""
        self._problems.add(Problem(file, line, message, entry))

    def warning(self, file: str, line: int, message: str, entry: str | None = None) -> None:
        """Note something that should be mended and does no harm yet."""
        self._problems.add(Problem(file, line, message, entry, "warning"))

    @property
    def failed(self) -> bool:
        """Say whether there is at least one error."""
        return any(problem.severity == "error" for problem in self._problems)

    def listed(self) -> tuple[Problem, ...]:
        """Return all problems, each once, by file and line."""
        return tuple(
            sorted(self._problems, key=lambda found: (found.file, found.line, found.severity, found.message))
        )
