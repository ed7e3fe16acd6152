"""Keep one person's session: what a line means, and what is shown for it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from pathlib import Path

from bot import wording
from bot.assistant import Assistant, Decision
from bot.console import cards
from bot.console.page import GAP, Page, Paragraph, one_line
from bot.console.replies import Replies
from bot.console.why import explain
from bot.conversation import Conversation
from bot.matching.completion import Completion
from bot.model import Choice, Reply
from bot.wording import at_console

_MOST_CHARACTERS = 10_000
_NUMBER = re.compile(r"\s*#?([0-9]{1,3})\s*[.)]?\s*", re.ASCII)
_QUIT = frozenset({"/quit", "/exit", "/q"})
# How like a command a mistyped one must be to be named; below it, only /help is.
_LEAST_LIKE = 0.5


class Session:
    """Answer lines one after the other; returns pages, prints nothing."""

    def __init__(
        self,
        *,
        assistant: Assistant,
        completion: Completion,
        offer_related: bool = True,
        remembered: Path | None = None,
        counted: bool = False,
        replied: Callable[[Reply], None] = lambda _: None,
    ) -> None:
        """Take the assistant, the completion (for names of figures) and what is told of every reply.

        `remembered` is the file that keeps lines, if any, and `counted` whether the replies are counted.
        """
        self.knowledge = assistant.knowledge
        self.replies = Replies(wording.proper_names(assistant.knowledge), offer_related=offer_related)
        self._assistant = assistant
        self._completion = completion
        self._replied = replied
        self._conversation = Conversation(assistant)
        self._offered: tuple[Choice, ...] = ()
        self._last: tuple[str, Decision] | None = None
        self._picked: Choice | None = None
        self._commands: dict[str, Callable[[str], Page]] = {
            "/stats": self._stats,
            "/stat": self._stat,
            "/topics": lambda _: cards.topics(self.knowledge, self.replies.question),
            "/source": lambda _: cards.source(self.knowledge),
            "/why": self._why,
            "/privacy": lambda _: cards.privacy(remembered, counted=counted),
            "/help": lambda _: cards.help_page(self.knowledge),
        }

    def respond(self, line: str) -> Page | None:
        """Return what is shown for a line, None when the line ends the session."""
        line = line[:_MOST_CHARACTERS].strip()
        if line.startswith("/"):
            return self._run(line)
        number = _NUMBER.fullmatch(line)
        if number and self._offered:
            return self._pick(int(number[1]))
        decision = self._conversation.decide(line)
        self._last, self._picked = (line, decision), None
        self._offered = self.replies.offered(decision.reply)
        self._replied(decision.reply)
        return self.replies.page(decision.reply)

    def _run(self, line: str) -> Page | None:
        name, _, rest = line.partition(" ")
        name = name.casefold()
        if name in _QUIT:
            return None
        if name == "/":
            name = "/help"
        if name in self._commands:
            return self._commands[name](rest.strip())
        near = difflib.get_close_matches(name, (*self._commands, "/quit"), n=1, cutoff=_LEAST_LIKE)
        sentence = at_console.UNKNOWN_COMMAND_NEAR if near else at_console.UNKNOWN_COMMAND
        return (Paragraph(sentence.format(name=one_line(name, 40), near=near[0] if near else "")),)

    def _pick(self, number: int) -> Page:
        if not 1 <= number <= len(self._offered):
            sentence = at_console.NO_SUCH_CHOICE if len(self._offered) > 1 else at_console.ONLY_CHOICE
            return (Paragraph(sentence.format(number=number, last=len(self._offered))),)
        choice = self._offered[number - 1]
        reply = self._assistant.answer(choice.entry)
        self._conversation.answered(choice.question, reply)
        self._picked = choice
        self._offered = self.replies.offered(reply)
        self._replied(reply)
        asked = Paragraph(self.replies.question(choice.question), "heading")
        return (asked, *self.replies.page(reply))

    def _stats(self, name: str) -> Page:
        if name:
            return self._stat(name)
        page = cards.statistics(self.knowledge)
        hint = wording.FIGURES_HINT.format(stat="/stat NAME")
        return (Paragraph(wording.FIGURES_TITLE, "heading"), *page, GAP, Paragraph(hint, "quiet"))

    def _stat(self, name: str) -> Page:
        if not name:
            return self._stats("")
        found = self._completion.statistic(name)
        if found is None:
            return (Paragraph(cards.unknown_statistic(self.knowledge, name)),)
        return cards.statistic(self.knowledge, found)

    def _why(self, _: str) -> Page:
        if self._picked is not None:
            return (Paragraph(at_console.WHY_PICKED.format(entry=self._picked.entry)),)
        if self._last is None:
            return (Paragraph(at_console.WHY_NOTHING),)
        return explain(*self._last, self._assistant)
