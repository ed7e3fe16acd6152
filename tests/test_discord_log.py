"""Nothing that is people's stands in the log, whatever happens in a day; and the search for it can fail."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.wording import in_discord, replies
from tests.discord_stand_in import BotProcess, Channel, Modal, Person, StandIn
from tests.discord_stand_in.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL
from tests.leaks import leaks
from tests.vague import vague_question

QUESTIONS = (
    "what are the odds of {secret} overtaking the US?",
    "who is Yao Shunyu, and does he know {secret}?",
    "my sister {secret} asks how many models Qwen has",
    "is {secret} mentioned?",
    "thanks from {secret}",
    "why?",
)
DEBUGGING = {
    "ARTICLE_BOT_LOG_LEVEL": "DEBUG",
    "ARTICLE_BOT_COOLDOWN": "0",
    "ARTICLE_BOT_MESSAGE_CONTENT": "on",
}
DEADLINE = 30.0
# What a day's log tells of: without it, the search would have nothing to find.
HAPPENED = (
    *("responded with 429", "Webhook ID [withheld] is rate limited", "Global rate limit has been hit"),
    *("code 50013", "code 10008", "status 503", "code 50035", "status 413"),
    *("in #mute of Test server: the bot lacks Send Messages", "Refused a command"),
    *("has been invalidated", "has successfully RESUMED", "/channels/[id]/messages"),
)


class Day:
    """Send what people send in a day, and remember what they wrote otherwise than in messages."""

    def __init__(self, server: StandIn, bot: BotProcess) -> None:
        """Take where it happens, and invent people with names that nothing else has."""
        self.server, self.bot = server, bot
        self.people = [server.add_person(f"quorvax{number}") for number in range(8)]
        self.said: list[str] = []
        self._number = 0

    def text(self, pattern: str | None = None) -> str:
        """Return a question that holds a word which nobody else writes."""
        self._number += 1
        pattern = pattern or QUESTIONS[self._number % len(QUESTIONS)]
        self.said.append(pattern.format(secret=f"zylphane{self._number:03}"))
        return self.said[-1]

    async def talk(self, person: Person, channel: Channel) -> None:
        """Ask, follow up, have the answer mended, take it back."""
        server = self.server
        await server.say(self.text(), by=person, channel=channel)
        asked = await server.say(f"{server.bot.mention} {self.text()}", by=person, channel=channel)
        reply = await server.answer_to(asked)
        await server.reply(reply, self.text(), by=person)
        await server.edit(asked, f"{server.bot.mention} {self.text(QUESTIONS[0])}")
        await server.delete(asked)
        await server.dm(self.text(), by=person)

    async def use(self, person: Person) -> None:
        """Use commands, suggestions, menus, buttons and forms."""
        server = self.server
        await server.autocomplete("ask", {"question": self.text()}, by=person)
        answer = await server.slash("ask", by=person, question=self.text("what are the odds for {secret}?"))
        await server.slash("ask", by=person, question=self.text(), private=True)
        for button in ("Why?", replies.FOLLOW_UP_BUTTON, replies.REMOVE_BUTTON):
            if button in (each.label for each in answer.buttons):
                form = await server.press(answer, button, by=person)
                if form is not None:
                    await self.fill(form)
        vague = await server.mention(vague_question(), by=person)
        none = await server.click(vague, replies.NONE_BUTTON, by=person)
        telling = await server.click_modal(none, replies.TELL_BUTTON, by=person)
        await self.fill(telling)
        sending = await server.context_menu_modal(replies.SEND_ANSWER, server.bob, by=person)
        await self.fill(sending)
        await server.context_menu(in_discord.ANSWER_THIS, await server.say(self.text()), by=person)
        for command in ("stats", "topics", "about", "source", "help", "settings", "privacy"):
            await server.slash(command, by=person)

    async def fill(self, form: Modal) -> None:
        """Fill a form in, no faster than a person could: the bot must hear first that it was opened."""
        await asyncio.sleep(0.2)
        await self.server.submit(form, {form.fields[0].label: self.text()})

    async def trouble(self) -> None:
        """Have Discord limit, refuse and fail, and connections break."""
        server, messages = self.server, "/channels/[0-9]+/messages"
        for route in (messages, "/interactions/.*/callback", "/webhooks/.*"):
            server.limit_next(route, retry_after=0.05)
            await server.mention(self.text())
            await server.slash("ask", question=self.text(), private=True)
            await server.click(await server.slash("privacy"), "Show mine")
        server.limit_next(messages, retry_after=0.05, everywhere=True)
        await server.mention(self.text())
        for status, code in ((403, 50013), (404, 10008), (503, 0), (400, 50035), (413, 40005)):
            # Discord's answer may quote what it refuses.
            server.refuse_next(messages, status=status, code=code, message=f"Invalid “{self.text()}”")
            await self._failing(lambda: server.say(f"{server.bot.mention} {self.text()}"))
            if status >= 500:
                continue  # Here discord.py tries again by itself.
            server.refuse_next("/interactions/.*/callback", status=status, code=code, message=self.text())
            await self._failing(lambda: server.slash("ask", question=self.text()))
        quiet = await server.add_channel("mute")
        await server.deny(quiet, "send_messages")
        await server.say(f"{server.bot.mention} {self.text()}", channel=quiet)
        for kind in (COMMAND, AUTOCOMPLETE):
            odd = {"name": "gone", "type": 3, "value": self.text(), "focused": True}
            await server.forge(kind, {"id": "1", "name": "ask", "type": 1, "options": [odd]})
        await server.forge(COMMAND, {"id": "1", "name": self.text()[:30], "type": 1})
        about = await server.mention(self.text())
        await server.forge(COMPONENT, {"custom_id": self.text(), "component_type": 2}, about=about)
        await server.forge(MODAL, {"custom_id": self.text(), "components": []}, about=about)

    async def _failing(self, act: object) -> None:
        """Do what makes the bot log a failure, and wait until it has."""
        before = self.bot.log.count("Failure")
        doing = asyncio.create_task(act())  # type: ignore[operator]
        until = asyncio.get_running_loop().time() + DEADLINE
        while self.bot.log.count("Failure") == before:
            assert asyncio.get_running_loop().time() < until, "no failure:\n" + self.bot.log[-2000:]
            await asyncio.sleep(0.02)
        await asyncio.wait({doing}, timeout=1)
        doing.cancel()

    async def reconnect(self) -> None:
        """Lose the connection in every way, and go on."""
        server = self.server
        for lose in (
            server.drop_connection(),
            server.ask_to_reconnect(),
            server.drop_connection(resumable=False),
        ):
            await lose
            await server.world.until(lambda: server.connected or None, DEADLINE, lambda: "no reconnection")
            await server.mention(self.text())


async def _live(day: Day) -> None:
    """Live through a day; the log is shown where that fails."""
    places = (day.server.general, day.server.random, day.server.thread)
    try:
        for number in range(3):
            for at, person in enumerate(day.people):
                await day.talk(person, places[(number + at) % len(places)])
        for person in day.people[:4]:
            await day.use(person)
        await day.trouble()
        await day.reconnect()
    except BaseException:
        print(day.bot.log)  # noqa: T201  # pytest shows it under the failure
        raise


async def test_a_days_traffic_leaves_no_word_name_id_or_token_in_the_log_or_in_the_database(
    tmp_path: Path,
) -> None:
    files = {
        "ARTICLE_BOT_DATABASE_URL": f"sqlite:///{tmp_path / 'history.sqlite'}",
        "ARTICLE_BOT_PREFERENCES": str(tmp_path / "preferences.json"),
    }
    async with (
        StandIn(patience=DEADLINE, privileged=["message_content"]) as server,
        BotProcess(server, ["discord"], environment=DEBUGGING | files, timeout=60) as bot,
    ):
        day = Day(server, bot)
        await _live(day)
        assert await bot.stop() == 0
        assert len(server.messages) + len(server.world.interactions) > 300
        for happened in HAPPENED:
            assert happened in bot.log, f"{happened}\n{bot.log}"
        assert len(bot.log.splitlines()) < 1900, "the beginning of the log may be lost"
        assert leaks(server, day.said, bot.log) == []
        kept = b"".join(each.read_bytes() for each in tmp_path.glob("history.sqlite*") if each.is_file())
        assert b"answered" in kept
        assert leaks(server, day.said, kept.decode("latin-1")) == []


@pytest.mark.parametrize(
    ("way", "found"),
    [
        ("own-line", {"text"}),  # Words in a line of our own nothing takes out: the search finds them.
        ("printed", {"text", "id"}),
        ("library-line", set()),
        ("library-debug", set()),
        ("raised", set()),
        ("in-task", set()),
        ("in-thread", set()),
        ("in-callback", set()),
    ],
)
async def test_a_planted_leak_is_taken_out_or_found(way: str, found: set[str]) -> None:
    leaking = "tests.leaking_bot:main"
    async with (
        StandIn(privileged=["message_content"]) as server,
        BotProcess(server, ["discord"], main=leaking, environment=DEBUGGING, timeout=60) as bot,
    ):
        await server.say(f"{server.bot.mention} zylphane by way of {way}", by=server.bob)
        if way != "raised":
            await server.next_message(server.messages[0])
        assert await bot.stop() == 0
        assert {each.partition(":")[0] for each in leaks(server, (), bot.log)} == found
        assert ("ValueError" in bot.log) == (way in ("raised", "in-task", "in-thread", "in-callback"))
        assert ("event [withheld] of [withheld]" in bot.log) == (way == "library-line")
