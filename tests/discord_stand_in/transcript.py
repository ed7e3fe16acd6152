"""Tell what happened in plain text."""

from __future__ import annotations

import textwrap

from .mentions import readable
from .state import Channel, Json, Message, walk
from .world import Happening, World

WIDTH = 92


def write(world: World, note: str) -> str:
    """Return the story: who, where, what, with embeds and buttons drawn in characters."""
    lines = [f"({note})"]
    place: Channel | None = None
    for happening in world.story:
        if happening.channel is not place:
            place = happening.channel
            lines += ["", f"== {place.place} =="]
        lines += _lines(happening, world)
    if world.faults:
        lines += ["", f"== {len(world.faults)} fault(s) ==", *(f"- {fault}" for fault in world.faults)]
    return "\n".join(lines) + "\n"


def _lines(happening: Happening, world: World) -> list[str]:
    who, message = happening.who.name, happening.shown
    if happening.kind in ("post", "edit") and message is not None:
        return _message(message, world, edited=happening.kind == "edit")
    about = f" ({_short(message, world)})" if message is not None else ""
    acts = {
        "slash": f"* {who} runs {happening.text}",
        "menu": f"* {who} uses {happening.text}{about}",
        "click": f"* {who} {happening.text}",
        "select": f"* {who} {happening.text}",
        "modal": f"* {who} opens the form [{happening.text}]",
        "submit": f"* {who} sends the form {happening.text}",
        "delete": f"* {who} deletes{about}",
        "react": f"* {who} reacts with {happening.text}",
        "thread": f"* {who} starts the thread {happening.text!r}",
    }
    return acts[happening.kind].split("\n")


def _short(message: Message, world: World) -> str:
    text = " ".join(readable(message.everything, message.channel, world.people).split())
    return f'{message.author.name}: "{text[:50]}{"…" if len(text) > 50 else ""}"'


def _message(message: Message, world: World, *, edited: bool) -> list[str]:
    marks = []
    if edited:
        marks.append("edited")
    if message.only_for is not None:
        marks.append(f"only {message.only_for.name} can see this")
    if message.reference is not None:
        marks.append(f"replying to {_short(message.reference, world)}")
    if message.pinged and message.author is world.bot:
        marks.append("pings " + ", ".join(message.pinged))
    head = message.author.name + (" [APP]" if message.author.bot else "")
    head += f"  ({'; '.join(marks)})" if marks else ""
    body = _wrap(readable(message.text, message.channel, world.people))
    for embed in message.embeds:
        body += draw_embed(embed)
    body += draw_components(message.components)
    body += [f"[file {f.name}, {len(f.content)} bytes]" for f in message.files]
    return [head, *("    " + line for line in body)]


def _wrap(text: str, width: int = WIDTH) -> list[str]:
    lines: list[str] = []
    for line in text.split("\n") if text else []:
        lines += textwrap.wrap(line, width, break_on_hyphens=False) or [""]
    return lines


def draw_embed(embed: Json) -> list[str]:
    """Return an embed as lines behind a bar."""
    lines: list[str] = []
    author = (embed.get("author") or {}).get("name")
    if author:
        lines.append(author)
    if embed.get("title"):
        lines.append(f"**{embed['title']}**" + (f" <{embed['url']}>" if embed.get("url") else ""))
    lines += _wrap(embed.get("description") or "", WIDTH - 2)
    for field in embed.get("fields") or []:
        lines.append(f"  {field['name']}:")
        lines += ["    " + line for line in _wrap(field["value"], WIDTH - 6)]
    for key in ("image", "thumbnail"):
        if embed.get(key):
            lines.append(f"[{key} {embed[key].get('url')}]")
    footer = (embed.get("footer") or {}).get("text")
    if footer:
        lines += [f"_{line}_" for line in _wrap(footer, WIDTH - 4)]
    return ["| " + line for line in lines]


def draw_components(components: list[Json]) -> list[str]:
    """Return buttons, menus and text displays as lines."""
    lines: list[str] = []
    for row in components:
        texts: list[str] = []
        for each in walk([row]):
            if each.get("type") == 2:
                emoji = (each.get("emoji") or {}).get("name")
                label = " ".join(p for p in (emoji, each.get("label")) if p)
                link = f" -> {each['url']}" if each.get("url") else ""
                texts.append(f"[{label}{link}]" + (" (disabled)" if each.get("disabled") else ""))
            elif each.get("type") == 3:
                options = " / ".join(o["label"] for o in each.get("options") or [])
                texts.append(f"[v {each.get('placeholder') or 'choose'}: {options}]")
            elif each.get("type") == 10:
                lines += _wrap(each["content"])
        if texts:
            lines.append(" ".join(texts))
    return lines
