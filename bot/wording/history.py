"""Hold the sentences on the history: where it is kept, and what went wrong with it."""

from __future__ import annotations

OFF = "there is no history: it is switched off (ARTICLE_BOT_HISTORY=off)"
BAD_URL = (
    "ARTICLE_BOT_DATABASE_URL must look like sqlite:////folder/history.sqlite or "
    "postgresql://user:password@host/database"
)
NO_DRIVER = "PostgreSQL needs one more package: pip install 'article-bot[postgresql]' (or 'psycopg[binary]')"
DAMAGED = (
    "the history in {file} is damaged; it was moved to {aside}, and a new one is begun. Delete the old one: "
    "nothing in it is forgotten by itself"
)
NEWER = (
    "the history is by a newer version of the bot (step {found}): upgrade the bot, or set "
    "ARTICLE_BOT_DATABASE_URL to another database"
)
UNREACHABLE = "the history can't be used now ({why}): try again, or check ARTICLE_BOT_DATABASE_URL"
NOT_KEPT = "the history can't be written ({why}); {count} records lost since the last report, {waiting} wait"
WRITTEN_AGAIN = "the history is written again"
TOO_SLOW = "it is too slow"
TOO_MANY = "too much waits to be written to the history: try again later"
REFUSED = "nothing is recorded from now on: {why}"
REPLACED = "the history's file {file} was deleted or replaced: it is opened anew"
ENDED = "the history has ended: try again when the bot has started again"
LOST_AT_END = "the history could not be written before the end: {count} records are lost ({why})"
WISHES_LOST = (
    "who asked not to be counted could not be read from {aside} and has to ask again (/privacy), or put a "
    "backup in its place"
)
NO_KEY = "{file} is damaged, so nothing can be recorded: put a backup of it in its place, or delete it"
KEY_RENEWED = "{file} was damaged and is made anew: people of this month count twice"
NO_KEYS = "the history's keys can't be used now ({why})"
