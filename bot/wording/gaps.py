"""Hold the sentences on gaps: what people asked and didn't get."""

from __future__ import annotations

from collections.abc import Mapping

TITLE = "What people asked and didn't get"
NOTHING = "Nothing yet: no question was missed alike by {people} people on {days} days."
ALL_SETTLED = "Every gap that was found is settled: the knowledge base has its questions, or answers them."
SETTLED = "{count} more settled by now"
PEOPLE = "{people} people on {days} days"
PEOPLE_ONE_DAY = "{people} people on one day"
LAST = "last on {day}"
NO_TEXT = "no text yet: each of the questions has a word that too few people used"
NEAREST = "nearest entry: “{entry}” ({probability})"
UNLIKELY = "under 1%"
PROPOSED: Mapping[str, str] = {
    "phrasing": "add as phrasing to “{target}”",
    "example": "add to “{target}” of what the article doesn't tell",
    "entry": "write a new entry",
}
WHY: Mapping[str, str] = {
    "declined": "declined",
    "unsure": "none of the choices fit",
    "unhelpful": "not helpful",
}
ONLY_OWNER = "Only whoever runs this bot can see that."
PAGE = "Page {page} of {pages}"
EARLIER, LATER = "Earlier", "More"
HOW_TO_APPLY = (
    "article-bot gaps --yaml FILE writes a patch from these: accept what you like in it, then apply it."
)

PATCH_HEAD = """\
# What people asked and didn't get, proposed for the knowledge base on {day}. Of each gap:
#   accept     yes or no: nothing is applied unless you say yes
#   add        phrasing (to an entry), example (to a group of what is not in the article) or entry (a new one)
#   to         the entry's or group's id; of a new entry the id that it shall have
#   questions  as people asked them: change them, add to them, take lines away
# A new entry needs `parts` and `answer` filled in. Then: article-bot gaps apply {file}
"""
PATCH_NOTHING = "# There is no gap to close now.\n[]\n"
PATCH_PARTLY = "Of these, words are left out: write them out to use one"
PATCH_NONE_WHOLE = "no question is whole yet; write one"
PATCH_ALSO = "else: {others}"
DIFF_IN_PATCH = "diff, if accepted alone: {gains} gained, {losses} lost of {questions} questions"
DIFF_NEEDS_YAML = "--diff belongs to --yaml FILE: the patch tells who would gain or lose"
DIFF_TRAINS = "Learning {count} proposals one by one, and asking each everything: some minutes each …"
DIFF_OF = "{number} of {count}: gap {gap}"
NO_COUNT = "“{given}” is no number of gaps: use 1 or more"

WRITTEN = (
    "{file} written: {count} proposals. Say yes to what you like in it, then: article-bot gaps apply {file}"
)
NOT_WRITTEN = "{file} can't be written: {why}"
NONE_ACCEPTED = "nothing is accepted in {file}: write `accept: yes` on what you like"
CHECKED = "checked; learning what was accepted, which takes a minute …"
APPLIED = "applied to {folder}: {files}"
NOT_APPLIED = "the knowledge base would have faults with that; nothing was changed:"
LOST = "some questions lose their answer with that ({count}, above): undo it in {folder} if that isn't wanted"

ISSUE_TITLE = "Gaps: {count} questions that people ask and don't get answered"
ISSUE_INTRO = (
    "Counted from {first} to {last}. A gap is listed when at least {people} people missed alike on {days} "
    "days; unknown words are left out of what they asked."
)
ISSUE_TODO = "To do: {proposed}; {nearest}"

BAD_PATCH = "{file} can't be applied:"
UNREADABLE = "{file} can't be read: {why}"
NOT_YES_OR_NO = "`accept` must be yes or no."
NO_SUCH_ENTRY = "There is no entry `{id}`. Use an id of `article-bot check`'s files, or `add: entry`."
NO_SUCH_GROUP = "There is no group `{id}` in not_in_article.yaml. Use one of its ids."
ID_TAKEN = "There is an entry or group `{id}` already. Give the new entry another id."
NO_QUESTIONS = "Nothing is listed under `questions`. Write at least one, or `accept: no`."
STILL_LEFT_OUT = "Words are left out of this question. Write what stands for …, or remove the line."
STORED = "The knowledge base has this question already. Remove the line."
TWICE = "This question stands above already. Remove one of the two."
ENTRY_LACKS = "A new entry needs `{name}`. Fill it in, or write `accept: no`."
