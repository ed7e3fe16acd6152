"""People say whether an answer helped, and why it didn't: a real process and database, and the stand-in."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, closing

import pytest

from bot import wiring
from bot.history.database import checked_url
from bot.history.keys import Keys
from bot.history.recording import History
from bot.wording import feedback as words
from bot.wording import in_discord, replies
from bot.wording import receipts as receipt_words
from tests.discord_stand_in import BotProcess, Message, NotPossibleError, StandIn
from tests.discord_stand_in.interactions import COMPONENT, MODAL

ODDS = "what are the odds that china overtakes the us in ai?"
FIGURES = "how did usage of open models grow?"
YAO = "who is Yao Shunyu?"
BOTH = {words.HELPFUL_BUTTON, words.UNHELPFUL_BUTTON}


@asynccontextmanager
async def running(
    *,
    environment: Mapping[str, str] | None = None,
    content: bool = False,
    failures: int = 0,
    **chosen: object,
) -> AsyncIterator[tuple[StandIn, BotProcess]]:
    """Run a bot whose test server has chosen something; at the end Discord must have had no objection."""
    settings = {"ARTICLE_BOT_COOLDOWN": "0"} | dict(environment or {})
    if content:
        settings["ARTICLE_BOT_MESSAGE_CONTENT"] = "on"
    async with StandIn(privileged=["message_content"] if content else []) as server:
        bot = BotProcess(server, ["discord"], environment=settings, timeout=60)
        choices = {name: value(server) if callable(value) else value for name, value in chosen.items()}
        bot.data.mkdir()
        (bot.data / "preferences.json").write_text(
            json.dumps({"format": 1, "servers": {str(server.guild.id): choices}, "people": {}}), "utf-8"
        )
        async with bot:
            yield server, bot
            assert not server.faults, server.transcript() + bot.log
            assert bot.log.count("Failure") == failures, bot.log
            assert "Traceback" not in bot.log, bot.log


def random_of(server: StandIn) -> str:
    """Return the id of #random, which is the maintainers' channel here."""
    return str(server.random.id)


def labels(message: Message) -> set[str]:
    """Return what is written on a message's buttons."""
    return {each.label for each in message.buttons}


def votes(bot: BotProcess) -> list[tuple[str, int, str | None]]:
    """Return entry, vote and reason of every vote that is recorded."""
    with closing(sqlite3.connect(bot.data / "history.sqlite")) as database:
        return database.execute(
            "SELECT entry, helpful, reason FROM votes ORDER BY helpful, reason"
        ).fetchall()


async def until(wanted: Callable[[], bool]) -> None:
    """Wait until something is so."""
    for _ in range(200):
        if wanted():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("that did not come about in ten seconds")


async def test_every_answer_can_be_voted_on_wherever_and_however_it_was_asked() -> None:
    def auto(server: StandIn) -> list[str]:
        return [str(server.general.id)]

    async with running(content=True, auto_channels=auto) as (server, bot):
        mention = await server.mention(FIGURES)
        command = await server.slash("ask", question=FIGURES, channel=server.random)
        form = await server.click_modal(command, replies.FOLLOW_UP_BUTTON)
        topics = await server.slash("topics")
        await server.select(topics, "The key statistics", menu=topics.selects[0].placeholder)
        questions = topics.selects[1]
        answers = [
            mention,
            command,
            await server.dm(ODDS),
            await server.slash("ask", question=ODDS, private=True),
            await server.slash("ask", question=ODDS, by=server.dave, channel=server.lounge),
            await server.submit(form, {form.fields[0].label: "how often were Qwen models downloaded?"}),
            await server.context_menu("Answer this", await server.say(YAO, channel=server.random)),
            await server.select(topics, questions.options[0][0], menu=questions.placeholder),
            await server.answer_to(await server.say(f"{ODDS}?", by=server.bob)),
            await server.click(mention, mention.buttons[-1].label),
        ]
        for answer in answers:
            assert labels(answer) >= BOTH, answer
            rows = [[each.get("label") for each in row["components"]] for row in answer.components]
            assert len(rows) <= 3
            assert rows[1][:2] == [words.HELPFUL_BUTTON, words.UNHELPFUL_BUTTON]
            presser = next(each for each in (server.alice, server.dave) if answer.seen_by(each))
            told = await server.click(answer, words.HELPFUL_BUTTON, by=presser)
            assert (told.text, told.ephemeral) == (words.NOTED[True], True)
        assert len(votes(bot)) == len(answers)
        await server.click(await server.slash("settings"), "Switch plain text on")
        plain = await server.mention("who published the article?")
        assert plain.embeds == []
        assert labels(plain) >= BOTH
        declined = await server.mention("who is the CEO of OpenAI?")
        assert not labels(declined) & BOTH


