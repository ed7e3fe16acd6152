"""Hold what is said at the console's prompt, and how it explains its decisions."""

from __future__ import annotations

BANNER = "I answer questions about {headline}."
BANNER_HINT = "Ask in your own words. /help shows the commands; Ctrl-D or /quit leaves."
ASK_NEXT = "You might ask next (type the number):"
NO_SUCH_CHOICE = "There is no choice {number}. Type a number from 1 to {last}, or a question."
ONLY_CHOICE = "There is no choice {number}. Type 1, or a question."
UNKNOWN_COMMAND = "There is no command {name}. /help lists them."
UNKNOWN_COMMAND_NEAR = "There is no command {name}. Did you mean {near}? /help lists them all."
CONSOLE_HELP = (
    "Type a question and press Enter. Where I offer numbered questions, type a number to pick one. "
    "Follow-ups such as “why?” or “and how much?” are understood."
)
CONSOLE_COMMANDS = {
    "/stats": "the article's key figures",
    "/stat NAME": "one figure and what it means",
    "/topics": "what you can ask about",
    "/source": "which article this is",
    "/why": "how I decided on your last question",
    "/privacy": "what is kept of what you type",
    "/help": "this page",
    "/quit": "leave",
}
CONSOLE_KEYS = "Tab completes, ↑ brings back earlier questions, Ctrl-C clears the line, Ctrl-D leaves."
FIGURE = "{label}: {shown}"
FIGURE_PUBLISHED = "Published"
NO_STATISTICS = "This knowledge base lists no key figures."

WHY_NOTHING = "Nothing has been asked yet. Ask something first; then /why tells how I decided."
WHY_PICKED = "You picked that question from a list, so there was nothing to decide: it is the entry {entry}."
WHY_QUESTION = "You asked"
WHY_READ_AS = "I read it as"
WHY_OUTCOME = "So I"
WHY_ANSWERED = "answered with the entry {entry}"
WHY_UNSURE = "offered choices"
WHY_DECLINED = "said that the article doesn't tell"
WHY_SOCIAL = "took it for small talk"
WHY_WORDS = "Words"
WHY_NO_WORDS = "none that I could go by"
WHY_SURENESS = "How sure"
WHY_THRESHOLDS = (
    "{sure} that the likeliest entry answers it; I answer from {answer} and offer choices from {offer}"
)
WHY_BEST = "Likeliest"
WHY_RUNNER_UP = "Runner-up"
WHY_NOT_TOLD = "Not told"
WHY_SMALL_TALK = "Small talk"
WHY_CANDIDATE = "{target}, score {score:.2f}; nearest phrasing “{phrasing}” (likeness {likeness:.2f})"
WHY_UNKNOWN = "Unknown words"
WHY_LACKING = "Not mentioned"
WHY_REPAIRED = "Repaired words"
WHY_FOR = "What spoke for the likeliest entry"
WHY_AGAINST = "What spoke against it"
