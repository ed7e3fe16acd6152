"""Draw what was posted as one self-contained HTML page, roughly as Discord shows it."""

from __future__ import annotations

import html

from .interactions import COMMAND, Interaction
from .markdown import draw
from .mentions import readable
from .state import Channel, Json, Message, Person
from .world import World

AVATARS = ("#5865f2", "#757e8a", "#3ba55c", "#faa61a", "#ed4245", "#eb459f")
BUTTONS = {1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "secondary", 6: "primary"}

STYLE = """
* { box-sizing: border-box }
body { margin: 0; background: #313338; color: #dbdee1;
  font: 16px/1.375 "gg sans", "Noto Sans", "Liberation Sans", "DejaVu Sans", Helvetica, Arial, sans-serif }
h4 { margin: 0; padding: 12px 16px; border-bottom: 1px solid #26272b; color: #f2f3f5; font-size: 16px }
h4 span { color: #80848e; font-weight: 400 }
section { padding-bottom: 20px }
.message { position: relative; padding: 4px 48px 4px 72px; margin-top: 14px; min-height: 48px }
.message.hidden { background: rgba(88,101,242,.08) }
.message.pinged { background: rgba(240,178,50,.09) }
.avatar { position: absolute; left: 16px; width: 40px; height: 40px; border-radius: 50%; color: #fff;
  text-align: center; line-height: 40px; font-weight: 600 }
.name { color: #f2f3f5; font-weight: 500; margin-right: 5px }
.when { color: #949ba4; font-size: 12px }
.app { background: #5865f2; color: #fff; border-radius: 3px; font-size: 10px; font-weight: 600;
  padding: 1px 4px; margin-right: 5px; vertical-align: 2px }
.above { color: #b5bac1; font-size: 14px; margin: 0 0 4px -18px; white-space: nowrap; overflow: hidden;
  text-overflow: ellipsis; max-width: 620px }
.above b { color: #f2f3f5; font-weight: 500 }
.above:before { content: "╭─ "; color: #4e5058 }
.text, .value { white-space: pre-wrap; overflow-wrap: anywhere }
.edited { color: #949ba4; font-size: 10px }
a { color: #00a8fc; text-decoration: none }
.mention { background: rgba(88,101,242,.3); color: #c9cdfb; border-radius: 3px; padding: 0 2px;
  font-weight: 500 }
code { background: #2b2d31; border-radius: 4px; padding: 1px 4px; font-size: 85% }
pre { background: #2b2d31; border: 1px solid #1e1f22; border-radius: 4px; padding: 7px; margin: 6px 0 }
blockquote { margin: 0; padding-left: 12px; border-left: 4px solid #4e5058 }
small { display: block; color: #949ba4; font-size: 13px }
h1, h2, h3 { margin: 8px 0 4px; line-height: 1.2; color: #f2f3f5 }
h1 { font-size: 24px }
h2 { font-size: 20px }
h3 { font-size: 16px }
li { margin-left: 18px; white-space: normal }
.spoiler, .time { background: #404249; border-radius: 3px; padding: 0 2px }
.embed { display: inline-grid; max-width: 516px; background: #2b2d31; border-left: 4px solid #1e1f22;
  border-radius: 4px; padding: 8px 16px 16px 12px; margin-top: 4px; font-size: 14px; position: relative }
.embed .author { font-weight: 600; color: #f2f3f5; margin-top: 8px }
.embed .title { font-size: 16px; font-weight: 600; color: #f2f3f5; margin-top: 8px }
.embed .body { margin-top: 8px; white-space: pre-wrap; overflow-wrap: anywhere }
.fields { display: grid; grid-template-columns: repeat(12, 1fr); gap: 8px; margin-top: 8px }
.field b { color: #f2f3f5; font-weight: 600; display: block }
.foot { margin-top: 8px; font-size: 12px }
.picture { margin-top: 12px; background: #1e1f22; border-radius: 4px; padding: 24px; color: #949ba4 }
.row { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 8px }
.button { border-radius: 8px; padding: 0 16px; height: 32px; line-height: 32px; color: #fff;
  font-size: 14px; font-weight: 500; max-width: 400px; overflow: hidden; text-overflow: ellipsis;
  white-space: nowrap }
.primary { background: #5865f2 }
.secondary { background: #4e5058 }
.success { background: #248046 }
.danger { background: #da373c }
.off { opacity: .5 }
.menu { background: #1e1f22; border-radius: 4px; padding: 8px 12px; width: 400px; color: #949ba4;
  font-size: 14px }
.menu i { float: right; font-style: normal }
.hint { color: #949ba4; font-size: 12px; margin-top: 4px }
.hint a { margin-left: 4px }
.file { background: #2b2d31; border: 1px solid #232428; border-radius: 8px; padding: 12px; margin-top:
  8px; width: 400px }
.box { background: #2b2d31; border: 1px solid #393a41; border-radius: 8px; padding: 12px; margin-top: 6px;
  max-width: 600px }
.act { color: #949ba4; font-size: 13px; padding: 6px 16px 0 72px }
hr { border: 0; border-top: 1px solid #3f4147 }
.faults { background: #da373c; color: #fff; padding: 12px 16px; white-space: pre-wrap }
"""


