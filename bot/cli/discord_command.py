"""Run the bot in Discord: `discord`."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING, Any

from bot import wiring, wording
from bot.cli.ids import discord_id
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.discord_app.client import ArticleClient
    from bot.discord_app.desk import Desk
    from bot.discord_app.sync import Target
    from bot.history.recording import History


def declare(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401  # argparse's own type is private
    """Add the command to the parser."""
    parser = commands.add_parser(
        "discord",
        parents=[common],
        help="answer in Discord",
        description="Answer in Discord, with the token in DISCORD_TOKEN or in .env, until Ctrl-C or SIGTERM.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="example:\n  python -m bot discord\n"
        "  python -m bot discord --guild 123456789012345678   # the commands in one server only, to develop",
    )
    parser.add_argument(
        "--guild", type=discord_id, metavar="ID", help="have the commands in this server only, not everywhere"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Run until stopped and return the exit status; raises SettingsError when Discord can't be used."""
    signal.signal(signal.SIGTERM, end_quietly)
    # Discord's library takes a moment to import, so only this command and `sync` do.
    import asyncio

    from bot.discord_app.login import serve
    from bot.discord_app.sync import Target

    token = prepared_token(settings)
    history = wiring.build_history(settings)
    build = client_builder(settings, Target(options.guild), history)
    if history is None:
        asyncio.run(serve(build, token))
        return 0
    history.start()
    try:
        asyncio.run(serve(build, token))
    finally:
        history.close()
    return 0


def client_builder(
    settings: Settings, target: Target, history: History | None = None
) -> Callable[[], ArticleClient]:
    """Return what makes a client for each attempt to connect, around one desk and one memory of manners."""
    import time

    from bot.discord_app.client import ArticleClient
    from bot.discord_app.keeping import Keeping
    from bot.discord_app.manners import Manners

    desk, preferences = built_desk(settings), wiring.build_preferences(settings)
    manners, keeping = Manners(preferences=preferences, clock=time.monotonic), Keeping(preferences)
    return lambda: ArticleClient(
        desk,
        manners=manners,
        keeping=keeping,
        message_content=settings.message_content,
        contact=settings.contact,
        history=history,
        helpful_at_least=settings.helpful_at_least,
        now=wiring.utc_now,
        target=target,
    )


def prepared_token(settings: Settings) -> str:
    """Return the token, with the log set up so that it never shows; raises SettingsError if there is none."""
    from bot.discord_app import logs
    from bot.discord_app.credentials import checked_token

    token = checked_token(settings.discord_token)
    logs.set_up(settings.log_level.upper(), token)
    return token


def built_desk(settings: Settings) -> Desk:
    """Return what answers in Discord."""
    import time

    from bot.conversation import Conversations
    from bot.discord_app.desk import Desk
    from bot.matching.completion import Completion

    assistant = wiring.build_assistant(settings, lambda: print(wording.LEARNING, file=sys.stderr))
    return Desk(
        assistant=assistant,
        conversations=Conversations(assistant),
        completion=Completion(assistant.knowledge),
        clock=time.monotonic,
    )


def end_quietly(number: int, frame: FrameType | None) -> None:
    """End quietly when told to while still starting."""
    raise SystemExit(0)
