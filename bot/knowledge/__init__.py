"""Turn a folder of YAML into a knowledge base, or name every problem in it at once.

What reads YAML is imported at its first use: a knowledge base that comes from the cache needs none of it.
"""

from typing import TYPE_CHECKING, Any

from bot.knowledge.encoding import from_json, to_json
from bot.knowledge.files import content_hash

if TYPE_CHECKING:
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


def __getattr__(name: str) -> Any:  # noqa: ANN401  # whatever the loader exports
    """Return what the loader exports."""
    if name in __all__:
        from bot.knowledge import loader

        return getattr(loader, name)
    raise AttributeError(name)
