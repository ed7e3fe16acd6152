"""Post a server's statistics of use to its maintainers' channel, as often as it chose."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import discord

from bot.discord_app.answering import lacking_in
from bot.discord_app.failures import place_of
from bot.discord_app.pictures import with_chart
from bot.discord_app.recording import settled
from bot.discord_app.usage_card import MOST_LISTED, usage_card
from bot.errors import HistoryError
from bot.history.summary import TooFew, Usage
from bot.wording import usage as words

if TYPE_CHECKING:
    from bot.discord_app.client import ArticleClient
    from bot.history.recording import History

Channel = discord.TextChannel | discord.VoiceChannel
_log = logging.getLogger(__name__)
# Seconds between two looks at the clock.
EVERY = 60.0
# In UTC, as the days of the history are: from then on the day before is told of.
_FROM_HOUR, _MONDAY = 8, 0
_WEEK = 7


class Digest:
    """Look at the clock now and then, and post what is due: never twice, and nothing of few people."""

    def __init__(self, client: ArticleClient, history: History, now: Callable[[], datetime]) -> None:
        """Take the client whose servers are served, what is read, and what tells the time in UTC."""
        self._client = client
        self._history = history
        self._now = now
        self._settled: dict[int, date] = {}

    async def run(self) -> None:
        """Go on until cancelled."""
        await self._client.wait_until_ready()
        while True:
            now = self._now()
            if now.hour >= _FROM_HOUR:
                for guild in list(self._client.guilds):
                    await self._settle(guild, now.date())
            await asyncio.sleep(EVERY)

    async def _settle(self, guild: discord.Guild, today: date) -> None:
        """Post one server's digest if it is due and wasn't posted."""
        if self._settled.get(guild.id) == today:
            return
        chosen = self._client.manners.preferences.server(guild.id)
        channel = guild.get_channel(chosen.maintainers) if chosen.maintainers else None
        due = chosen.digest == "daily" or (chosen.digest == "weekly" and today.weekday() == _MONDAY)
        if not due or not isinstance(channel, Channel):
            return
        try:
            if await self._post(guild, channel, today, daily=chosen.digest == "daily"):
                self._settled[guild.id] = today
        except HistoryError as error:
            _log.warning("%s", words.AWAY_IN_LOG.format(place=place_of(channel, guild), error=error))
        except Exception as error:  # whatever it is, the others' and tomorrow's are to be posted
            self._settled[guild.id] = today
            place = place_of(channel, guild, error)
            self._client.failures.log(error, words.DIGEST_FAILED.format(place=place))

    async def _post(self, guild: discord.Guild, channel: Channel, today: date, *, daily: bool) -> bool:
        """Post a digest, unless there is nothing to tell or it was posted; False to try again later."""
        week = await self._read(guild, today, _WEEK)
        found = await self._read(guild, today, 1) if daily else week
        if isinstance(found, TooFew) or isinstance(week, TooFew):
            return True
        if not await self._is_first(guild):
            return True
        if self._now().date() != today:  # The database was away for so long.
            return False
        setup = self._client.command_mention("setup")
        more = words.DIGEST_FROM.format(often=words.OFTEN["daily" if daily else "weekly"], setup=setup)
        title = words.DIGEST_DAILY if daily else words.DIGEST_WEEKLY
        card = usage_card(found, self._client.desk, title, [more])
        draws = guild.me.guild_permissions.attach_files and channel.permissions_for(guild.me).attach_files
        # One day alone would be no chart.
        chart = await self._client.pictures.of_usage(week, place_of(channel, guild)) if draws else None
        plain = self._client.manners.preferences.server(guild.id).plain
        plain = plain or "embed_links" in lacking_in(channel, guild)
        await channel.send(**with_chart(card, chart, plain=plain))
        return True

    async def _read(self, guild: discord.Guild, today: date, days: int) -> Usage | TooFew:
        from bot.history.usage import read_usage  # with a history, the database's libraries are there

        entries = [each.id for each in self._client.desk.knowledge.entries]
        arguments: dict[str, Any] = {"server": guild.id, "last": today - timedelta(days=1)}
        return await asyncio.to_thread(
            read_usage, self._history, days, entries, most=MOST_LISTED, **arguments
        )

    async def _is_first(self, guild: discord.Guild) -> bool:
        """Note that a server's digest of today is posted; False where it was, also by another process."""
        # The hash needs a key, which may have to be read.
        noted = await asyncio.to_thread(self._history.notes.claim_today, "digest", server=guild.id)
        while not await settled(noted, EVERY):
            pass
        return not noted.cancelled() and noted.exception() is None and noted.result()
