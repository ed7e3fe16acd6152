"""What the stand-in's page says and hears over its web socket, without a browser."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from tests.discord_stand_in import BotProcess, StandIn
from tests.discord_stand_in.browser.site import Site
from tests.processes import ROOT

ECHO = "tests.discord_stand_in.echo_bot:main"
PATIENCE = 10.0


class Client:
    """What the page's script does with its web socket."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """Use a socket that is open."""
        self._socket = socket
        self._number = 0
        self.view: dict[str, Any] = {"messages": {}}

    async def _hear(self) -> dict[str, Any]:
        told: dict[str, Any] = await self._socket.receive_json(timeout=PATIENCE)
        if told["tell"] == "view":
            self.view["messages"] |= told.pop("messages", {})
            self.view |= told
        return told

    async def ask(self, what: str, **details: object) -> dict[str, Any]:
        """Do something, and return what it came to."""
        self._number += 1
        await self._socket.send_json({"do": what, "n": self._number, **details})
        async with asyncio.timeout(PATIENCE):
            while (told := await self._hear()).get("n") != self._number:
                pass
        return told

    async def shown(self, *parts: str) -> str:
        """Wait until a message shows all of this, and return its id."""
        async with asyncio.timeout(PATIENCE):
            while True:
                for number in self.view.get("order", []):
                    if all(part in self.view["messages"][number]["html"] for part in parts):
                        return str(number)
                await self._hear()

    def text(self) -> str:
        """Return the HTML of everything that is shown now."""
        return "\n".join(self.view["messages"][number]["html"] for number in self.view["order"])


@asynccontextmanager
async def visiting() -> AsyncIterator[tuple[Client, StandIn, Site]]:
    """Run the echo bot with its page, and open the page's web socket."""
    async with (
        StandIn() as server,
        BotProcess(server, main=ECHO) as bot,
        Site(server, bot) as site,
        aiohttp.ClientSession(site.url) as session,
        session.ws_connect("/socket") as socket,
    ):
        client = Client(socket)
        await client.ask("look")
        await client._hear()
        yield client, server, site
        assert not server.faults, server.transcript() + bot.log


async def test_a_mention_is_answered_as_html() -> None:
    async with visiting() as (client, _, _):
        assert client.view["person"] == "alice"
        await client.ask("say", text="@bot what are **the** odds?")
        await client.shown('<span class="mention">@answerbot</span> what are <b>the</b> odds?')
        reply = await client.shown("heard: what are <b>the</b> odds?", "data-press=", "data-jump=")
        assert client.view["messages"][reply]["author"] == "answerbot"


async def test_each_person_sees_their_own_places_and_messages() -> None:
    async with visiting() as (client, _, _):
        names = [c["name"] for group in client.view["places"] for c in group["channels"]]
        assert names == ["general", "a thread", "random", "voice", "forum", "answerbot"]
        await client.ask("slash", name="whisper", values={"text": "psst"})
        hidden = await client.shown("Only you can see this")
        await client.ask("look", person="bob")
        await client.ask("say", text="hello")
        await client.shown("hello")
        assert "Only you can see this" not in client.text()
        await client.ask("look", person="alice")
        await client.shown("Only you can see this")
        await client.ask("dismiss", message=hidden)
        await client.ask("say", text="gone?")
        await client.shown("gone?")
        assert "Only you can see this" not in client.text()
        await client.ask("look", person="dave")
        await client.ask("say", text="hi from the lounge")
        await client.shown("hi from the lounge")
        names = [c["name"] for group in client.view["places"] for c in group["channels"]]
        assert names == ["lounge", "answerbot", "trip"]
        assert "echo" in [c["name"] for c in client.view["commands"]]
        told = await client.ask("look", channel=str(1))
        assert told["why"] == "dave has no such place"


async def test_what_is_written_in_a_forum_becomes_a_post_of_its_own() -> None:
    async with visiting() as (client, server, _):
        await client.ask("look", channel=str(server.forum.id))
        await client.ask("say", text="@bot is this a post?")
        await client.shown("heard: is this a post?")
        names = [c["name"] for group in client.view["places"] for c in group["channels"]]
        assert names == [
            "general",
            "a thread",
            "random",
            "voice",
            "forum",
            "is this a post?",
            "answerbot",
        ]


async def test_a_command_is_completed_by_the_bot_and_run() -> None:
    async with visiting() as (client, _, _):
        told = await client.ask("complete", name="echo", values={"text": "ty", "times": ""}, focused="text")
        assert [c["name"] for c in told["choices"]] == ["ty0", "ty1", "ty2"]
        await client.ask("slash", name="echo", values={"text": "ty1", "times": "2"})
        await client.shown("ty1ty1", "used <a>/echo</a>")
        assert (await client.ask("slash", name="echo", values={"text": "a", "times": "x"}))[
            "tell"
        ] == "failed"
        assert (await client.ask("slash", name="manage", values={"who": "@carol"}))["tell"] == "done"
        await client.shown("@carol", "is managed")


async def test_a_subcommand_with_choices_is_offered_and_run() -> None:
    async with visiting() as (client, _, _):
        offered = {c["name"]: c for c in client.view["commands"]}["pick shape"]
        assert [o["choices"] for o in offered["options"]] == [
            [{"name": "round", "value": "round"}, {"name": "square", "value": "square"}],
            [],
        ]
        await client.ask("slash", name="pick shape", values={"which": "square", "loud": "true"})
        await client.shown("SQUARE", "used <a>/pick shape</a>")
        told = await client.ask("slash", name="pick shape", values={"which": "flat"})
        assert "takes one of ['round', 'square']" in told["why"]


