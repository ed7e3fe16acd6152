"""Answer those who press what stands under a reply besides its choices."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

import discord

from bot.discord_app import control_ids
from bot.discord_app.asked import question_of
from bot.discord_app.forms import open_follow_up, open_tell
from bot.discord_app.receipt_button import ReceiptButton
from bot.receipts import FOLLOW_UP, WHY, Receipt
from bot.wording import receipts as receipt_words
from bot.wording import replies as words

if TYPE_CHECKING:
    from bot.discord_app.client import ArticleClient

Press = discord.Interaction[Any]
Item = discord.ui.Item[Any]


class WhyButton(ReceiptButton, template=Receipt.pattern(WHY)):
    """Tell where an answer came from, to whoever presses it."""

    def __init__(self, receipt: Receipt) -> None:
        """Take the receipt of the answer."""
        super().__init__(receipt, kind=WHY, label=receipt_words.WHY_BUTTON)

    async def callback(self, interaction: Press) -> None:
        """Show it to the presser alone."""
        client: ArticleClient = interaction.client

        async def tell() -> None:
            await interaction.response.defer(ephemeral=True, thinking=True)
            shown = client.shows.provenance(self.receipt, await question_of(interaction))
            await interaction.followup.send(**client.courtesy.arguments(interaction, shown, hidden=True))

        await client.failures.guard(interaction, tell)


class RemoveButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=control_ids.REMOVE):
    """Take a reply away, for whoever asked and for those who may manage messages."""

    def __init__(self, asker: int) -> None:
        """Take the id of the person who asked."""
        super().__init__(discord.ui.Button(label=words.REMOVE_BUTTON, custom_id=f"r1:{asker}"))
        self.asker = asker

    @classmethod
    async def from_custom_id(cls, interaction: Press, item: Item, match: re.Match[str], /) -> Self:
        """Return the button that was pressed."""
        return cls(int(match["asker"]))

    async def callback(self, interaction: Press) -> None:
        """Remove the message, or say who may."""

        async def remove() -> None:
            allowed = interaction.user.id == self.asker or (
                interaction.guild_id is not None and interaction.permissions.manage_messages
            )
            if not allowed:
                await interaction.response.send_message(words.NOT_YOURS, ephemeral=True)
                return
            await interaction.response.defer()
            await interaction.delete_original_response()

        await interaction.client.failures.guard(interaction, remove)


class NoneButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=control_ids.NONE_OF_THESE):
    """Offer, when none of the choices was meant, to pass the question on."""

    def __init__(self) -> None:
        """Make the button."""
        super().__init__(discord.ui.Button(label=words.NONE_BUTTON, custom_id=control_ids.NONE_OF_THESE))

    @classmethod
    async def from_custom_id(cls, interaction: Press, item: Item, match: re.Match[str], /) -> Self:
        """Return the button that was pressed."""
        return cls()

    async def callback(self, interaction: Press) -> None:
        """Say so to the presser alone, with the question quoted so that the next button finds it."""
        client: ArticleClient = interaction.client

        async def offer() -> None:
            client.recorder.none_fits(interaction)
            await interaction.response.defer(ephemeral=True, thinking=True)
            shown = client.shows.none_chosen(await question_of(interaction))
            await interaction.followup.send(**client.courtesy.arguments(interaction, shown, hidden=True))

        await client.failures.guard(interaction, offer)


class TellButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=control_ids.TELL):
    """Open the form in which a question is passed on to the maintainers."""

    def __init__(self) -> None:
        """Make the button."""
        super().__init__(discord.ui.Button(label=words.TELL_BUTTON, custom_id=control_ids.TELL))

    @classmethod
    async def from_custom_id(cls, interaction: Press, item: Item, match: re.Match[str], /) -> Self:
        """Return the button that was pressed."""
        return cls()

    async def callback(self, interaction: Press) -> None:
        """Open the form with the question in it."""

        async def ask() -> None:
            await open_tell(interaction, await question_of(interaction) or "")

        await interaction.client.failures.guard(interaction, ask)


class FollowUpButton(ReceiptButton, template=Receipt.pattern(FOLLOW_UP)):
    """Open the form for a follow-up: Discord doesn't show the text of replies to command answers."""

    def __init__(self, receipt: Receipt) -> None:
        """Take the receipt of the answer that is followed up."""
        super().__init__(receipt, kind=FOLLOW_UP, label=words.FOLLOW_UP_BUTTON)

    async def callback(self, interaction: Press) -> None:
        """Open the form."""
        client: ArticleClient = interaction.client
        await client.failures.guard(interaction, lambda: open_follow_up(interaction, self.receipt))
