"""Turn preferences into JSON and back; what a newer version added to it is carried along."""

from __future__ import annotations

from typing import Any

from bot.preferences.values import PersonPreferences, ServerPreferences

Json = dict[str, Any]
FORMAT = 1
# Discord's ids are 64 bits wide; SQLite's and others' integers are signed.
_LARGEST_ID = 2**63 - 1


def id_of(value: object) -> int:
    """Return an id written as a string of digits; a ValueError if it is none."""
    if not isinstance(value, str) or not value.isascii() or not value.isdecimal():
        raise ValueError(f"{value!r:.40} is no id")
    if not 0 < int(value) <= _LARGEST_ID:
        raise ValueError(f"{value[:40]} is no id")
    return int(value)


def server_from(body: Json) -> ServerPreferences:
    """Return a server's preferences; a ValueError if something in them is of the wrong kind."""
    default = ServerPreferences()
    maintainers = body.get("maintainers")
    return ServerPreferences(
        channels=_ids(body.get("channels", [])),
        auto_channels=_ids(body.get("auto_channels", [])),
        plain=_typed(body.get("plain", default.plain), bool),
        cooldown=_typed(body.get("cooldown", default.cooldown), int),
        maintainers=None if maintainers is None else id_of(maintainers),
        digest=_typed(body.get("digest", default.digest), str),
    )


def server_to(preferences: ServerPreferences) -> Json:
    """Return a server's preferences as JSON; ids are strings, as wide integers don't survive everywhere."""
    return {
        "channels": [str(each) for each in preferences.channels],
        "auto_channels": [str(each) for each in preferences.auto_channels],
        "plain": preferences.plain,
        "cooldown": preferences.cooldown,
        "maintainers": None if preferences.maintainers is None else str(preferences.maintainers),
        "digest": preferences.digest,
    }


def person_from(body: Json) -> PersonPreferences:
    """Return a person's preferences; a ValueError if something in them is of the wrong kind."""
    return PersonPreferences(plain=_typed(body.get("plain", False), bool))


def person_to(preferences: PersonPreferences) -> Json:
    """Return a person's preferences as JSON."""
    return {"plain": preferences.plain}


def _ids(value: object) -> tuple[int, ...]:
    return tuple(id_of(each) for each in _typed(value, list))


def _typed(value: object, kind: type) -> Any:  # noqa: ANN401  # of the kind that was asked for
    # To Python, true is an integer.
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise ValueError(f"{value!r:.40} is no {kind.__name__}")  # the reader catches one kind
    return value
