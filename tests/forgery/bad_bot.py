"""A bot that misbehaves in the way that the environment names, to show that forging finds it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import discord
from discord import app_commands


@app_commands.command()
async def say(interaction: discord.Interaction[Any], text: str) -> None:
    """Misbehave."""
    match os.environ["BAD"]:
        case "silent":
            return
        case "raises":
            await interaction.response.send_message("so far so good")
            raise ValueError(text)
        case "pings":
            allowed = discord.AllowedMentions.all()
            await interaction.response.send_message(
                f"{text} {interaction.user.mention}", allowed_mentions=allowed
            )
        case "too long":
            await interaction.response.send_message("sorry")
            try:
                await interaction.followup.send(text * 2001)
            except discord.HTTPException:
                return
        case "ends":
            await interaction.response.send_message("goodbye")
            os._exit(3)
        case _:
            await interaction.response.send_message("calm")


class BadBot(discord.Client):
    """Have one command."""

    def __init__(self) -> None:
        """Ask for nothing but servers."""
        super().__init__(intents=discord.Intents(guilds=True))
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self) -> None:
        """Register the command."""
        self.tree.add_command(say)
        await self.tree.sync()


def main(argv: Sequence[str] | None = None) -> int:
    """Run the bot with the token from the environment."""
    BadBot().run(os.environ["DISCORD_TOKEN"])
    return 0
