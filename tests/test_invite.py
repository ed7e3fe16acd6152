"""The links that bring the bot into Discord are the right ones, and nobody is asked what the token tells."""

from __future__ import annotations

import base64
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import discord
import pytest

from bot.discord_app.invitation import PERMISSIONS
from bot.wording import in_discord
from bot.wording import running as words
from tests.discord_stand_in import BotEndedError, BotProcess, StandIn
from tests.processes import run_bot

ID = "1185555555555555555"
TELLING = base64.urlsafe_b64encode(ID.encode()).decode().rstrip("=") + ".made.up"
SILENT = "MTE4.stand-in.a-made-up-token"
NEEDED = {
    *("view_channel", "send_messages", "send_messages_in_threads"),
    *("embed_links", "attach_files", "read_message_history"),
}


def links(text: str) -> list[dict[str, list[str]]]:
    """Return what the links in a text ask Discord for, in order."""
    addresses = [urlsplit(line) for line in text.splitlines() if line.startswith("https:")]
    assert {(each.netloc, each.path) for each in addresses} == {("discord.com", "/oauth2/authorize")}
    return [parse_qs(each.query, strict_parsing=True) for each in addresses]


async def inviting(server: StandIn, token: str, folder: Path) -> BotEndedError:
    """Return how `invite` ended beside a stand-in for Discord."""
    process = BotProcess(server, ["invite"], environment={"DISCORD_TOKEN": token}, directory=folder)
    with pytest.raises(BotEndedError) as caught:
        await process.start()
    return caught.value


async def test_the_token_tells_the_application_and_discord_is_not_asked(tmp_path: Path) -> None:
    async with StandIn(token=TELLING) as server:
        end = await inviting(server, TELLING, tmp_path)
        assert (end.status, server.requests) == (0, [])
    server_link, user_link = links(end.log)
    assert server_link["client_id"] == user_link["client_id"] == [ID]
    assert set(server_link["scope"][0].split()) == {"bot", "applications.commands"}
    assert server_link["integration_type"] == ["0"]
    needed = discord.Permissions(**dict.fromkeys(NEEDED, True))
    assert server_link["permissions"] == [str(needed.value)]
    assert user_link["scope"] == ["applications.commands"]
    assert user_link["integration_type"] == ["1"]
    assert "permissions" not in user_link


def test_the_permissions_are_called_and_numbered_as_discord_does() -> None:
    for name, bit in PERMISSIONS.items():
        assert discord.Permissions(**{name: True}).value == bit


async def test_a_token_that_does_not_tell_makes_discord_be_asked(tmp_path: Path) -> None:
    async with StandIn(token=SILENT) as server:
        end = await inviting(server, SILENT, tmp_path)
        assert end.status == 0, end.log
        assert [each["client_id"] for each in links(end.log)] == [[str(server.bot.id)]] * 2
        assert {method for method, _, _ in server.requests} == {"GET"}
        assert not server.faults


async def test_without_a_network_it_says_what_to_give_instead(tmp_path: Path) -> None:
    async with StandIn(token=SILENT) as server:
        server.url = "http://127.0.0.1:9"
        end = await inviting(server, SILENT, tmp_path)
    assert end.status == 2
    assert "--application-id ID" in end.log
    assert len(end.log.splitlines()) == 1, end.log


async def test_a_refused_token_is_said_in_one_sentence(tmp_path: Path) -> None:
    async with StandIn(token=SILENT) as server:
        end = await inviting(server, "MTE4.wrong.token", tmp_path)
    assert (end.status, end.log.strip()) == (2, in_discord.LOGIN_REFUSED)


def test_the_application_can_be_given_without_a_token(tmp_path: Path) -> None:
    done = run_bot("invite", "--application-id", ID, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert [each["client_id"] for each in links(done.stdout)] == [[ID], [ID]]


@pytest.mark.parametrize(
    ("token", "arguments", "told"),
    [
        ("", (), words.INVITE_NO_TOKEN),
        ("Bot MTE4.with.prefix", (), in_discord.HAS_STRANGE_CHARACTERS),
        (ID, (), in_discord.IS_APPLICATION_ID),
        (TELLING, ("--application-id", "mine"), words.NOT_AN_ID.format(given="mine")),
        (TELLING, ("--application-id", "12"), words.NOT_AN_ID.format(given="12")),
    ],
)
def test_what_cannot_be_used_ends_with_a_sentence_and_status_2(
    token: str, arguments: tuple[str, ...], told: str, tmp_path: Path
) -> None:
    done = run_bot("invite", *arguments, cwd=tmp_path, environment={"DISCORD_TOKEN": token})
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr
