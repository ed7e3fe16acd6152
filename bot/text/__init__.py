"""Say what counts as the same words: Unicode, case, contractions, figures, stems."""

from bot.text.chat import strip_chat
from bot.text.language import language_of
from bot.text.several import questions_in
from bot.text.words import plain, repeated_letters_cut, stem, words

__all__ = ["language_of", "plain", "questions_in", "repeated_letters_cut", "stem", "strip_chat", "words"]
