"""Put the pieces together, in the one place that knows them all."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot import knowledge as knowledge_folder
from bot.assistant import Assistant
from bot.errors import SettingsError
from bot.matching import storage, thresholds
from bot.matching.matcher import Matcher
from bot.matching.state import State
from bot.model import Knowledge
from bot.settings import Settings
from bot.starting import without_collecting

if TYPE_CHECKING:
    from bot.history.database import HistoryPlace
    from bot.history.recording import History
    from bot.preferences import Preferences

_log = logging.getLogger(__name__)
_PACKAGE = Path(__file__).parent


def shipped_knowledge() -> Path:
    """Return the knowledge folder that comes with the package, or the checkout's own."""
    inside = _PACKAGE / "shipped" / "knowledge"
    return inside if inside.is_dir() else _PACKAGE.parent / "knowledge"


def knowledge_path(settings: Settings) -> Path:
    """Return the folder that the settings point to; a SettingsError if it is not there."""
    folder = settings.knowledge or shipped_knowledge()
    if not folder.is_dir():
        raise SettingsError(
            f"there is no knowledge folder at {folder}: check --knowledge or ARTICLE_BOT_KNOWLEDGE"
        )
    return folder


def load_state(folder: Path, announce: Callable[[], None] = lambda: None) -> tuple[Knowledge, State]:
    """Return a folder's knowledge and trained state, from the shipped file, the cache or by training.

    `announce` is called before training, which takes seconds. Raises KnowledgeError.
    """
    key = storage.file_name(knowledge_folder.content_hash(folder))
    for file in (_PACKAGE / "shipped" / key, _cache_folder() / key):
        with without_collecting():
            found = storage.read(file)
            if found is not None:
                return knowledge_folder.from_json(json.loads(found[1])), found[0]
    knowledge = knowledge_folder.load(folder)
    announce()
    from bot.matching.training import train

    state, _ = train(knowledge)
    kept = json.dumps(knowledge_folder.to_json(knowledge))
    storage.write(_cache_folder() / key, storage.pack(state, kept))
    return knowledge, state


def build_assistant(settings: Settings, announce: Callable[[], None] = lambda: None) -> Assistant:
    """Return an assistant for the settings; raises SettingsError or KnowledgeError."""
    knowledge, state = load_state(knowledge_path(settings), announce)
    with without_collecting():
        return assistant_of(knowledge, state, settings)


def assistant_of(knowledge: Knowledge, state: State, settings: Settings) -> Assistant:
    """Return an assistant over a trained knowledge base, deciding by the risks that the settings state."""
    return Assistant(
        knowledge=knowledge,
        matcher=Matcher(state),
        thresholds=thresholds.choose(
            state, answer_risk=settings.answer_risk, unsure_risk=settings.unsure_risk
        ),
    )


def build_preferences(settings: Settings) -> Preferences:
    """Return what keeps people's preferences; raises SettingsError when their file can't be used."""
    from bot.preferences import FilePreferences  # only Discord needs them

    file = settings.preferences.expanduser() if settings.preferences else _data_folder() / "preferences.json"
    return FilePreferences(file, cooldown=settings.cooldown)


def utc_now() -> datetime:
    """Return the time in UTC."""
    return datetime.now(UTC)


def utc_today() -> date:
    """Return the day in UTC, so that a day is the same everywhere."""
    return utc_now().date()


def build_history(settings: Settings) -> History | None:
    """Return what records, not started yet; None where that is switched off. Raises HistoryError."""
    if not settings.history:
        return None
    # The database's libraries take a moment to import.
    from bot.history.misses import Threshold
    from bot.history.recording import History

    place = history_place(settings)
    return History(
        place.url,
        place.keys,
        days=settings.history_days,
        threshold=Threshold(settings.gap_people, settings.gap_days),
        today=utc_today,
        report=_log.warning,
    )


def history_place(settings: Settings) -> HistoryPlace:
    """Return where the history is, with its keys, whether anything is recorded or not; raises HistoryError.

    SQLite's file has its keys beside it, another database has them in the data folder.
    """
    from bot.history.database import HistoryPlace, checked_url, sqlite_file
    from bot.history.keys import Keys

    default = f"sqlite:///{_data_folder() / 'history.sqlite'}"
    url = checked_url(settings.database_url or default)
    file = sqlite_file(url)
    keys = file.with_name(f"{file.name}-keys") if file else _data_folder() / "history-keys"
    return HistoryPlace(url, Keys(keys, utc_today))


def _data_folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path("article-bot", appauthor=False)


def _cache_folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("article-bot", appauthor=False)
