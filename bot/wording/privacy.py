"""Hold the sentences of `/privacy`: what is kept, what is found of a person, what was forgotten."""

from __future__ import annotations

from collections.abc import Mapping

from bot import wording

TITLE = "What I keep"
WHAT = (
    "I count that something was asked and how I replied: the day, the kind of reply, which prepared answer, "
    "how sure I was, how it was asked, how long it took, and whether people found it helpful. **Never your "
    "name or ID, and none of your words** but a question that I couldn't answer and that several people on "
    "several days asked alike, and that without names and numbers. In place of you stands a code, and from "
    "the next month on nobody can tell whose it was."
)
WHY = "**Why**: so that those who look after my answers learn what people ask and don't get."
HOW_LONG = "**How long**: {days} days. After that only totals of everybody together stay."
WHO = "**Who sees it**: those who look after me, as counts of many people together."
PREFERENCES = (
    "What you choose in {settings} is kept under your ID, until you set it back or press *{forget}*."
)
MEMORY = "The last few questions of a conversation stay in my memory for ten minutes, and nowhere else."
OFF = "**I record nothing**: whoever runs me has switched that off."
COUNTED = "**You are counted**, as everybody is who hasn't asked me not to."
NOT_COUNTED = "**You are not counted**: I record nothing of what you ask."
SHOW, FORGET, LEAVE, COUNT = "Show mine", "Forget me", "Don't count me", "Count me again"

FOUND = "Of this month I find of you: {found}."
NOTHING_FOUND = "Of this month I find nothing of you."
EARLIER = "Of earlier months nobody can find anything: the codes of each mean nothing once it is over."
KEPT_CHOICE = "In your settings: plain text, on."
NO_CHOICE = "You have chosen nothing in my settings."
AWAY = "I can't look it up now, as the database is away. Please try again in a few minutes."
# Of each table whose rows are a person's: one, and several.
KINDS: Mapping[str, tuple[str, str]] = {
    "replies": ("1 question that was asked", "{count} questions that were asked"),
    "votes": ("1 vote on an answer", "{count} votes on answers"),
    "misses": ("1 question that got no answer", "{count} questions that got no answer"),
    "gap_texts": ("1 question in words", "{count} questions in words"),
}
_OTHERS = ("1 other record", "{count} other records")

FORGOTTEN = "Done: nothing is left of you in what I count. I deleted {found}."
NOTHING_LEFT = "Done: nothing is left of you in what I count."
FORGOTTEN_LATER = (
    "The database is away now. Deleting what it holds of you is queued and will be done as soon as it is "
    "back, before anything else of you is written. To be sure, press *{show}* then: a restart of mine would "
    "empty the queue."
)
NOT_FORGOTTEN = (
    "What I count of you could not be deleted: the database doesn't let me. Whoever runs me finds the reason "
    "in the log; please try again later."
)
CHOICE_FORGOTTEN = "Your settings and our conversations are forgotten too."
CHOICE_NOT_FORGOTTEN = "Your settings could not be deleted; whoever runs me finds the reason in the log."
STILL_NOT_COUNTED = "Your wish not to be counted stays, or I would count you again."
KEPT_LATER = (
    "That holds from now on. The database is away, so the wish is only in my memory yet; it is written as "
    "soon as the database is back. If I am restarted before, press again."
)
NOT_KEPT = "That wish could not be kept: the database doesn't let me. Please try again later."

CONSOLE_KEPT = (
    "What you type here is kept in {file}, so that ↑ brings it back. Delete that file to forget it."
)
CONSOLE_NOT_KEPT = "What comes through a pipe is kept nowhere."
CONSOLE_COUNTED = (
    "Nothing of it leaves this computer. Of each reply the history counts the day, the outcome, the entry "
    "and how long it took, without your words; ARTICLE_BOT_HISTORY=off ends that."
)
CONSOLE_NOT_COUNTED = "Nothing of it leaves this computer, and nothing asked here is counted."


def found(counts: Mapping[str, int]) -> str:
    """Return what was found of a person, by table, in words; "" for nothing."""
    told = []
    for table, count in counts.items():
        one, several = KINDS.get(table, _OTHERS)
        if count:
            told.append(one if count == 1 else several.format(count=count))
    return wording.join(told, "and")
