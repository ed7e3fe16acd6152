"""The stand-in behaves as Discord documents it, towards a discord.py bot in its own process."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from tests.discord_stand_in import (
    BotEndedError,
    BotProcess,
    NoBrowserError,
    NoReplyError,
    NotPossibleError,
    SpokeUnaskedError,
    StandIn,
    take_picture,
)
from tests.discord_stand_in.openapi import SKIPPED, VARIABLE

ECHO = "tests.discord_stand_in.echo_bot:main"
needs_openapi = pytest.mark.skipif(VARIABLE not in os.environ, reason=SKIPPED)


@asynccontextmanager
async def echoing(
    server: StandIn | None = None, environment: Mapping[str, str] | None = None
) -> AsyncIterator[tuple[StandIn, BotProcess]]:
    """Run the echo bot against a stand-in and hold at the end that nothing was wrong."""
    async with (
        server or StandIn() as running,
        BotProcess(running, main=ECHO, environment=environment) as bot,
    ):
        yield running, bot
        assert not running.faults, running.transcript() + bot.log


async def test_a_mention_gets_a_reply_that_pings_nobody() -> None:
    async with echoing() as (server, _):
        reply = await server.mention("what are the odds?")
        assert reply.text == "heard: what are the odds?"
        assert reply.answers_to is not None
        assert reply.answers_to.author is server.alice
        assert reply.pinged == []
        assert [(b.label, b.url) for b in reply.buttons][1] == ("Source", "https://example.org/")
        assert not reply.ephemeral
        elsewhere = await server.mention("in a thread", by=server.bob, channel=server.thread)
        assert elsewhere.channel is server.thread


async def test_a_direct_message_needs_no_mention() -> None:
    async with echoing() as (server, _):
        assert (await server.dm("hello", by=server.bob)).text == "heard: hello"


async def test_two_people_at_once_each_get_their_own_answer() -> None:
    async with echoing() as (server, _):
        answers = await asyncio.gather(
            *(server.mention(f"question {n}", by=who) for n, who in enumerate((server.alice, server.bob)))
        )
        assert [a.text for a in answers] == ["heard: question 0", "heard: question 1"]


async def test_content_is_withheld_from_a_bot_that_is_not_spoken_to() -> None:
    async with echoing() as (server, _):
        said = await server.say("nobody asked the bot")
        await server.world.until(lambda: said.reactions, 5, lambda: "no reaction to an empty message")
        assert said.reactions == ["🙈"]


async def test_content_comes_with_the_intent_if_the_portal_has_enabled_it() -> None:
    server = StandIn(privileged=["message_content"])
    async with echoing(server, {"ECHO_CONTENT": "1"}):
        assert (await server.answer_to(await server.say("loud"))).text == "heard: loud"


async def test_an_intent_that_the_portal_has_not_enabled_closes_with_4014() -> None:
    async with StandIn() as server:
        with pytest.raises(BotEndedError) as ended:
            await BotProcess(server, main=ECHO, environment={"ECHO_CONTENT": "1"}).start()
        assert "PrivilegedIntentsRequired" in ended.value.log
        assert [f.code for f in server.faults] == [4014]


async def test_a_reply_to_a_regular_message_is_readable_only_with_ping() -> None:
    async with echoing() as (server, _):
        first = await server.mention("one")
        second = await server.reply(first, "and two?")
        assert second.text == "heard: and two? (about 'heard: one')"
        silent = await server.say("no ping", reply_to=first, ping=False)
        await server.world.until(lambda: silent.reactions, 5, lambda: "content was told without ping")


async def test_a_reply_to_the_answer_of_a_command_is_not_readable() -> None:
    async with echoing() as (server, _):
        answer = await server.slash("echo", text="hi")
        asked = await server.say("and?", reply_to=answer)
        await server.world.until(lambda: asked.reactions, 5, lambda: "the content was told")


async def test_the_message_replied_to_is_withheld_like_any_other() -> None:
    async with echoing() as (server, _):
        secret = await server.say("what bob said")
        reply = await server.reply(secret, f"{server.bot.mention} what about this?", by=server.bob)
        assert reply.text == "heard: what about this? (about '')"


async def test_a_slash_command_is_sent_with_its_options_and_types() -> None:
    async with echoing() as (server, _):
        reply = await server.slash("echo", text="hi", times=2)
        assert reply.text == "hihi"
        assert (
            await server.slash(
                "echo", text="in a DM", channel=server.world.dm_channel(server.bob), by=server.bob
            )
        ).text == "in a DM"


@pytest.mark.parametrize(
    ("name", "options", "complaint"),
    [
        ("nothing", {}, "no command 'nothing'"),
        ("echo", {}, "needs \\['text'\\]"),
        ("echo", {"text": "a", "loud": True}, "no option \\['loud'\\]"),
        ("echo", {"text": 5}, "takes a text"),
        ("echo", {"text": "a", "times": True}, "takes a whole number"),
        ("echo", {"text": "a" * 6001}, "0 to 6000 characters"),
    ],
)
async def test_a_person_cannot_send_what_discord_would_not_let_them(
    name: str, options: dict[str, object], complaint: str
) -> None:
    async with echoing() as (server, _):
        with pytest.raises(NotPossibleError, match=complaint):
            await server.slash(name, options)


async def test_a_command_for_managers_is_offered_to_managers_only() -> None:
    async with echoing() as (server, _):
        with pytest.raises(NotPossibleError, match="not offered to bob"):
            await server.slash("manage", who=server.carol, by=server.bob)
        server.grant(server.bob, "manage_guild")
        reply = await server.slash("manage", who=server.carol, by=server.bob)
        assert reply.text == f"{server.carol.mention} @everyone is managed"
        assert reply.pinged == []
        assert "@carol @everyone is managed" in server.transcript()


async def test_autocomplete_suggests_and_more_than_25_choices_are_refused() -> None:
    async with echoing() as (server, _):
        choices = await server.autocomplete("echo", text="ty")
        assert [c.name for c in choices] == ["ty0", "ty1", "ty2"]
        assert (await server.slash("echo", text=choices[1])).text == "ty1"
        server.world.acknowledge_within = 0.3
        with pytest.raises(NoReplyError, match="50035"):
            await server.autocomplete("echo", text="many")
        assert len(server.forgive(50035)) == 1


async def test_the_target_of_a_context_menu_command_is_readable() -> None:
    async with echoing() as (server, _):
        said = await server.say("psst, nobody asked")
        reply = await server.context_menu("Repeat this", said, by=server.bob)
        assert reply.text == "repeat: psst, nobody asked"
        assert reply.answers_to is said


async def test_an_ephemeral_answer_is_seen_by_one_person_only() -> None:
    async with echoing() as (server, _):
        reply = await server.slash("whisper", text="psst")
        assert reply.ephemeral
        assert reply in server.posted(server.general, seen_by=server.alice)
        assert reply not in server.posted(server.general, seen_by=server.bob)
        assert reply.embeds[0]["title"] == "Whisper"
        with pytest.raises(NotPossibleError, match="does not see"):
            await server.context_menu("Repeat this", reply, by=server.bob)
        assert "only alice can see this" in server.transcript()


async def test_buttons_work_after_a_restart_and_after_a_crash() -> None:
    async with echoing() as (server, bot):
        reply = await server.mention("keep")
        panel = await server.slash("echo", text="panel")
        await bot.restart()
        assert (await server.click(panel, "More")).text == "more"
        assert panel.edited
        assert panel.earlier_texts == ["panel"]
        await bot.restart(gently=False)
        assert (await server.click(reply, "Remove", by=server.bob)).text == "not yours"
        await server.click(reply, "Remove")
        assert reply.deleted
        with pytest.raises(NotPossibleError, match="does not see"):
            await server.click(reply, "Remove")
        with pytest.raises(NotPossibleError, match="is a link"):
            await server.click(await server.mention("again"), "Source")


async def test_a_form_is_opened_filled_in_and_sent() -> None:
    async with echoing() as (server, _):
        panel = await server.slash("echo", text="panel")
        form = await server.click_modal(panel, "Form")
        assert [(f.label, f.maximum) for f in form.fields] == [("Line", 50)]
        with pytest.raises(NotPossibleError, match="0 to 50 characters"):
            await server.submit(form, Line="x" * 51)
        reply = await server.submit(form, Line="filled in")
        assert (reply.text, reply.ephemeral) == ("form: filled in", True)


async def test_a_form_with_text_labels_and_a_menu_is_filled_in() -> None:
    async with echoing() as (server, _):
        form = await server.slash_modal("survey")
        assert [(f.label, f.required) for f in form.fields] == [("Wish", False), ("Size", True)]
        with pytest.raises(NotPossibleError, match="needs 'Size'"):
            await server.submit(form, Wish="x")
        with pytest.raises(NotPossibleError, match="no 'huge'"):
            await server.submit(form, Size="huge")
        assert (await server.submit(form, Size="big", Wish="cake")).text == "survey: cake, ['big']"


async def test_what_opens_a_form_and_what_posts_are_told_apart() -> None:
    async with echoing() as (server, _):
        alice, general = server.alice, server.general
        assert await server.run("echo", {"text": "panel"}, by=alice, channel=general) is None
        panel = server.posted(general)[-1]
        form = await server.press(panel, "Form", by=alice)
        assert form is not None
        await server.send_form(form, {"Line": "filled in"})
        assert await server.choose(panel, ["Blue"], menu="colour", by=alice) is None
        assert await server.use_menu("Greet", server.bob, by=alice, channel=general) is None
        assert [m.text for m in server.posted(general)] == [
            "panel",
            "form: filled in",
            "chose b",
            "hello bob",
        ]


async def test_the_target_of_a_persons_menu_is_told() -> None:
    async with echoing() as (server, _):
        assert (await server.context_menu("Greet", server.carol)).text == "hello carol"


async def test_a_menu_takes_labels_and_values() -> None:
    async with echoing() as (server, _):
        panel = await server.slash("echo", text="panel")
        assert (await server.select(panel, "Blue")).text == "chose b"
        assert (await server.select(panel, ["r"])).text == "chose r"
        with pytest.raises(NotPossibleError, match="no 'Green'"):
            await server.select(panel, "Green")


async def test_a_deferred_answer_is_awaited_and_stays_ephemeral() -> None:
    async with echoing() as (server, _):
        reply = await server.slash("think", seconds=0.2, hidden=True)
        assert (reply.text, reply.ephemeral, reply.edited) == ("thought for 0.2", True, False)


async def test_an_acknowledgement_after_the_deadline_is_refused_with_10062() -> None:
    async with echoing(StandIn(acknowledge_within=0.3)) as (server, _):
        assert StandIn().world.acknowledge_within == 3.0
        with pytest.raises(NoReplyError, match="The application did not respond"):
            await server.slash("dawdle", seconds=0.5)
        await server.world.until(lambda: server.forgive(10062), 5, lambda: "the late answer was taken")


async def test_a_second_acknowledgement_is_refused_with_40060() -> None:
    async with echoing() as (server, _):
        first = await server.slash("twice")
        second = await server.next_message(first)
        assert (first.text, second.text) == ("one", "refused: 40060")
        assert len(server.forgive(40060)) == 1


async def test_follow_ups_end_after_fifteen_minutes() -> None:
    async with echoing() as (server, _):
        deferred = asyncio.create_task(server.slash("think", seconds=0.4))
        await server.world.until(
            lambda: any(m.loading for m in server.messages), 5, lambda: "nothing was deferred"
        )
        server.pass_time(15 * 60 + 1)
        await server.world.until(lambda: server.forgive(50027), 5, lambda: "the old token was taken")
        deferred.cancel()


async def test_an_over_long_embed_is_refused_with_50035_and_names_the_field() -> None:
    async with echoing() as (server, _):
        reply = await server.slash("long", length=4097)
        assert reply.text.startswith("refused: 50035 Invalid Form Body")
        assert "In data.embeds.0.description: Must be 4096 or fewer in length." in reply.text
        reply = await server.slash("long", length=3001, embeds=2)
        assert "In data.embeds: Embed size exceeds maximum size of 6000" in reply.text
        reply = await server.slash("long", length=3000, embeds=2)
        assert len(reply.embeds) == 2
        assert len(server.forgive(50035)) == 2


async def test_files_are_kept_with_their_description() -> None:
    async with echoing() as (server, _):
        reply = await server.slash("many", follow_ups=1)
        assert [(f.name, f.content, f.description) for f in reply.files] == [
            ("hello.txt", b"hello", "a greeting")
        ]
        assert (await server.next_message(reply)).answers_to is reply


async def test_a_person_can_use_the_app_where_the_bot_is_no_member() -> None:
    async with echoing() as (server, _):
        reply = await server.slash("echo", text="far away", by=server.dave, channel=server.lounge)
        assert (reply.text, reply.ephemeral) == ("far away", False)
        assert (await server.click(reply, "More", by=server.dave)).text == "more"
        assert (
            await server.slash("echo", text="us two", by=server.dave, channel=server.group)
        ).text == "us two"
        with pytest.raises(NotPossibleError, match="not offered to bob"):
            await server.slash("echo", text="not mine", by=server.bob, channel=server.group)
        server.elsewhere.external_apps = False
        assert (await server.slash("echo", text="hush", by=server.dave, channel=server.lounge)).ephemeral
        await server.slash("many", follow_ups=6, by=server.dave, channel=server.lounge)
        await server.world.until(lambda: server.forgive(40094), 5, lambda: "a sixth follow-up was taken")


async def test_silence_is_held_and_an_unasked_post_is_noticed() -> None:
    async with echoing() as (server, _):
        await server.mention("hello")
        await server.quiet(0.2)
        await server.say(f"psst {server.bot.mention}", by=server.bob)
        await server.quiet(0.2)
        asked = await server.say(f"{server.bot.mention} psst")
        with pytest.raises(NoReplyError, match="did not answer alice's"):
            await server.answer_to(asked, timeout=0.2)
        await server.say(f"{server.bot.mention} hello")
        with pytest.raises(SpokeUnaskedError, match="heard: hello"):
            await server.quiet()


async def test_missing_permissions_are_refused_with_50013() -> None:
    async with echoing() as (server, _):
        await server.deny(server.random, "send_messages")
        await server.say(f"{server.bot.mention} speak", channel=server.random, by=server.bob)
        with_bob = server.world.dm_channel(server.bob)
        await server.world.until(lambda: server.posted(with_bob), 5, lambda: "no direct message")
        assert server.posted(with_bob)[0].text == "refused: 50013"
        assert {f.code for f in server.forgive(50013)} == {50013}


async def test_a_refusal_and_a_rate_limit_on_demand_are_no_faults_of_the_bot() -> None:
    async with echoing() as (server, _):
        server.limit_next("/channels/.*/messages$", retry_after=0.1, times=2)
        assert (await server.mention("patience")).text == "heard: patience"
        assert [s for m, p, s in server.requests if m == "POST" and p.endswith("/messages")] == [
            429,
            429,
            200,
        ]
        server.refuse_next("/channels/.*/messages$", status=403, code=50001, message="Missing Access")
        asked = await server.say(f"{server.bot.mention} refuse me")
        told = server.world.dm_channel(server.alice)
        await server.world.until(lambda: server.posted(told), 5, lambda: "no direct message")
        assert server.posted(told)[0].text == "refused: 50001"
        assert asked.reactions == []


async def test_a_lost_connection_is_resumed_and_nothing_is_missed() -> None:
    async with echoing() as (server, _):
        await server.mention("before")
        await server.ask_to_reconnect()
        await server.world.until(lambda: server.gateway.resumes == 1, 10, lambda: "no resume")
        assert (await server.mention("after")).text == "heard: after"
        await server.drop_connection()
        assert (await server.mention("meanwhile")).text == "heard: meanwhile"
        assert (server.gateway.readies, server.gateway.resumes) == (1, 2)


async def test_a_wrong_token_is_refused_with_401() -> None:
    async with StandIn() as server:
        with pytest.raises(BotEndedError) as ended:
            await BotProcess(server, main=ECHO, environment={"DISCORD_TOKEN": "wrong"}).start()
        assert "Improper token" in ended.value.log
        assert server.rest.log[0][1:] == ("/users/@me", 401)


async def test_a_wrong_token_on_the_gateway_closes_with_4004() -> None:
    async with StandIn() as server, aiohttp.ClientSession() as client:
        address = server.url.replace("http", "ws") + "/gateway?v=10&encoding=json"
        async with client.ws_connect(address) as socket:
            assert (await socket.receive_json())["op"] == 10
            await socket.send_json({"op": 2, "d": {"token": "wrong", "intents": 1, "properties": {}}})
            assert (await socket.receive()).type is aiohttp.WSMsgType.CLOSE
            assert socket.close_code == 4004


async def test_a_bot_that_dies_at_once_is_reported_with_what_it_wrote() -> None:
    async with StandIn() as server:
        with pytest.raises(BotEndedError, match="No module named 'no_such_bot'"):
            await BotProcess(server, main="no_such_bot:main").start()


async def test_no_process_is_left_behind() -> None:
    async with StandIn() as server:
        bot = BotProcess(server, main=ECHO)
        async with bot:
            pid = bot.pid
        assert not bot.running
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
        await bot.start()
        assert bot._process is not None
        assert bot._process.stdin is not None
        # What happens when the test itself is killed: the other end of standard input closes.
        bot._process.stdin.close()
        assert await bot.wait(timeout=5) == 70


async def test_sigterm_ends_the_bot() -> None:
    async with echoing() as (_, bot):
        assert await bot.stop() != 0
        assert not bot.running


async def test_a_forum_takes_posts_only_and_a_post_has_the_id_of_its_first_message() -> None:
    async with echoing() as (server, _):
        text = f"{server.bot.mention} anybody?"
        first = await server.open_post("Anybody?", text, forum=server.forum, by=server.bob)
        post = first.channel
        assert (post.id, post.kind, post.parent) == (first.id, "thread", server.forum)
        assert (await server.answer_to(first)).channel is post
        with pytest.raises(NotPossibleError):
            await server.mention("hello", channel=server.forum)
        with pytest.raises(NotPossibleError):
            await server.slash("echo", text="hello", channel=server.forum)
        assert (await server.mention("hello", channel=server.voice)).channel is server.voice


async def test_the_bot_cannot_write_into_a_forum_itself() -> None:
    server = StandIn()
    async with asking(server) as client:
        address = f"/api/v10/channels/{server.forum.id}"
        async with client.post(f"{address}/messages", json={"content": "hello"}) as answer:
            assert (answer.status, (await answer.json())["code"]) == (400, 50008)
        async with client.get(address) as answer:
            told = await answer.json()
            assert (told["type"], told["available_tags"]) == (15, [])
        async with client.get(f"/api/v10/channels/{server.voice.id}") as answer:
            told = await answer.json()
            assert (told["type"], told["user_limit"]) == (2, 0)


async def test_what_a_webhook_posts_is_told_as_discord_does() -> None:
    server = StandIn()
    async with asking(server) as client:
        news = server.add_webhook("news")
        await server.say("hello", by=news, channel=server.random)
        async with client.get(f"/api/v10/channels/{server.random.id}/messages") as answer:
            told = (await answer.json())[0]
        assert told["webhook_id"] == told["author"]["id"] == str(news.id)
        assert told["author"]["bot"] is True


@asynccontextmanager
async def asking(server: StandIn) -> AsyncIterator[aiohttp.ClientSession]:
    """Open a client that sends what the echo bot would never send."""
    headers = {"Authorization": f"Bot {server.token}", "User-Agent": "DiscordBot (https://example.org, 1)"}
    async with server, aiohttp.ClientSession(server.url, headers=headers) as client:
        yield client


async def test_an_unknown_route_is_answered_with_501_and_recorded() -> None:
    server = StandIn()
    async with asking(server) as client, client.get("/api/v10/voice/regions") as answer:
        assert answer.status == 501
        assert [str(f) for f in server.faults] == [
            "GET /voice/regions: 501 the stand-in does not speak this route"
        ]


async def test_every_answer_carries_rate_limit_headers_and_too_much_is_refused() -> None:
    server = StandIn()
    async with asking(server) as client:
        statuses: list[int] = []
        for _ in range(45):
            async with client.get("/api/v10/users/@me") as answer:
                statuses.append(answer.status)
                assert {
                    "X-RateLimit-Limit",
                    "X-RateLimit-Remaining",
                    "X-RateLimit-Reset",
                    "X-RateLimit-Reset-After",
                    "X-RateLimit-Bucket",
                } <= set(answer.headers)
                if answer.status == 429:
                    assert 0 < (await answer.json())["retry_after"] <= 1
        assert statuses.count(429) == 5
        assert {f.code for f in server.faults} == {429}


def _row(*buttons: dict[str, object]) -> dict[str, object]:
    return {"type": 1, "components": list(buttons)}


def _button(**more: object) -> dict[str, object]:
    return {"type": 2, "style": 2, "label": "a", "custom_id": "a"} | more


@pytest.mark.parametrize(
    ("body", "code", "where"),
    [
        ({"content": "x" * 2001}, 50035, "content"),
        ({"content": ""}, 50006, ""),
        ({"content": " ", "embeds": [{}]}, 50006, ""),
        ({"embeds": [{"title": "x" * 257}]}, 50035, "embeds.0.title"),
        ({"embeds": [{"footer": {"text": "x" * 2049}}]}, 50035, "embeds.0.footer.text"),
        ({"embeds": [{"fields": [{"name": "n", "value": "v"}] * 26}]}, 50035, "embeds.0.fields"),
        ({"embeds": [{"fields": [{"name": "n", "value": "v" * 1025}]}]}, 50035, "embeds.0.fields.0.value"),
        ({"embeds": [{"fields": [{"name": "", "value": "v"}]}]}, 50035, "embeds.0.fields.0.name"),
        ({"embeds": [{"title": "t", "url": "ftp://example.org"}]}, 50035, "embeds.0.url"),
        (
            {"content": "c", "components": [_row(_button(label="x" * 81))]},
            50035,
            "components.0.components.0.label",
        ),
        (
            {"content": "c", "components": [_row(_button(custom_id="x" * 101))]},
            50035,
            "components.0.components.0.custom_id",
        ),
        (
            {"content": "c", "components": [_row(_button(), _button())]},
            50035,
            "components.0.components.1.custom_id",
        ),
        (
            {"content": "c", "components": [_row(*(_button(custom_id=str(n)) for n in range(6)))]},
            50035,
            "components.0.components",
        ),
        (
            {"content": "c", "components": [_row(_button(custom_id=str(n))) for n in range(6)]},
            50035,
            "components",
        ),
        (
            {"content": "c", "components": [_row({"type": 2, "style": 5, "label": "l", "url": "x" * 513})]},
            50035,
            "components.0.components.0.url",
        ),
        (
            {"content": "c", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
            50035,
            "allowed_mentions.parse",
        ),
        ({"content": "c", "message_reference": {"message_id": "1"}}, 50035, "message_reference"),
        ({"content": "c", "flags": 64}, 50035, "flags"),
        ({"content": 5}, 50035, "content"),
        ({"content": "c", "flags": 1 << 15, "components": [{"type": 10, "content": "t"}]}, 50035, "content"),
        ({"content": "c", "embeds": {"title": "t"}}, 50035, "embeds"),
    ],
)
async def test_a_message_beyond_the_limits_is_refused(body: dict[str, object], code: int, where: str) -> None:
    server = StandIn()
    async with (
        asking(server) as client,
        client.post(f"/api/v10/channels/{server.general.id}/messages", json=body) as answer,
    ):
        assert answer.status == 400
        told = await answer.json()
        assert told["code"] == code
        place = told.get("errors", {})
        for step in where.split(".") if where else []:
            place = place[step]
        assert not where or place["_errors"][0]["message"]
        assert not server.messages
        assert [f.code for f in server.faults] == [code]


def _choice(value: str) -> dict[str, object]:
    return {"name": value[:100], "value": value}


def _option(name: str, **more: object) -> dict[str, object]:
    return {"type": 3, "name": name, "description": "d"} | more


def _ask(*options: dict[str, object]) -> dict[str, object]:
    return {"name": "ask", "description": "d", "options": list(options)}


@pytest.mark.parametrize(
    ("command", "where"),
    [
        ({"name": "Ask", "description": "d"}, "0.name"),
        ({"name": "two words", "description": "d"}, "0.name"),
        ({"name": "ask", "description": ""}, "0.description"),
        ({"name": "ask", "description": "x" * 101}, "0.description"),
        ({"name": "menu", "type": 3, "description": "d"}, "0.description"),
        (_ask(_option("a"), _option("b", required=True)), "0.options.1.required"),
        (_ask(_option("a"), _option("a")), "0.options.1.name"),
        (_ask(_option("a", choices=[_choice(str(n)) for n in range(26)])), "0.options.0.choices"),
        (_ask(_option("a", choices=[_choice("v" * 101)])), "0.options.0.choices.0.value"),
        (_ask(_option("a", choices=[_choice("v")], autocomplete=True)), "0.options.0.autocomplete"),
        (_ask(*(_option(f"o{n}") for n in range(26))), "0.options"),
        ({"name": "ask", "description": "d", "contexts": [2]}, "0.contexts"),
        (
            {"name": "ask", "description": "d", "name_localizations": {"de": "Frag mich"}},
            "0.name_localizations.de",
        ),
        ({"name": "ask", "description": "d", "name_localizations": {"xx": "frag"}}, "0.name_localizations"),
    ],
)
async def test_a_command_beyond_the_rules_is_refused(command: dict[str, object], where: str) -> None:
    server = StandIn()
    path = f"/api/v10/applications/{server.bot.id}/commands"
    async with asking(server) as client, client.put(path, json=[command]) as answer:
        assert answer.status == 400
        place = (await answer.json())["errors"]
        for step in where.split("."):
            place = place[step]
        assert place["_errors"]
        assert server.commands == []


async def test_commands_keep_their_ids_when_they_are_registered_again() -> None:
    server = StandIn()
    path = f"/api/v10/applications/{server.bot.id}/commands"
    async with asking(server) as client:
        found: list[list[str]] = []
        for names in (["ask", "about"], ["about", "more"]):
            body = [{"name": n, "description": "d"} for n in names]
            async with client.put(path, json=body) as answer:
                found.append([c["id"] for c in await answer.json()])
        assert found[0][1] == found[1][0]
        guild = f"/api/v10/applications/{server.bot.id}/guilds/{server.guild.id}/commands"
        async with client.post(guild, json={"name": "here", "description": "d"}) as answer:
            assert (await answer.json())["guild_id"] == str(server.guild.id)
        assert sorted(c["name"] for c in server.commands) == ["about", "here", "more"]


async def test_a_servers_own_command_is_offered_beside_the_one_for_everywhere() -> None:
    server = StandIn()
    application = f"/api/v10/applications/{server.bot.id}"
    body = [{"name": "ask", "description": "d", "contexts": [0, 1], "integration_types": [0, 1]}]
    async with asking(server) as client:
        for scope in ("", f"/guilds/{server.guild.id}"):
            async with client.put(f"{application}{scope}/commands", json=body) as answer:
                assert answer.status == 200
        assert server.offered() == ["ask", "ask"]
        assert server.offered(by=server.dave, channel=server.lounge) == ["ask"]
        async with client.put(f"{application}/guilds/{server.guild.id}/commands", json=[]) as answer:
            assert answer.status == 200
        assert server.offered() == ["ask"]


async def test_languages_of_commands_are_told_only_when_asked_for() -> None:
    server = StandIn()
    path = f"/api/v10/applications/{server.bot.id}/commands"
    body = [{"name": "ask", "description": "d", "name_localizations": {"de": "frag"}}]
    async with asking(server) as client:
        async with client.put(path, json=body) as answer:
            assert (await answer.json())[0]["name_localizations"] == {"de": "frag"}
        async with client.get(path) as answer:
            assert "name_localizations" not in (await answer.json())[0]
        async with client.get(path, params={"with_localizations": "true"}) as answer:
            assert (await answer.json())[0]["name_localizations"] == {"de": "frag"}


@pytest.mark.parametrize(
    ("allowed", "pinged"),
    [
        (None, ["alice", "bob"]),
        ({"parse": []}, []),
        ({"parse": ["users"]}, ["alice", "bob"]),
        ({"parse": [], "users": ["BOB"]}, ["bob"]),
        ({"parse": ["everyone"]}, []),
    ],
)
async def test_allowed_mentions_decide_who_is_pinged(
    allowed: dict[str, list[str]] | None, pinged: list[str]
) -> None:
    server = StandIn()
    async with asking(server) as client:
        text = f"{server.alice.mention} {server.bob.mention} @everyone `{server.carol.mention}`"
        body: dict[str, object] = {"content": text}
        if allowed is not None:
            users = [str(server.bob.id) if u == "BOB" else u for u in allowed.get("users", [])]
            body["allowed_mentions"] = allowed | ({"users": users} if users else {})
        async with client.post(f"/api/v10/channels/{server.general.id}/messages", json=body) as answer:
            assert answer.status == 200
        # The bot was not given the permission to mention everyone.
        assert server.messages[0].pinged == pinged


@needs_openapi
@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({"content": "c", "embeds": [{"color": 0x1000000}]}, "embeds.0.color"),
        ({"content": "c", "components": [_row(_button(style=9))]}, "components.0.components.0.style"),
        ({"content": "c", "attachments": [{"filename": "f"}]}, "attachments.0.id"),
    ],
)
async def test_what_only_discords_own_description_knows_is_refused(
    body: dict[str, object], where: str
) -> None:
    server = StandIn()
    async with (
        asking(server) as client,
        client.post(f"/api/v10/channels/{server.general.id}/messages", json=body) as answer,
    ):
        assert answer.status == 400
        place = (await answer.json())["errors"]
        for step in where.split("."):
            place = place[step]
        assert place["_errors"]


async def test_without_discords_description_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    async with StandIn() as server:
        assert "SKIPPED" in server.transcript()


async def _show_much(server: StandIn) -> None:
    reply = await server.mention("what are **the** odds?")
    await server.reply(reply, "and `why`?", by=server.bob)
    await server.click(await server.slash("echo", text="a [link](https://example.org) and more"), "More")
    await server.slash("whisper", text="- one\n- two\n> quoted\n**bold** and _italic_")
    await server.slash("many", follow_ups=0)
    await server.dm("hello")


async def test_the_transcript_and_the_page_show_who_said_what() -> None:
    async with echoing() as (server, _):
        await _show_much(server)
        text, page = server.transcript(), server.page()
        for shown in (
            "== Test server #general ==",
            "alice\n    @answerbot what are **the** odds?",
            "[Remove] [Source -> https://example.org/]",
            "* alice runs /whisper text: - one",
            "| **Whisper**",
            "_only for you_",
            "[file hello.txt, 5 bytes]",
            "(edited)",
        ):
            assert shown in text
        for shown in (
            "<b>the</b>",
            "<code>why</code>",
            "Only you can see this",
            "border-left-color:#5865f2",
            "<b>alice</b> used <a>/whisper</a>",
            "Source ↗",
            "<li>one</li>",
        ):
            assert shown in page
        assert "Whisper" not in server.page(viewer=server.bob)
        await server.slash("chart")
        assert 'alt="a blue square"' in server.page()
        assert "[file chart.png" in server.transcript()


async def test_a_quotation_mark_in_a_link_does_not_leave_the_address() -> None:
    async with StandIn() as server:
        await server.say('[x](https://example.org/"onclick=alert) and https://example.org/"b')
        assert 'href="https://example.org/%22onclick=alert"' in server.page()


@pytest.mark.slow
async def test_a_picture_can_be_taken_of_the_page(tmp_path: Path) -> None:
    async with echoing() as (server, _):
        await _show_much(server)
        try:
            picture = await take_picture(server.page(), tmp_path / "page.png")
        except NoBrowserError as missing:
            pytest.skip(str(missing))
        assert picture.read_bytes().startswith(b"\x89PNG")
        assert picture.stat().st_size > 10_000
