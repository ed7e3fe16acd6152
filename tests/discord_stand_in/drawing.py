"""Draw one posted message as HTML, roughly as Discord shows it."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Callable
from pathlib import PurePath

from .interactions import COMMAND, Interaction
from .markdown import draw
from .mentions import readable
from .state import CHANNEL_TYPES, Channel, File, Json, Message, Person, walk
from .world import World

AVATARS = ("#5865f2", "#757e8a", "#3ba55c", "#b4690e", "#d83c3e", "#c9358c")
BUTTONS = {1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "secondary", 6: "primary"}
# What Discord shows as a picture rather than as a file.
PICTURES = {
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
TEXT_MENU, CHANNEL_MENU = 3, 8
# A bot's face: a letter would often be a person's too.
ROBOT = (
    '<svg viewBox="0 0 24 24"><path d="M12 3v3M6 8h12a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-7'
    'a2 2 0 0 1 2-2zM9 12v2M15 12v2"/></svg>'
)
Address = Callable[[Message, File], str]


def inside(_: Message, file: File) -> str:
    """Return an address that holds the whole picture, for a page that stands alone."""
    return f"data:{picture_type(file)};base64,{base64.b64encode(file.content).decode()}"


def picture_type(file: File) -> str | None:
    """Return the type of a file that is shown as a picture, or None."""
    return PICTURES.get(PurePath(file.name).suffix.lower())


def colour_of(world: World, person: Person) -> str:
    """Return the colour of a person's avatar."""
    return AVATARS[list(world.people).index(person.id) % len(AVATARS)]


def message(world: World, post: Message, viewer: Person | None = None, address: Address = inside) -> str:
    """Draw a message as one person sees it, or as everyone does."""
    author, channel = post.author, post.channel
    pings = post.pinged and (author.bot if viewer is None else viewer.name in post.pinged)
    classes = "message" + " hidden" * post.ephemeral + " pinged" * bool(pings)
    name = html.escape(author.name)
    face = ROBOT if author.bot else html.escape(author.name[0].upper())
    body = [
        f'<div class="avatar" style="background:{colour_of(world, author)}">{face}</div>',
        f'<span class="name">{name}</span>',
        '<span class="app">APP</span>' if author.bot else "",
        f'<time class="when" datetime="{post.sent_at.isoformat()}">{post.sent_at:%H:%M}</time>',
    ]
    if post.text:
        edited = ' <span class="edited">(edited)</span>' if post.edited else ""
        body.append(f'<div class="text">{draw(post.text, channel, world.people)}{edited}</div>')
    inner = _Inner(post, world.people, address)
    body += [inner.embed(each) for each in post.embeds]
    body.append(inner.components(post.components))
    body += [inner.file(each) for each in post.files if each.name not in _in_embeds(post)]
    if post.edited and not post.text:
        body.append('<span class="edited">(edited)</span>')
    if post.reactions:
        shown = "".join(f'<span class="reaction">{html.escape(each)} 1</span>' for each in post.reactions)
        body.append(f'<div class="reactions">{shown}</div>')
    if post.ephemeral:
        body.append('<div class="hint">Only you can see this · <a data-dismiss>Dismiss message</a></div>')
    if post.loading:
        body.append(f'<div class="hint">{name} is thinking…</div>')
    return f'<div class="{classes}" data-message="{post.id}">{_above(world, post)}{"".join(body)}</div>'


def _above(world: World, post: Message) -> str:
    """Draw the line above a message: what it replies to, or which command called it."""
    if post.reference is not None:
        other = post.reference
        text = readable(other.text, other.channel, world.people) or "Click to see attachment"
        text = text if not other.deleted else "Original message was deleted"
        who = html.escape(other.author.name)
        return (
            f'<div class="above" data-jump="{other.id}"><b>@{who}</b> <span>{html.escape(text)}</span></div>'
        )
    cause: Interaction | None = post.interaction
    if cause is not None and cause.kind == COMMAND:
        slash = "/" if (cause.command or {}).get("type", 1) == 1 else ""
        used = html.escape(slash + cause.command_path)
        return f'<div class="above"><b>{html.escape(cause.person.name)}</b> used <a>{used}</a></div>'
    return ""


def _in_embeds(post: Message) -> set[str]:
    """Return the names of attachments that an embed or a gallery shows: they are not shown again."""
    urls = [str((e.get(key) or {}).get("url")) for e in post.embeds for key in ("image", "thumbnail")]
    urls += [str((c.get("media") or c.get("file") or {}).get("url")) for c in walk(post.components)]
    urls += [str(i["media"].get("url")) for c in walk(post.components) for i in c.get("items") or []]
    return {u.removeprefix("attachment://") for u in urls if u.startswith("attachment://")}


