"""Read Discord's ids from the command line."""

from __future__ import annotations

import argparse

from bot.discord_app.credentials import is_id
from bot.wording import running as words


def discord_id(given: str) -> int:
    """Return an id as a number; an error of the command line if it can't be one."""
    if not is_id(given.strip()):
        raise argparse.ArgumentTypeError(words.NOT_AN_ID.format(given=given))
    return int(given)
