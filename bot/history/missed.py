"""Read what enough people missed alike."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

from sqlalchemy import Connection, inspect, select

from bot.history.misses import LEFT_OUT, Threshold, people_in
from bot.history.tables import gap_texts, gaps, misses
from bot.history.values import Gap, Why


def read_gaps(connection: Connection, threshold: Threshold) -> tuple[Gap, ...]:
    """Return the groups that enough people are in, those with most people first; none in an older schema."""
    if not inspect(connection).has_table(gap_texts.name):
        return ()
    rows: defaultdict[int, list[tuple[date, str, Why]]] = defaultdict(list)
    for gap, day, person, why in connection.execute(
        select(misses.c.gap, misses.c.day, misses.c.person, misses.c.why)
    ):
        rows[gap].append((day, person, why))
    texts: defaultdict[int, list[str]] = defaultdict(list)
    for group, text in connection.execute(select(gap_texts.c.gap, gap_texts.c.text)):
        texts[group].append(text)
    found = []
    for group in connection.execute(select(gaps)):
        mine = rows[group.id]
        voices = [(day, person) for day, person, _ in mine]
        if not threshold.is_met(voices):
            continue
        days = sorted({day for day, _ in voices})
        found.append(
            Gap(
                id=group.id,
                people=people_in(voices),
                days=len(days),
                times=len(mine),
                first=days[0],
                last=days[-1],
                why=tuple(Counter(why for _, _, why in mine).most_common()),
                texts=tuple(sorted(texts[group.id], key=lambda text: (text.count(LEFT_OUT), text))),
                entry=group.entry,
                band=group.band,
            )
        )
    return tuple(sorted(found, key=lambda gap: (-gap.people, -gap.times, gap.id)))
