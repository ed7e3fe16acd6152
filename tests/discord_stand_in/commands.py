"""What a person may invoke, and how Discord writes down what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from . import payloads
from .interactions import Choice, context_of
from .refusals import NotPossibleError
from .state import Channel, Json, Person, Role
from .world import World

# The option types: what a person would call the value, and what a test gives for it.
KINDS: dict[int, tuple[str, tuple[type, ...]]] = {
    3: ("text", (str,)),
    4: ("whole number", (int,)),
    5: ("yes or no", (bool,)),
    6: ("person", (Person,)),
    7: ("channel", (Channel,)),
    8: ("role", (Role,)),
    9: ("person or role", (Person, Role)),
    10: ("number", (int, float)),
}


@dataclass(frozen=True)
class Typed:
    """A command as a person typed it, ready to be sent."""

    command: Json
    path: str
    data: Json
    shown: str


def available(world: World, command: Json, person: Person, channel: Channel) -> bool:
    """Tell whether a person is offered a command in a channel.

    https://docs.discord.com/developers/interactions/application-commands#interaction-contexts
    """
    wanted = command.get("default_member_permissions")
    if wanted is not None and channel.guild is not None:
        # https://docs.discord.com/developers/interactions/application-commands#permissions
        mine = int(payloads.permission_bits(channel.guild.permissions_of(person)))
        if person is not channel.guild.owner and (int(wanted) == 0 or int(wanted) & ~mine):
            return False
    return bool(owners(world, person, channel, command))


def owners(world: World, person: Person, channel: Channel, command: Json | None) -> dict[str, str]:
    """Return through whose installation of the app something in a channel is possible."""
    context = context_of(channel, world.bot)
    installs = {0, 1} if command is None else set(command.get("integration_types") or [0])
    if command is not None and not _belongs(command, channel, context):
        return {}
    found: dict[str, str] = {}
    if 0 in installs:
        if channel.guild is not None and channel.guild.has_bot:
            found["0"] = str(channel.guild.id)
        elif context == 1:
            found["0"] = "0"
    if 1 in installs and person.installed:
        found["1"] = str(person.id)
    return found


def _belongs(command: Json, channel: Channel, context: int) -> bool:
    """Tell whether a command is meant for this kind of place."""
    if "guild_id" in command:
        return channel.guild is not None and str(channel.guild.id) == command["guild_id"]
    if command.get("contexts") is not None:
        return context in command["contexts"]
    return context != 1 or command.get("dm_permission") is not False


def offered(world: World, person: Person, channel: Channel) -> list[Json]:
    """Return what a person is offered in a channel, a server's own first.

    Discord shows these beside global ones, even where both have the same name: then people see it twice.
    """
    found = [c for c in world.all_commands() if available(world, c, person, channel)]
    return sorted(found, key=lambda c: "guild_id" not in c)


def find(world: World, name: str, kind: int, person: Person, channel: Channel) -> Json:
    """Return a registered command that a person is offered, or say what there is instead."""
    top = name.split(" ")[0] if kind == 1 else name
    known = [c for c in world.all_commands() if c["type"] == kind and c["name"] == top]
    fitting = [c for c in offered(world, person, channel) if c in known]
    if fitting:
        # A server's own command comes before the global one of the same name.
        return fitting[0]
    if known:
        raise NotPossibleError(f"{top!r} is registered, but not offered to {person.name} in {channel.place}")
    names = sorted(c["name"] for c in world.all_commands() if c["type"] == kind)
    raise NotPossibleError(f"no command {top!r} of type {kind} is registered; there are {names}")


def type_slash(
    world: World,
    name: str,
    values: Mapping[str, object],
    person: Person,
    channel: Channel,
    *,
    focused: str | None = None,
) -> Typed:
    """Return what Discord sends when a person runs, or is still typing, a slash command."""
    command = find(world, name, 1, person, channel)
    nesting = _descend(command, name)
    options = (nesting[-1] if nesting else command).get("options") or []
    _check_names(name, options, values, typing=focused is not None)
    resolved: Json = {}
    written = [
        _write(world, o, values[o["name"]], channel, resolved, focused)
        for o in options
        if values.get(o["name"]) is not None
    ]
    shown = " ".join([f"/{name}", *(f"{o['name']}: {_shown(values[o['name']])}" for o in written)])
    for step in reversed(nesting):
        written = [{"name": step["name"], "type": step["type"], "options": written}]
    data: Json = {"id": command["id"], "name": command["name"], "type": 1}
    if written:
        data["options"] = written
    # Discord resolves nothing while a person is still typing.
    if resolved and focused is None:
        data["resolved"] = resolved
    if "guild_id" in command:
        data["guild_id"] = command["guild_id"]
    return Typed(command, name, data, shown)


def _shown(value: object) -> str:
    """Return an option's value as a person sees it."""
    return str(value.name if isinstance(value, Choice | Person | Channel | Role) else value)


