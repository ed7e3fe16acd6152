"""Word the links with which people invite the bot."""

from __future__ import annotations

from urllib.parse import urlencode

from bot.discord_app.credentials import application_id_in
from bot.errors import SettingsError
from bot.wording import running as words

_PAGE = "https://discord.com/oauth2/authorize"
# The least that answering needs: https://docs.discord.com/developers/topics/permissions
PERMISSIONS = {
    "view_channel": 1 << 10,
    "send_messages": 1 << 11,
    "embed_links": 1 << 14,
    "attach_files": 1 << 15,
    "read_message_history": 1 << 16,
    "send_messages_in_threads": 1 << 38,
}
# https://docs.discord.com/developers/resources/application#application-object-application-integration-types
_SERVER, _USER = 0, 1


def to_server(application: int) -> str:
    """Return the link that brings the bot and its commands into a server."""
    permissions = sum(PERMISSIONS.values())
    return _link(application, "bot applications.commands", _SERVER, permissions=permissions)


def to_account(application: int) -> str:
    """Return the link that brings the commands to a person's own account."""
    return _link(application, "applications.commands", _USER)


def _link(application: int, scope: str, kind: int, **more: int) -> str:
    fields = {"client_id": application, "scope": scope, "integration_type": kind, **more}
    return f"{_PAGE}?{urlencode(fields)}"


async def application_id(token: str) -> int:
    """Return the application's id: the token tells it, else Discord is asked; may raise SettingsError."""
    told = application_id_in(token)
    if told is not None:
        return told
    # Discord's library takes a moment to import, and hardly any token needs it here.
    import discord

    from bot.discord_app.login import TROUBLE, in_short, refusal

    client = discord.Client(intents=discord.Intents.none())
    try:
        async with client:
            await client.login(token)
    except TROUBLE as error:
        raise SettingsError(words.INVITE_UNREACHABLE.format(why=in_short(error))) from None
    except (discord.HTTPException, discord.LoginFailure) as error:
        raise refusal(error) from None
    if client.application_id is None:
        raise SettingsError(words.INVITE_UNREACHABLE.format(why="no ID in its answer"))
    return client.application_id
