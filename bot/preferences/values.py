"""Hold what a server or a person prefers, and say what keeps it must offer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol, get_args

# As many as one of Discord's menus takes.
MOST_CHANNELS = 25
DEFAULT_COOLDOWN, LONGEST_COOLDOWN = 3, 600
# How often the statistics of use are posted.
DigestKind = Literal["off", "daily", "weekly"]
DIGESTS: tuple[DigestKind, ...] = get_args(DigestKind)


@dataclass(frozen=True, slots=True)
class ServerPreferences:
    """Hold what the people who manage a server chose.

    `channels` are those where the bot answers, none of them meaning everywhere; in `auto_channels` it also
    answers questions that address nobody. `cooldown` is the seconds between two questions of one person in
    one channel. `maintainers` is the channel of those who look after the bot, and `digest` how often the
    statistics of use are posted there.
    """

    channels: tuple[int, ...] = ()
    auto_channels: tuple[int, ...] = ()
    plain: bool = False
    cooldown: int = DEFAULT_COOLDOWN
    maintainers: int | None = None
    digest: DigestKind = "off"

    def __post_init__(self) -> None:
        """Refuse what no menu or form can have given, with a ValueError."""
        if not 0 <= self.cooldown <= LONGEST_COOLDOWN:
            raise ValueError(f"cooldown is {self.cooldown}, not 0 to {LONGEST_COOLDOWN}")
        if max(len(self.channels), len(self.auto_channels)) > MOST_CHANNELS:
            raise ValueError(f"more than {MOST_CHANNELS} channels")
        if self.digest not in DIGESTS:
            raise ValueError(f"digest is {self.digest!r:.40}, not one of {', '.join(DIGESTS)}")


@dataclass(frozen=True, slots=True)
class PersonPreferences:
    """Hold what one person chose for themselves; `plain` is for replies without embeds."""

    plain: bool = False


class Preferences(Protocol):
    """Keep preferences by the ids of servers and people; who never chose gets the defaults.

    Setting raises PreferencesError, and changes nothing, when the choice can't be kept. One thread sets, and
    another may read meanwhile: it gets what was kept last.
    """

    def server(self, server: int) -> ServerPreferences:
        """Return what a server prefers."""
        ...

    def set_server(self, server: int, preferences: ServerPreferences) -> None:
        """Keep what a server prefers from now on."""
        ...

    def person(self, person: int) -> PersonPreferences:
        """Return what a person prefers."""
        ...

    def set_person(self, person: int, preferences: PersonPreferences) -> None:
        """Keep what a person prefers from now on."""
        ...

    def forget_person(self, person: int) -> None:
        """Keep nothing of a person any more."""
        ...