async def test_a_person_has_one_vote_on_an_answer_and_may_change_it_also_after_a_restart() -> None:
    async with running() as (server, bot):
        answer = await server.mention(ODDS)
        told = await server.click(answer, words.HELPFUL_BUTTON, by=server.bob)
        assert (told.text, told.ephemeral) == (words.NOTED[True], True)
        told = await server.click(answer, words.HELPFUL_BUTTON, by=server.bob)
        assert told.text == words.NOTED[True]
        assert votes(bot) == [("lin-estimate", 1, None)]
        await bot.restart()
        told = await server.click(answer, words.UNHELPFUL_BUTTON, by=server.bob)
        assert (told.text, told.ephemeral) == (words.CHANGED[False], True)
        assert votes(bot) == [("lin-estimate", 0, None)]
        await server.click(answer, words.HELPFUL_BUTTON, by=server.carol)
        again = await server.mention(ODDS, channel=server.random)
        await server.click(again, words.HELPFUL_BUTTON, by=server.bob)
        await bot.restart(gently=False)
        told = await server.click(answer, words.HELPFUL_BUTTON, by=server.bob)
        assert told.text == words.CHANGED[True]
        assert votes(bot) == [("lin-estimate", 1, None)] * 3


async def test_many_who_vote_at_once_are_each_counted_once() -> None:
    async with running() as (server, bot):
        people = [server.add_person(f"voter-{number}") for number in range(12)]
        answer = await server.mention(ODDS)
        buttons = [words.UNHELPFUL_BUTTON if number % 3 else words.HELPFUL_BUTTON for number in range(12)]
        presses = zip(people, buttons, strict=True)
        await asyncio.gather(*(server.click(answer, button, by=person) for person, button in presses))
        assert [helpful for _, helpful, _ in votes(bot)] == [0] * 8 + [1] * 4


async def test_the_version_of_a_vote_is_the_receipts_hash_and_no_id_is_kept() -> None:
    async with running() as (server, bot):
        answer = await server.mention(ODDS)
        await server.click(answer, words.HELPFUL_BUTTON)
        receipt = next(each.custom_id for each in answer.buttons if each.label == words.HELPFUL_BUTTON)
        with closing(sqlite3.connect(bot.data / "history.sqlite")) as database:
            row = database.execute("SELECT answer, person, server, version FROM votes").fetchone()
        assert row[3] == (receipt or "").split(":")[2]
        for id_ in (server.alice.id, answer.id, server.guild.id):
            assert str(id_) not in repr(row)


async def test_without_a_history_there_are_no_buttons_and_old_ones_say_so() -> None:
    async with running() as (server, bot):
        answer = await server.mention(ODDS)
        await bot.stop()
        off = BotProcess(server, ["discord"], environment={"ARTICLE_BOT_HISTORY": "off"}, timeout=60)
        async with off:
            told = [await server.click(answer, button) for button in sorted(BOTH)]
            assert [each.text for each in told] == [words.OFF] * 2
            assert not any(labels(each) for each in told)
            plain = await server.mention(YAO)
            assert receipt_words.WHY_BUTTON in labels(plain)
            assert not labels(plain) & BOTH
            assert not (off.data / "history.sqlite").exists()


async def test_who_does_not_want_to_be_counted_is_told_that_nothing_is_recorded() -> None:
    async with running() as (server, bot):
        answer = await server.mention(ODDS)
        await bot.stop()
        database = bot.data / "history.sqlite"
        keys = Keys(database.with_name("history.sqlite-keys"), wiring.utc_today)
        history = History(checked_url(f"sqlite:///{database}"), keys, today=wiring.utc_today)
        history.start()
        history.set_counted(server.bob.id, counted=False).result(10)
        history.close()
        await bot.start()
        for button in sorted(BOTH):
            told = await server.click(answer, button, by=server.bob)
            assert told.text == words.NOT_COUNTED
            assert not labels(told)
        await server.click(answer, words.HELPFUL_BUTTON, by=server.carol)
        assert votes(bot) == [("lin-estimate", 1, None)]


