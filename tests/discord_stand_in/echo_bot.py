"""A very small bot that only tests the stand-in."""

from __future__ import annotations

import asyncio
import base64
import io
import os
import re
from collections.abc import Sequence
from typing import Any, Literal

import discord
from discord import app_commands

Buttons = discord.ui.Button[Any]
Asked = discord.Interaction[discord.Client]
# A PNG of one blue pixel.
SQUARE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGOISP0EAALIAbDfJSJbAAAAAElFTkSuQmCC"
)


class Remove(discord.ui.DynamicItem[Buttons], template=r"remove:(?P<author>\d+)"):
    """A button whose state lives in its custom id."""

    def __init__(self, author: int) -> None:
        """Make the button for one author."""
        super().__init__(discord.ui.Button(label="Remove", custom_id=f"remove:{author}"))
        self.author = author

    @classmethod
    async def from_custom_id(
        cls, interaction: Asked, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Remove:
        """Rebuild the button from its custom id."""
        return cls(int(match["author"]))

    async def callback(self, interaction: Asked) -> None:
        """Delete the message for whom it was posted; tell others that they may not."""
        if interaction.user.id != self.author:
            await interaction.response.send_message("not yours", ephemeral=True)
            return
        await interaction.response.defer()
        await interaction.delete_original_response()


class Form(discord.ui.Modal, title="A form"):
    """A form with one line."""

    line: discord.ui.TextInput[Form] = discord.ui.TextInput(label="Line", max_length=50)

    async def on_submit(self, interaction: Asked) -> None:
        """Say what was written."""
        await interaction.response.send_message(f"form: {self.line.value}", ephemeral=True)


class Survey(discord.ui.Modal, title="A survey"):
    """A form with a text, a labelled line and a labelled menu."""

    about: discord.ui.TextDisplay[Any] = discord.ui.TextDisplay("Tell us **more**.")
    wish: discord.ui.Label[Survey] = discord.ui.Label(
        text="Wish",
        description="what you want",
        component=discord.ui.TextInput(style=discord.TextStyle.paragraph, required=False),
    )
    size: discord.ui.Label[Survey] = discord.ui.Label(
        text="Size",
        component=discord.ui.Select(options=[discord.SelectOption(label=each) for each in ("small", "big")]),
    )

    async def on_submit(self, interaction: Asked) -> None:
        """Say what was written and chosen."""
        wish, size = self.wish.component, self.size.component
        assert isinstance(wish, discord.ui.TextInput)
        assert isinstance(size, discord.ui.Select)
        await interaction.response.send_message(f"survey: {wish.value}, {size.values}", ephemeral=True)


class Panel(discord.ui.View):
    """Buttons and a menu that outlive the process."""

    def __init__(self) -> None:
        """Make the panel without a time limit."""
        super().__init__(timeout=None)

    @discord.ui.button(label="More", custom_id="more")
    async def more(self, interaction: Asked, button: discord.ui.Button[Panel]) -> None:
        """Change the message."""
        await interaction.response.edit_message(content="more")

    @discord.ui.button(label="Form", custom_id="form", style=discord.ButtonStyle.primary)
    async def form(self, interaction: Asked, button: discord.ui.Button[Panel]) -> None:
        """Open the form."""
        await interaction.response.send_modal(Form())

    @discord.ui.select(
        placeholder="Colour",
        custom_id="colour",
        options=[
            discord.SelectOption(label="Red", value="r"),
            discord.SelectOption(label="Blue", value="b"),
        ],
    )
    async def colour(self, interaction: Asked, menu: discord.ui.Select[Panel]) -> None:
        """Say what was chosen."""
        await interaction.response.send_message(f"chose {menu.values[0]}", ephemeral=True)


@app_commands.command()
async def echo(interaction: Asked, text: str, times: int = 1) -> None:
    """Repeat a text."""
    await interaction.response.send_message(text * times, view=Panel())


@echo.autocomplete("text")
async def suggest(interaction: Asked, typed: str) -> list[app_commands.Choice[str]]:
    """Suggest three endings, or far too many."""
    many = 26 if typed == "many" else 3
    return [app_commands.Choice(name=f"{typed}{n}", value=f"{typed}{n}") for n in range(many)]


@app_commands.command()
async def whisper(interaction: Asked, text: str) -> None:
    """Answer one person only."""
    embed = discord.Embed(title="Whisper", description=text, colour=0x5865F2)
    embed.add_field(name="Who", value=interaction.user.name, inline=True)
    embed.set_footer(text="only for you")
    await interaction.response.send_message(embed=embed, ephemeral=True)


@app_commands.command()
async def think(interaction: Asked, seconds: float, hidden: bool = False) -> None:
    """Wait, then answer."""
    await interaction.response.defer(thinking=True, ephemeral=hidden)
    await asyncio.sleep(seconds)
    await interaction.edit_original_response(content=f"thought for {seconds}")


@app_commands.command()
async def dawdle(interaction: Asked, seconds: float) -> None:
    """Answer too late."""
    await asyncio.sleep(seconds)
    await interaction.response.send_message("late")


@app_commands.command()
async def long(interaction: Asked, length: int, embeds: int = 1) -> None:
    """Show embeds of a given length, or tell why that was refused."""
    shown = [discord.Embed(description="x" * length) for _ in range(embeds)]
    try:
        await interaction.response.send_message(embeds=shown)
    except discord.HTTPException as error:
        await interaction.response.send_message(f"refused: {error.code} {error.text}")


@app_commands.command()
async def twice(interaction: Asked) -> None:
    """Answer twice, and tell why that was refused."""
    await interaction.response.send_message("one")
    # The library itself refuses a second answer, so forget that there was a first.
    interaction.response._response_type = None
    try:
        await interaction.response.send_message("two")
    except discord.HTTPException as error:
        await interaction.followup.send(f"refused: {error.code}")


@app_commands.command()
async def many(interaction: Asked, follow_ups: int) -> None:
    """Post a file and so many follow-ups."""
    upload = discord.File(io.BytesIO(b"hello"), "hello.txt", description="a greeting")
    await interaction.response.send_message("here", file=upload)
    for number in range(follow_ups):
        await interaction.followup.send(f"more {number}")


@app_commands.command()
@app_commands.default_permissions(manage_guild=True)
async def manage(interaction: Asked, who: discord.User) -> None:
    """Do what only managers may."""
    await interaction.response.send_message(f"{who.mention} @everyone is managed", ephemeral=True)


@app_commands.command()
async def survey(interaction: Asked) -> None:
    """Open a form."""
    await interaction.response.send_modal(Survey())


@app_commands.command()
async def chart(interaction: Asked) -> None:
    """Show a picture."""
    upload = discord.File(io.BytesIO(SQUARE), "chart.png", description="a blue square")
    await interaction.response.send_message("a chart", file=upload)


pick = app_commands.Group(name="pick", description="Pick something")


@pick.command()
async def shape(interaction: Asked, which: Literal["round", "square"], loud: bool = False) -> None:
    """Pick a shape."""
    await interaction.response.send_message(which.upper() if loud else which)


@app_commands.context_menu(name="Greet")
async def greet(interaction: Asked, person: discord.User) -> None:
    """Greet a person."""
    await interaction.response.send_message(f"hello {person.name}")


@app_commands.context_menu(name="Repeat this")
async def repeat(interaction: Asked, message: discord.Message) -> None:
    """Say what a message says."""
    await interaction.response.send_message(f"repeat: {message.content}")


class EchoBot(discord.Client):
    """Repeat what people say."""

    def __init__(self) -> None:
        """Ask for the unprivileged intents, and for the content of messages if the environment says so."""
        intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
        intents.message_content = os.environ.get("ECHO_CONTENT") == "1"
        super().__init__(intents=intents, allowed_mentions=discord.AllowedMentions.none())
        self.tree = app_commands.CommandTree(
            self,
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=True
            ),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )

    async def setup_hook(self) -> None:
        """Register commands and buttons."""
        self.add_view(Panel())
        self.add_dynamic_items(Remove)
        slash: list[app_commands.Command[Any, ..., Any]]
        slash = [echo, whisper, think, dawdle, long, twice, many, manage, survey, chart]
        for command in slash:
            self.tree.add_command(command)
        self.tree.add_command(pick)
        self.tree.add_command(repeat)
        self.tree.add_command(greet)
        await self.tree.sync()

    async def on_message(self, message: discord.Message) -> None:
        """Answer everything that people write, as far as it can be read."""
        if message.author == self.user or message.author.bot:
            return
        if not message.content:
            await message.add_reaction("🙈")
            return
        if "psst" in message.content:
            return
        inner = message.reference.resolved if message.reference else None
        about = f" (about {inner.content!r})" if isinstance(inner, discord.Message) else ""
        text = re.sub(r"<@\d+>", "", message.content).strip()
        view = discord.ui.View(timeout=None)
        view.add_item(Remove(message.author.id))
        view.add_item(discord.ui.Button(label="Source", url="https://example.org/"))
        try:
            async with message.channel.typing():
                await message.reply(f"heard: {text}{about}", view=view)
        except discord.Forbidden as error:
            await message.author.send(f"refused: {error.code}")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the bot with the token from the environment."""
    EchoBot().run(os.environ["DISCORD_TOKEN"])
    return 0
