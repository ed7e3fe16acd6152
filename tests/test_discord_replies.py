"""What stands under and around a reply: why, remove, none of these, follow-ups, aiming, mending."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from bot.wording import charts as chart_words
from bot.wording import feedback as feedback_words
from bot.wording import in_discord
from bot.wording import receipts as receipt_words
from bot.wording import replies as words
from tests.discord_stand_in import BotProcess, StandIn
from tests.discord_stand_in.state import Message
from tests.processes import run_bot
from tests.vague import vague_question

pytestmark = pytest.mark.asyncio(loop_scope="module")
ODDS = "what are the odds that china overtakes the us in ai?"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running() -> AsyncIterator[tuple[StandIn, BotProcess]]:
    """Run one bot for all tests of this file; at the end Discord must have had nothing to object to."""
    async with StandIn() as server, BotProcess(server, ["discord"], timeout=60) as bot:
        yield server, bot
        assert not server.faults, server.transcript() + bot.log
        assert "Traceback" not in bot.log


@pytest.fixture
def server(running: tuple[StandIn, BotProcess]) -> StandIn:
    """Return the stand-in."""
    return running[0]


@pytest.fixture
def bot(running: tuple[StandIn, BotProcess]) -> BotProcess:
    """Return the bot's process."""
    return running[1]


def labels(message: Message) -> list[str]:
    """Return what is written on a message's buttons."""
    return [each.label for each in message.buttons]


def fields(message: Message) -> dict[str, str]:
    """Return the fields of a message's embed."""
    return {each["name"]: each["value"] for each in message.embeds[0].get("fields", [])}


async def test_an_answer_carries_what_leads_on_what_people_think_and_related_questions_in_three_rows(
    server: StandIn,
) -> None:
    reply = await server.mention(
        ODDS, by=server.add_person("ada"), channel=await server.add_channel("room-1")
    )
    leading, about, related = ([each["label"] for each in row["components"]] for row in reply.components)
    assert leading == [in_discord.SOURCE_BUTTON, receipt_words.WHY_BUTTON, chart_words.BUTTON]
    assert about == [
        feedback_words.HELPFUL_BUTTON,
        feedback_words.UNHELPFUL_BUTTON,
        words.REMOVE_BUTTON,
    ]
    assert 1 <= len(related) <= 2


async def test_the_answer_to_the_other_question_of_a_message_stands_below_with_its_citation(
    server: StandIn,
) -> None:
    message = "the share in late 2024, and who measured it?"
    reply = await server.mention(
        message, by=server.add_person("ivy"), channel=await server.add_channel("room-i")
    )
    assert "OpenRouter" in reply.embeds[0]["description"]
    told = fields(reply)["On “the share in late 2024”"].splitlines()
    assert "1.2 percent" in told[0]
    assert told[1].startswith("-# The key statistics")


async def test_why_tells_the_presser_alone_what_the_answer_rests_on_also_after_a_restart(
    server: StandIn, bot: BotProcess
) -> None:
    reply = await server.mention(
        ODDS, by=server.add_person("bea"), channel=await server.add_channel("room-2")
    )
    await bot.restart(gently=False)
    why = await server.click(reply, receipt_words.WHY_BUTTON, by=server.bob)
    told = fields(why)
    assert why.ephemeral
    assert ODDS in told[receipt_words.QUESTION]
    assert "lin\\-estimate" in told[receipt_words.ENTRY] or "lin-estimate" in told[receipt_words.ENTRY]
    assert re.search(r"Of [\d,]+ test questions", told[receipt_words.SURENESS])
    assert "20 percent" in told[receipt_words.FACTS]


async def test_the_receipt_of_why_gives_the_same_on_the_command_line(server: StandIn) -> None:
    reply = await server.slash("ask", question=ODDS)
    told = fields(await server.click(reply, receipt_words.WHY_BUTTON))
    receipt = told[receipt_words.RECEIPT].replace("\\", "")
    done = run_bot("explain", "--receipt", receipt, ODDS)
    assert done.returncode == 0
    for label in (receipt_words.ENTRY, receipt_words.SURENESS, receipt_words.RUNNER_UP):
        plain = " ".join(told[label].replace("\\", "").split())
        assert plain in " ".join(done.stdout.split())


