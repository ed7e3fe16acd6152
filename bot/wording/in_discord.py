"""Hold what is said in Discord, and of it in the log: connecting, what fails, help."""

from __future__ import annotations

LOGIN_PLACE = "discord.com/developers/applications, your application, Bot, Reset Token"
LOGIN_MISSING = (
    "There is no bot token. Take it from " + LOGIN_PLACE + ", and put it into .env as DISCORD_TOKEN=…"
)
LOGIN_MALFORMED = "DISCORD_TOKEN is not a bot token: {why}. The token is at " + LOGIN_PLACE + "."
HAS_STRANGE_CHARACTERS = "it has blanks, quotes or other characters that no token has"
IS_APPLICATION_ID = "it looks like the application's ID"
IS_PUBLIC_KEY = "it looks like the application's public key"
IS_OAUTH_KEY = "it looks like the application's client secret"
LOGIN_REFUSED = "Discord refuses the token in DISCORD_TOKEN. Make a new one at " + LOGIN_PLACE + "."
INTENTS_REFUSED = (
    "Discord refuses the bot's intents ({code}). It needs no privileged one; check that the token belongs to "
    "this bot."
)
ACCESS_REFUSED = (
    "Discord refuses access while {doing} ({error}). Invite the bot again with the first link of "
    "“article-bot invite”, which has the scopes “bot” and “applications.commands” and the permissions "
    "it needs."
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
NO_SUGGESTIONS = "Somebody typing /{command} saw no suggestions: {error}"
UNCAUGHT = "An error that nothing took care of"
STRAY_IN_LOG = "Refused a command in {place} that isn't one of these, or not in this form ({why})"

FAILED = (
    "Something went wrong on my side, so there is no answer this time. If you report it, give the number "
    "{id}."
)
OUTDATED_BUTTON = "That button is from an earlier version of what I know. Please ask the question again."
UNKNOWN_BUTTON = "I don't know that button. Please ask your question again."
UNKNOWN_FORM = "I don't know that form. Please open it again."
UNKNOWN_COMMAND = "I don't know that command, or not in this form. Please reload Discord and try again."
NO_TEXT_THERE = "There is no text in that message that I could answer."
ONLY_PEOPLE = "I answer people's messages only, not those of bots."
CANNOT_READ = (
    "Discord doesn't show me the text of replies to command answers. Mention me with your question, or use "
    "{ask}."
)
SOURCE_BUTTON = "Read the article"
HELP_TITLE = "How to ask"
HELP_LINES = (
    "{ask}: type a question, or pick one as you type",
    "mention me with a question, write me directly, or reply to an answer of mine",
    "right-click a message, Apps, “Answer this”: I answer what it asks",
    "{stats}, {stat} and {compare}: the article's key figures, one of them, two side by side",
    "{topics}: what you can ask about; {quiz}: five questions to you",
    "{source}: which article this is; {about}: how often I am right, and who runs me",
    "{settings}: plain text for you; {setup}: how I behave in a server, for those who manage it",
    "{usage}: what was asked and answered there, for the same people",
    "{gaps}: what people asked and didn't get, for whoever runs me",
    "{privacy}: what I keep, and how I forget you",
)
ANSWER_THIS = "Answer this"


def servers(count: int) -> str:
    """Return a number of servers in words."""
    return "1 server" if count == 1 else f"{count} servers"
