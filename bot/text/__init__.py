"""Say what counts as the same words: Unicode, case, contractions, figures, stems."""

from bot.text.chat import strip_chat
from bot.text.language import language_of
from bot.text.several import asks, questions_in, without_joint
from bot.text.words import plain, repeated_letters_cut, stem, words

__all__ = [
    "asks",
    "language_of",
    "plain",
    "questions_in",
    "repeated_letters_cut",
    "stem",
    "strip_chat",
    "without_joint",
    "words",
]