async def test_the_reason_is_recorded_and_the_words_go_to_the_maintainers_knowingly() -> None:
    async with running(maintainers=random_of) as (server, bot):
        answer = await server.mention(ODDS)
        told = await server.click(answer, words.UNHELPFUL_BUTTON, by=server.bob)
        await bot.restart(gently=False)
        form = await server.click_modal(told, words.SAY_WHY_BUTTON, by=server.bob)
        assert [each.label for each in form.fields] == [
            words.REASON_LABEL,
            words.WORDS_LABEL,
            words.QUESTION_LABEL,
        ]
        assert form.fields[2].value == ODDS
        await bot.restart()  # The form is still open.
        filled = {
            words.REASON_LABEL: words.REASONS["outdated"],
            words.WORDS_LABEL: "It is **2027** now, @everyone",
        }
        thanked = await server.submit(form, filled)
        assert (thanked.text, thanked.ephemeral) == (replies.TOLD, True)
        posted = server.posted(server.random)[-1]
        assert "lin-estimate" in posted.text
        assert words.REASONS["outdated"] in posted.text
        assert "> It is \\*\\*2027\\*\\* now, @everyone" in posted.text
        assert ODDS in posted.text
        assert (posted.pinged, "bob" in posted.text.lower()) == ([], False)
        await until(lambda: votes(bot) == [("lin-estimate", 0, "outdated")])
        await server.click(answer, words.UNHELPFUL_BUTTON, by=server.bob)  # Again, which changes nothing.
        assert votes(bot) == [("lin-estimate", 0, "outdated")]
        assert b"2027" not in b"".join(file.read_bytes() for file in bot.data.rglob("*") if file.is_file())


async def test_the_question_goes_along_only_if_it_is_left_in_the_form() -> None:
    async with running(maintainers=random_of) as (server, bot):
        answer = await server.slash("ask", question=ODDS, private=True)
        told = await server.click(answer, words.UNHELPFUL_BUTTON)
        form = await server.click_modal(told, words.SAY_WHY_BUTTON)
        reason = {words.REASON_LABEL: words.REASONS["beside"]}
        await server.submit(form, reason | {words.WORDS_LABEL: "I meant chips", words.QUESTION_LABEL: ""})
        posted = server.posted(server.random)
        assert len(posted) == 1
        assert "I meant chips" in posted[0].text
        assert ODDS not in posted[0].text
        form = await server.click_modal(told, words.SAY_WHY_BUTTON)
        thanked = await server.submit(form, reason)  # Without words nothing is sent.
        assert thanked.text == words.THANKS
        assert server.posted(server.random) == posted
        await until(lambda: votes(bot) == [("lin-estimate", 0, "beside")])


async def test_where_nobody_reads_words_the_form_asks_for_the_reason_alone() -> None:
    async with running() as (server, bot):
        answer = await server.dm(ODDS)
        told = await server.click(answer, words.UNHELPFUL_BUTTON)
        assert (told.text, told.embeds) == (words.NOTED[False], [])
        form = await server.click_modal(told, words.SAY_WHY_BUTTON)
        assert [each.label for each in form.fields] == [words.REASON_LABEL]
        assert (await server.submit(form, {words.REASON_LABEL: words.REASONS["wrong"]})).text == words.THANKS
        await until(lambda: votes(bot) == [("lin-estimate", 0, "wrong")])


async def test_a_forged_vote_or_reason_changes_nothing_that_is_not_the_pressers_own() -> None:
    async with running(maintainers=random_of) as (server, bot):
        answer = await server.mention(ODDS)
        told = await server.click(answer, words.UNHELPFUL_BUTTON, by=server.bob)
        real = next(each.custom_id for each in answer.buttons if each.label == words.HELPFUL_BUTTON) or ""
        kind, entry, *rest = real.split(":")
        for forged in (
            ":".join([kind, "gist", *rest]),
            ":".join([kind, "no-such-entry", *rest]),
            ":".join([kind, entry, "00000000", *rest[1:]]),
            f"y1:{entry}:{answer.id}",
            f"y1:{entry}:{'9' * 21}",
        ):
            data = {"custom_id": forged, "component_type": 2}
            sent = await server.forge(COMPONENT, data, by=server.carol, about=answer)
            assert sent.original is not None
            assert sent.original.text == in_discord.UNKNOWN_BUTTON
        choice = {"type": 3, "custom_id": "reason", "values": ["wrong"]}
        for custom_id, component, expected in (
            (f"y2:{entry}:{answer.id}", choice, words.THANKS),  # Carol has no vote to explain.
            (f"y2:no-such-entry:{answer.id}", choice, words.THANKS),
            (f"y2:{entry}:{answer.id}", choice | {"values": ["evil"]}, in_discord.UNKNOWN_FORM),
            (f"y2:{entry}:{answer.id}", choice | {"values": []}, in_discord.UNKNOWN_FORM),
            (f"y2:{entry}:x", choice, in_discord.UNKNOWN_FORM),
        ):
            form = {"custom_id": custom_id, "components": [{"type": 18, "component": component}]}
            sent = await server.forge(MODAL, form, by=server.carol, about=told)
            assert sent.original is not None
            assert sent.original.text == expected
        with pytest.raises(NotPossibleError):
            await server.click(told, words.SAY_WHY_BUTTON, by=server.carol)  # It was Bob's alone.
        assert await bot.stop() == 0  # Everything is written then.
        assert votes(bot) == [("lin-estimate", 0, None)]


