"""Train the shipped knowledge base once, before any test waits for it."""

from __future__ import annotations

import pytest

from bot import wiring
from bot.settings import Settings


@pytest.fixture(scope="session", autouse=True)
def trained() -> None:
    """Fill the cache: a fresh checkout learns for a minute, which no test's patience is meant for."""
    wiring.build_assistant(Settings())
