"""How Discord refuses: error bodies, and what the stand-in raises towards a test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class RefusalError(Exception):
    """A request that Discord would answer with an error."""

    def __init__(self, status: int, code: int, message: str, errors: dict[str, Any] | None = None) -> None:
        """Refuse with an HTTP status, one of Discord's codes, and details by field."""
        super().__init__(f"{status} {code} {message}" + (f" {errors}" if errors else ""))
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors

    def body(self) -> dict[str, Any]:
        """Return the error body as Discord writes it."""
        body: dict[str, Any] = {"message": self.message, "code": self.code}
        if self.errors:
            body["errors"] = self.errors
        return body


@dataclass(frozen=True)
class Fault:
    """Something that the bot did and Discord would not have taken."""

    where: str
    code: int
    what: str

    def __str__(self) -> str:
        """Return the fault in one line."""
        return f"{self.where}: {self.code} {self.what}"


class NoReplyError(AssertionError):
    """The bot did not answer in time."""


class NotPossibleError(AssertionError):
    """A person could not do this in Discord either: no such command, button, place."""


class SpokeUnaskedError(AssertionError):
    """The bot posted although nobody expected it to."""


Steps = tuple[str | int, ...]


class FormErrors:
    """Collect what is wrong in a request body, each with its path in the body."""

    def __init__(self) -> None:
        """Start with nothing wrong."""
        self._found: dict[Steps, dict[str, str]] = {}

    def add(self, path: Steps, code: str, message: str) -> None:
        """Note one problem; the same code at the same place counts once."""
        self._found.setdefault(path, {}).setdefault(code, message)

    def merge(self, other: FormErrors) -> None:
        """Take over another collection's problems at places where this one has none."""
        for path, problems in other._found.items():
            if path not in self._found:
                self._found[path] = dict(problems)

    def __bool__(self) -> bool:
        """Tell whether anything is wrong."""
        return bool(self._found)

    def too_long(self, path: Steps, text: object, limit: int) -> None:
        """Note a text that is longer than allowed."""
        if isinstance(text, str) and len(text) > limit:
            self.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {limit} or fewer in length.")

    def length(self, path: Steps, text: object, low: int, high: int) -> None:
        """Note a required text that is missing or has a wrong length."""
        if text is None or text == "":
            self.add(path, "BASE_TYPE_REQUIRED", "This field is required")
        elif not isinstance(text, str) or not low <= len(text) <= high:
            self.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length.")

    def raise_if_any(self) -> None:
        """Refuse with 50035 if anything was noted."""
        if not self._found:
            return
        tree: dict[str, Any] = {}
        for path, problems in self._found.items():
            node = tree
            for step in path:
                node = node.setdefault(str(step), {})
            node.setdefault("_errors", []).extend(
                {"code": code, "message": message} for code, message in problems.items()
            )
        raise RefusalError(400, 50035, "Invalid Form Body", tree)
