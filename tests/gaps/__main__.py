"""Print how well planted gaps are found, and what is kept of them: `python -m tests.gaps [ASKERS [SEED]]`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from bot import wiring
from bot.settings import Settings
from tests.gaps.planted import PLANTED
from tests.gaps.simulation import ASKERS, Simulation, measure
from tests.history_databases import Calendar, history_at

askers, seed = (*map(int, sys.argv[1:]), *(ASKERS, 1)[len(sys.argv) - 1 :])
with tempfile.TemporaryDirectory() as name:
    calendar = Calendar()
    history = history_at(f"sqlite:///{name}/history.sqlite", Path(name), calendar)
    history.start()
    simulation = Simulation(history, calendar, wiring.build_assistant(Settings()), PLANTED, askers=askers)
    simulation.run(seed)
    found = measure(simulation)
    print(found)  # noqa: T201  # what it is for
    for gap, texts in sorted(found.texts.items()):
        print(f"{gap or '(other)'}: {' | '.join(texts[:8])}")  # noqa: T201  # as above
    history.close()
