"""Hold the sentences of /quiz."""

from __future__ import annotations

QUESTION_OF = "Question {at} of {count}"
FILL_GAP = "What belongs in the gap?"
WHICH_FIGURE = "Which figure is that?"
OF_PERIOD = "{label} ({period})"
RIGHT = "Right."
WRONG = "Not quite: it is {right}, not {chosen}."
RESULT = "You had {right} of {count} right"
ALL_RIGHT = "All {count} right!"
AGAIN = "Another round"
NOTHING_TO_ASK = "I know too few figures and names to make a quiz of them."
CHANGED = "What I know has changed since that question was asked, so that round is over."
