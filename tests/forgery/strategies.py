"""Draw forged interactions: mutated from what was found, or made up."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from tests.discord_stand_in.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL
from tests.discord_stand_in.state import Json, walk
from tests.forgery.exploring import Found, leaves

# Where it is sent: in a server, a thread, a direct message, a place without the bot, a group.
PLACES = ("general", "random", "thread", "dm", "lounge", "group")
# Under which message: the control's own, none, or one that the bot posts with just the forged control.
UNDER = ("own", "none", "forged")
# What a menu is opened on.
TARGETS = ("person", "bot", "webhook", "empty", "system", "foreign", "unresolved")
_KINDS_OF_COMPONENTS = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 17, 18, 99, 2**31)
_ODD = (
    "", " ", "\n", "\0", "\x1b[31mred", "@everyone", "@here <@1> <@&2> <#3>", "**bold** `code` ||spoiler||",
    "[text](https://example.org)", "https://example.org/a_b", "</ask:1>", "<t:0:R> <:a:1>", "1e999", "-1",
    "\u200b\u200d\ufeff", "\u202eabc\u202c", "\U0001f469\u200d\U0001f467 \U0001f1e8\U0001f1f3 e\u0301",
    "a" * 2000, "@everyone " * 200, "*" * 2000, "\U0001f600" * 500, "\\" * 1999, "9" * 400, "_" * 101,
    "# head\n> quote\n- list\n```\ncode", "{id} {0} %s %(x)s $HOME", "\u4e2d\u56fd\u4f1a\u8d85\u8fc7",
)  # fmt: skip  # one to a line would be a page


@dataclass(frozen=True)
class Forgery:
    """Hold one forged interaction: its kind and data, where it goes, and what it is about."""

    kind: int
    data: Json
    place: str
    under: str = "none"
    target: str = "person"
    component: Json | None = None


def texts() -> st.SearchStrategy[str]:
    """Draw odd texts, made up or from a list of those that often break things."""
    # Discord's JSON is UTF-8, so half a surrogate pair can't arrive.
    made_up = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)
    return st.one_of(st.sampled_from(_ODD), made_up)


def mutated(custom_id: str) -> st.SearchStrategy[str]:
    """Draw custom ids near a real one, of 1 to 100 characters as Discord takes them."""
    parts = custom_id.split(":")
    at = st.integers(0, len(parts) - 1)
    odd = st.one_of(
        texts(), st.just("9" * 40), st.just("0" * 8), st.sampled_from(["", "-", "~", "ffffffff", "no-such"])
    )
    replaced = st.tuples(at, odd).map(lambda x: ":".join([*parts[: x[0]], x[1], *parts[x[0] + 1 :]]))
    cut = st.integers(0, len(custom_id)).map(lambda n: custom_id[:n])
    longer = st.sampled_from(["x", ":", "0", "é", "\n", "👍"]).map(lambda c: custom_id + c * 100)
    swapped = st.permutations(parts).map(":".join)
    upper = st.just(custom_id.upper())
    any_of = st.one_of(st.just(custom_id), replaced, cut, longer, swapped, upper, texts())
    return any_of.map(lambda text: text[:100] or "x")


def components(found: Found) -> st.SearchStrategy[Forgery]:
    """Draw presses of controls and choices of menus."""
    known = st.sampled_from(found.custom_ids() or ["x:1"])

    def of(custom_id: str) -> st.SearchStrategy[Forgery]:
        return st.builds(
            _component,
            mutated(custom_id),
            st.sampled_from(_KINDS_OF_COMPONENTS),
            st.sampled_from(UNDER),
            st.booleans(),
            st.lists(texts(), max_size=3),
            st.sampled_from(PLACES),
        )

    return known.flatmap(of)


def _component(
    custom_id: str, kind: int, under: str, fitting: bool, values: list[str], place: str
) -> Forgery:
    # A menu or a button that really stands there with the forged id, or one of any type that doesn't.
    kind = 2 + len(values) % 2 if fitting else kind
    data: Json = {"custom_id": custom_id, "component_type": kind}
    if kind != 2:
        data["values"] = values
    drawn: Json = {"type": 2, "style": 2, "label": "forged", "custom_id": custom_id}
    if kind == 3:
        options = [{"label": "one", "value": "1"}]
        drawn = {"type": 3, "custom_id": custom_id, "options": options}
    return Forgery(COMPONENT, data, place, under, component=drawn)


def commands(found: Found) -> st.SearchStrategy[Forgery]:
    """Draw slash commands and their suggestions, with values of any length and type, known or not."""
    slash = [each for each in found.commands if each["type"] == 1]
    runs = [(each, path, options) for each in slash for path, options in leaves(each)]
    runs += [({"id": "1", "name": name}, name, []) for name in ("gone", "ASK", "x" * 32, "")]
    value = st.one_of(texts(), st.sampled_from(found.choices or ["x"]))
    numbers = st.floats(allow_nan=False, allow_infinity=False)
    odd = st.one_of(value, st.integers(-(2**53), 2**53), st.booleans(), numbers)

    @st.composite
    def forged(draw: st.DrawFn) -> Forgery:
        command, path, options = draw(st.sampled_from(runs))
        typing = draw(st.booleans())
        written: list[Json] = []
        for option in options:
            fits = draw(st.integers(0, 9))
            if fits:  # Else the option is missing.
                given = draw(value if option["type"] == 3 and fits > 1 else odd)
                written.append({"name": option["name"], "type": option["type"], "value": given})
        if draw(st.integers(0, 9)) == 0:
            written.append(
                {"name": draw(st.sampled_from(["x", "question"])), "type": 3, "value": draw(value)}
            )
        if typing and written:
            written[-1] = written[-1] | {"value": str(written[-1]["value"]), "focused": True}
        for depth, step in enumerate(reversed(path.split(" ")[1:])):
            written = [{"name": step, "type": 1 + (depth > 0), "options": written}]
        data: Json = {"id": command["id"], "name": command["name"], "type": 1, "options": written}
        return Forgery(AUTOCOMPLETE if typing else COMMAND, data, draw(st.sampled_from(PLACES)))

    return forged()


def menus(found: Found) -> st.SearchStrategy[Forgery]:
    """Draw menu commands on every kind of message, known commands or not."""
    known = [(each["name"], each["type"]) for each in found.commands if each["type"] in (2, 3)]
    names = [*known, ("Gone", 3), ("Gone", 2), *((name, 5 - kind) for name, kind in known)]
    return st.builds(
        lambda named, content, target, place: Forgery(
            COMMAND,
            {"id": "1", "name": named[0], "type": named[1], "content": content},
            place,
            target=target,
        ),
        st.sampled_from(names), texts(), st.sampled_from(TARGETS), st.sampled_from(PLACES),
    )  # fmt: skip  # a line for each would hide the order


def forms(found: Found) -> st.SearchStrategy[Forgery]:
    """Draw sent forms: those that the bot opened, filled in oddly, and unknown ones."""
    known = sorted(found.forms) or ["form:1"]
    inside = [each for form in found.forms.values() for each in walk(form["components"])]
    name = st.sampled_from([*(str(each["custom_id"]) for each in inside if "custom_id" in each), "x"])
    options = [str(option["value"]) for each in inside for option in each.get("options") or ()]
    chosen = st.lists(st.one_of(texts(), st.sampled_from(options or ["x"])), max_size=3)
    field = st.one_of(
        st.fixed_dictionaries({"type": st.just(4), "custom_id": name, "value": texts()}),
        st.fixed_dictionaries({"type": st.just(3), "custom_id": name, "values": chosen}),
    )

    @st.composite
    def forged(draw: st.DrawFn) -> Forgery:
        custom_id = draw(mutated(draw(st.sampled_from(known))))
        inputs = draw(st.lists(field, max_size=3))
        rows: list[Json] = [{"type": 1, "components": [each]} for each in inputs]
        if draw(st.booleans()):
            rows = [{"type": 18, "component": each} for each in inputs]
        under = draw(st.sampled_from(("own", "none")))
        return Forgery(
            MODAL, {"custom_id": custom_id, "components": rows}, draw(st.sampled_from(PLACES)), under
        )

    return forged()


def forgeries(found: Found) -> st.SearchStrategy[Forgery]:
    """Draw any of them."""
    return st.one_of(components(found), commands(found), menus(found), forms(found))
