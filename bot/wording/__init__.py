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


# --- figures and topics, in Discord and at the console ---------------------------------------------

NONE = "none"
UNKNOWN_STATISTIC = "The article has no figure called “{name}”. It has: {known}."
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
HELP_ABOUT = "I answer questions about {headline}, each with the part of the article it rests on."

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


def percent(share: float) -> str:
    """Return a share between 0 and 1 in percent."""
    return f"{100 * share:.0f}%"
