"""Hold the sentences on the history: where it is kept, and what went wrong with it."""

from __future__ import annotations

OFF = "there is no history: it is switched off (ARTICLE_BOT_HISTORY=off)"
BAD_URL = (
    "ARTICLE_BOT_DATABASE_URL must look like sqlite:////folder/history.sqlite or "
    "postgresql://user:password@host/database"
)
NO_DRIVER = "PostgreSQL needs one more package: pip install 'article-bot[postgresql]' (or 'psycopg[binary]')"
DAMAGED = "the history in {file} is damaged; it was moved to {aside}, and a new one is begun"
NEWER = (
    "the history is by a newer version of the bot (step {found}): upgrade the bot, or set "
    "ARTICLE_BOT_DATABASE_URL to another database"
)
UNREACHABLE = "the history can't be used now ({why}): try again, or check ARTICLE_BOT_DATABASE_URL"
NO_KEYS = "the keys beside the history can't be read or made ({why}), so nothing is recorded"
NOT_KEPT = "the history can't be written ({why}); {count} lost since the last report, {waiting} wait"
REFUSED = "nothing is recorded from now on: {why}"
STILL_WAITING = "the history could not be written before the end: {count} records are lost ({why})"
