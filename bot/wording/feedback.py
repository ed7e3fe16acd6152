"""Hold the sentences on whether an answer helped: the buttons, the form, the word to the maintainers."""

from __future__ import annotations

from collections.abc import Mapping

HELPFUL_BUTTON = "Helpful"
UNHELPFUL_BUTTON = "Not helpful"
NOTED = {
    True: "Noted that this answer was helpful. Thank you.",
    False: "Noted that this answer was not helpful. Thank you for saying so.",
}
CHANGED = {
    True: "Changed your vote: this answer was helpful after all. Thank you.",
    False: "Changed your vote: this answer was not helpful after all. Thank you for saying so.",
}
NOT_COUNTED = "You asked not to be counted, so nothing is recorded."
OFF = "Nobody's votes are recorded here any more."
GONE = "That answer is no longer part of what I know, so there is nothing to vote on."
LOST = "Your vote could not be recorded just now. Please try again later."

# --- the form: labels have at most 45 characters, descriptions 100 ---------------------------------

SAY_WHY_BUTTON = "Say why…"
FORM_TITLE = "Why didn't the answer help?"
REASON_LABEL = "Reason"
REASONS = {
    "wrong": "It is wrong",
    "outdated": "It is out of date",
    "beside": "It doesn't answer my question",
    "other": "Something else",
}
WORDS_LABEL = "In your words, if you like"
WORDS_WHAT = "Goes to the maintainers' channel as it stands, without your name. I don't store it."
QUESTION_LABEL = "Your question"
QUESTION_WHAT = "Goes along with your words. Empty it to keep it to yourself."
THANKS = "Thank you. Your reason is noted."

# --- to the maintainers --------------------------------------------------------------------------

ANSWER = "“{question}” (`{entry}`)"
SAID = "Somebody found the answer to {answer} not helpful. {reason}."
SAID_WHY = "They say:"
SAID_ASKED = "They had asked:"
ALERT = (
    "**People don't find the answer to {answer} helpful**\n"
    "Of {votes} votes by {people} people on it as it stands, {helpful} say that it helped. The true share "
    "may be as low as {lower}; I speak up below {least}.\n"
    "{reasons}You hear of this wording once."
)
ALERT_REASONS = "Reasons given: {reasons}.\n"
ALERTED_IN_LOG = "People don't find {entry} helpful ({helpful} of {votes}); its maintainers were told"
NOT_CHECKED = "How helpful {entry} is could not be counted: {why}"


def reasons_given(reasons: Mapping[str, int]) -> str:
    """Return why an answer didn't help and how often that was said, the commonest first; empty for none."""
    ordered = sorted(reasons.items(), key=lambda each: (-each[1], each[0]))
    listed = ", ".join(f"{REASONS[name].lower()} ({count})" for name, count in ordered)
    return ALERT_REASONS.format(reasons=listed) if listed else ""
