"""Tell whether a token can be one, and which application it belongs to; without asking Discord."""

from __future__ import annotations

import base64
import binascii
import re

from bot.errors import SettingsError
from bot.wording import in_discord

# https://docs.discord.com/developers/reference#snowflakes: 64 bits, and 15 digits since early 2015.
_ID = re.compile(r"[0-9]{15,20}", re.ASCII)


def checked_token(token: str | None) -> str:
    """Return the token without blanks around it; a SettingsError if there is none or it can't be one."""
    token = (token or "").strip()
    if not token:
        raise SettingsError(in_discord.LOGIN_MISSING)
    shapes = (
        (r"[A-Za-z0-9._-]+", False, in_discord.HAS_STRANGE_CHARACTERS),
        (r"[0-9]+", True, in_discord.IS_APPLICATION_ID),
        (r"[0-9a-f]{64}", True, in_discord.IS_PUBLIC_KEY),
        (r"[A-Za-z0-9_-]{32}", True, in_discord.IS_OAUTH_KEY),
    )
    for shape, is_wrong, why in shapes:
        if (re.fullmatch(shape, token) is not None) is is_wrong:
            raise SettingsError(in_discord.LOGIN_MALFORMED.format(why=why))
    return token


def is_id(text: str) -> bool:
    """Tell whether a text looks like one of Discord's ids."""
    return _ID.fullmatch(text) is not None


def application_id_in(token: str) -> int | None:
    """Return the application's id that a token begins with, in base64; None if it begins otherwise."""
    first, dot, _ = token.partition(".")
    try:
        text = base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)).decode("ascii")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return int(text) if dot and is_id(text) else None
