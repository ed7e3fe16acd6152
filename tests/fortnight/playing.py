"""Play the planned days through the stand-in, and write down every reply that was seen."""

from __future__ import annotations

import asyncio
import re
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from bot.discord_app.embeds import DECLINED, UNSURE
from bot.receipts import WHY, Receipt
from bot.wording import feedback, preferences
from tests.discord_stand_in import Channel, Message, Person, StandIn
from tests.discord_stand_in.state import Guild
from tests.fortnight.plan import CHANNELS, PEOPLE, SERVERS, Planned

FIRST_DAY = date(2026, 3, 2)
_AT_ONCE = 24
_LINKED = re.compile(preferences.REPEATED.replace("{link}", r"\S+/(\d+)/(\d+)"))
_ANSWER = re.compile(Receipt.pattern(WHY))


@dataclass(frozen=True)
class Seen:
    """Hold what one reply showed; `at` is when, on the monotonic clock in seconds."""

    day: date
    person: int
    server: int | None
    via: str
    outcome: str
    entry: str | None
    question: str
    reply: Message
    at: float


@dataclass(frozen=True)
class Voted:
    """Hold one person's vote on the answer in a message as it was pressed; `at` as in Seen."""

    message: int
    person: int
    helpful: bool
    at: float


class Players:
    """The people and places of the fortnight, in a stand-in that runs."""

    def __init__(self, server: StandIn, day_file: Path) -> None:
        """Make them; `day_file` is where the bot reads the day."""
        world = server.world
        self.server = server
        self.seen: list[Seen] = []
        self.votes: list[Voted] = []
        self._day_file = day_file
        self._day = FIRST_DAY
        self.people: list[Person] = [world.add_person(f"p{number}") for number in range(PEOPLE)]
        self.guilds: list[Guild] = []
        self._channels: list[list[Channel]] = []
        for number in range(SERVERS):
            guild = world.add_guild(f"Server {number}", self.people[number])
            guild.members += [
                each for at, each in enumerate(self.people) if at != number and (number - at) % SERVERS < 2
            ]
            self.guilds.append(guild)
            self._channels.append([world.add_channel(f"c{each}", guild=guild) for each in range(CHANNELS)])
        self.turn_to(0)

    def turn_to(self, day: int) -> None:
        """Let it be a day, counted from the first."""
        self._day = FIRST_DAY + timedelta(days=day)
        self._day_file.write_text(self._day.isoformat(), encoding="ascii")

    async def ask(self, questions: Sequence[Planned]) -> None:
        """Ask them all, several people at a time, and write down what came back."""
        waiting = deque(questions)

        async def work() -> None:
            while waiting:
                await self._ask(waiting.popleft())

        await asyncio.gather(*(work() for _ in range(_AT_ONCE)))
        # A reply is recorded just after it can be seen.
        await asyncio.sleep(0.5)

    async def ask_until_killed(
        self, questions: Sequence[Planned], enough: int, kill: Callable[[], Awaitable[None]]
    ) -> tuple[list[Planned], float]:
        """Ask until so many have been answered, and kill; return those not asked by then, and when it was."""
        waiting, target = deque(questions), len(self.seen) + enough

        async def work() -> None:
            while waiting and len(self.seen) < target:
                await self._ask(waiting.popleft())

        workers = [asyncio.create_task(work()) for _ in range(_AT_ONCE)]
        while len(self.seen) < target:
            await asyncio.sleep(0.01)
        killed = time.monotonic()
        await kill()
        await asyncio.sleep(0.5)  # What was posted before is still to be read.
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
        return list(waiting), max(killed, self.seen[-1].at)

    async def _ask(self, planned: Planned) -> None:
        person = self.people[planned.person]
        if planned.server is None:
            reply = await self.server.dm(planned.text, by=person)
        else:
            channel = self._channels[planned.server][planned.channel]
            if planned.via == "command":
                reply = await self.server.slash("ask", question=planned.text, by=person, channel=channel)
            else:
                reply = await self.server.mention(planned.text, by=person, channel=channel)
        guild = None if planned.server is None else self.guilds[planned.server].id
        read, now = self._read(reply), time.monotonic()
        self.seen.append(Seen(self._day, person.id, guild, planned.via, *read, planned.text, reply, now))
        if any(each.label == feedback.HELPFUL_BUTTON for each in reply.buttons):
            await self._vote(reply, person, planned.votes)

    async def _vote(self, reply: Message, person: Person, votes: Sequence[bool]) -> None:
        for helpful in votes:
            button = feedback.HELPFUL_BUTTON if helpful else feedback.UNHELPFUL_BUTTON
            # It may be recorded although a kill comes before the answer to the press.
            self.votes.append(Voted(reply.id, person.id, helpful, time.monotonic()))
            await self.server.click(reply, button, by=person)

    def _read(self, reply: Message) -> tuple[str, str | None]:
        """Return the outcome that a reply shows, and the entry that it answers from."""
        linked = _LINKED.match(reply.text)
        if linked is not None:
            return self._read(self.server.world.messages[int(linked[2])])
        for button in reply.buttons:
            found = _ANSWER.fullmatch(button.custom_id or "")
            if found is not None:
                return "answered", found["entry"]
        colour = int(reply.embeds[0].get("color", 0)) if reply.embeds else 0
        by_colour = {UNSURE.value: "unsure", DECLINED.value: "declined"}
        return by_colour.get(colour, "social"), None
