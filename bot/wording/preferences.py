"""Hold the sentences about preferences: the cards of `/setup` and `/settings`, and the hints that follow."""

from __future__ import annotations

# --- hints ---------------------------------------------------------------------------------------

ELSEWHERE = "I answer in {channels}."
TOO_SOON = "That was quick: I take one question every {seconds} from each person here. Please try again soon."
REPEATED = "I answered that just now: {link}"
NOT_MANAGER = "Only people who may manage this server can change that."
ONLY_IN_SERVERS = "That is for servers; in a direct message, use {settings}."
NOT_KEPT = "I could not keep that choice; nothing has changed. Whoever runs me finds the reason in the log."
NOT_KEPT_IN_LOG = "A choice in {place} was not kept: {error}"
NO_SUCH_SECONDS = "“{typed}” is not a whole number from 0 to {most}; nothing has changed."

# --- /setup --------------------------------------------------------------------------------------

SETUP_TITLE = "How I behave in this server"
CHANNELS = "Where I answer"
CHANNELS_WHAT = (
    "In other channels mentions get no answer, and commands answer only the person who used them. Threads "
    "belong to their channel."
)
EVERYWHERE = "everywhere"
AUTO = "Unasked answers"
AUTO_WHAT = "There I also answer questions that address nobody, but only when I am very sure."
AUTO_OFF = (
    "not available: whoever runs me has not switched on the message-content intent "
    "(`ARTICLE_BOT_MESSAGE_CONTENT=on`), so Discord hides messages that don't mention me."
)
MAINTAINERS = "Maintainers' channel"
MAINTAINERS_WHAT = "Where I post what people ask the maintainers to know, and which answers don't help."
PLAIN = "Plain text"
PLAIN_WHAT = "Replies are text without boxes, which suits screen readers; the buttons stay."
COOLDOWN = "Cooldown"
COOLDOWN_WHAT = "Between two questions of one person in one channel. Who may manage messages never waits."
NO_COOLDOWN = "none"
DIGEST = "Digest"
DIGEST_WHAT = (
    "How many questions there were, what was answered and what helped, posted to the maintainers' channel "
    "after 8:00 UTC; nothing where fewer than 5 people asked."
)
DIGEST_NO_CHANNEL = "It needs a maintainers' channel."
DIGEST_OFF = "not available: whoever runs me has switched the history off (`ARTICLE_BOT_HISTORY=off`)."
DIGESTS = {"off": "off", "daily": "daily", "weekly": "weekly"}
DIGESTS_WHAT = {
    "off": "Digest: off",
    "daily": "Digest: every day, on the day before",
    "weekly": "Digest: on Mondays, on the week before",
}
PERMISSIONS = "Permissions"
PERMISSIONS_FINE = "nothing is lacking"
PERMISSIONS_LACKING = "I lack {permissions}"
ON, OFF, NOWHERE = "on", "off", "none"
MORE = "{count} more"
ADD_REACTIONS = "Add Reactions (for the sign that somebody asked too soon)"

CHOOSE_CHANNELS = "Where I answer (none chosen: everywhere)"
CHOOSE_AUTO = "Where I answer unasked"
CHOOSE_MAINTAINERS = "The maintainers' channel"
CHOOSE_DIGEST = "Digest for the maintainers"
PLAIN_TO_ON, PLAIN_TO_OFF = "Switch plain text on", "Switch plain text off"
CHANGE_COOLDOWN = "Change the cooldown…"
COOLDOWN_FORM = "Cooldown"
COOLDOWN_FIELD = "Seconds, from 0 (none) to {most}"

# --- /settings -----------------------------------------------------------------------------------

SETTINGS_TITLE = "How I answer you"
PLAIN_BY_SERVER = "This server wants plain text for everybody."

# --- starting ------------------------------------------------------------------------------------

CONTENT_REFUSED = (
    "Discord refuses the message-content intent ({code}). Switch on Message Content Intent at "
    "discord.com/developers/applications, your application, Bot, or set ARTICLE_BOT_MESSAGE_CONTENT=off."
)


def seconds(count: int) -> str:
    """Return a number of seconds in words."""
    return "1 second" if count == 1 else f"{count} seconds"