async def test_a_vote_is_noted_while_the_database_is_locked_and_written_later() -> None:
    async with running() as (server, bot):
        answer = await server.mention(ODDS)
        await until(lambda: (bot.data / "history.sqlite").exists())
        lock = sqlite3.connect(bot.data / "history.sqlite", isolation_level=None, timeout=10)
        lock.execute("BEGIN EXCLUSIVE")
        told = await server.click(answer, words.UNHELPFUL_BUTTON)
        assert told.text == words.NOTED[False]
        lock.execute("COMMIT")
        lock.close()
        await until(lambda: votes(bot) == [("lin-estimate", 0, None)])


async def test_maintainers_hear_once_of_an_answer_that_does_not_help() -> None:
    async with running(maintainers=random_of) as (server, bot):
        people = [server.bob, server.carol, *(server.add_person(f"voter-{number}") for number in range(2))]
        answers = [
            await server.mention(ODDS),
            await server.slash("ask", question=ODDS, channel=server.thread),
            await server.slash("ask", question=ODDS, by=server.dave, channel=server.lounge),
            await server.slash("ask", question="what are the odds?", by=server.bob),
        ]
        for person in people:
            for answer in answers[:2]:
                await server.click(answer, words.UNHELPFUL_BUTTON, by=person)
        for person in people[:2]:
            await server.click(answers[3], words.UNHELPFUL_BUTTON, by=person)
        assert len(votes(bot)) == 10  # By four people only.
        # The fifth person votes where there are no maintainers; what happened is kept for the next vote.
        await server.click(answers[2], words.UNHELPFUL_BUTTON, by=server.dave)
        await server.quiet()
        assert server.posted(server.random) == []
        await server.click(answers[0], words.UNHELPFUL_BUTTON, by=server.alice)
        await until(lambda: len(server.posted(server.random)) == 1)
        alert = server.posted(server.random)[0]
        assert "lin-estimate" in alert.text
        assert "Of 12 votes by 6 people" in alert.text
        assert "0 say that it helped" in alert.text
        assert alert.pinged == []
        logged = words.ALERTED_IN_LOG.format(entry="lin-estimate", helpful=0, votes=12)
        await until(lambda: logged in bot.log)
        await bot.restart()
        await server.click(answers[1], words.UNHELPFUL_BUTTON, by=server.alice)
        await server.click(answers[3], words.UNHELPFUL_BUTTON, by=server.alice)
        await server.quiet()
        assert server.posted(server.random) == [alert]


async def test_an_alert_that_could_not_be_posted_comes_with_the_next_vote() -> None:
    settings = {"ARTICLE_BOT_HELPFUL_AT_LEAST": "0.9"}
    async with running(environment=settings, failures=1, maintainers=random_of) as (server, bot):
        people = [server.add_person(f"voter-{number}") for number in range(10)]
        answer = await server.mention(ODDS)
        for person in people[:9]:
            await server.click(answer, words.HELPFUL_BUTTON, by=person)
        await server.deny(server.random, "send_messages")
        await server.click(answer, words.UNHELPFUL_BUTTON, by=people[9])
        await until(lambda: "50013" in bot.log)
        server.forgive(50013)
        server.world.channels[server.random.id].denied.clear()
        other = await server.slash("ask", question=ODDS, by=people[0], channel=server.thread)
        await server.click(other, words.UNHELPFUL_BUTTON, by=people[0])
        await until(lambda: len(server.posted(server.random)) == 1)
        assert "Of 11 votes by 10 people" in server.posted(server.random)[0].text
