"""Keep what servers and people prefer: the values, what keeps them, and a file that does."""

from bot.preferences.file import FilePreferences
from bot.preferences.values import (
    DEFAULT_COOLDOWN,
    LONGEST_COOLDOWN,
    MOST_CHANNELS,
    PersonPreferences,
    Preferences,
    ServerPreferences,
)

__all__ = [
    "DEFAULT_COOLDOWN",
    "LONGEST_COOLDOWN",
    "MOST_CHANNELS",
    "FilePreferences",
    "PersonPreferences",
    "Preferences",
    "ServerPreferences",
]
