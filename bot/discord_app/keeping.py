"""Keep what people choose, without holding anybody up: a disk may take its time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from bot.preferences import PersonPreferences, Preferences, ServerPreferences


class Keeping:
    """Change preferences one after the other, in the order in which people chose.

    All of it happens in one thread of its own, so that each change rests on the one before it. What was
    begun is finished even when the bot is told to end meanwhile.
    """

    def __init__(self, preferences: Preferences) -> None:
        """Take what keeps them; from now on nothing else may change it."""
        self._preferences = preferences
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="preferences")

    async def change_server(
        self, server: int, change: Callable[[ServerPreferences], ServerPreferences]
    ) -> None:
        """Change what a server prefers; raises PreferencesError, and changes nothing, if it can't be kept."""

        def keep() -> None:
            self._preferences.set_server(server, change(self._preferences.server(server)))

        await self._do(keep)

    async def set_person(self, person: int, preferences: PersonPreferences) -> None:
        """Keep what a person prefers from now on; raises PreferencesError like the other."""
        await self._do(lambda: self._preferences.set_person(person, preferences))

    async def forget_person(self, person: int) -> None:
        """Keep nothing of a person any more; raises PreferencesError like the others."""
        await self._do(lambda: self._preferences.forget_person(person))

    async def _do(self, work: Callable[[], None]) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, work)
