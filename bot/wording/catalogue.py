"""Hold what Discord shows of the commands themselves, by language and key.

To add a language, add a mapping from these keys to `CATALOGUE`, under Discord's name for it
(https://docs.discord.com/developers/reference#locales); what it lacks stays English. A key is a command's
name or, after a dot, one of its options' names; with `.about`, the description.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.wording import in_discord, replies

# Discord shows these in every language that the catalogue lacks, and the bot knows its commands by them.
ENGLISH: Mapping[str, str] = {
    "ask": "ask",
    "ask.about": "Ask a question about the article",
    "ask.question": "question",
    "ask.question.about": "Your question; pick one or type your own",
    "ask.for": "for",
    "ask.for.about": "A member whom the answer is meant for; nobody is pinged",
    "ask.private": "private",
    "ask.private.about": "Show the answer to you alone",
    "answer-this": in_discord.ANSWER_THIS,
    "send-answer": replies.SEND_ANSWER,
    "stats": "stats",
    "stats.about": "List the article's key figures",
    "stat": "stat",
    "stat.about": "Show one key figure and what it means",
    "stat.name": "name",
    "stat.name.about": "Which figure",
    "compare": "compare",
    "compare.about": "Show two key figures side by side",
    "compare.first": "first",
    "compare.first.about": "Which figure",
    "compare.second": "second",
    "compare.second.about": "Which other figure",
    "topics": "topics",
    "topics.about": "Show what you can ask about",
    "quiz": "quiz",
    "quiz.about": "Try how well you know the article; only you see it",
    "about": "about",
    "about.about": "Tell what the bot knows, how often it is right and who runs it",
    "setup": "setup",
    "setup.about": "Choose where and how I answer in this server",
    "settings": "settings",
    "settings.about": "Choose how I answer you",
    "usage": "usage",
    "usage.about": "Show what was asked and answered here, for those who manage the server",
    "usage.days": "days",
    "usage.days.about": "How many days up to today (28 unless given)",
    "privacy": "privacy",
    "privacy.about": "See what I keep of you, and have it forgotten",
    "gaps": "gaps",
    "gaps.about": "Show what people asked and didn't get, to whoever runs the bot",
    "source": "source",
    "source.about": "Show which article the answers come from",
    "help": "help",
    "help.about": "Show how to ask",
}
CATALOGUE: dict[str, Mapping[str, str]] = {}
