"""Take off what a chat message carries that is not words: mentions, emoji, markdown, links."""

from __future__ import annotations

import re

# Discord's own markup, see its reference on message formatting: users, roles, channels, slash commands,
# custom emoji, timestamps.
_DISCORD = re.compile(r"<(?:@[!&]?\d+|#\d+|/[^:>]{1,100}:\d+|a?:\w{1,32}:\d+|t:-?\d+(?::\w)?|id:\w+)>")
# What colors a terminal, pasted along with its output.
_ESCAPES = re.compile(r"\x1b\[[0-9;?]{0,20}[A-Za-z]")
_EMOJI_NAME = re.compile(r"(?<!\w):[a-z0-9_+~-]{2,32}:(?!\w)", re.IGNORECASE)
_LINK = re.compile(r"\[([^\]]{0,200})\]\(\s*<?https?://[^)\s]+\)|<?https?://[^\s>]+>?", re.IGNORECASE)
_QUOTED_LINE = re.compile(r"^[ \t]*>{1,3}(?:[ \t].*)?$", re.MULTILINE)
_CODE_FENCE = re.compile(r"```(?:[a-z]{1,10}\n)?|`{1,2}", re.IGNORECASE)
_EMPHASIS = re.compile(r"\|\||~~|\*{1,3}|(?<!\w)_{1,3}|_{1,3}(?!\w)")
_HEADING = re.compile(r"^[ \t]*(?:#{1,3}|-#|[-*•])[ \t]+", re.MULTILINE)


def strip_chat(message: str) -> str:
    """Return the message's words without Discord's markup; quoted lines go unless nothing else is there."""
    text = _DISCORD.sub(" ", _ESCAPES.sub(" ", message))
    text = _LINK.sub(lambda found: f" {found.group(1) or ''} ", text)
    without_quotes = _QUOTED_LINE.sub(" ", text)
    if without_quotes.strip():
        text = without_quotes
    text = _EMOJI_NAME.sub(" ", text)
    for markup in (_CODE_FENCE, _HEADING, _EMPHASIS):
        text = markup.sub(" ", text)
    return " ".join(text.split())
