"""Three people ask at once in four places: each question is answered once, in its place, in its context."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import pytest

from bot import wiring
from bot.assistant import Assistant
from bot.conversation import Conversations
from bot.discord_app.desk import Desk
from bot.discord_app.embeds import Shown, Shows
from bot.matching.completion import Completion
from bot.settings import Settings
from bot.wording import preferences
from tests.discord_stand_in import BotProcess, Channel, Message, Person, StandIn
from tests.endurance.questions import conversations

# Here nobody has to wait between two questions.
EAGER = {"ARTICLE_BOT_COOLDOWN": "0"}

PLACES = ("general", "random", "thread", "dm")
PEOPLE = ("alice", "bob", "carol")
EACH = 25
# Most turns of the rounds have been learned by now, so that few need what was said before. Every third turn
# is one of these instead, which mean nothing by themselves.
FOLLOW_UPS = ("tell me more", "how come", "what else?", "when was that", "who is that?")
Sequences = dict[tuple[str, str], list[str]]


@lru_cache(maxsize=1)
def assistant() -> Assistant:
    """Return the assistant that the bot has too."""
    return wiring.build_assistant(Settings())


def sequences() -> Sequences:
    """Return what each person asks in each place, the same in every run: conversations and follow-ups."""
    keys = [(person, place) for place in PLACES for person in PEOPLE]
    asked: Sequences = {key: [] for key in keys}
    for at, talk in enumerate(conversations(len(keys) * EACH)):
        asked[keys[at % len(keys)]].extend(talk)
    for number, questions in enumerate(asked.values()):
        for at in range(2, EACH, 3):
            questions.insert(at, FOLLOW_UPS[(at // 3 + number) % len(FOLLOW_UPS)])
    return {key: questions[:EACH] for key, questions in asked.items()}


def expected(asked: Sequences) -> dict[tuple[str, str], list[Shown]]:
    """Return what the Python API replies to the same, as Discord is to show it."""
    talks = Conversations(assistant())
    desk = Desk(
        assistant=assistant(),
        conversations=Conversations(assistant()),
        completion=Completion(assistant().knowledge),
        clock=lambda: 0.0,
    )
    shows = Shows(desk)
    return {key: [shows.reply(talks.reply(key, each)) for each in asked[key]] for key in asked}


def told(shown: Shown) -> str:
    """Return the words of an expected reply."""
    return (shown.embed.description or "") if shown.embed is not None else shown.plain


def words(message: Message) -> str:
    """Return the words of a reply in Discord."""
    return str(message.embeds[0]["description"]) if message.embeds else message.text


@dataclass
class Asking:
    """One person who asks in one place, each question after the answer to the one before."""

    server: StandIn
    person: Person
    place: Channel
    asked: list[Message] = field(default_factory=list)
    replies: list[Message] = field(default_factory=list)

    async def ask(self, questions: list[str]) -> None:
        """Ask by mention and by reply in turn, which directly isn't needed."""
        for at, question in enumerate(questions):
            to = self.replies[-1] if self.replies and at % 2 else None
            direct = self.place.guild is None
            text = question if direct or to is not None else f"{self.server.bot.mention} {question}"
            said = await self.server.say(text, by=self.person, channel=self.place, reply_to=to)
            self.asked.append(said)
            self.replies.append(await self.server.answer_to(said))


async def ask_all(server: StandIn, asked: Sequences) -> dict[tuple[str, str], Asking]:
    """Let everybody ask everywhere at the same time."""
    people: Mapping[str, Person] = {name: getattr(server, name) for name in PEOPLE}
    found: dict[tuple[str, str], Asking] = {}
    for person, place in asked:
        who = people[person]
        where = server.world.dm_channel(who) if place == "dm" else getattr(server, place)
        found[person, place] = Asking(server, who, where)
    await asyncio.gather(*(found[key].ask(asked[key]) for key in asked))
    return found


def test_the_questions_need_their_own_context() -> None:
    asked = sequences()
    assert sum(map(len, asked.values())) == 300
    own = [told(each) for replies in expected(asked).values() for each in replies]
    # A bot that lost its contexts, or kept one for all in a place, would be noticed that often.
    alone = expected({(f"{key} {at}", ""): [each] for key in asked for at, each in enumerate(asked[key])})
    lost = [told(each) for replies in alone.values() for each in replies]
    assert sum(a != b for a, b in zip(own, lost, strict=True)) >= 50


def _linked(reply: Message, server: StandIn) -> Message:
    """Return the answer that a reply links to, where the same was answered there just now."""
    link = re.match(preferences.REPEATED.replace("{link}", r"\S+/(\d+)/(\d+)"), reply.text)
    if link is None:
        return reply
    assert int(link[1]) == reply.channel.id
    return next(each for each in server.messages if each.id == int(link[2]))


def problems(done: dict[tuple[str, str], Asking], server: StandIn, asked: Sequences) -> list[str]:
    """Return a line for every question that wasn't answered once, in its place and in its context."""
    found: list[str] = []
    spoken = [each for each in server.messages if each.author is server.bot]
    if len(spoken) != sum(map(len, asked.values())):
        found.append(f"the bot spoke {len(spoken)} times")
    answered = Counter(id(each.reference) for each in spoken)
    for key, shown in expected(asked).items():
        asking = done[key]
        for said, reply, wanted in zip(asking.asked, asking.replies, shown, strict=True):
            if answered[id(said)] != 1 or reply.reference is not said:
                found.append(f"{answered[id(said)]} answers to {said!r}")
            if reply.channel is not asking.place or reply.pinged:
                found.append(f"in another place, or pinging: {reply!r}")
            if words(_linked(reply, server)) != told(wanted):
                found.append(f"{key}: {said.text!r} got {words(reply)!r}, not {told(wanted)!r}")
    return found


async def test_three_hundred_questions_are_each_answered_once_in_place_and_in_context() -> None:
    asked = sequences()
    async with (
        StandIn() as server,
        BotProcess(server, ["discord"], timeout=60, environment=EAGER) as bot,
    ):
        done = await ask_all(server, asked)
        await server.quiet()
        # Running into the limit for all routes together can't be foreseen; not heeding any other is a fault.
        assert not server.faults, server.faults
        assert "Traceback" not in bot.log
        assert await bot.stop() == 0
    assert problems(done, server, asked) == []


@pytest.mark.parametrize(
    ("planted", "line"), [("one_context_for_all", "got"), ("a_second_answer", "2 answers to")]
)
async def test_contexts_that_mix_and_second_answers_are_found_out(planted: str, line: str) -> None:
    asked = {key: questions[:6] for key, questions in sequences().items()}
    main = f"tests.endurance.planted:{planted}"
    async with (
        StandIn() as server,
        BotProcess(server, ["discord"], main=main, timeout=60, environment=EAGER),
    ):
        done = await ask_all(server, asked)
        await asyncio.sleep(server.quiet_time)
    assert [each for each in problems(done, server, asked) if line in each]
