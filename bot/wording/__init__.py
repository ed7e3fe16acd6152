"""Hold every sentence of the bot itself that a person can read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from bot.model import Answered, Article, Choice, Knowledge, Source, Sureness

ASK_SOMETHING = "Ask me something about the article, for example “{example}”."
NO = "No."
UNSURE = "I'm not sure which question you mean. Did you mean one of these?"
NOT_TOLD = "The article doesn't tell that."
NOT_MENTIONED = "The article doesn't mention {names}."
_MOST_NAMES = 3
NEAREST = "The nearest thing it does say:"
NEAREST_SEVERAL = "The nearest things it does say:"
SURENESS: dict[Sureness, str] = {
    "very": "very sure",
    "fairly": "fairly sure",
    "barely": "not very sure",
    "unmeasured": "how sure: not measured",
}
# By language code: the most spoken languages, and those that ask here most often.
OTHER_LANGUAGE = {
    "zh": "抱歉，我目前只懂英语。请用英语提问。",
    "hi": "क्षमा करें, मैं अभी केवल अंग्रेज़ी समझता हूँ। कृपया अंग्रेज़ी में पूछें।",
    "es": "Lo siento, por ahora solo entiendo inglés. Por favor, pregunta en inglés.",
    "fr": "Désolé, pour l'instant je ne comprends que l'anglais. Merci de poser la question en anglais.",
    "ar": "عذرًا، لا أفهم حاليًا سوى الإنجليزية. يُرجى طرح السؤال بالإنجليزية.",
    "bn": "দুঃখিত, আমি এখন শুধু ইংরেজি বুঝি। অনুগ্রহ করে ইংরেজিতে প্রশ্ন করুন।",
    "pt": "Desculpe, por enquanto só entendo inglês. Por favor, pergunte em inglês.",
    "ru": "Извините, пока я понимаю только английский. Пожалуйста, спросите по-английски.",
    "ur": "معذرت، میں فی الحال صرف انگریزی سمجھتا ہوں۔ براہِ کرم انگریزی میں پوچھیں۔",
    "id": "Maaf, saat ini saya hanya mengerti bahasa Inggris. Silakan bertanya dalam bahasa Inggris.",
    "de": "Entschuldigung, ich verstehe bisher nur Englisch. Bitte frag auf Englisch.",
    "ja": "申し訳ありません。今のところ英語しか分かりません。英語で質問してください。",
    "ko": "죄송합니다. 아직은 영어만 이해합니다. 영어로 질문해 주세요.",
}
LEARNING = "Learning the knowledge base; this happens once after each change and takes a few seconds …"


def join(names: list[str], last: str = "or") -> str:
    """Return `A`, `A or B`, or `A, B or C`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def not_mentioned(names: Sequence[str], rest: str) -> str:
    """Return that these names are not in the article, and go on with another sentence on it."""
    missing = NOT_MENTIONED.format(names=join(list(names[:_MOST_NAMES])))
    return f"{missing} {rest.replace('The article', 'It', 1) if rest.startswith('The article') else rest}"


def day(iso: str) -> str:
    """Return an ISO date as `February 10, 2026`."""
    when = date.fromisoformat(iso)
    return f"{when:%B} {when.day}, {when.year}"


def answer(reply: Answered) -> str:
    """Return an answer as people read it, a denial first."""
    return f"{NO} {reply.entry.answer}" if reply.denies else reply.entry.answer


def citation(reply: Answered) -> str:
    """Return where an answer comes from, and how sure it is, in one line without the link."""
    cited = f"{reply.source.label} · {published(reply.source)}"
    return f"{cited} · {SURENESS[reply.sureness]}" if reply.sureness else cited


def published(of: Article | Source) -> str:
    """Return who published the article, and when."""
    return f"{of.publisher}, {day(of.published)}"


def headline(article: Article) -> str:
    """Return what the bot answers about, in one line."""
    return f"“{article.title}” ({published(article)})"


def nearest(choices: Sequence[Choice]) -> list[str]:
    """Return lines that offer the nearest things the article does say."""
    if not choices:
        return []
    return [
        NEAREST if len(choices) == 1 else NEAREST_SEVERAL,
        *(f"{at}. {each.question}" for at, each in enumerate(choices, start=1)),
    ]


# --- Discord -----------------------------------------------------------------------------------

LOGIN_PLACE = "discord.com/developers/applications, your application, Bot, Reset Token"
LOGIN_MISSING = (
    "There is no bot token. Take it from " + LOGIN_PLACE + ", and put it into .env as DISCORD_TOKEN=…"
)
LOGIN_MALFORMED = "DISCORD_TOKEN is not a bot token: {why}. The token is at " + LOGIN_PLACE + "."
HAS_STRANGE_CHARACTERS = "it has blanks, quotes or other characters that no token has"
IS_APPLICATION_ID = "it looks like the application's ID"
IS_PUBLIC_KEY = "it looks like the application's public key"
IS_OAUTH_KEY = "it looks like the application's client secret"
LOGIN_REFUSED = "Discord refuses the token in DISCORD_TOKEN. Make a new one at " + LOGIN_PLACE + "."
INTENTS_REFUSED = (
    "Discord refuses the bot's intents ({code}). It needs no privileged one; check that the token belongs to "
    "this bot."
)
ACCESS_REFUSED = (
    "Discord refuses access while {doing} ({error}). Invite the bot again with the first link of "
    "“article-bot invite”, which has the scopes “bot” and “applications.commands” and the permissions "
    "it needs."
)
DOING_LOGIN = "logging in"
DOING_SYNC = "registering the commands"
COMMANDS_REFUSED = "Discord does not take the bot's commands: {error}"
NO_NETWORK = "Discord can't be reached ({why}); trying again in {seconds} s."
READY = "Ready as {name}, in {servers}. Ask with a mention, a direct message or /ask."
SYNCHRONISED = "Commands registered: {names}."
UNCHANGED = "Commands are registered already; nothing to change."
CONNECTION_LOST = "The connection to Discord was lost ({why}); trying again in %.0f s."
PERMISSION_MISSING = "Can't answer properly in {place}: the bot lacks {permissions}. Grant them to its role."
FAILED_IN_LOG = "Failure {id} in {place}: {error}"
NO_SUGGESTIONS = "Somebody typing /{command} saw no suggestions: {error}"
UNCAUGHT = "An error that nothing took care of"
STRAY_IN_LOG = "Refused a command in {place} that isn't one of these, or not in this form ({why})"