async def test_buttons_menus_and_forms_work() -> None:
    async with visiting() as (client, _, _):
        await client.ask("slash", name="echo", values={"text": "panel"})
        panel = await client.shown("panel", "data-menu=")
        await client.ask("choose", message=panel, menu="colour", values=["b"])
        await client.shown("chose b")
        form = await client.ask("press", message=panel, button="form")
        assert "<h2>A form</h2>" in form["html"]
        line = re.findall(r'name="(\w+)"', form["html"])[0]
        short = await client.ask("submit", form=form["form"], values={line: "x" * 51})
        assert short["why"] == "'Line' takes 0 to 50 characters"
        assert (await client.ask("submit", form=form["form"], values={line: "fits"}))["tell"] == "done"
        await client.shown("form: fits", "Only you can see this")
        await client.ask("press", message=panel, button="more")
        await client.shown("more", "(edited)")
        survey = await client.ask("slash", name="survey", values={})
        assert "Tell us <b>more</b>." in survey["html"]
        names = re.findall(r'name="(\w+)"', survey["html"])
        await client.ask("submit", form=survey["form"], values={names[0]: "cake", names[1]: ["big"]})
        await client.shown("survey: cake, ['big']")


async def test_people_change_and_delete_only_what_they_wrote() -> None:
    async with visiting() as (client, _, _):
        await client.ask("say", text="@carol look")
        mine = await client.shown("look")
        assert client.view["messages"][mine]["text"] == "@carol look"
        await client.ask("edit", message=mine, text="@carol listen")
        await client.shown("@carol</span> listen", "(edited)")
        await client.ask("look", person="bob")
        assert (await client.ask("delete", message=mine))["tell"] == "failed"
        await client.ask("look", person="alice")
        await client.ask("delete", message=mine)
        await client.ask("say", text="last")
        await client.shown("last")
        assert mine not in client.view["order"]


async def test_menus_of_messages_and_people_reach_the_bot() -> None:
    async with visiting() as (client, _, _):
        assert [c["name"] for c in client.view["commands"] if c["kind"] > 1] == ["Greet", "Repeat this"]
        await client.ask("say", text="psst")
        said = await client.shown("psst")
        await client.ask("menu", name="Repeat this", message=said)
        await client.shown("repeat: psst")
        await client.ask("menu", name="Greet", target="carol")
        await client.shown("hello carol")


async def test_pictures_are_shown_with_their_description() -> None:
    async with visiting() as (client, _, site):
        await client.ask("slash", name="chart", values={})
        shown = client.view["messages"][await client.shown('alt="a blue square"')]["html"]
        address = re.findall(r'<img src="([^"]+)"', shown)[0]
        async with aiohttp.ClientSession(site.url) as session, session.get(address) as picture:
            assert (picture.status, picture.content_type) == (200, "image/png")


async def test_what_makes_no_sense_is_refused_and_the_page_goes_on() -> None:
    async with visiting() as (client, _, _):
        for nonsense in ("say", "nothing", "press", "submit", "edit"):
            assert (await client.ask(nonsense))["tell"] == "failed"
        await client.ask("say", text="still here")
        await client.shown("still here")


async def test_another_website_cannot_open_the_socket_and_no_other_file_is_served() -> None:
    async with visiting() as (_, _, site), aiohttp.ClientSession(site.url) as session:
        for headers in ({"Origin": "https://example.org"}, {"Host": "example.org"}):
            with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
                await session.ws_connect("/socket", headers=headers)
        for name, status in (("", 200), ("main.js", 200), ("site.py", 404), ("..%2fserver.py", 404)):
            async with session.get("/" + name) as answer:
                assert answer.status == status


async def test_the_bot_is_restarted_from_the_page() -> None:
    async with visiting() as (client, _, site):
        first = site.bot.pid
        assert (await client.ask("restart"))["tell"] == "done"
        assert site.bot.pid != first
        await client.ask("say", text="@bot back?")
        await client.shown("heard: back?")


async def test_a_bot_that_died_is_shown_as_offline_and_can_be_started_again() -> None:
    async with visiting() as (client, _, site):
        await site.bot.kill()
        async with asyncio.timeout(PATIENCE):
            while client.view["bot"]["state"] != "offline":
                await client._hear()
        told = await client.ask("slash", name="echo", values={"text": "hi"})
        assert "the bot is not connected" in told["why"]
        assert (await client.ask("restart"))["tell"] == "done"
        assert (await client.ask("slash", name="echo", values={"text": "hi"}))["tell"] == "done"


async def test_the_command_prints_the_address_and_ctrl_c_ends_it_with_the_bot() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.discord_stand_in", "--port", "0", "--main", ECHO,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip  # one argument a line would hide the command line
    try:
        assert process.stdout is not None
        told = (await asyncio.wait_for(process.stdout.readline(), 30)).decode()
        address = re.findall(r"http://127\.0\.0\.1:\d+$", told.strip())[0]
        async with aiohttp.ClientSession() as session, session.get(address) as page:
            assert "This is not Discord." in await page.text()
        process.send_signal(signal.SIGINT)
        assert await asyncio.wait_for(process.wait(), 15) == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
