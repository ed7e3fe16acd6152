"""Run the bot in Discord: `discord`."""

from __future__ import annotations

import argparse
import signal
import sys
from types import FrameType
from typing import Any

from bot import wiring, wording
from bot.settings import Settings


def declare(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401  # argparse's own type is private
    """Add the command to the parser."""
    parser = commands.add_parser(
        "discord",
        parents=[common],
        help="answer in Discord",
        description="Answer in Discord, with the token in DISCORD_TOKEN or in .env, until Ctrl-C or SIGTERM.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="example:\n  python -m bot discord\n"
        "  python -m bot discord --sync-only   # only register the commands, when they differ, and end",
    )
    parser.add_argument("--sync-only", action="store_true", help="only register the commands, and end")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Run until stopped and return the exit status; raises SettingsError when Discord can't be used."""
    signal.signal(signal.SIGTERM, _end)
    # Discord's library takes a moment to import, so only this command does.
    import asyncio
    import time

    from bot.conversation import Conversations
    from bot.discord_app import logs
    from bot.discord_app.client import ArticleClient
    from bot.discord_app.desk import Desk
    from bot.discord_app.login import checked_token, serve
    from bot.discord_app.manners import Manners
    from bot.matching.completion import Completion

    token = checked_token(settings.discord_token)
    logs.set_up(settings.log_level.upper(), token)
    assistant = wiring.build_assistant(settings, lambda: print(wording.LEARNING, file=sys.stderr))
    desk = Desk(
        assistant=assistant,
        conversations=Conversations(assistant),
        completion=Completion(assistant.knowledge),
        clock=time.monotonic,
    )
    manners = Manners(preferences=wiring.build_preferences(settings), clock=time.monotonic)

    def build() -> ArticleClient:
        return ArticleClient(desk, manners=manners, message_content=settings.message_content)

    asyncio.run(serve(build, token, sync_only=options.sync_only))
    return 0


def _end(number: int, frame: FrameType | None) -> None:
    """End quietly when told to while still starting."""
    raise SystemExit(0)
