"""Log in and stay connected; wait for a network, and say what to do when Discord refuses."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Callable

import aiohttp
import discord
from discord import app_commands

from bot.discord_app.redaction import described
from bot.errors import SettingsError
from bot.wording import in_discord
from bot.wording import preferences as words

_log = logging.getLogger(__name__)
TROUBLE = (OSError, TimeoutError, aiohttp.ClientError, discord.GatewayNotFound, discord.DiscordServerError)
_LONGEST_PAUSE = 60
_TIME_TO_CLOSE = 1.0
_TOO_MANY_REQUESTS = 429
# https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
_AUTHENTICATION_FAILED = 4004
_INTENTS_CODES = (4013, 4014)


async def serve(build: Callable[[], discord.Client], token: str, *, connect: bool = True) -> None:
    """Answer until SIGTERM, or do only what comes with the login; raises SettingsError when Discord refuses.

    `build` makes a fresh client for every attempt. Ctrl-C raises KeyboardInterrupt out of asyncio's runner.
    """
    work = asyncio.create_task(_keep_trying(build, token, connect=connect))
    told_to_end = asyncio.Event()
    with contextlib.suppress(NotImplementedError):  # Windows knows no SIGTERM.
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told_to_end.set)
    waiting = asyncio.create_task(told_to_end.wait())
    try:
        await asyncio.wait({work, waiting}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()
        # Up to Python 3.11 `wait_for`, which discord.py uses, may lose a cancellation: so ask again.
        while not work.done():
            work.cancel()
            await asyncio.wait({work}, timeout=_TIME_TO_CLOSE)
    if not work.cancelled():
        work.result()


async def _keep_trying(build: Callable[[], discord.Client], token: str, *, connect: bool) -> None:
    pause = 1
    while True:
        client = build()
        try:
            async with client:
                await client.login(token)
                if connect:
                    await _connect(client)
                return
        except TROUBLE as error:
            why = described(error)
        except discord.HTTPException as error:
            if error.status != _TOO_MANY_REQUESTS:
                raise refusal(error) from None
            why = described(error)
        except (discord.LoginFailure, discord.ConnectionClosed, discord.PrivilegedIntentsRequired) as error:
            raise refusal(error, message_content=client.intents.message_content) from None
        except app_commands.AppCommandError as error:
            raise SettingsError(in_discord.COMMANDS_REFUSED.format(error=error)) from None
        if client.ws is not None:  # The connection stood, so this is new trouble.
            pause = 1
        _log.warning("%s", in_discord.NO_NETWORK.format(why=why, seconds=pause))
        await asyncio.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)


async def _connect(client: discord.Client) -> None:
    """Stay connected; discord.py resumes by itself once the first connection stood."""
    try:
        await client.connect()
    except AttributeError as error:
        # discord.py looks for the session to resume even when the first connection failed, and there is none.
        if client.ws is None and isinstance(error.__context__, TROUBLE):
            raise error.__context__ from None
        raise


def refusal(error: Exception, *, message_content: bool = False) -> SettingsError:
    """Return the sentence that says what to do about a refusal; it never holds the token."""
    code = getattr(error, "code", None)
    if isinstance(error, discord.PrivilegedIntentsRequired) or code in _INTENTS_CODES:
        refused = words.CONTENT_REFUSED if message_content else in_discord.INTENTS_REFUSED
        return SettingsError(refused.format(code=code or _INTENTS_CODES[1]))
    if isinstance(error, discord.LoginFailure) or code == _AUTHENTICATION_FAILED:
        return SettingsError(in_discord.LOGIN_REFUSED)
    doing = in_discord.DOING_SYNC if isinstance(error, discord.HTTPException) else in_discord.DOING_LOGIN
    return SettingsError(in_discord.ACCESS_REFUSED.format(doing=doing, error=in_short(error)))


def in_short(error: BaseException) -> str:
    """Return an error in one line."""
    text = str(error).strip().split("\n")[0]
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
