"""Turn a folder of YAML into a knowledge base, or name every problem in it at once."""

from bot.knowledge.encoding import from_json, to_json
from bot.knowledge.files import content_hash
from bot.knowledge.loader import Reading, check_against_article, load, question_places, read

__all__ = [
    "Reading",
    "check_against_article",
    "content_hash",
    "from_json",
    "load",
    "question_places",
    "read",
    "to_json",
]
