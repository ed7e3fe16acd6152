"""Hold the sentences on where an answer came from: *Why?* and `explain --receipt`."""

from __future__ import annotations

WHY_BUTTON = "Why?"
TITLE = "Why this answer"
QUESTION = "You asked"
ENTRY = "Answered from"
ENTRY_NAMED = "“{question}” ({entry})"
NEAREST = "Nearest stored question"
NEAREST_LIKENESS = "“{phrasing}” (likeness {likeness:.2f})"
IN_CONTEXT = "read in the light of what was said before, or picked from a list"
SURENESS = "How sure"
PICKED = "it was picked, so there was nothing to decide"
MEASURED = (
    "{percent}: {word}. Of {questions:,} test questions with such a confidence {share} were right "
    "(at least {lower})"
)
NOT_MEASURED = (
    "{percent}: fewer than {fewest} test questions had such a confidence, so what it means is not measured"
)
RUNNER_UP = "Runner-up"
NO_RUNNER_UP = "none near"
UNKNOWN = "Words I didn't know"
FACTS = "Facts it rests on"
FACTS_OF = "{facts} ({part})"
CHANGED = "Changed since"
SAYS_NOW = "The answer was changed after this reply. It says now: {answer}"
GONE = "That entry is no longer part of what I know."
RECEIPT = "Receipt"
NOT_A_RECEIPT = (
    "that is not a receipt: one looks like w1:lin-estimate:0a1b2c3d:4e5f6a7b:970, and the button Why? shows "
    "it"
)
