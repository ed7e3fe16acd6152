"""Run the bot with a fault in it, to show that the test of many questions finds such faults."""

from __future__ import annotations

from typing import Any

import discord

from bot.cli import main as run_bot
from bot.conversation import Conversations
from bot.discord_app.answering import Answering
from bot.model import Reply


def one_context_for_all(argv: list[str] | None = None) -> int:
    """Keep one conversation for everybody everywhere."""
    answer = Conversations.reply

    def mixed(self: Conversations, key: object, *rest: Any) -> Reply:  # noqa: ANN401  # handed on
        return answer(self, "all", *rest)

    Conversations.reply = mixed  # type: ignore[assignment, method-assign]  # this process's only
    return run_bot(argv)


def a_second_answer(argv: list[str] | None = None) -> int:
    """Answer every message twice."""
    answer = Answering.answer

    async def twice(self: Answering, message: discord.Message, *, ask: str) -> None:
        await answer(self, message, ask=ask)
        await answer(self, message, ask=ask)

    Answering.answer = twice  # type: ignore[method-assign]  # this process's only
    return run_bot(argv)
