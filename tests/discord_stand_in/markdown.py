"""Draw Discord's markdown as HTML, roughly."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from .mentions import EVERYONE, PLACE, ROLE, USER
from .state import Channel, Person

INLINE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\*\*(.+?)\*\*"), r"<b>\1</b>"),
    (re.compile(r"__(.+?)__"), r"<u>\1</u>"),
    (re.compile(r"(?<![\w*])\*(?!\s)(.+?)(?<!\s)\*(?!\w)"), r"<i>\1</i>"),
    (re.compile(r"(?<!\w)_(?!\s)(.+?)(?<!\s)_(?!\w)"), r"<i>\1</i>"),
    (re.compile(r"~~(.+?)~~"), r"<s>\1</s>"),
    (re.compile(r"\|\|(.+?)\|\|"), r'<span class="spoiler">\1</span>'),
)
LINK = re.compile(r"\[([^\]\n]+)\]\(&lt;?(https?://[^\s)]+?)(?:&gt;)?\)|\[([^\]\n]+)\]\((https?://[^\s)]+)\)")
BARE = re.compile(r"(?<![\">=])(?:&lt;)?(https?://[^\s<>\"]+?)(?:&gt;|(?=[\s)\]]|$))")
COMMAND = re.compile(r"&lt;/([^:]+):\d+&gt;")
TIME = re.compile(r"&lt;t:(\d+)(?::\w)?&gt;")
HEADS = (("### ", "h3"), ("## ", "h2"), ("# ", "h1"), ("-# ", "small"), ("> ", "blockquote"))


def draw(text: str, channel: Channel, people: dict[int, Person], *, links: bool = True) -> str:
    """Return text as HTML; `links` is off where Discord shows plain text, as in footers."""
    kept: list[str] = []

    def keep(piece: str) -> str:
        kept.append(piece)
        return f"\x00{len(kept) - 1}\x00"

    text = re.sub(
        r"```(?:\w*\n)?(.*?)```", lambda m: keep(f"<pre>{html.escape(m[1])}</pre>"), text, flags=re.S
    )
    text = re.sub(r"`([^`\n]+)`", lambda m: keep(f"<code>{html.escape(m[1])}</code>"), text)
    text = re.sub(r"\\([*_~`|<>#\\\[\]()-])", lambda m: keep(html.escape(m[1])), text)
    text = _mentions(text, channel, people, keep)
    lines = [_line(line, keep, links=links) for line in html.escape(text, quote=False).split("\n")]
    drawn = "\n".join(lines)
    for _ in range(3):
        drawn = re.sub("\x00(\\d+)\x00", lambda m: kept[int(m[1])], drawn)
    # A block brings its own line break.
    return re.sub(r"(</(?:h1|h2|h3|small|blockquote|pre|li)>)\n", r"\1", drawn)


def _mentions(text: str, channel: Channel, people: dict[int, Person], keep: Callable[[str], str]) -> str:
    def mark(shown: str, sign: str = "@") -> str:
        return keep(f'<span class="mention">{sign}{html.escape(shown)}</span>')

    roles = {str(r.id): r.name for r in (channel.guild.roles if channel.guild else [])}
    places = {str(c.id): c.name for c in (channel.guild.channels if channel.guild else [])}
    text = PLACE.sub(lambda m: mark(places[m[1]], "#") if m[1] in places else m[0], text)
    text = USER.sub(lambda m: mark(people[int(m[1])].name) if int(m[1]) in people else m[0], text)
    text = ROLE.sub(lambda m: mark(roles[m[1]]) if m[1] in roles else m[0], text)
    return EVERYONE.sub(lambda m: mark(m[1]), text)


def _line(line: str, keep: Callable[[str], str], *, links: bool) -> str:
    start, tag = "", ""
    plain = line.replace("&gt; ", "> ", 1) if line.startswith("&gt; ") else line
    for sign, name in HEADS:
        if plain.startswith(sign):
            start, tag, line = sign, name, plain[len(sign) :]
            break
    if not start and re.match(r"\s*[-*] ", line):
        tag, line = "li", re.sub(r"^\s*[-*] ", "", line)
    if links:
        line = LINK.sub(lambda m: keep(_link(m[2] or m[4], m[1] or m[3])), line)
        line = BARE.sub(lambda m: keep(_link(m[1], m[1])), line)
    line = COMMAND.sub(lambda m: keep(_command(m[1])), line)
    line = TIME.sub(lambda m: keep(f'<span class="time">time {m[1]}</span>'), line)
    for pattern, drawn in INLINE:
        line = pattern.sub(drawn, line)
    return f"<{tag}>{line}</{tag}>" if tag else line


def _link(address: str, shown: str) -> str:
    # The text is escaped by now, but for quotation marks.
    address = address.replace('"', "%22")
    return f'<a href="{address}" target="_blank" rel="noreferrer">{shown}</a>'


def _command(name: str) -> str:
    name = name.replace('"', "")
    return f'<span class="mention" data-command="{name}">/{name}</span>'
