"""Run the bot with a German catalogue, which is all that another language takes."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cli import main as run
from bot.wording import catalogue

GERMAN = {
    "ask": "frage",
    "ask.about": "Stell eine Frage zum Artikel",
    "ask.question": "frage",
    "ask.question.about": "Deine Frage",
    "answer-this": "Beantworte das",
    "stats.about": "Die wichtigsten Zahlen des Artikels",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Add the language, and run the command line."""
    catalogue.CATALOGUE["de"] = GERMAN
    return run(arguments)
