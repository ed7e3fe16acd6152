"""Draw the form that a bot opened as HTML."""

from __future__ import annotations

import html

from ..markdown import draw
from ..state import Channel, Json, Person

PARAGRAPH = 2


def draw_form(form: Json, channel: Channel, people: dict[int, Person]) -> str:
    """Return the inside of a form: its title, texts and inputs."""
    rows = "".join(_row(each, channel, people) for each in form["components"])
    return f"<h2>{html.escape(form['title'])}</h2>{rows}"


def _row(row: Json, channel: Channel, people: dict[int, Person]) -> str:
    kind = row.get("type")
    if kind == 10:
        return f'<div class="text">{draw(row["content"], channel, people)}</div>'
    if kind == 18:
        return _labelled(row["component"], row.get("label") or "", row.get("description") or "")
    return "".join(_labelled(each, each.get("label") or "", "") for each in row.get("components") or [])


def _labelled(each: Json, label: str, description: str) -> str:
    star = "" if each.get("required") is False else ' <em title="required">*</em>'
    told = f"<span>{html.escape(description)}</span>" if description else ""
    return f"<label><b>{html.escape(label)}{star}</b>{told}{_input(each)}</label>"


def _input(each: Json) -> str:
    name = html.escape(each["custom_id"])
    needed = "" if each.get("required") is False else " required"
    if each["type"] == 3:
        several = " multiple" if (each.get("max_values") or 1) > 1 else ""
        first = (
            "" if several else f'<option value="">{html.escape(each.get("placeholder") or "Choose")}</option>'
        )
        options = "".join(_option(o) for o in each.get("options") or [])
        return f'<select name="{name}"{several}{needed}>{first}{options}</select>'
    if each["type"] != 4:
        return f'<div class="picture">an input of type {each["type"]}</div>'
    hint = html.escape(each.get("placeholder") or "")
    limits = f'minlength="{each.get("min_length") or 0}" maxlength="{each.get("max_length") or 4000}"'
    value = html.escape(each.get("value") or "")
    if each.get("style") == PARAGRAPH:
        return f'<textarea name="{name}" rows="4" placeholder="{hint}" {limits}{needed}>{value}</textarea>'
    return f'<input name="{name}" placeholder="{hint}" value="{value}" {limits}{needed}>'


def _option(option: Json) -> str:
    chosen = " selected" if option.get("default") else ""
    return f'<option value="{html.escape(option["value"])}"{chosen}>{html.escape(option["label"])}</option>'
