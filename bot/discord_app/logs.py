"""Write the log to standard error: readable, and with nothing in it that is people's, nor the token."""

from __future__ import annotations

import logging
import sys
import threading

from bot.discord_app.failures import is_expected
from bot.discord_app.redaction import described, scrubbed, sentence_of, traced
from bot.wording import in_discord

_log = logging.getLogger(__name__)
_HIDDEN = "[token]"
_OURS = "bot"
_RECONNECTING = "Attempting a reconnect"
_SUGGESTING = "Ignoring exception in autocomplete"


class _Discreet(logging.Formatter):
    """Format a record with its traceback, so that neither holds what is people's."""

    def __init__(self, token: str) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%d %H:%M:%S")
        self._token = token

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, or lines; the record stays as it is."""
        ours = record.name.partition(".")[0] == _OURS
        said = record.getMessage() if ours else sentence_of(record)
        text = f"{self.formatTime(record, self.datefmt)} {record.levelname} {said}"
        if record.exc_info and record.exc_info[1] is not None:
            text += f"\n{traced(record.exc_info[1])}"
        return scrubbed(text.replace(self._token, _HIDDEN))


def _readable(record: logging.LogRecord) -> bool:
    """Word discord.py's traceback for a lost connection as one line, and drop what it says about voice."""
    if "voice will NOT be supported" in str(record.msg):
        return False
    if str(record.msg).startswith(_RECONNECTING):
        error = record.exc_info[1] if record.exc_info else None
        why = type(error).__name__ if error is not None else "closed"
        record.msg, record.exc_info = in_discord.CONNECTION_LOST.replace("{why}", why), None
        record.levelno, record.levelname = logging.WARNING, "WARNING"
    return True


def _about_suggestions(record: logging.LogRecord) -> bool:
    """Word what discord.py says of failed suggestions: not whose they were, and in one line if it can."""
    if str(record.msg).startswith(_SUGGESTING) and isinstance(record.args, tuple) and record.exc_info:
        error = record.exc_info[1]
        assert error is not None  # noqa: S101  # for the type checker: it was caught
        record.msg = in_discord.NO_SUGGESTIONS.format(command=record.args[0], error=described(error))
        record.args = ()
        if is_expected(error):
            record.exc_info = None
            record.levelno, record.levelname = logging.WARNING, "WARNING"
    return True


def set_up(level: str, token: str) -> None:
    """Send this process's log to standard error; of libraries only warnings, or INFO too for debugging."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Discreet(token))
    least = logging.INFO if level == "DEBUG" else max(logging.WARNING, logging.getLevelName(level))
    # Below that, discord.py writes down every event as it came.
    logging.basicConfig(level=least, handlers=[handler], force=True)
    logging.getLogger(_OURS).setLevel(level)
    logging.getLogger("discord.client").addFilter(_readable)
    logging.getLogger("discord.app_commands.tree").addFilter(_about_suggestions)
    # What Python writes of an error that nobody caught goes the same way.
    sys.excepthook = lambda _, error, __: _uncaught(error)
    threading.excepthook = lambda what: _uncaught(what.exc_value)
    sys.unraisablehook = lambda what: _uncaught(what.exc_value)


def _uncaught(error: BaseException | None) -> None:
    _log.critical("%s", in_discord.UNCAUGHT, exc_info=error)
