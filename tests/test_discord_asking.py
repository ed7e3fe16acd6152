"""People ask the bot in Discord: a real process against the stand-in, one for the whole file."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot import wording
from bot.wording import in_discord
from tests.discord_stand_in import BotProcess, NoReplyError, StandIn
from tests.discord_stand_in.state import Message
from tests.vague import vague_question

pytestmark = pytest.mark.asyncio(loop_scope="module")
TOKEN = "MTE4.stand-in.a-made-up-token"
ODDS = "What are the odds that China overtakes the US in AI?"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running() -> AsyncIterator[tuple[StandIn, BotProcess]]:
    """Run one bot for all tests of this file; at the end Discord must have had nothing to object to."""
    async with StandIn(token=TOKEN) as server, BotProcess(server, ["discord"], timeout=60) as bot:
        yield server, bot
        assert not server.faults, server.transcript() + bot.log
        assert await bot.stop() == 0
        assert TOKEN not in bot.log
        # Only failures that are told have a traceback: those that a test plants.
        assert bot.log.count("Traceback") == bot.log.count("Failure ")


@pytest.fixture
def server(running: tuple[StandIn, BotProcess]) -> StandIn:
    """Return the stand-in."""
    return running[0]


@pytest.fixture
def bot(running: tuple[StandIn, BotProcess]) -> BotProcess:
    """Return the bot's process."""
    return running[1]


def text_of(message: Message) -> str:
    """Return what the only embed of a message says in its body."""
    assert len(message.embeds) == 1, message
    return str(message.embeds[0]["description"])


def link_of(message: Message) -> str | None:
    """Return where the link button leads."""
    return next((each.url for each in message.buttons if each.url), None)


def assert_cited(message: Message) -> None:
    """Hold that an answer names its part, publisher and date and links to the article."""
    footer = message.embeds[0]["footer"]["text"]
    assert "· CNN, February 10, 2026" in footer, footer
    assert (link_of(message) or "").startswith("https://edition.cnn.com/2026/02/10/")


def assert_leads_to(message: Message, fact: str) -> None:
    """Hold that the link leads to a fact of the page."""
    assert (link_of(message) or "").endswith(f"#:~:text={fact}")


def assert_not_cited(message: Message) -> None:
    """Hold that nothing is cited."""
    assert "footer" not in message.embeds[0]
    assert "fields" not in message.embeds[0]
    assert link_of(message) is None


async def unsure(server: StandIn) -> Message:
    """Ask something that the bot offers choices for, as a new person, so that it is no follow-up."""
    person = server.add_person(f"guest {len(server.world.people)}")
    reply = await server.mention(vague_question(), by=person)
    assert text_of(reply) == wording.UNSURE
    return reply


async def test_a_mention_gets_the_answer_with_figure_source_and_link(server: StandIn) -> None:
    reply = await server.mention(ODDS)
    assert "20 percent" in text_of(reply)
    assert "20 percent" in reply.embeds[0]["fields"][0]["value"]
    assert_cited(reply)
    assert_leads_to(reply, "Justin%20Lin")
    assert reply.answers_to is not None
    assert reply.answers_to.text.endswith(ODDS)
    assert reply.pinged == []
    assert not reply.ephemeral


async def test_a_direct_message_needs_no_mention(server: StandIn) -> None:
    reply = await server.dm(ODDS, by=server.bob)
    assert "20 percent" in text_of(reply)
    assert_cited(reply)


async def test_a_reply_to_an_answer_goes_on_from_it(server: StandIn) -> None:
    person = server.add_person("erin")
    answer = await server.mention("who is Yao Shunyu?", by=person)
    await asyncio.sleep(3.1)  # a person in a server may ask every three seconds
    follow_up = await server.reply(answer, "where did he work before?", by=person)
    assert "OpenAI" in text_of(follow_up)
    assert_cited(follow_up)
    assert_leads_to(follow_up, "Yao%20Shunyu")


async def test_a_declined_question_names_what_is_missing_and_cites_nothing(server: StandIn) -> None:
    reply = await server.mention("who is the CEO of OpenAI?", by=server.add_person("frank"))
    assert "names no chief executives" in text_of(reply)
    assert_not_cited(reply)
    assert 1 <= len([each for each in reply.buttons if (each.custom_id or "").startswith("c1:")]) <= 2


async def test_small_talk_gets_plain_text(server: StandIn) -> None:
    reply = await server.mention("thanks!")
    assert reply.text
    assert reply.embeds == []
    assert reply.buttons == []


async def test_a_mention_with_nothing_else_says_what_to_ask(server: StandIn) -> None:
    assert "for example" in (await server.mention("")).text


