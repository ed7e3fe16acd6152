"""Record what the picture of the gaps shows."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from bot import wiring
from bot.settings import Settings
from tests.gaps.planted import PLANTED
from tests.gaps.simulation import Simulation
from tests.history_databases import Calendar, history_at

# How many people miss each of the planted gaps, in its variants by turns: more of some than of others.
PEOPLE = {"hospitals": 24, "dialects": 19, "water": 16, "patents": 13, "courts": 11}
DAYS = 12


def record_gaps(url: str, keys: Path, today: date) -> None:
    """Have people miss something within a month: a person of two months would count twice."""
    last = today if today.day >= DAYS else today.replace(day=1) - timedelta(days=1)
    calendar = Calendar(last)
    history = history_at(url, keys.parent, calendar, keys=keys)
    history.start()
    simulation = Simulation(history, calendar, wiring.build_assistant(Settings()), PLANTED)
    for gap, people in PEOPLE.items():
        for person in range(people):
            calendar.day = last - timedelta(days=DAYS - 1 - DAYS * person // people)
            variants = PLANTED[gap]
            simulation.ask_once(variants[person % len(variants)], gap, 10**17 + person)
        assert history.flush(20)
    history.close()
