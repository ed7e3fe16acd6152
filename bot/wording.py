"""Hold every sentence of the bot itself that a person can read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.model import Article, Choice, Source

ASK_SOMETHING = "Ask me something about the article, for example “{example}”."
UNSURE = "I'm not sure which question you mean. Did you mean one of these?"
NOT_TOLD = "The article doesn't tell that."
NOT_MENTIONED = "The article doesn't mention {names}."
NOT_MENTIONED_AND = "The article doesn't mention {names}. {rest}"
NEAREST = "The nearest thing it does say:"
NEAREST_SEVERAL = "The nearest things it does say:"
OTHER_LANGUAGE = "I only understand English so far, and only know this one article."
LEARNING = "Learning the knowledge base; this happens once after each change and takes a few seconds …"

VERY_SURE = "very sure"
FAIRLY_SURE = "fairly sure"
NOT_SURE = "not very sure"


def join(names: list[str], last: str = "or") -> str:
    """Return `A`, `A or B`, or `A, B or C`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def day(iso: str) -> str:
    """Return an ISO date as `February 10, 2026`."""
    when = date.fromisoformat(iso)
    return f"{when:%B} {when.day}, {when.year}"


def citation(source: Source) -> str:
    """Return where an answer comes from, in one line without the link."""
    return f"{source.label} · {source.publisher}, {day(source.published)}"


def headline(article: Article) -> str:
    """Return what the bot answers about, in one line."""
    return f"“{article.title}” ({article.publisher}, {day(article.published)})"


def sureness(confidence: float) -> str:
    """Return one of three plain words for a confidence."""
    if confidence >= 0.85:
        return VERY_SURE
    return FAIRLY_SURE if confidence >= 0.6 else NOT_SURE


def nearest(choices: Sequence[Choice]) -> list[str]:
    """Return lines that offer the nearest things the article does say."""
    if not choices:
        return []
    return [
        NEAREST if len(choices) == 1 else NEAREST_SEVERAL,
        *(f"{at}. {each.question}" for at, each in enumerate(choices, start=1)),
    ]


# --- Discord -----------------------------------------------------------------------------------

TOKEN_PLACE = "discord.com/developers/applications, your application, Bot, Reset Token"
TOKEN_MISSING = (
    "There is no bot token. Take it from " + TOKEN_PLACE + ", and put it into .env as DISCORD_TOKEN=…"
)
TOKEN_MALFORMED = "DISCORD_TOKEN is not a bot token: {why}. The token is at " + TOKEN_PLACE + "."
TOKEN_HAS_STRANGE_CHARACTERS = "it has blanks, quotes or other characters that no token has"
TOKEN_IS_APPLICATION_ID = "it looks like the application's ID"
TOKEN_IS_PUBLIC_KEY = "it looks like the application's public key"
TOKEN_IS_CLIENT_SECRET = "it looks like the application's client secret"
TOKEN_REFUSED = "Discord refuses the token in DISCORD_TOKEN. Make a new one at " + TOKEN_PLACE + "."
INTENTS_REFUSED = "Discord refuses the bot's intents ({code}). It needs no privileged one; check that the token belongs to this bot."
ACCESS_REFUSED = (
    "Discord refuses access while {doing} ({error}). Invite the bot again with the scopes “bot” and "
    "“applications.commands” and the permissions View Channels, Send Messages, Send Messages in Threads, "
    "Embed Links and Read Message History."
)
DOING_LOGIN = "logging in"
DOING_SYNC = "registering the commands"
COMMANDS_REFUSED = "Discord does not take the bot's commands: {error}"
NO_NETWORK = "Discord can't be reached ({why}); trying again in {seconds} s."
READY = "Ready as {name}, in {servers}. Ask with a mention, a direct message or /ask."
SYNCHRONISED = "Commands registered: {names}."
UNCHANGED = "Commands are registered already; nothing to change."
CONNECTION_LOST = "The connection to Discord was lost ({why}); trying again in %.0f s."
PERMISSION_MISSING = "Can't answer properly in {place}: the bot lacks {permissions}. Grant them to its role."
FAILED_IN_LOG = "Failure {id} in {place}: {error}"

FAILED = "Something went wrong on my side, so there is no answer this time. If you report it, give the number {id}."
OUTDATED_BUTTON = "That button is from an earlier version of what I know. Please ask the question again."
UNKNOWN_BUTTON = "I don't know that button. Please ask your question again."
NO_TEXT_THERE = "There is no text in that message that I could answer."
ONLY_PEOPLE = "I answer people's messages only, not those of bots."
CANNOT_READ = "Discord doesn't show me the text of replies to command answers. Mention me with your question, or use {ask}."
UNKNOWN_STATISTIC = "The article has no figure called “{name}”. It has: {known}."
SOURCE_BUTTON = "Read the article"
FIGURES_TITLE = "The article's key figures"
FIGURES_HINT = "More on one of them: {stat}"
FIGURE_PERIOD = "Period"
FIGURE_NO_PERIOD = "not given"
FIGURE_SOURCE = "Who says so"
FIGURE_PART = "Part of the article"
TOPICS_TITLE = "What you can ask about"
SOURCE_TITLE = "Where the answers come from"
SOURCE_TEXT = (
    "Every answer is a short summary of a passage in {headline}. I only know this one article, and say so when it "
    "doesn't tell."
)
HELP_TITLE = "How to ask"
HELP_LINES = (
    "{ask}: type a question, or pick one as you type",
    "mention me with a question, write me directly, or reply to an answer of mine",
    "right-click a message, Apps, “Answer this”: I answer what it asks",
    "{stats} and {stat}: the article's key figures",
    "{topics}: what you can ask about",
    "{source}: which article this is",
)
HELP_ABOUT = "I answer questions about {headline}, each with the part of the article it rests on."

ASK_DESCRIPTION = "Ask a question about the article"
ASK_OPTION = "Your question; pick one or type your own"
STATS_DESCRIPTION = "List the article's key figures"
STAT_DESCRIPTION = "Show one key figure and what it means"
STAT_OPTION = "Which figure"
TOPICS_DESCRIPTION = "Show what you can ask about"
SOURCE_DESCRIPTION = "Show which article the answers come from"
HELP_DESCRIPTION = "Show how to ask"
ANSWER_THIS = "Answer this"

_ASKING_WORDS = frozenset(
    [
        "what",
        "whats",
        "what's",
        "who",
        "whos",
        "who's",
        "whose",
        "why",
        "how",
        "hows",
        "how's",
        "when",
        "where",
        "which",
        "is",
        "isn't",
        "are",
        "aren't",
        "was",
        "were",
        "do",
        "does",
        "doesn't",
        "did",
        "didn't",
        "will",
        "won't",
        "would",
        "can",
        "can't",
        "could",
        "should",
        "has",
        "have",
        "had",
        "am",
        "according",
    ]
)


def shown_question(question: str) -> str:
    """Return a stored question as a sentence: a capital first, a question mark where it asks."""
    text = question.strip()
    if not text:
        return text
    first = text.split(maxsplit=1)[0].casefold().replace("’", "'")
    mark = "?" if first in _ASKING_WORDS and text[-1].isalnum() else ""
    return text[0].upper() + text[1:] + mark


def servers(count: int) -> str:
    """Return a number of servers in words."""
    return "1 server" if count == 1 else f"{count} servers"
