"""Hold what the commands for maintainers say: check, evaluate, explain, diff."""

from __future__ import annotations

from bot.wording import join

CHECKING = "Trying every phrasing with itself left out; this takes a few seconds …"
CHECKED = "{entries} entries, {questions} questions ({not_told} of them not told by the article), {found}"
CHECKED_UNREADABLE = "The knowledge base can't be used: {found}"


def problems(errors: int, warnings: int) -> str:
    """Return numbers of errors and warnings in words."""
    counted = [
        f"{count} {word}{'' if count == 1 else 's'}"
        for count, word in ((errors, "error"), (warnings, "warning"))
        if count
    ]
    return join(counted, "and") or "no problems"


WHY_STORED = "Stored"
WHY_STORED_AS_IT_IS = "the question stands in the knowledge base as it is, which settles how sure I am"
WHY_KNOWN = "Known words"
WHY_SALIENT = "Unknown, rare (rarity)"
WHY_EVERYDAY = "Unknown, everyday"
WHY_PRESENT = "Mentioned"
WHY_NEAREST_NOT_TOLD = "Nearest not told"
WHY_ENTRIES = "The likeliest entries"

LEAVING_OUT = "Learning the knowledge base with each author left out; this takes a few seconds …"
OWN_PHRASINGS = (
    "The knowledge base's own phrasings, each predicted with its author left out. The thresholds were chosen "
    "on these very predictions, so the shares of unanswerable questions follow from the settings. One click "
    "counts the first choice only. The curve and the confidences are those of what others than the author "
    "asked."
)
LEARNED_ROUNDS = (
    "Learned rounds: these questions stand in the knowledge base, so this is no estimate for new ones; it "
    "shows what was forgotten."
)
PLOT_OWN_PHRASINGS = "Own phrasings, author left out"
PLOT_IS_PNG = "--plot writes PNG only: {file} should end in .png"
PLOT_NO_FOLDER = "--plot: there is no folder {folder}"
PLOT_NOT_WRITTEN = "{file} can't be written: {error}"

DIFF_LEARNING = "Learning {name}; this happens once after each change and takes a few seconds …"
DIFF_SAME_CONTENT = "Both sides hold the same knowledge."
DIFF_FAULTY = "{name} can't be used as a knowledge base:\n{error}"
DIFF_NOT_FOUND = "{name} is neither a folder nor a git revision of the repository that holds {folder}"
DIFF_AMBIGUOUS = "{name} is both a folder and a git revision: write ./{name} for the folder, or the commit"
DIFF_NO_FOLDER = "{name}: this revision has no folder {folder} ({error})"
DIFF_IDLE = "{count} of the questions in {file} are no losses; they can be taken out."
DIFF_TITLE = "Who gets a different answer"
DIFF_NOTHING = "{questions} questions asked on both sides: every reply is the same."
DIFF_SUMMARY = (
    "{questions} questions asked on both sides: {changes} replies differ, {losses} of them losses "
    "({unwanted} not wanted) and {gains} gains."
)
DIFF_ADDED = "New entries"
DIFF_REMOVED = "Entries gone"
DIFF_REWORDED = "Answers reworded"
DIFF_LOSSES = "Losses"
DIFF_WANTED = "Wanted losses"
DIFF_GAINS = "Gains"
DIFF_KINDS = {
    "other entry": "Answered by another entry",
    "other outcome": "Another kind of reply",
    "smaller margin": "Less sure by more than 0.2",
    "other choices": "Other choices offered",
    "other words": "The same entry in other words",
    "other reply": "Another reply without an answer",
    "same reply": "The same reply",
}
DIFF_MORE = "… and {left} more"
DIFF_ANSWERED = "{entries}"
DIFF_OFFERED = "offered {entries}"
DIFF_REFUSED = "refused"
DIFF_SOCIAL = "small talk"
