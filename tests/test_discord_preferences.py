"""Servers and people choose how the bot behaves: a real process against the stand-in."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.wording import preferences as words
from tests.discord_stand_in import BotProcess, StandIn
from tests.discord_stand_in.refusals import NotPossibleError
from tests.discord_stand_in.state import Channel, Message, Person
from tests.vague import vague_question

ODDS = "What are the odds that China overtakes the US in AI?"
YAO = "who is Yao Shunyu?"


@asynccontextmanager
async def running(
    file: Path, *, content: bool = False, **chosen: object
) -> AsyncIterator[tuple[StandIn, BotProcess]]:
    """Run a bot whose test server has chosen something; at the end Discord must have had no objection."""
    environment = {"ARTICLE_BOT_PREFERENCES": str(file)}
    if content:
        environment["ARTICLE_BOT_MESSAGE_CONTENT"] = "on"
    async with StandIn(privileged=["message_content"] if content else []) as server:
        if chosen:
            body = {key: _ids(server, value) for key, value in chosen.items()}
            servers = {str(server.guild.id): body}
            file.write_text(json.dumps({"format": 1, "servers": servers, "people": {}}), encoding="utf-8")
        async with BotProcess(server, ["discord"], environment=environment, timeout=60) as bot:
            try:
                yield server, bot
            except BaseException:
                print(bot.log)  # noqa: T201  # pytest shows it under the failure
                raise
            assert not server.faults, server.transcript() + bot.log
            assert "Failure" not in bot.log, bot.log
            assert "Traceback" not in bot.log, bot.log


def _ids(server: StandIn, value: object) -> object:
    """Return names of channels as their ids."""
    return [str(getattr(server, each).id) for each in value] if isinstance(value, list) else value


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where the preferences are kept."""
    return tmp_path / "preferences.json"


async def ignored(server: StandIn, text: str, *, by: Person, channel: Channel) -> Message:
    """Mention the bot, hold that it stays silent, and return the mention."""
    asked = await server.say(f"{server.bot.mention} {text}", by=by, channel=channel)
    await server.quiet()
    return asked


async def test_setup_tells_what_is_set_and_changes_it_for_good(file: Path) -> None:
    async with running(file) as (server, bot):
        card = await server.slash("setup")
        assert card.ephemeral
        for told in (words.EVERYWHERE, words.CHANNELS_WHAT, words.AUTO_OFF, words.PLAIN_WHAT, "3 seconds"):
            assert told in card.everything
        assert words.PERMISSIONS_FINE in card.everything
        assert [each.custom_id for each in card.selects] == ["p1:channels", "p1:maintainers", "p1:digest"]
        await server.select_channels(card, [server.random, server.general], menu=words.CHOOSE_CHANNELS)
        await server.select_channels(card, [server.random], menu=words.CHOOSE_MAINTAINERS)
        assert f"<#{server.random.id}> and <#{server.general.id}>" in card.everything
        assert card.selects[0].chosen == (str(server.random.id), str(server.general.id))
        form = await server.click_modal(card, words.CHANGE_COOLDOWN)
        assert form.fields[0].value == "3"
        changed = await server.submit(form, {form.fields[0].label: "42"})
        assert changed is card
        assert "42 seconds" in card.everything
        await server.select(card, words.DIGESTS_WHAT["weekly"], menu="p1:digest")
        assert f"**{words.DIGEST}**: weekly" in card.everything
        assert await bot.stop() == 0
        await bot.start()
        await server.click(card, words.PLAIN_TO_ON)  # A card of before still works.
        assert card.embeds == []
        assert f"**{words.PLAIN}**: {words.ON}" in card.text
        assert "42 seconds" in card.text
        await bot.restart(gently=False)
        again = await server.slash("setup")
        assert f"**{words.PLAIN}**: {words.ON}" in again.text
        assert f"<#{server.random.id}> and <#{server.general.id}>" in again.text
        assert f"**{words.DIGEST}**: weekly" in again.text
        await server.select_channels(again, [], menu=words.CHOOSE_CHANNELS)
        assert f"**{words.CHANNELS}**: {words.EVERYWHERE}" in again.text


