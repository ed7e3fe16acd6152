"""What people write into forms reaches the bot, whatever happened since they opened them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.wording import preferences, replies
from tests.discord_stand_in import BotProcess, StandIn
from tests.vague import vague_question

ODDS = "what are the odds that china overtakes the us in ai?"
MODELS = "how many open qwen models are there?"


@pytest_asyncio.fixture
async def running(tmp_path: Path) -> AsyncIterator[tuple[StandIn, BotProcess]]:
    """Run a bot whose maintainers read #random; at the end Discord must have had no objection."""
    file = tmp_path / "preferences.json"
    async with StandIn() as server:
        chosen = {"maintainers": str(server.random.id), "cooldown": 0}
        body = {"format": 1, "servers": {str(server.guild.id): chosen}, "people": {}}
        file.write_text(json.dumps(body), encoding="utf-8")
        environment = {"ARTICLE_BOT_PREFERENCES": str(file)}
        async with BotProcess(server, ["discord"], environment=environment, timeout=60) as bot:
            yield server, bot
            assert not server.faults, server.transcript() + bot.log
            assert "Failure" not in bot.log


async def test_every_form_that_was_open_during_a_restart_is_taken(
    running: tuple[StandIn, BotProcess],
) -> None:
    server, bot = running
    carol = server.add_person("carol, *the* <second>")
    card = await server.slash("setup")
    cooldown = await server.click_modal(card, preferences.CHANGE_COOLDOWN)
    answer = await server.slash("ask", question=MODELS, by=server.bob, private=True)
    follow_up = await server.click_modal(answer, replies.FOLLOW_UP_BUTTON)
    unsure = await server.mention(vague_question(), by=server.bob)
    offered = await server.click(unsure, replies.NONE_BUTTON, by=server.bob)
    tell = await server.click_modal(offered, replies.TELL_BUTTON)
    send = await server.use_menu(replies.SEND_ANSWER, carol, channel=server.general, by=server.bob)
    assert send is not None
    assert tell.fields[0].value == vague_question()

    await bot.restart(gently=False)
    assert await server.submit(cooldown, {cooldown.fields[0].label: "7"}) is card
    assert "7 seconds" in card.everything
    next_answer = await server.submit(follow_up, {replies.FOLLOW_UP_LABEL: "and how many downloads?"})
    assert "1 billion" in next_answer.everything
    assert next_answer.ephemeral
    told = await server.submit(tell, {})
    assert (told.text, told.ephemeral) == (replies.TOLD, True)
    posted = server.posted(server.random)[-1]
    assert posted.text == f"{replies.PASSED_ON}\n> {vague_question()}"
    sent = await server.submit(send, {replies.SEND_LABEL: ODDS})
    assert sent.text == replies.FOR.format(name="Carol, \\*the\\* \\<second>")
    assert "20 percent" in sent.everything
    assert sent.pinged == []


async def test_a_form_that_was_open_during_a_restart_is_still_for_managers_only(
    running: tuple[StandIn, BotProcess],
) -> None:
    server, bot = running
    server.grant(server.bob, "manage_guild")
    card = await server.slash("setup", by=server.bob)
    form = await server.click_modal(card, preferences.CHANGE_COOLDOWN)
    server.guild.granted.clear()
    await bot.restart(gently=False)
    told = await server.submit(form, {form.fields[0].label: "9"})
    assert (told.text, told.ephemeral) == (preferences.NOT_MANAGER, True)
    now = f"**{preferences.COOLDOWN}**: {preferences.NO_COOLDOWN}"
    assert now in (await server.slash("setup")).everything


async def test_two_people_with_the_same_form_are_answered_each_for_what_they_wrote(
    running: tuple[StandIn, BotProcess],
) -> None:
    server, _ = running
    answer = await server.slash("ask", question=MODELS, by=server.carol)
    both = (server.alice, server.bob)
    forms = [await server.click_modal(answer, replies.FOLLOW_UP_BUTTON, by=each) for each in both]
    assert forms[0].custom_id == forms[1].custom_id
    first, second = await asyncio.gather(
        server.submit(forms[0], {replies.FOLLOW_UP_LABEL: "and how many downloads?"}),
        server.submit(forms[1], {replies.FOLLOW_UP_LABEL: ODDS}),
    )
    assert "1 billion" in first.everything
    assert "20 percent" in second.everything
    # A form that was closed without sending it leaves nothing behind, and one may be sent twice.
    again = await server.submit(forms[0], {replies.FOLLOW_UP_LABEL: ODDS})
    assert "20 percent" in again.everything
