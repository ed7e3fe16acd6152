"""Print the links that bring the bot into Discord: `invite`."""

from __future__ import annotations

import argparse
from typing import Any

from bot.cli.ids import discord_id
from bot.cli.streams import prepare_output
from bot.discord_app import invitation
from bot.discord_app.credentials import checked_token
from bot.errors import SettingsError
from bot.settings import Settings
from bot.wording import running as words


def declare(commands: Any, common: argparse.ArgumentParser) -> None:  # noqa: ANN401  # argparse's own type is private
    """Add the command to the parser."""
    parser = commands.add_parser(
        "invite",
        help="print the links that bring the bot into Discord",
        description="Print two links: one invites the bot to a server, one to a person's own account. The "
        "token in DISCORD_TOKEN or in .env tells which bot.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="example:\n  python -m bot invite\n  python -m bot invite --application-id 123456789012345678",
    )
    parser.add_argument(
        "--application-id", type=discord_id, metavar="ID", help="the bot's application, without a token"
    )
    parser.set_defaults(run=run, knowledge=None)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print the links and return the exit status; raises SettingsError when nothing tells the application."""
    prepare_output()
    application = options.application_id
    if application is None:
        if not (settings.discord_token or "").strip():
            raise SettingsError(words.INVITE_NO_TOKEN)
        import asyncio  # it takes a moment, and not every command line needs it

        application = asyncio.run(invitation.application_id(checked_token(settings.discord_token)))
    print(words.INVITE_SERVER, invitation.to_server(application), "", sep="\n")
    print(words.INVITE_USER, invitation.to_account(application), sep="\n")
    return 0
