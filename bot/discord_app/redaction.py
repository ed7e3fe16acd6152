"""Take out of what is logged what is people's: the words of messages, names, ids, tokens.

Our own lines are written without them; what libraries write, and what exceptions say, is not in our hands.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Iterable

import discord

from bot.errors import BotError

_ID, _TOKEN, _WITHHELD = "[id]", "[token]", "[withheld]"
# Of an interaction or a webhook: whoever has it can answer in the bot's place.
_IN_ADDRESS = re.compile(r"(/(?:interactions|webhooks)/)[^\s/]+/[^\s/?\"')]+")
_OPAQUE = re.compile(r"(?=[\w.-]*[A-Z])(?=[\w.-]*[a-z])(?=[\w.-]*[0-9])[A-Za-z0-9_.-]{50,}")
# Not the digits behind a point, which belong to a figure.
_SNOWFLAKE = re.compile(r"(?<![0-9])(?<![0-9]\.)[0-9]{15,20}(?![0-9])")
_LARGEST_FIGURE = 10**14
_ADDRESS = re.compile(r"https?://\S+")
_METHOD = re.compile(r"[A-Z]{3,7}")
# Where a library's sentence goes over into what it is about.
_DETAILS = re.compile(r"[\n(<\[{\"“].*", re.DOTALL)
_FORM_FIELD = re.compile(r"^In ([\w.]+): ", re.MULTILINE)
_LONGEST_CHAIN = 10


def scrubbed(text: str) -> str:
    """Return a text without ids and tokens."""
    return _SNOWFLAKE.sub(_ID, _OPAQUE.sub(_TOKEN, _IN_ADDRESS.sub(rf"\1{_ID}/{_TOKEN}", text)))


def described(error: BaseException) -> str:
    """Return what kind of error it is, with what is known to hold nobody's words.

    Those of the system and of this program say what to do; others may quote what they failed on.
    """
    name = type(error).__name__
    if isinstance(error, discord.HTTPException):
        fields = _FORM_FIELD.findall(error.text)
        inside = f", in {', '.join(fields)}" if fields else ""
        return f"{name}: status {error.status}, code {error.code}{inside}"
    if isinstance(error, discord.ConnectionClosed):
        return f"{name}: code {error.code}"
    if isinstance(error, discord.RateLimited):
        return f"{name}: {error.retry_after:.1f} s"
    if isinstance(error, BotError | OSError | ImportError) and (said := str(error).strip()):
        return f"{name}: {said}"
    return name


def traced(error: BaseException) -> str:
    """Return where an error, and those behind it, came from: lines of code, and no values."""
    told = []
    for each in reversed(_chain(error)):
        told += [
            "Traceback (most recent call last):\n",
            *traceback.format_tb(each.__traceback__),
            described(each),
            "\n",
        ]
    return "".join(told).rstrip()


def _chain(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    following: BaseException | None = error
    while following is not None and following not in found and len(found) < _LONGEST_CHAIN:
        found.append(following)
        behind = None if following.__suppress_context__ else following.__context__
        following = following.__cause__ or behind
    return found


def sentence_of(record: logging.LogRecord) -> str:
    """Return what a library's record says: its sentence, with figures and addresses but no other value."""
    sentence = str(record.msg)
    if not record.args:
        # Nobody knows what was put into it.
        return _DETAILS.sub("", sentence).rstrip(" :,")
    values = record.args.values() if isinstance(record.args, dict) else record.args
    try:
        return sentence % _values(values)
    except (TypeError, ValueError, KeyError):
        return sentence


def _values(values: Iterable[object]) -> tuple[object, ...]:
    return tuple(_value(each) for each in values)


def _value(value: object) -> object:
    if value is None or (isinstance(value, int | float) and abs(value) < _LARGEST_FIGURE):
        return value
    if isinstance(value, BaseException):
        return described(value)
    text = str(value)
    return text if _ADDRESS.fullmatch(text) or _METHOD.fullmatch(text) else _WITHHELD