@pytest.mark.parametrize("typed", ["601", "-1", "3.5", "many", "٣", "1 2"])
async def test_a_cooldown_that_is_no_number_in_range_changes_nothing(file: Path, typed: str) -> None:
    async with running(file) as (server, _):
        form = await server.click_modal(await server.slash("setup"), words.CHANGE_COOLDOWN)
        told = await server.submit(form, {form.fields[0].label: typed})
        assert told.ephemeral
        assert told.text == words.NO_SUCH_SECONDS.format(typed=typed.replace("-", "\\-"), most=600)
        assert not file.exists()


async def test_setup_is_for_managers_and_every_press_is_checked_again(file: Path) -> None:
    async with running(file) as (server, _):
        with pytest.raises(NotPossibleError):
            await server.slash("setup", by=server.bob)
        with pytest.raises(NotPossibleError):
            await server.slash("setup", channel=server.world.dm_channel(server.alice))
        server.grant(server.bob, "manage_guild")
        card = await server.slash("setup", by=server.bob)
        server.guild.granted.clear()
        told = [
            await server.click(card, words.PLAIN_TO_ON),
            await server.click(card, words.CHANGE_COOLDOWN),
            await server.select_channels(card, [server.random], menu="p1:channels"),
        ]
        assert [each.text for each in told] == [words.NOT_MANAGER] * 3
        assert all(each.ephemeral for each in told)
        assert not file.exists()


async def test_setup_names_what_the_bot_lacks_in_the_channels_concerned(file: Path) -> None:
    async with running(file) as (server, _):
        await server.deny(server.general, "embed_links", "add_reactions")
        await server.deny(server.random, "view_channel")
        card = await server.slash("setup", channel=server.general)
        line = f"<#{server.general.id}>: I lack Embed Links, {words.ADD_REACTIONS}"
        assert line in card.everything
        assert f"<#{server.random.id}>" not in card.everything  # Hidden on purpose.
        await server.select_channels(card, [server.random], menu="p1:channels")
        assert f"<#{server.random.id}>: I lack View Channel" in card.everything
        assert line not in card.everything


async def test_only_channels_that_the_menu_takes_can_be_chosen(file: Path) -> None:
    async with running(file) as (server, _):
        card = await server.slash("setup")
        for wrong in ([server.lounge], [server.thread], [server.random] * 2):
            with pytest.raises(NotPossibleError):
                await server.select_channels(card, wrong, menu="p1:channels")
        with pytest.raises(NotPossibleError):
            await server.select_channels(card, [server.random, server.general], menu="p1:maintainers")
        with pytest.raises(NotPossibleError):
            await server.select(card, "random", menu="p1:channels")


async def test_a_press_changes_the_pressers_own_server_only(file: Path) -> None:
    async with running(file, channels=["general"]) as (server, _):
        # Made up by a client: a channel of another server, chosen in this one.
        channels = {str(server.lounge.id): {"id": str(server.lounge.id), "name": "lounge", "type": 0}}
        channels[str(server.lounge.id)] |= {"permissions": "0", "parent_id": None}
        data = {
            "custom_id": "p1:channels",
            "component_type": 8,
            "values": list(channels),
            "resolved": {"channels": channels},
        }
        card = await server.slash("setup")
        sent = await server._send(3, data, server.alice, server.general, about=card)
        assert await server._message(sent) is card
        assert f"**{words.CHANNELS}**: {words.EVERYWHERE}" in card.everything
        assert str(server.lounge.id) not in file.read_text(encoding="utf-8")
        assert json.loads(file.read_bytes())["servers"] == {}


