"""Keep what servers and people prefer: the values, what keeps them, and a file that does."""

from bot.preferences.file import FilePreferences
from bot.preferences.values import (
    DEFAULT_COOLDOWN,
    DIGESTS,
    LONGEST_COOLDOWN,
    MOST_CHANNELS,
    DigestKind,
    PersonPreferences,
    Preferences,
    ServerPreferences,
)

__all__ = [
    "DEFAULT_COOLDOWN",
    "DIGESTS",
    "LONGEST_COOLDOWN",
    "MOST_CHANNELS",
    "DigestKind",
    "FilePreferences",
    "PersonPreferences",
    "Preferences",
    "ServerPreferences",
]
