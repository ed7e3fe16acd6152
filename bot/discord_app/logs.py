"""Write the log to standard error, readable, and never with the token in it."""

from __future__ import annotations

import logging
import sys

from bot import wording
from bot.discord_app.failures import is_expected

_HIDDEN = "[token]"
_RECONNECTING = "Attempting a reconnect"
_SUGGESTING = "Ignoring exception in autocomplete"


class _Discreet(logging.Formatter):
    """Format a record with its traceback, the token taken out of both."""

    def __init__(self, token: str) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%d %H:%M:%S")
        self._token = token

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, or lines."""
        return super().format(record).replace(self._token, _HIDDEN)


def _readable(record: logging.LogRecord) -> bool:
    """Word discord.py's traceback for a lost connection as one line, and drop what it says about voice."""
    if "voice will NOT be supported" in str(record.msg):
        return False
    if str(record.msg).startswith(_RECONNECTING):
        error = record.exc_info[1] if record.exc_info else None
        why = type(error).__name__ if error is not None else "closed"
        record.msg, record.exc_info = wording.CONNECTION_LOST.replace("{why}", why), None
        record.levelno, record.levelname = logging.WARNING, "WARNING"
    return True


def _about_suggestions(record: logging.LogRecord) -> bool:
    """Word what discord.py says of failed suggestions: not whose they were, and in one line if it can."""
    if str(record.msg).startswith(_SUGGESTING) and isinstance(record.args, tuple) and record.exc_info:
        error = record.exc_info[1]
        record.msg = wording.NO_SUGGESTIONS.format(
            command=record.args[0], error=f"{type(error).__name__}: {error}"
        )
        record.args = ()
        if is_expected(error):
            record.exc_info = None
            record.levelno, record.levelname = logging.WARNING, "WARNING"
    return True


def set_up(level: str, token: str) -> None:
    """Send this process's log to standard error; discord.py's own only from warnings on, unless debugging."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Discreet(token))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("discord.client").addFilter(_readable)
    logging.getLogger("discord.app_commands.tree").addFilter(_about_suggestions)
    if level != "DEBUG":
        logging.getLogger("discord").setLevel(max(logging.WARNING, logging.getLevelName(level)))
        logging.getLogger("asyncio").setLevel(logging.WARNING)