def write(world: World, viewer: Person | None) -> str:
    """Return the page: every channel in which something was posted, as one person sees it."""
    parts = [_channel(world, channel, viewer) for channel in world.channels.values()]
    faults = "\n".join(f"fault: {f}" for f in world.faults)
    told = f'<div class="faults">{html.escape(faults)}</div>' if faults else ""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Stand-in</title>'
        f"<style>{STYLE}</style></head><body>{told}{''.join(parts)}</body></html>"
    )


def _channel(world: World, channel: Channel, viewer: Person | None) -> str:
    posts = [m for m in world.in_channel(channel) if viewer is None or m.seen_by(viewer)]
    if not posts:
        return ""
    sign = "@" if channel.kind == "dm" else "#"
    name = world.bot.name if channel.kind == "dm" else channel.name
    where = f" {html.escape(channel.place)}" if channel.kind != "dm" else f" {channel.recipients[0].name}"
    drawn = "".join(_message(world, m) for m in posts)
    return (
        f"<section><h4><span>{sign}</span> {html.escape(name)} <span>· {where}</span></h4>{drawn}</section>"
    )


def _message(world: World, message: Message) -> str:
    author, channel = message.author, message.channel
    colour = AVATARS[list(world.people).index(author.id) % len(AVATARS)]
    classes = "message" + " hidden" * message.ephemeral + " pinged" * bool(message.pinged and author.bot)
    body = [
        f'<div class="avatar" style="background:{colour}">{html.escape(author.name[0].upper())}</div>',
        f'<span class="name">{html.escape(author.name)}</span>',
        '<span class="app">APP</span>' if author.bot else "",
        f'<span class="when">{message.sent_at:%H:%M}</span>',
    ]
    if message.text:
        edited = ' <span class="edited">(edited)</span>' if message.edited else ""
        body.append(f'<div class="text">{draw(message.text, channel, world.people)}{edited}</div>')
    body += [embed(e, channel, world.people) for e in message.embeds]
    body += [components([c], channel, world.people) for c in message.components]
    body += [
        f'<div class="file">▤ {html.escape(f.name)} <span class="when">{len(f.content)} bytes</span></div>'
        for f in message.files
    ]
    if message.edited and not message.text:
        body.append('<span class="edited">(edited)</span>')
    if message.reactions:
        body.append(
            f'<div class="row"><div class="button secondary">{" 1 · ".join(message.reactions)} 1</div></div>'
        )
    if message.ephemeral:
        body.append('<div class="hint">Only you can see this · <a>Dismiss message</a></div>')
    if message.loading:
        body.append(f'<div class="hint">{html.escape(author.name)} is thinking…</div>')
    return f'<div class="{classes}">{_above(world, message)}{"".join(body)}</div>'


