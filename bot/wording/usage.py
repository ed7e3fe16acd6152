"""Hold the sentences of the statistics of use: the command in Discord, the one on the console, the digest."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.model import Outcome

TITLE = "Statistics of use"
TITLE_SERVER = "Statistics of use in this server"
OUTCOMES: Mapping[Outcome, str] = {
    "answered": "answered",
    "unsure": "unsure",
    "declined": "declined",
    "social": "small talk",
}
WAYS: Mapping[str, str] = {
    "mention": "mention",
    "direct": "direct message",
    "command": "slash command",
    "menu": "menu",
    "button": "button",
    "form": "form",
    "unasked": "unasked",
    "console": "console",
}

# --- the numbers ---------------------------------------------------------------------------------

PERIOD = "Period"
SPAN = "{first} to {last}"
QUESTIONS = "Questions"
OUTCOME = "Of these"
SHARE = "{name} {share} ({count})"
TREND = "Last 7 days"
TREND_TEXT = "{count}, {change} ({before} the week before); answered {share} (before: {share_before})"
TREND_NEW = "{count}, none the week before; answered {share}"
TREND_NONE = "none; {before} the week before"
MORE_THAN, FEWER_THAN, AS_MANY = "{percent} more", "{percent} fewer", "as many"
TREND_UNKNOWN = "known once the month holds two weeks"
MEDIAN = "Median answering time"
MILLISECONDS = "{count} ms"
VIA = "Asked by"
VIA_SHARE = "{name} {share}"
HELPFUL = "Helpful"
HELPFUL_TEXT = "{share} of {votes} votes (95% interval: {low} to {high})"
TOO_FEW_TO_TELL = "too few to tell"
MOST = "Answers given most"
ENTRY = "{count} · {entry}"
ENTRY_HELPFUL = "{count} · {entry} · helpful {share} of {votes} ({low} to {high})"
LEAST = "Answers that help least"
ENTRY_RATED = "{share} of {votes} ({low} to {high}) · {entry}"
UNUSED = "Answers never given"
UNUSED_SOME = "{count} of {all}: {entries}"
UNUSED_MORE = "{entries} and {count} more"
UNUSED_NONE = "none: each of the {all} was given"
LEFT_OUT = "Answers that fewer than {least} people got, or voted on, are left out."
SHORTENED = "It begins on {first}: the hash of a server changes every month, so nothing older can be found."

TOO_FEW = "Too few to tell: fewer than {least} people asked in this time ({span})."
TOO_FEW_NO_DAYS = "Too few to tell: a new month has begun, and of a server nothing older can be found."

# --- the chart -----------------------------------------------------------------------------------

A_DAY, A_WEEK = "Questions a day", "Questions a week"
ALT = "Chart: {title}, {span}. {total} in all: {outcomes}."
ALT_OUTCOME = "{count} {name}"
ALT_COLUMN = "{day}: {count}"
ALT_COLUMNS = "Each: {columns}."
ALT_LATEST = "The latest: {columns}."
# In the log, where a chart goes missing.
DRAWING = "drawing the statistics of use for {place}"

# --- Discord -------------------------------------------------------------------------------------

NOT_ALLOWED = "Only people who may manage this server see its statistics of use."
ONLY_OWNER = "In a direct message only whoever runs me sees the statistics of use. In a server: {usage}"
OFF = "There are no statistics of use: whoever runs me has switched the history off."
AWAY = "The statistics of use can't be read now. Please try again in a few minutes."
AWAY_IN_LOG = "The statistics of use could not be read for {place}: {error}"
DIGEST_DAILY, DIGEST_WEEKLY = "What people asked yesterday", "What people asked last week"
DIGEST_FROM = "This comes {often}; {setup} changes that."
OFTEN = {"daily": "every day", "weekly": "every Monday"}
DIGEST_FAILED = "the digest for {place}"

# --- the console ---------------------------------------------------------------------------------

NO_HISTORY_YET = "there is no history yet: nothing has been recorded in {place}"
NOT_DAYS = "“{given}” is not a whole number from 1 to {most}"
DRAWN = "{file}: {alt}"


def short_day(day: date) -> str:
    """Return a day as `Feb 10`."""
    return f"{day:%b} {day.day}"


def span(first: date, last: date) -> str:
    """Return from when to when something goes, the year once where it is the same."""
    end = f"{last:%B} {last.day}, {last.year}"
    if first == last:
        return end
    start = f"{first:%B} {first.day}"
    return SPAN.format(first=start if first.year == last.year else f"{start}, {first.year}", last=end)