def _descend(command: Json, name: str) -> list[Json]:
    """Return the groups and the subcommand that a name with spaces leads through."""
    nesting: list[Json] = []
    for step in name.split(" ")[1:]:
        options = (nesting[-1] if nesting else command).get("options") or []
        inner = next((o for o in options if o["name"] == step and o["type"] in (1, 2)), None)
        if inner is None:
            raise NotPossibleError(f"/{name}: there is no {step!r}")
        nesting.append(inner)
    return nesting


def _check_names(name: str, options: list[Json], values: Mapping[str, object], *, typing: bool) -> None:
    names = [o["name"] for o in options]
    if any(o["type"] in (1, 2) for o in options):
        raise NotPossibleError(f"/{name} needs one of {names}")
    if set(values) - set(names):
        raise NotPossibleError(f"/{name} has no option {sorted(set(values) - set(names))}; it has {names}")
    missing = [o["name"] for o in options if o.get("required") and values.get(o["name"]) is None]
    if missing and not typing:
        raise NotPossibleError(f"/{name} needs {missing}")


def _write(
    world: World, option: Json, value: object, channel: Channel, resolved: Json, focused: str | None
) -> Json:
    name, kind = option["name"], option["type"]
    if isinstance(value, Choice):
        value = value.value
    if focused == name:
        if not option.get("autocomplete"):
            raise NotPossibleError(f"option {name!r} has no autocomplete")
        return {"name": name, "type": kind, "value": str(value), "focused": True}
    if kind == 11:
        raise NotPossibleError("the stand-in does not send attachments as options")
    what, accepted = KINDS[kind]
    if not isinstance(value, accepted) or (isinstance(value, bool) and kind != 5):
        raise NotPossibleError(f"option {name!r} takes a {what}, not {value!r}")
    if isinstance(value, str):
        _check_text(option, value)
    elif isinstance(value, int | float):
        _check_number(option, value)
    if option.get("choices") and value not in [c["value"] for c in option["choices"]]:
        raise NotPossibleError(f"option {name!r} takes one of {[c['value'] for c in option['choices']]}")
    if isinstance(value, Person | Channel | Role):
        resolve(world, value, channel, resolved)
        value = str(value.id)
    return {"name": name, "type": kind, "value": value}


def _check_text(option: Json, value: str) -> None:
    # https://docs.discord.com/developers/interactions/application-commands (string option): 6000 at most.
    low, high = option.get("min_length") or 0, option.get("max_length") or 6000
    if not low <= len(value) <= high:
        raise NotPossibleError(
            f"option {option['name']!r} takes {low} to {high} characters, not {len(value)}"
        )
    if option.get("required") and not value:
        raise NotPossibleError(f"option {option['name']!r} is required, so a person cannot leave it empty")


def _check_number(option: Json, value: float) -> None:
    low, high = option.get("min_value"), option.get("max_value")
    if (low is not None and value < low) or (high is not None and value > high):
        raise NotPossibleError(f"option {option['name']!r} takes {low} to {high}, not {value}")


def resolve(world: World, value: Person | Channel | Role, channel: Channel, resolved: Json) -> None:
    """Add to a command's resolved data what an id in it stands for."""
    if isinstance(value, Person):
        resolved.setdefault("users", {})[str(value.id)] = payloads.user(value)
        if channel.guild is not None and value in channel.guild.members:
            member = payloads.member(value, channel.guild, with_user=False)
            member["permissions"] = payloads.permission_bits(channel.guild.permissions_of(value))
            resolved.setdefault("members", {})[str(value.id)] = member
    elif isinstance(value, Role):
        resolved.setdefault("roles", {})[str(value.id)] = payloads.role(value, 1)
    else:
        place = payloads.channel(value, world.bot) | {"permissions": payloads.app_permissions(value)}
        resolved.setdefault("channels", {})[str(value.id)] = place