async def test_autocomplete_offers_questions_before_the_first_letter_and_despite_typos(
    server: StandIn,
) -> None:
    before = await server.autocomplete("ask", question="")
    assert len(before) == 25
    typed = await server.autocomplete("ask", question="alibba")
    assert typed
    assert all("alibaba" in str(each.name).lower() for each in typed[:3])
    assert all(each.name == each.value and len(each.name) <= 100 for each in [*before, *typed])


async def test_ask_answers_a_suggestion_and_quotes_it(server: StandIn) -> None:
    suggestion = (await server.autocomplete("ask", question="who is just"))[0]
    answer = await server.slash("ask", question=str(suggestion.value))
    assert answer.embeds[0]["author"]["name"] == f"“{suggestion.name}”"
    assert "Lin" in text_of(answer)
    assert_cited(answer)


async def test_ask_takes_free_text_and_shows_it_without_markup(server: StandIn) -> None:
    typed = "whats the chance china overtakes america? **really** [here](https://example.org) @everyone"
    answer = await server.slash("ask", question=typed)
    assert answer.embeds[0]["author"]["name"] == f"“{typed}”"
    assert answer.pinged == []
    assert "example.org" not in answer.text + text_of(answer)


async def test_ask_works_where_the_app_is_only_on_a_persons_account(server: StandIn) -> None:
    for place in (server.lounge, server.group):
        answer = await server.slash("ask", question=ODDS, by=server.dave, channel=place)
        assert "20 percent" in text_of(answer)


async def test_answer_this_answers_somebodys_message(server: StandIn) -> None:
    message = await server.say("how many Qwen models have they released?", by=server.carol)
    answer = await server.context_menu("Answer this", message, by=server.bob)
    assert "400" in text_of(answer)
    assert answer.embeds[0]["author"]["name"] == f"“{message.text}”"
    assert answer.answers_to is message
    assert_cited(answer)


async def test_answer_this_refuses_the_messages_of_bots(server: StandIn) -> None:
    refusal = await server.context_menu("Answer this", await server.mention(ODDS))
    assert refusal.ephemeral
    assert refusal.text == in_discord.ONLY_PEOPLE


async def test_stats_lists_every_figure(server: StandIn) -> None:
    listed = text_of(await server.slash("stats"))
    for figure in ("below 20 percent", "1.2 percent", "30 percent", "over 400", "over 1 billion"):
        assert f"**{figure}**" in listed


async def test_stat_tells_meaning_period_source_and_part(server: StandIn) -> None:
    suggestion = (await server.autocomplete("stat", name="usge open last"))[0]
    shown = await server.slash("stat", name=str(suggestion.value))
    assert "30 percent" in text_of(shown)
    fields = {each["name"]: each["value"] for each in shown.embeds[0]["fields"]}
    assert fields["Period"] == "last year"
    assert "OpenRouter" in fields["Who says so"]
    assert fields["Part of the article"] == "The key statistics"
    assert "share of global usage" in text_of(shown)
    assert_leads_to(shown, "30%20percent&text=30%25")


async def test_stat_says_to_the_asker_alone_that_a_figure_is_unknown(server: StandIn) -> None:
    refusal = await server.slash("stat", name="price of **bananas**")
    assert refusal.ephemeral
    assert "**" not in refusal.text
    assert "Downloads of open Qwen models" in refusal.text


async def test_topics_source_and_help_tell_what_one_can_ask(server: StandIn) -> None:
    assert "Pick a part" in text_of(await server.slash("topics"))
    source = await server.slash("source")
    assert "Can Chinese AI Firms Overcome US Gaps?" in text_of(source)
    assert link_of(source)
    help_ = await server.slash("help")
    assert help_.ephemeral
    assert "Answer this" in text_of(help_)


async def test_an_unsure_reply_offers_buttons_and_a_click_answers_for_all_to_see(server: StandIn) -> None:
    reply = await unsure(server)
    assert 2 <= len([each for each in reply.buttons if (each.custom_id or "").startswith("c1:")]) <= 3
    assert_not_cited(reply)
    answer = await server.click(reply, reply.buttons[0].label, by=server.bob)
    assert answer is not reply
    assert not answer.ephemeral
    assert answer.answers_to is reply
    assert answer.embeds[0]["author"]["name"] == f"“{reply.buttons[0].label}”"
    assert_cited(answer)


async def test_a_button_still_answers_after_the_bot_was_restarted(server: StandIn, bot: BotProcess) -> None:
    reply = await unsure(server)
    await bot.restart(gently=False)
    answer = await server.click(reply, reply.buttons[1].label)
    assert_cited(answer)


