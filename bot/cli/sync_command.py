"""Register the bot's commands with Discord, or remove them: `sync`."""

from __future__ import annotations

import argparse
import signal
from typing import Any

from bot.cli.discord_command import client_builder, end_quietly, prepared_token
from bot.cli.ids import discord_id
from bot.settings import Settings


def declare(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401  # argparse's own type is private
    """Add the command to the parser."""
    parser = commands.add_parser(
        "sync",
        parents=[common],
        help="register the Discord commands, or remove them, and end",
        description="Register the commands with Discord when they differ from what it has. `discord` does "
        "that too when it starts. Nobody ever sees a command twice: registering everywhere removes what "
        "single servers have, and --guild refuses while the commands are registered everywhere.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="example:\n  python -m bot sync\n"
        "  python -m bot sync --guild 123456789012345678   # one server only, for `discord --guild`\n"
        "  python -m bot sync --clear                      # remove those registered everywhere\n"
        "  python -m bot sync --clear --guild 123456789012345678",
    )
    parser.add_argument("--guild", type=discord_id, metavar="ID", help="in this server only, not everywhere")
    parser.add_argument("--clear", action="store_true", help="remove the commands instead")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Register or remove the commands and return the exit status; raises SettingsError when that can't be."""
    signal.signal(signal.SIGTERM, end_quietly)
    # Discord's library takes a moment to import, so only this command and `discord` do.
    import asyncio

    from bot.discord_app.login import serve
    from bot.discord_app.sync import Clearing, Target

    token = prepared_token(settings)
    if options.clear:
        asyncio.run(serve(lambda: Clearing(options.guild), token, connect=False))
        return 0
    asyncio.run(serve(client_builder(settings, Target(options.guild, tidy=True)), token, connect=False))
    return 0
