"""Find out what there is to forge: every command, option, control and form of a running bot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.discord_stand_in import Choice, Message, Modal, NotPossibleError, Person, StandIn
from tests.discord_stand_in.state import Json, walk

_MOST_STEPS = 60
_SAMPLES: dict[int, object] = {3: "what are the odds?", 4: 1, 5: True, 10: 1.0}
# Texts of which one is answered, one gets choices, one is declined, and one is small talk.
_QUESTIONS = ("what are the odds?", "money risk", "chips", "who is the CEO of OpenAI?", "thanks")


@dataclass
class Found:
    """Hold what a bot offers: its commands, its messages with controls, and its forms by custom id."""

    commands: list[Json]
    messages: list[Message] = field(default_factory=list)
    forms: dict[str, Json] = field(default_factory=dict)
    choices: list[str] = field(default_factory=list)

    def controls(self) -> list[tuple[Message, Json]]:
        """Return every control with the message it stands under."""
        return [(m, c) for m in self.messages for c in walk(m.components) if c.get("custom_id")]

    def custom_ids(self) -> list[str]:
        """Return every custom id, those of forms too."""
        return sorted({str(c["custom_id"]) for _, c in self.controls()} | set(self.forms))

    def kinds(self) -> set[str]:
        """Return the kinds of custom ids: what stands before the first part that varies."""
        return {kind_of(each) for each in self.custom_ids()}


def kind_of(custom_id: str) -> str:
    """Return what a custom id begins with; it says which control it is."""
    return re.split(r"[^A-Za-z0-9_]", custom_id, maxsplit=1)[0]


def leaves(command: Json) -> Iterator[tuple[str, list[Json]]]:
    """Yield every path that can be run under a slash command, with its options."""
    queue: list[tuple[str, list[Json]]] = [(str(command["name"]), command.get("options") or [])]
    while queue:
        path, options = queue.pop()
        inner = [each for each in options if each["type"] in (1, 2)]
        if not inner:
            yield path, options
        queue += [(f"{path} {each['name']}", each.get("options") or []) for each in inner]


async def explore(server: StandIn) -> Found:
    """Ask, run every command and use every new kind of control, as people do."""
    found = Found(server.commands)
    guest = server.add_person("explorer")
    server.grant(guest, "administrator")
    for text in _QUESTIONS:
        found.messages.append(await server.mention(text, by=guest))
    for command in found.commands:
        if command["type"] == 1:
            for path, options in leaves(command):
                await _run(server, found, path, options, guest)
        else:
            asked = await server.say("is it only chips?")
            target: Message | Person = asked if command["type"] == 3 else guest
            opened = await server.use_menu(command["name"], target, by=guest, channel=server.general)
            _note(server, found, opened)
    await _press(server, found, guest)
    return found


async def _run(server: StandIn, found: Found, path: str, options: list[Json], by: Person) -> None:
    """Run a command with what it suggests and with a plain value."""
    values = {o["name"]: _sample(o, by) for o in options if o.get("required")}
    tries = [values]
    for option in options:
        if option.get("autocomplete"):
            suggested: list[Choice] = await server.autocomplete(path, {option["name"]: ""}, by=by)
            found.choices += [str(each.value) for each in suggested]
            tries += [values | {option["name"]: each.value} for each in suggested[:2]]
    for each in tries:
        _note(server, found, await server.run(path, each, by=by, channel=server.general))


async def _press(server: StandIn, found: Found, by: Person) -> None:
    """Use one control of every kind, those that appear meanwhile too."""
    used: set[str] = set()
    for _ in range(_MOST_STEPS):
        fresh = [(m, c) for m, c in found.controls() if kind_of(c["custom_id"]) not in used and m.seen_by(by)]
        if not fresh:
            return
        message, control = fresh[0]
        used.add(kind_of(control["custom_id"]))
        if control.get("disabled"):
            continue
        if control["type"] == 2:
            opened = await server.press(message, control["custom_id"], by=by)
        elif control["type"] == 3:
            first = control["options"][0]["value"]
            opened = await server.choose(message, [first], menu=control["custom_id"], by=by)
        else:
            continue
        _note(server, found, opened)
        # What is still thinking may bring another control.
        await server.world.until(
            lambda: not any(each.loading for each in found.messages if not each.deleted),
            server.patience,
            lambda: "no message that is thinking still",
        )


def _sample(option: Json, person: Person) -> object:
    if option.get("choices"):
        return option["choices"][0]["value"]
    if option["type"] in (6, 9):
        return person
    if option["type"] not in _SAMPLES:
        raise NotPossibleError(f"teach tests/forgery what to give for options of type {option['type']}")
    return _SAMPLES[option["type"]]


def _note(server: StandIn, found: Found, opened: Modal | None) -> None:
    """Keep the form that was opened, and what the bot posted since."""
    if opened is not None:
        assert opened.interaction.modal is not None
        found.forms[opened.custom_id] = opened.interaction.modal
    known = set(map(id, found.messages))
    found.messages += [m for m in server.messages if m.author is server.bot and id(m) not in known]