async def test_an_outdated_or_forged_button_is_refused_politely(server: StandIn) -> None:
    ids = ["c1:lin-estimate:00000000:00000000:990", "c1:no-such-entry:00000000:00000000:990", "c0:??\n:x"]
    rows = [
        {"type": 1, "components": [{"type": 2, "style": 2, "label": f"old {at}", "custom_id": each}]}
        for at, each in enumerate(ids)
    ]
    body = {"content": "from long ago", "components": rows}
    old = await server.posting.post(server.general, server.bot, body, {})
    told = [await server.click(old, f"old {at}") for at in range(len(ids))]
    assert [each.text for each in told] == [
        in_discord.OUTDATED_BUTTON,
        in_discord.OUTDATED_BUTTON,
        in_discord.UNKNOWN_BUTTON,
    ]
    assert all(each.ephemeral for each in told)


async def test_a_reply_whose_text_is_withheld_is_pointed_to_ask(server: StandIn) -> None:
    answer = await server.slash("ask", question="who is Yao Shunyu?")
    told = await server.reply(answer, "and who said that?")
    assert "doesn't show me the text" in told.text
    assert "</ask:" in told.text


async def test_chatter_and_replies_without_a_ping_are_left_alone(server: StandIn) -> None:
    await server.say("what are the odds, folks?")
    await server.quiet()
    answer = await server.mention(ODDS)
    await server.say("nice", reply_to=answer, ping=False)
    await server.quiet()


async def test_bots_are_never_answered(server: StandIn) -> None:
    for other in (server.add_person("another bot", bot=True), server.add_webhook("news")):
        asked = await server.say(f"{server.bot.mention} {ODDS}", by=other)
        await server.quiet()
        refused = await server.context_menu("Answer this", asked, by=server.bob)
        assert refused.ephemeral
        assert refused.text == in_discord.ONLY_PEOPLE


async def test_a_failing_handler_tells_the_asker_alone_an_id_that_the_log_has(
    server: StandIn, bot: BotProcess
) -> None:
    server.refuse_next("/interactions/.*/callback", status=400, code=50035, message="Invalid Form Body")
    told = await server.slash("ask", question=ODDS)
    assert told.ephemeral
    number = told.text.rstrip(".").split()[-1]
    assert told.text == in_discord.FAILED.format(id=number)
    assert f"Failure {number} in a server's channel: HTTPException: status 400, code 50035" in bot.log


async def test_suggestions_that_come_too_late_cost_one_line_of_the_log_without_whose_they_were(
    server: StandIn, bot: BotProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server.world, "acknowledge_within", 0.3)
    server.refuse_next("/interactions/.*/callback", status=404, code=10062, message="Unknown interaction")
    before = len(bot.log)
    with pytest.raises(NoReplyError):
        await server.autocomplete("ask", question="wh", by=server.bob)
    await server.world.until(lambda: "10062" in bot.log[before:], 5, lambda: "nothing was logged")
    lines = bot.log[before:].splitlines()
    assert len(lines) == 1
    assert "WARNING Somebody typing /ask saw no suggestions: NotFound: status 404, code 10062" in lines[0]
    assert str(server.bob.id) not in lines[0]


async def test_an_answer_is_plain_text_where_embeds_are_not_allowed(server: StandIn, bot: BotProcess) -> None:
    channel = await server.add_channel("no-embeds")
    await server.deny(channel, "embed_links")
    reply = await server.mention(ODDS, channel=channel)
    assert reply.embeds == []
    assert "20 percent" in reply.text
    assert "CNN, February 10, 2026" in reply.text
    assert "lacks Embed Links" in bot.log


async def test_a_channel_where_the_bot_may_not_speak_is_named_once_in_the_log(
    server: StandIn, bot: BotProcess
) -> None:
    channel = await server.add_channel("silent")
    await server.deny(channel, "send_messages")
    for _ in range(2):
        await server.say(f"{server.bot.mention} {ODDS}", channel=channel)
        await server.quiet()
    assert bot.log.count("lacks Send Messages") == 1


async def test_a_lost_connection_is_taken_up_again(server: StandIn, bot: BotProcess) -> None:
    await server.drop_connection()
    await server.until_ready(readies=server.gateway.readies)
    # Where nobody has asked that yet: a repeated question gets a link.
    assert "20 percent" in text_of(await server.mention(ODDS, channel=server.random))


async def test_the_longest_question_gets_a_reply_within_every_limit(server: StandIn) -> None:
    assert await server.slash("ask", question="[*_`>|~\\" * 250)
    assert await server.mention(("odds " * 390).strip())
