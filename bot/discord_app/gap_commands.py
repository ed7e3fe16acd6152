"""Declare `/gaps`: what people asked and didn't get, a page at a time, for whoever runs the bot."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import app_commands

from bot.discord_app import control_ids
from bot.discord_app.controls import reply_view
from bot.discord_app.embeds import UNSURE, Shown, make_embed
from bot.discord_app.markup import cut, escape
from bot.discord_app.owners import is_owner
from bot.discord_app.translation import said
from bot.errors import HistoryError
from bot.gaps import telling
from bot.gaps.proposals import Proposal, open_ones
from bot.wording import gaps as words
from bot.wording import history as history_words

if TYPE_CHECKING:
    from bot.discord_app.client import ArticleClient
    from bot.history.recording import History

_PAGE, _TEXTS, _LONGEST_TEXT = 3, 3, 100
_CONTENT, _BODY = 2000, 4000
Press = discord.Interaction[Any]


def declare(client: ArticleClient) -> None:
    """Add the command to the client's tree; errors reach its `on_error`."""

    @client.tree.command(name=said("gaps"), description=said("gaps.about"))
    @app_commands.default_permissions(manage_guild=True)
    async def gaps(interaction: Press) -> None:
        history, refusal = _admitted(client, interaction)
        if history is None:
            await interaction.response.send_message(refusal, ephemeral=True)
            return
        # Every question is matched anew, which may take a moment.
        await interaction.response.defer(thinking=True, ephemeral=True)
        shown = await _shown(client, history, 0)
        await interaction.followup.send(**client.courtesy.arguments(interaction, shown, hidden=True))


class GapsButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=control_ids.GAPS):
    """Turn to another page."""

    def __init__(self, page: int, *, label: str = "…") -> None:
        """Take the page, from 0, and what is written on the button."""
        super().__init__(discord.ui.Button(label=label, custom_id=f"l1:{page}"))
        self.page = page

    @classmethod
    async def from_custom_id(
        cls, interaction: Press, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that was pressed."""
        return cls(int(match["gaps"]))

    async def callback(self, interaction: Press) -> None:
        """Show the page in the place of the other, to whoever may see it."""
        client: ArticleClient = interaction.client

        async def turn() -> None:
            history, refusal = _admitted(client, interaction)
            if history is None:
                await interaction.response.send_message(refusal, ephemeral=True)
                return
            await interaction.response.defer()
            arguments = client.courtesy.arguments(interaction, await _shown(client, history, self.page))
            # An edit leaves alone what it doesn't name, and it can't change who sees a message.
            await interaction.edit_original_response(
                content=arguments.get("content"), embed=arguments.get("embed"), view=arguments.get("view")
            )

        await client.failures.guard(interaction, turn)


def _admitted(client: ArticleClient, interaction: Press) -> tuple[History | None, str]:
    """Return the history, if there is one for this person to see, or else why not."""
    if not is_owner(client.application, interaction.user.id):
        return None, words.ONLY_OWNER
    return client.recorder.history, history_words.OFF


async def _shown(client: ArticleClient, history: History, page: int) -> Shown:
    try:
        gaps = await asyncio.to_thread(history.gaps)
    except HistoryError as error:
        return Shown(cut(escape(str(error)), _CONTENT))
    proposals = await asyncio.to_thread(client.desk.proposals, gaps)
    left = open_ones(proposals)
    if left:
        return gaps_page(left, len(proposals) - len(left), page)
    nothing = words.NOTHING.format(people=history.threshold.people, days=history.threshold.days)
    return Shown(words.ALL_SETTLED if proposals else nothing)


def gaps_page(proposals: tuple[Proposal, ...], settled: int, page: int) -> Shown:
    """Return one page of proposals, from 0; the last one for a page beyond."""
    pages = (len(proposals) + _PAGE - 1) // _PAGE
    page = min(page, pages - 1)
    first = page * _PAGE
    shown = proposals[first : first + _PAGE]
    body = "\n\n".join(_gap(number, each) for number, each in enumerate(shown, start=first + 1))
    footer = [words.PAGE.format(page=page + 1, pages=pages)] if pages > 1 else []
    footer += [words.SETTLED.format(count=settled)] if settled else []
    embed = make_embed(
        cut(body, _BODY), UNSURE, title=words.TITLE, footer=" · ".join(footer) or None, markup=True
    )
    buttons: list[discord.ui.Item[Any]] = []
    if page > 0:
        buttons.append(GapsButton(page - 1, label=words.EARLIER))
    if page < pages - 1:
        buttons.append(GapsButton(page + 1, label=words.LATER))
    plain = "\n\n".join([f"**{words.TITLE}**", body, " · ".join(footer)]).rstrip()
    return Shown(cut(plain, _CONTENT), embed, reply_view(buttons))


def _gap(number: int, proposal: Proposal) -> str:
    texts = [f"• {escape(cut(text, _LONGEST_TEXT))}" for text in proposal.gap.texts[:_TEXTS]]
    return "\n".join(
        [
            f"**{number}. {telling.headline(proposal)}** ({telling.reasons(proposal)})",
            *(texts or [words.NO_TEXT]),
            f"→ {escape(telling.proposed(proposal))}; {escape(telling.nearest(proposal))}",
        ]
    )
