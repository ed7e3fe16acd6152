"""The bot answers in forum posts and in the chats of voice channels as it does in other channels."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.wording import preferences as words
from bot.wording import receipts, replies
from tests.discord_stand_in import NotPossibleError, StandIn
from tests.discord_stand_in.state import Channel, Message
from tests.test_discord_preferences import ODDS, YAO, ignored, running

MORE = "tell me more"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where the preferences are kept."""
    return tmp_path / "preferences.json"


async def place_named(kind: str, server: StandIn) -> Channel:
    """Return a post that somebody opened, or the chat of a voice channel."""
    if kind == "voice":
        return server.voice
    return (await server.open_post("Odds", "Let us talk.", forum=server.forum, by=server.carol)).channel


def is_answer(message: Message, words: str, place: Channel) -> bool:
    """Say whether a message answers in words, cited, in its place, for everybody."""
    text = message.embeds[0]["description"]
    return words in text and message.channel is place and not message.ephemeral and message.pinged == []


@pytest.mark.parametrize("kind", ["post", "voice"])
async def test_a_forum_post_and_a_voice_chat_are_places_like_others(kind: str, file: Path) -> None:
    async with running(file, cooldown=0) as (server, _):
        place = await place_named(kind, server)
        answer = await server.mention(YAO, channel=place)
        assert is_answer(answer, "Yao Shunyu", place)
        assert is_answer(await server.reply(answer, MORE), "OpenAI", place)
        command = await server.slash("ask", question=ODDS, by=server.bob, channel=place)
        assert is_answer(command, "20 percent", place)
        asked = await server.say("how many Qwen models have they released?", by=server.carol, channel=place)
        menu = await server.context_menu("Answer this", asked, by=server.bob)
        assert is_answer(menu, "400", place)
        assert menu.answers_to is asked
        clicked = await server.click(menu, menu.buttons[-1].label, by=server.bob)
        assert clicked.channel is place
        why = await server.click(answer, receipts.WHY_BUTTON, by=server.carol)
        assert why.ephemeral
        await server.click(answer, replies.REMOVE_BUTTON)
        assert answer.deleted
        # What was said there is no context elsewhere.
        elsewhere = await server.mention(MORE, channel=server.random)
        assert "OpenAI" not in elsewhere.everything


async def test_a_post_that_opens_with_a_question_to_the_bot_is_answered_in_it(file: Path) -> None:
    async with running(file) as (server, _):
        text = f"{server.bot.mention} {ODDS}"
        asked = await server.open_post("What are the odds?", text, forum=server.forum, by=server.bob)
        answer = await server.answer_to(asked)
        assert is_answer(answer, "20 percent", asked.channel)
        assert answer.reference is asked
        await server.edit(asked, f"{server.bot.mention} {YAO}")
        assert "Yao Shunyu" in (await server.until_edited(answer)).embeds[0]["description"]


async def test_a_forum_can_be_where_questions_are_answered_unasked_but_never_those_of_programs(
    file: Path,
) -> None:
    async with running(file, content=True, auto_channels=["forum", "voice"], cooldown=0) as (server, _):
        for asked in (
            await server.open_post("Odds", ODDS, forum=server.forum, by=server.bob),
            await server.say(ODDS, by=server.bob, channel=server.voice),
        ):
            assert is_answer(await server.answer_to(asked), "20 percent", asked.channel)
        for program in (server.add_person("another bot", bot=True), server.add_webhook("news")):
            for place in (asked.channel, server.voice):
                await server.say(YAO, by=program, channel=place)
                await ignored(server, YAO, by=program, channel=place)


async def test_setup_takes_a_forum_and_a_voice_chat_and_tells_what_the_bot_lacks_there(file: Path) -> None:
    async with running(file) as (server, bot):
        await server.deny(server.voice, "send_messages_in_threads")  # It has no threads.
        card = await server.slash("setup")
        assert words.PERMISSIONS_FINE in card.everything
        await server.deny(server.forum, "send_messages_in_threads")
        await server.deny(server.voice, "send_messages")
        await server.select_channels(card, [server.forum, server.voice], menu=words.CHOOSE_CHANNELS)
        assert f"<#{server.forum.id}>: I lack Send Messages in Threads" in card.everything
        assert f"<#{server.voice.id}>: I lack Send Messages" in card.everything
        asked = await server.open_post("Odds", "Let us talk.", forum=server.forum)
        await ignored(server, ODDS, by=server.bob, channel=asked.channel)
        assert "Send Messages in Threads" in bot.log
        with pytest.raises(NotPossibleError):
            await server.select_channels(card, [server.forum], menu=words.CHOOSE_MAINTAINERS)
        await server.select_channels(card, [server.voice], menu=words.CHOOSE_MAINTAINERS)
        assert card.selects[1].chosen == (str(server.voice.id),)