FAILED = (
    "Something went wrong on my side, so there is no answer this time. If you report it, give the number "
    "{id}."
)
OUTDATED_BUTTON = "That button is from an earlier version of what I know. Please ask the question again."
UNKNOWN_BUTTON = "I don't know that button. Please ask your question again."
UNKNOWN_FORM = "I don't know that form. Please open it again."
UNKNOWN_COMMAND = "I don't know that command, or not in this form. Please reload Discord and try again."
NO_TEXT_THERE = "There is no text in that message that I could answer."
ONLY_PEOPLE = "I answer people's messages only, not those of bots."
CANNOT_READ = (
    "Discord doesn't show me the text of replies to command answers. Mention me with your question, or use "
    "{ask}."
)
UNKNOWN_STATISTIC = "The article has no figure called “{name}”. It has: {known}."
SOURCE_BUTTON = "Read the article"
FIGURES_TITLE = "The article's key figures"
FIGURES_HINT = "More on one of them: {stat}"
FIGURE_PERIOD = "Period"
FIGURE_NO_PERIOD = "not given"
FIGURE_SOURCE = "Who says so"
FIGURE_PART = "Part of the article"
TOPICS_TITLE = "What you can ask about"
SOURCE_TITLE = "Where the answers come from"
SOURCE_TEXT = (
    "Every answer is a short summary of a passage in {headline}. I only know this one article, and say "
    "so when it doesn't tell."
)
HELP_TITLE = "How to ask"
HELP_LINES = (
    "{ask}: type a question, or pick one as you type",
    "mention me with a question, write me directly, or reply to an answer of mine",
    "right-click a message, Apps, “Answer this”: I answer what it asks",
    "{stats}, {stat} and {compare}: the article's key figures, one of them, two side by side",
    "{topics}: what you can ask about; {quiz}: five questions to you",
    "{source}: which article this is; {about}: how often I am right, and who runs me",
    "{settings}: plain text for you; {setup}: how I behave in a server, for those who manage it",
    "{usage}: what was asked and answered there, for the same people",
    "{gaps}: what people asked and didn't get, for whoever runs me",
    "{privacy}: what I keep, and how I forget you",
)
HELP_ABOUT = "I answer questions about {headline}, each with the part of the article it rests on."
ANSWER_THIS = "Answer this"

_LONGEST_NAME = 2
_NAME = re.compile(r"[^\W\d_]+")
_THE_US = re.compile(r"\bthe us\b")  # "us" alone may be the pronoun.
_ASKING_WORDS = frozenset(
    word
    for line in (
        "what whats what's who whos who's whose why how hows how's when where which is isn't are aren't",
        "was were do does doesn't did didn't will won't would can can't could should has have had am",
        "according",
    )
    for word in line.split()
)


def proper_names(knowledge: Knowledge) -> dict[str, str]:
    """Return how the article writes its names, by their lower-case words."""
    facts = (fact.split() for part in knowledge.article.parts for fact in part.facts)
    return {
        word.casefold(): word
        for fact in facts
        if len(fact) <= _LONGEST_NAME and all(word.isalpha() and word[0].isupper() for word in fact)
        for word in fact
        if word.casefold() != "us"
    }


def shown_question(question: str, names: Mapping[str, str]) -> str:
    """Return a stored question as a sentence, its names written as in the article."""
    text = _NAME.sub(lambda found: names.get(found[0].casefold(), found[0]), question.strip())
    text = _THE_US.sub("the US", text)
    if not text:
        return text
    first = text.split(maxsplit=1)[0].casefold().replace("’", "'")
    mark = "?" if first in _ASKING_WORDS and text[-1].isalnum() else ""
    return text[0].upper() + text[1:] + mark


def servers(count: int) -> str:
    """Return a number of servers in words."""
    return "1 server" if count == 1 else f"{count} servers"


# --- Console and command line --------------------------------------------------------------------

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
NONE = "none"

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

CHECKING = "Trying every phrasing with itself left out; this takes a few seconds …"
CHECKED = "{entries} entries, {questions} questions ({not_told} of them not told by the article), {found}"
CHECKED_UNREADABLE = "The knowledge base can't be used: {found}"


def percent(share: float) -> str:
    """Return a share between 0 and 1 in percent."""
    return f"{100 * share:.0f}%"


def problems(errors: int, warnings: int) -> str:
    """Return numbers of errors and warnings in words."""
    counted = [
        f"{count} {word}{'' if count == 1 else 's'}"
        for count, word in ((errors, "error"), (warnings, "warning"))
        if count
    ]
    return join(counted, "and") or "no problems"


# --- Tools -----------------------------------------------------------------------------------------

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