def _above(world: World, message: Message) -> str:
    """Draw the line above a message: what it replies to, or which command called it."""
    if message.reference is not None:
        other = message.reference
        text = readable(other.text, other.channel, world.people) or "Click to see attachment"
        text = text if not other.deleted else "Original message was deleted"
        return f'<div class="above"><b>@{html.escape(other.author.name)}</b> {html.escape(text)}</div>'
    cause: Interaction | None = message.interaction
    if cause is not None and cause.kind == COMMAND:
        slash = "/" if (cause.command or {}).get("type", 1) == 1 else ""
        used = html.escape(slash + cause.command_path)
        return f'<div class="above"><b>{html.escape(cause.person.name)}</b> used <a>{used}</a></div>'
    return ""


def embed(body: Json, channel: Channel, people: dict[int, Person]) -> str:
    """Draw an embed with its coloured bar."""
    colour = f"#{body['color']:06x}" if body.get("color") is not None else "#1e1f22"
    parts: list[str] = []
    if (body.get("author") or {}).get("name"):
        parts.append(f'<div class="author">{html.escape(body["author"]["name"])}</div>')
    if body.get("title"):
        title = draw(body["title"], channel, people)
        parts.append(f'<div class="title">{f"<a>{title}</a>" if body.get("url") else title}</div>')
    if body.get("description"):
        parts.append(f'<div class="body">{draw(body["description"], channel, people)}</div>')
    fields = [
        f'<div class="field" style="grid-column: span {4 if f.get("inline") else 12}">'
        f"<b>{draw(f['name'], channel, people)}</b>"
        f'<div class="value">{draw(f["value"], channel, people)}</div></div>'
        for f in body.get("fields") or []
    ]
    if fields:
        parts.append(f'<div class="fields">{"".join(fields)}</div>')
    parts += [
        f'<div class="picture">{key}: {html.escape(str(body[key].get("url")))}</div>'
        for key in ("image", "thumbnail")
        if body.get(key)
    ]
    foot = [t for t in ((body.get("footer") or {}).get("text"), body.get("timestamp")) if t]
    if foot:
        parts.append(f'<div class="foot">{html.escape(" • ".join(foot))}</div>')
    return f'<div><div class="embed" style="border-left-color:{colour}">{"".join(parts)}</div></div>'


def components(rows: list[Json], channel: Channel, people: dict[int, Person]) -> str:
    """Draw buttons, menus, text displays and the boxes around them."""
    drawn: list[str] = []
    for each in rows:
        kind = each.get("type")
        inner = components(each.get("components") or [], channel, people)
        if kind == 1:
            drawn.append(f'<div class="row">{inner}</div>')
        elif kind == 2:
            drawn.append(_button(each))
        elif kind in (3, 5, 6, 7, 8):
            text = html.escape(each.get("placeholder") or "Make a selection")
            drawn.append(f'<div class="menu">{text}<i>⌄</i></div>')
        elif kind == 10:
            drawn.append(f'<div class="text">{draw(each["content"], channel, people)}</div>')
        elif kind == 14:
            drawn.append("<hr>")
        elif kind in (9, 17):
            side = components([each["accessory"]], channel, people) if each.get("accessory") else ""
            drawn.append(f'<div class="box">{inner}{side}</div>')
        else:
            drawn.append(f'<div class="picture">component of type {kind}</div>')
    return "".join(drawn)


def _button(button: Json) -> str:
    emoji = (button.get("emoji") or {}).get("name")
    label = html.escape(" ".join(t for t in (emoji, button.get("label")) if t))
    arrow = " ↗" if button.get("url") else ""
    off = " off" if button.get("disabled") else ""
    return f'<div class="button {BUTTONS[button["style"]]}{off}">{label}{arrow}</div>'