async def test_settings_give_a_person_plain_text_everywhere_and_nobody_else(file: Path) -> None:
    async with running(file) as (server, bot):
        card = await server.slash("settings", by=server.bob)
        assert card.ephemeral
        await server.click(card, words.PLAIN_TO_ON)
        assert f"**{words.PLAIN}**: {words.ON}" in card.text
        await bot.restart(gently=False)
        answer = await server.mention(ODDS, by=server.bob)
        assert answer.embeds == []
        assert "20 percent" in answer.text
        assert "#:~:text=Justin%20Lin>" in answer.text
        assert len(answer.buttons) >= 2
        direct = await server.dm(ODDS, by=server.bob)
        assert direct.embeds == []
        command = await server.slash("ask", question=YAO, by=server.bob, channel=server.random)
        assert command.embeds == []
        assert command.text.startswith(f"> {YAO}\n")
        menu = await server.context_menu(
            "Answer this",
            await server.say(ODDS, by=server.carol, channel=server.random),
            by=server.carol,
        )
        assert menu.embeds
        clicked = await server.click(menu, menu.buttons[-1].label, by=server.bob)
        assert clicked.embeds == []
        assert clicked.buttons
        stats = await server.slash("stats", by=server.bob)
        assert stats.embeds == []
        assert (await server.slash("stats", by=server.carol)).embeds
        await server.click(await server.slash("settings", by=server.bob), words.PLAIN_TO_OFF)
        assert (await server.dm(YAO, by=server.bob)).embeds


async def test_a_server_can_want_plain_text_for_everybody(file: Path) -> None:
    async with running(file, plain=True) as (server, _):
        assert (await server.mention(ODDS)).embeds == []
        vague = await server.mention(vague_question(), by=server.bob)
        assert vague.embeds == []
        assert len(vague.buttons) >= 2
        assert words.PLAIN_BY_SERVER in (await server.slash("settings", by=server.carol)).text
        assert (await server.dm(ODDS)).embeds


async def test_where_the_bot_may_not_answer_a_person_hears_once_where_it_does(file: Path) -> None:
    async with running(file, channels=["random"]) as (server, _):
        hint = await server.mention(ODDS, by=server.bob)
        assert hint.text == words.ELSEWHERE.format(channels=f"<#{server.random.id}>")
        assert hint.flags & 1 << 12  # It notifies nobody.
        await ignored(server, ODDS, by=server.bob, channel=server.general)
        await ignored(server, ODDS, by=server.bob, channel=server.thread)
        assert "<#" in (await server.mention(ODDS, by=server.carol)).text
        command = await server.slash("ask", question=ODDS, by=server.bob)
        assert command.ephemeral
        assert "20 percent" in command.everything
        assert not (await server.mention(ODDS, by=server.bob, channel=server.random)).ephemeral
        thread = await server.add_channel("in random", parent=server.random)
        assert "20 percent" in (await server.mention(ODDS, by=server.bob, channel=thread)).everything
        assert (await server.dm(ODDS, by=server.bob)).embeds


async def test_who_asks_again_at_once_is_asked_to_wait_but_moderators_are_not(file: Path) -> None:
    async with running(file, cooldown=600) as (server, _):
        await server.mention(ODDS, by=server.bob)
        again = await server.say(f"{server.bot.mention} {YAO}", by=server.bob)
        await server.world.until(lambda: again.reactions, 10, lambda: "no reaction")
        assert again.reactions == ["⏳"]
        told = await server.slash("ask", question=YAO, by=server.bob)
        assert told.ephemeral
        assert told.text == words.TOO_SOON.format(seconds="600 seconds")
        assert not (await server.slash("ask", question=YAO, by=server.bob, channel=server.random)).ephemeral
        server.grant(server.bob, "manage_messages")
        assert not (await server.slash("ask", question=YAO, by=server.bob)).ephemeral
        for question in (ODDS, "how many Qwen models are there?"):
            await server.mention(question, by=server.alice, channel=server.thread)
            await server.dm(question, by=server.bob)


async def test_without_the_right_to_react_who_asks_again_hears_nothing(file: Path) -> None:
    async with running(file, cooldown=600) as (server, _):
        await server.deny(server.general, "add_reactions")
        await server.mention(ODDS, by=server.bob)
        assert (await ignored(server, YAO, by=server.bob, channel=server.general)).reactions == []