async def test_what_is_no_receipt_is_wrong_use() -> None:
    done = run_bot("explain", "--receipt", "nonsense")
    assert done.returncode == 2
    assert "that is not a receipt" in done.stderr


async def test_an_entry_that_changed_since_is_told_with_what_it_says_now(server: StandIn) -> None:
    reply = await server.mention(
        ODDS, by=server.add_person("cleo"), channel=await server.add_channel("room-3")
    )
    old = next(each.custom_id for each in reply.buttons if (each.custom_id or "").startswith("w1:"))
    kind, entry, digest, *rest = (old or "").split(":")
    done = run_bot("explain", "--receipt", ":".join([kind, entry, "0" * len(digest), *rest]))
    assert "It says now: Justin Lin" in done.stdout


async def test_only_the_asker_and_moderators_can_remove_a_reply(server: StandIn) -> None:
    asker = server.add_person("dora")
    reply = await server.mention(ODDS, by=asker, channel=await server.add_channel("room-4"))
    refused = await server.click(reply, words.REMOVE_BUTTON, by=server.bob)
    assert refused.ephemeral
    assert refused.text == words.NOT_YOURS
    assert not reply.deleted
    await server.press(reply, words.REMOVE_BUTTON, by=asker)
    await server.until_deleted(reply)
    again = await server.mention(ODDS, by=asker, channel=await server.add_channel("room-5"))
    await server.press(again, words.REMOVE_BUTTON, by=server.alice)
    await server.until_deleted(again)


async def test_none_of_these_offers_to_tell_the_maintainers_in_a_form_with_the_question(
    server: StandIn,
) -> None:
    question = vague_question()
    reply = await server.mention(question, by=server.add_person("edda"))
    offered = await server.click(reply, words.NONE_BUTTON, by=server.bob)
    assert offered.ephemeral
    form = await server.click_modal(offered, words.TELL_BUTTON, by=server.bob)
    told = await server.submit(form, **{words.TELL_LABEL: question})
    assert told.ephemeral
    assert told.text in (words.NOBODY_TO_TELL, words.TOLD)


async def test_a_slash_answer_is_followed_up_in_a_form(server: StandIn) -> None:
    person = server.add_person("finn")
    reply = await server.slash("ask", question="how many open qwen models are there?", by=person)
    form = await server.click_modal(reply, words.FOLLOW_UP_BUTTON, by=person)
    answer = await server.submit(form, **{words.FOLLOW_UP_LABEL: "and how many downloads?"})
    assert "1 billion" in answer.everything


async def test_ask_aims_an_answer_at_a_member_without_a_ping(server: StandIn) -> None:
    options: dict[str, Any] = {"for": server.carol}
    reply = await server.slash("ask", question=ODDS, **options)
    assert reply.text == words.FOR.format(name="Carol")
    assert reply.pinged == []


async def test_a_private_answer_is_seen_by_the_asker_alone(server: StandIn) -> None:
    reply = await server.slash("ask", question=ODDS, private=True)
    assert reply.ephemeral
    assert words.REMOVE_BUTTON not in labels(reply)


async def test_an_edited_mention_edits_the_answer(server: StandIn) -> None:
    person = server.add_person("gus")
    reply = await server.mention("how many open qwen models are there?", by=person)
    asked = reply.answers_to
    assert asked is not None
    await server.edit(
        asked, asked.text.replace("how many open qwen models are there", "who published the article")
    )
    await server.until_edited(reply)
    assert "CNN is the publisher" in reply.everything


async def test_a_bare_mention_in_reply_to_somebody_points_to_answer_this(server: StandIn) -> None:
    said = await server.say("is talent the problem?", by=server.bob)
    reply = await server.reply(to=said, text=f"<@{server.bot.id}>", by=server.carol)
    assert in_discord.ANSWER_THIS in reply.everything


async def test_send_an_answer_names_the_member_whom_it_is_for(server: StandIn) -> None:
    form = await server.use_menu(words.SEND_ANSWER, server.carol, channel=server.general, by=server.bob)
    assert form is not None
    answer = await server.submit(form, **{words.SEND_LABEL: ODDS})
    assert answer.text == words.FOR.format(name="Carol")
    assert "20 percent" in answer.everything
    assert answer.pinged == []
