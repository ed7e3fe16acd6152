"""Draw what was posted as one self-contained HTML page, roughly as Discord shows it."""

from __future__ import annotations

import html
from pathlib import Path

from . import drawing
from .state import Channel, Person
from .world import World

STYLE = Path(__file__).parent / "browser" / "messages.css"


def write(world: World, viewer: Person | None) -> str:
    """Return the page: every channel in which something was posted, as one person sees it."""
    parts = [_channel(world, channel, viewer) for channel in world.channels.values()]
    faults = "\n".join(f"fault: {f}" for f in world.faults)
    told = f'<div class="faults">{html.escape(faults)}</div>' if faults else ""
    style = STYLE.read_text(encoding="utf-8")
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Stand-in</title>'
        f"<style>{style}</style></head><body>{told}{''.join(parts)}</body></html>"
    )


def _channel(world: World, channel: Channel, viewer: Person | None) -> str:
    posts = [m for m in world.in_channel(channel) if viewer is None or m.seen_by(viewer)]
    if not posts:
        return ""
    sign = "@" if channel.kind == "dm" else "#"
    name = world.bot.name if channel.kind == "dm" else channel.name
    where = f" {html.escape(channel.place)}" if channel.kind != "dm" else f" {channel.recipients[0].name}"
    drawn = "".join(drawing.message(world, m, viewer) for m in posts)
    return (
        f"<section><h4><span>{sign}</span> {html.escape(name)} <span>· {where}</span></h4>{drawn}</section>"
    )
