"""Read lines from a person: editing, history and completion, with prompt_toolkit."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from itertools import islice
from pathlib import Path

from platformdirs import user_data_path
from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, History
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output import ColorDepth

from bot.console.suggestions import Suggestions

_PROMPT = "> "
_MENU_LINES = 6
_MOST_REMEMBERED = 1000


def history_file() -> Path:
    """Return where lines are remembered: in the platform's folder for a person's data."""
    return user_data_path("article-bot", appauthor=False) / "history"


class Prompt:
    """Ask for one line after the other."""

    def __init__(self, suggestions: Suggestions, history: Path) -> None:
        """Take the suggestions, and the file to remember lines in (unusable: this session only)."""
        self._session: PromptSession[str] = PromptSession(
            _PROMPT,
            completer=_Completer(suggestions),
            complete_while_typing=True,
            reserve_space_for_menu=_MENU_LINES,
            history=_history(history),
            key_bindings=_keys(),
            enable_suspend=True,
            color_depth=ColorDepth.DEPTH_1_BIT if os.environ.get("NO_COLOR") else None,
        )

    def line(self) -> str | None:
        """Return the next line, None when the person has left with Ctrl-D, or Ctrl-C on an empty line."""
        try:
            return self._session.prompt()
        except EOFError:
            return None


class _Completer(Completer):
    def __init__(self, suggestions: Suggestions) -> None:
        self._suggestions = suggestions

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """Offer whole lines, only at the end of what is typed."""
        typed = document.text_before_cursor
        if document.text_after_cursor:
            return
        for each in self._suggestions.of(typed):
            yield Completion(each.line, start_position=-len(typed), display_meta=each.note)


class _FileHistory(FileHistory):
    """Remember lines in a file as far as that works; a broken file only costs the memory."""

    def load_history_strings(self) -> Iterable[str]:
        """Return the latest lines, newest first."""
        try:
            return list(islice(super().load_history_strings(), _MOST_REMEMBERED))
        except OSError:
            return []

    def store_string(self, string: str) -> None:
        """Append a line."""
        with suppress(OSError, UnicodeError):
            super().store_string(string)


def _history(file: Path) -> History:
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)  # what somebody asks is nobody else's business
    return _FileHistory(str(file))


def _keys() -> KeyBindings:
    keys = KeyBindings()

    @keys.add("c-c")
    @keys.add("<sigint>")
    def _(event: KeyPressEvent) -> None:
        """Clear the line, or leave at an empty one."""
        if event.current_buffer.text:
            event.current_buffer.reset()
        else:
            event.app.exit(exception=EOFError)

    return keys
