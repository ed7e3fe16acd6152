"""Declare what tells of the bot itself: /about, and /topics to leaf through what it knows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

import discord

from bot import wording
from bot.discord_app import control_ids
from bot.discord_app.controls import link_to, reply_view
from bot.discord_app.desk import Desk
from bot.discord_app.embeds import ANSWERED, Shown, add_field, make_embed
from bot.discord_app.markup import cut, escape
from bot.discord_app.translation import said
from bot.model import Entry
from bot.wording import about as words
from bot.wording import in_discord

if TYPE_CHECKING:
    from bot.discord_app.client import ArticleClient

# https://docs.discord.com/developers/components/reference#string-select
_MOST_OPTIONS, _LABEL = 25, 100
_PAGE = 24
_MORE = "page:"
_CONTENT = 2000


def declare(client: ArticleClient) -> None:
    """Add the commands to the client's tree."""
    desk = client.desk

    @client.tree.command(name=said("topics"), description=said("topics.about"))
    async def topics(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message(
            **client.courtesy.arguments(interaction, topics_page(desk), hidden=True)
        )

    @client.tree.command(name=said("about"), description=said("about.about"))
    async def about(interaction: discord.Interaction[Any]) -> None:
        card = about_card(desk, client.contact)
        await interaction.response.send_message(**client.courtesy.arguments(interaction, card, hidden=True))


def about_card(desk: Desk, contact: str | None) -> Shown:
    """Return what the bot knows, how often it is right, what it keeps and who runs it."""
    knowledge = desk.knowledge
    knows = words.ABOUT_KNOWS.format(
        headline=wording.headline(knowledge.article),
        entries=len(knowledge.entries),
        questions=len(knowledge.phrasings),
    )
    found = desk.measured()
    measured = words.NOT_MEASURED
    if found is not None:
        measured = words.MEASURED_TEXT.format(
            answerable=found.answerable,
            right=wording.percent(found.right / found.answerable),
            unanswerable=found.unanswerable,
            false=wording.percent(found.false / found.unanswerable),
        )
    facts = {
        words.MEASURED: measured,
        words.PRIVACY: words.PRIVACY_TEXT,
        words.RUN_BY: contact or words.NOBODY_NAMED,
        words.VERSION: words.VERSION_TEXT.format(version=knowledge.version[:8]),
    }
    embed = make_embed(knows, ANSWERED, title=words.ABOUT_TITLE)
    for name, value in facts.items():
        add_field(embed, name, escape(value), inline=False)
    lines = [escape(knows), *(f"{name}: {escape(value)}" for name, value in facts.items())]
    return Shown(cut("\n".join(lines), _CONTENT), embed, reply_view(link_to(knowledge.article.url)))


def topics_page(desk: Desk, part: int | None = None, page: int = 0) -> Shown:
    """Return the parts to pick from, and the questions of one, a page of them at a time."""
    title = desk.knowledge.article.part(part).label if part is not None else wording.TOPICS_TITLE
    embed = make_embed(words.TOPICS_HINT, ANSWERED, title=title)
    selects: list[discord.ui.Item[Any]] = [PartSelect(desk)]
    if part is not None:
        selects.append(QuestionSelect(part, desk, page))
    return Shown(escape(words.TOPICS_HINT), embed, reply_view(*([each] for each in selects)))


def _entries_of(desk: Desk, part: int) -> list[Entry]:
    return [entry for entry in desk.knowledge.entries if entry.parts[0] == part]


class PartSelect(discord.ui.DynamicItem[discord.ui.Select[Any]], template=control_ids.PARTS):
    """Pick a part of the article."""

    def __init__(self, desk: Desk | None = None) -> None:
        """Offer the parts that have answers."""
        select: discord.ui.Select[Any] = discord.ui.Select(
            custom_id=control_ids.PARTS, placeholder=words.PICK_PART
        )
        for part in desk.knowledge.article.parts if desk else ():
            count = len(_entries_of(desk, part.number)) if desk else 0
            if count and len(select.options) < _MOST_OPTIONS:
                told = words.QUESTIONS if count == 1 else words.QUESTIONS_MANY.format(count=count)
                select.add_option(label=cut(part.label, _LABEL), value=str(part.number), description=told)
        super().__init__(select)

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the menu that was used."""
        return cls(interaction.client.desk)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Show the questions of the part that was picked."""
        client: ArticleClient = interaction.client

        async def turn() -> None:
            picked = _picked(interaction)
            known = {str(part.number) for part in client.desk.knowledge.article.parts}
            if picked not in known:
                await interaction.response.send_message(in_discord.UNKNOWN_BUTTON, ephemeral=True)
                return
            shown = topics_page(client.desk, int(picked)).arguments()
            await interaction.response.edit_message(**shown)

        await client.failures.guard(interaction, turn)


class QuestionSelect(discord.ui.DynamicItem[discord.ui.Select[Any]], template=control_ids.PART):
    """Pick a question of one part, or its next page."""

    def __init__(self, part: int, desk: Desk | None = None, page: int = 0) -> None:
        """Offer the questions of a part."""
        self.part = part
        select: discord.ui.Select[Any] = discord.ui.Select(
            custom_id=f"s1:part:{part}", placeholder=words.PICK_QUESTION
        )
        entries = _entries_of(desk, part) if desk else []
        first = page * _PAGE if page * _PAGE < len(entries) else 0
        for entry in entries[first : first + _PAGE]:
            if desk and len(entry.id) <= _LABEL:
                label = desk.shown_question(entry.questions[0])
                select.add_option(label=cut(label, _LABEL), value=entry.id)
        if first + _PAGE < len(entries) or first:
            following = first + _PAGE if first + _PAGE < len(entries) else 0
            last = min(following + _PAGE, len(entries))
            label = words.PICK_MORE.format(first=following + 1, last=last, count=len(entries))
            select.add_option(label=label, value=f"{_MORE}{following // _PAGE}")
        super().__init__(select)

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the menu that was used."""
        return cls(int(match["part"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Answer the question that was picked, or turn the page."""
        client: ArticleClient = interaction.client
        desk = client.desk

        async def answer() -> None:
            began = client.recorder.began()
            picked = _picked(interaction)
            numbers = {part.number for part in desk.knowledge.article.parts}
            page = picked.removeprefix(_MORE)
            if picked.startswith(_MORE) and page.isascii() and page.isdigit() and self.part in numbers:
                shown = topics_page(desk, self.part, int(page[:4])).arguments()
                await interaction.response.edit_message(**shown)
            elif picked not in {entry.id for entry in desk.knowledge.entries}:
                await interaction.response.send_message(in_discord.UNKNOWN_BUTTON, ephemeral=True)
            else:
                reply = desk.choose((interaction.channel_id, interaction.user.id), picked)
                question = desk.shown_question(reply.entry.questions[0])
                answered = client.shows.reply(reply, question=question, by_command=True)
                arguments = client.courtesy.arguments(interaction, answered, hidden=True)
                sent = await interaction.response.send_message(**arguments)
                client.recorder.replied(
                    interaction, question, reply, via="menu", began=began, message=sent.message_id
                )

        await client.failures.guard(interaction, answer)


def _picked(interaction: discord.Interaction[Any]) -> str:
    data: Any = interaction.data
    values = data.get("values") if isinstance(data, dict) else None
    return str(values[0]) if isinstance(values, list) and values else ""