async def test_the_same_question_at_once_gets_a_link_to_the_answer(file: Path) -> None:
    async with running(file) as (server, _):
        answer = await server.mention(ODDS, by=server.bob)
        link = f"https://discord.com/channels/{server.guild.id}/{server.general.id}/{answer.id}"
        again = await server.mention(ODDS.upper().rstrip("?"), by=server.carol)
        assert again.text == words.REPEATED.format(link=link)
        assert again.embeds == []
        command = await server.slash("ask", question=ODDS)
        assert command.ephemeral
        assert command.text == again.text
        elsewhere = await server.slash("ask", question=ODDS, channel=server.random)
        assert elsewhere.embeds
        linked = await server.mention(ODDS, channel=server.random)
        assert linked.text.endswith(f"/{server.random.id}/{elsewhere.id}")
        await server.delete(answer)
        assert (await server.mention(ODDS, by=server.alice)).embeds


async def test_unasked_questions_are_answered_where_the_server_wants_it(file: Path) -> None:
    async with running(file, content=True, auto_channels=["random"], cooldown=0) as (server, _):
        asked = await server.say(ODDS, by=server.bob, channel=server.random)
        answer = await server.answer_to(asked)
        assert "20 percent" in answer.everything
        assert answer.answers_to is asked
        other = server.world.add_person("another bot")
        other.bot = True
        server.guild.members.append(other)
        for text, by, channel in (
            (ODDS, server.bob, server.general),
            (YAO, other, server.random),
            ("Yao Shunyu", server.bob, server.random),
            ("who will win the world cup?", server.bob, server.random),
            (vague_question() + "?", server.bob, server.random),
            (f"{server.carol.mention} {YAO}", server.bob, server.random),
        ):
            await server.say(text, by=by, channel=channel)
            await server.quiet()
        await server.say(YAO, by=server.bob, reply_to=asked)
        await server.quiet()
        card = await server.slash("setup")
        assert words.AUTO_WHAT in card.everything
        await server.select_channels(card, [server.general], menu=words.CHOOSE_AUTO)
        assert await server.answer_to(await server.say(YAO, by=server.bob))
        await server.say(YAO, by=server.bob, channel=server.random)
        await server.quiet()


async def test_an_intent_that_the_portal_lacks_is_told_with_its_setting(file: Path) -> None:
    environment = {"ARTICLE_BOT_PREFERENCES": str(file), "ARTICLE_BOT_MESSAGE_CONTENT": "on"}
    async with StandIn() as server:
        bot = BotProcess(server, ["discord"], environment=environment, timeout=60)
        with pytest.raises(AssertionError, match="ARTICLE_BOT_MESSAGE_CONTENT=off"):
            await bot.start()
        server.forgive(4014)


async def test_a_choice_that_cannot_be_kept_is_told_and_the_reason_logged(file: Path) -> None:
    async with running(file) as (server, bot):
        file.with_name("preferences.json.part").mkdir()
        told = await server.click(await server.slash("settings"), words.PLAIN_TO_ON)
        assert (told.text, told.ephemeral) == (words.NOT_KEPT, True)
        assert "can't be written" in bot.log
        assert (await server.mention(ODDS)).embeds


async def test_the_bot_runs_on_after_it_found_a_damaged_file(file: Path) -> None:
    file.write_text("{", encoding="utf-8")
    async with running(file) as (server, bot):
        assert (await server.mention(ODDS)).embeds
        assert "preferences.json.damaged-1" in bot.log


async def test_a_kill_amid_many_choices_leaves_whole_preferences(file: Path) -> None:
    async with running(file) as (server, bot):
        card = await server.slash("settings", by=server.bob)
        for number in range(5):
            pressing = asyncio.create_task(
                server.click(card, words.PLAIN_TO_OFF if number % 2 else words.PLAIN_TO_ON)
            )
            await asyncio.sleep(0.002 * number)
            if number == 4:
                await bot.kill()
            await asyncio.gather(pressing, return_exceptions=True)
        await bot.start()
        assert "damaged" not in bot.log
        assert (await server.slash("settings", by=server.bob)).buttons
        server.forgive(10062)
