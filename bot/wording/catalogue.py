"""Hold what Discord shows of the commands themselves, by language and key.

To add a language, add a mapping from these keys to `CATALOGUE`, under Discord's name for it
(https://docs.discord.com/developers/reference#locales); what it lacks stays English. A key is a command's
name or, after a dot, one of its options' names; with `.about`, the description.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot import wording

# Discord shows these in every language that the catalogue lacks, and the bot knows its commands by them.
ENGLISH: Mapping[str, str] = {
    "ask": "ask",
    "ask.about": "Ask a question about the article",
    "ask.question": "question",
    "ask.question.about": "Your question; pick one or type your own",
    "answer-this": wording.ANSWER_THIS,
    "stats": "stats",
    "stats.about": "List the article's key figures",
    "stat": "stat",
    "stat.about": "Show one key figure and what it means",
    "stat.name": "name",
    "stat.name.about": "Which figure",
    "topics": "topics",
    "topics.about": "Show what you can ask about",
    "source": "source",
    "source.about": "Show which article the answers come from",
    "help": "help",
    "help.about": "Show how to ask",
}
CATALOGUE: dict[str, Mapping[str, str]] = {}
