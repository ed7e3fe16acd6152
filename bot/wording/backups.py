"""Hold the sentences of `history`: backing up, restoring, exporting and deleting what was recorded."""

from __future__ import annotations

from collections.abc import Mapping

from bot import wording

NO_HISTORY = "there is no history yet: {file} is not there (check ARTICLE_BOT_DATABASE_URL)"
NO_TABLES = "there is no history yet in that database (check ARTICLE_BOT_DATABASE_URL)"
NO_FOLDER = "there is no folder {folder}"
EXISTS = "{file} is there already: choose another name, or move it away"
NO_BACKUP = "there is no file {file}"
NOT_A_BACKUP = "{file} is not a backup: those are made by “article-bot history backup FILE”"
BROKEN_BACKUP = "{file} can't be read as a backup ({why}): try another one"
NOT_BACKED_UP = "the history could not be backed up ({why}); nothing was written"
NOT_RESTORED = "the backup could not be restored ({why}); nothing has changed"
NOT_EXPORTED = "the history could not be exported ({why})"
NOT_DELETED = "the history could not be deleted ({why}); nothing has changed"

BACKING_UP, RESTORING, EXPORTING, DELETING = "Backing up", "Restoring", "Exporting", "Deleting"
BACKED_UP = "Backed up to {file}: {rows}."
KEYS_STAY = (
    "The keys are not in it, so that nobody can tell from it who anybody was; they stay in {folder}. Where "
    "it is restored elsewhere, those who asked not to be counted are known only with the key "
    "{folder}/lasting: copy that file by itself, never together with a backup."
)
BACKUPS_REMEMBER = (
    "Who asks to be forgotten from now on still stands in this file: delete it when it is older than you "
    "need it to be."
)
RESTORED = "Restored from {file}: {rows}. What was there before is in {aside}."
WISHES_UNKNOWN = (
    "Careful: in this backup {count} asked not to be counted, under another key than {key}, so they would be "
    "counted again. Put the key that belongs to the backup there before the bot runs on, or tell people to "
    "press “Don't count me” in /privacy anew."
)
RESTART = "A bot that runs now learns of wishes not to be counted when it is restarted."
EXPORTED = "Exported to {file}: {count} rows."
NOTHING_BEFORE = "Nothing is older than {day}."
ASK_DELETE = "Delete for good everything before {day}: {rows}? Type yes: "
NEEDS_YES = "nobody can be asked here whether to delete {rows}: add --yes"
LEFT = "Nothing was deleted."
DELETED = "Deleted everything before {day}: {rows}."
NOT_WIPED = (
    "The rows are gone, but some of their bytes still stand on the disk: it is full, or something uses the "
    "history all the time. The same command again wipes them."
)
NO_DAY = "“{given}” is no day: write it like 2026-03-31"


def rows(counts: Mapping[str, int]) -> str:
    """Return numbers of rows in words."""
    return wording.join([f"{count} {name}" for name, count in counts.items() if count], "and") or "no rows"