class _Inner:
    """Draw what a message holds: it knows the files and names that embeds and components refer to."""

    def __init__(self, post: Message, people: dict[int, Person], address: Address) -> None:
        self._post = post
        self._channel: Channel = post.channel
        self._people = people
        self._address = address

    def _draw(self, text: str) -> str:
        return draw(text, self._channel, self._people)

    def file(self, file: File) -> str:
        """Draw an attachment: a picture with its description, or a box with its name."""
        if picture_type(file) is not None:
            alt = html.escape(file.description or "")
            return f'<img src="{html.escape(self._address(self._post, file))}" alt="{alt}" title="{alt}">'
        size = f'<span class="when">{len(file.content)} bytes</span>'
        return f'<div class="file">▤ {html.escape(file.name)} {size}</div>'

    def media(self, url: str, what: str, description: str | None = None) -> str:
        """Draw a picture that is attached; from elsewhere nothing is loaded, so that is only named."""
        name = url.removeprefix("attachment://")
        found = next((f for f in self._post.files if f.name == name), None)
        if found is not None:
            return self.file(found)
        return f'<div class="picture">{html.escape(description or what)}: {html.escape(url)}</div>'

    def embed(self, body: Json) -> str:
        """Draw an embed with its coloured bar."""
        colour = f"#{body['color']:06x}" if body.get("color") is not None else "var(--deep)"
        parts: list[str] = []
        if (body.get("author") or {}).get("name"):
            parts.append(f'<div class="author">{html.escape(body["author"]["name"])}</div>')
        if body.get("title"):
            title = self._draw(body["title"])
            if body.get("url"):
                title = f'<a href="{html.escape(body["url"])}" target="_blank" rel="noreferrer">{title}</a>'
            parts.append(f'<div class="title">{title}</div>')
        if body.get("description"):
            parts.append(f'<div class="body">{self._draw(body["description"])}</div>')
        fields = [
            f'<div class="field" style="grid-column: span {4 if f.get("inline") else 12}">'
            f'<b>{self._draw(f["name"])}</b><div class="value">{self._draw(f["value"])}</div></div>'
            for f in body.get("fields") or []
        ]
        if fields:
            parts.append(f'<div class="fields">{"".join(fields)}</div>')
        parts += [
            self.media(str(body[key].get("url")), key) for key in ("image", "thumbnail") if body.get(key)
        ]
        foot = [t for t in ((body.get("footer") or {}).get("text"), body.get("timestamp")) if t]
        if foot:
            parts.append(f'<div class="foot">{html.escape(" • ".join(foot))}</div>')
        return f'<div><div class="embed" style="border-left-color:{colour}">{"".join(parts)}</div></div>'

    def components(self, rows: list[Json]) -> str:
        """Draw buttons, menus, text displays, pictures and the boxes around them."""
        return "".join(self._component(each) for each in rows)

    def _component(self, each: Json) -> str:
        kind = each.get("type")
        inner = self.components(each.get("components") or [])
        if kind == 1:
            return f'<div class="row">{inner}</div>'
        if kind == 2:
            return _button(each)
        if kind in (3, 5, 6, 7, 8):
            return _select(each, self._channel)
        if kind == 10:
            return f'<div class="text">{self._draw(each["content"])}</div>'
        if kind == 11:
            return self.media(str(each["media"].get("url")), "thumbnail", each.get("description"))
        if kind == 12:
            shown = (
                self.media(str(i["media"].get("url")), "picture", i.get("description")) for i in each["items"]
            )
            return "".join(shown)
        if kind == 14:
            return "<hr>"
        if kind in (9, 17):
            side = self.components([each["accessory"]]) if each.get("accessory") else ""
            return f'<div class="box">{inner}{side}</div>'
        return f'<div class="picture">component of type {kind}</div>'


def _button(button: Json) -> str:
    emoji = (button.get("emoji") or {}).get("name")
    label = html.escape(" ".join(t for t in (emoji, button.get("label")) if t))
    look = f"button {BUTTONS[button['style']]}" + " off" * bool(button.get("disabled"))
    if button.get("url"):
        address = html.escape(button["url"])
        return f'<a class="{look}" href="{address}" target="_blank" rel="noreferrer">{label} ↗</a>'
    off = " disabled" if button.get("disabled") else ""
    press = html.escape(str(button.get("custom_id")))
    return f'<button type="button" class="{look}" data-press="{press}"{off}>{label}</button>'


def _options(select: Json, place: Channel) -> list[Json]:
    """Return what one can choose from a menu: its options, or the server's channels of the kinds it takes."""
    if select.get("type") != CHANNEL_MENU:
        kept = ("label", "value", "description", "default")
        return [{k: o.get(k) for k in kept} for o in select.get("options") or []]
    taken = select.get("channel_types") or list(CHANNEL_TYPES.values())
    chosen = [str(each["id"]) for each in select.get("default_values") or []]
    return [
        {"label": f"#{each.name}", "value": str(each.id), "default": str(each.id) in chosen}
        for each in (place.guild.channels if place.guild is not None else [])
        if CHANNEL_TYPES[each.kind] in taken
    ]


def _select(select: Json, place: Channel) -> str:
    options = _options(select, place)
    chosen = [o["label"] for o in options if o.get("default")]
    text = html.escape(", ".join(chosen) or select.get("placeholder") or "Make a selection")
    told = {
        "id": select.get("custom_id"),
        "least": select.get("min_values", 1),
        "most": select.get("max_values", 1),
        "options": options,
    }
    off = " disabled" if select.get("disabled") or select.get("type") not in (TEXT_MENU, CHANNEL_MENU) else ""
    menu = html.escape(json.dumps(told))
    hint = html.escape(select.get("placeholder") or "")
    return (
        f'<button type="button" class="menu" data-menu="{menu}" title="{hint}"{off}>{text}<i>⌄</i></button>'
    )
