"""Keep preferences in one JSON file that is whole at every moment."""

from __future__ import annotations

import contextlib
import json
import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from bot.errors import PreferencesError, SettingsError
from bot.preferences.encoding import (
    FORMAT,
    Json,
    id_of,
    person_from,
    person_to,
    server_from,
    server_to,
)
from bot.preferences.values import DEFAULT_COOLDOWN, PersonPreferences, ServerPreferences

_log = logging.getLogger(__name__)
_T = TypeVar("_T")
# With every menu full that is some 8 MB, rewritten only when somebody presses a button.
MOST_SERVERS, MOST_PEOPLE = 5_000, 50_000
_LARGEST_FILE = 32 * 1024 * 1024
_MOST_SET_ASIDE = 9


class FilePreferences:
    """Keep preferences in a file; one process at a time may use it."""

    def __init__(self, file: Path, *, cooldown: int = DEFAULT_COOLDOWN) -> None:
        """Read the file, if there is one; a damaged one is moved aside, and the bot goes on without.

        `cooldown` is that of servers which never chose anything.

        Raises SettingsError when it can't be read at all, or is of a newer version of the bot.
        """
        # A symbolic link stays one, and what it points to is replaced.
        self._file = Path(os.path.realpath(file))
        self._default = ServerPreferences(cooldown=cooldown)
        self._servers: dict[int, ServerPreferences] = {}
        self._people: dict[int, PersonPreferences] = {}
        self._body: Json = {"format": FORMAT, "servers": {}, "people": {}}
        self._read()

    def server(self, server: int) -> ServerPreferences:
        """Return what a server prefers."""
        return self._servers.get(server, self._default)

    def set_server(self, server: int, preferences: ServerPreferences) -> None:
        """Keep what a server prefers from now on."""
        new = server_to(preferences) if preferences != ServerPreferences() else None
        self._change("servers", server, new, server_to(preferences).keys(), MOST_SERVERS)
        _put(self._servers, server, preferences if new else None)

    def person(self, person: int) -> PersonPreferences:
        """Return what a person prefers."""
        return self._people.get(person, PersonPreferences())

    def set_person(self, person: int, preferences: PersonPreferences) -> None:
        """Keep what a person prefers from now on."""
        new = person_to(preferences) if preferences != PersonPreferences() else None
        self._change("people", person, new, person_to(preferences).keys(), MOST_PEOPLE)
        _put(self._people, person, preferences if new else None)

    def forget_person(self, person: int) -> None:
        """Keep nothing of a person any more, what a newer version of the bot kept included."""
        records: Json = dict(self._body["people"])
        if records.pop(str(person), None) is not None:
            self._replace({"people": records})
            self._people.pop(person, None)

    def _change(self, kind: str, number: int, new: Json | None, known: Any, most: int) -> None:  # noqa: ANN401  # a view of keys
        """Write the file with one record changed; the defaults take no room in it."""
        records: Json = dict(self._body[kind])
        kept = {key: value for key, value in records.get(str(number), {}).items() if key not in known}
        _put(records, str(number), kept | (new or {}) or None)
        if len(records) > max(most, len(self._body[kind])):
            raise PreferencesError(f"{self._file} is full: it holds {most} {kind}")
        self._replace({kind: records})

    def _replace(self, records: Json) -> None:
        """Write the file with other records of some kinds."""
        body = self._body | records
        try:
            _write(self._file, json.dumps(body, indent=1).encode())
        except OSError as error:
            raise PreferencesError(f"{self._file} can't be written: {error}") from error
        self._body = body

    def _read(self) -> None:
        try:
            with self._file.open("rb") as file:
                content = file.read(_LARGEST_FILE + 1)
        except FileNotFoundError:
            return
        except OSError as error:
            raise SettingsError(
                f"the preferences in {self._file} can't be read ({error}): mend that, or set "
                "ARTICLE_BOT_PREFERENCES to another file"
            ) from None
        try:
            if len(content) > _LARGEST_FILE:
                raise ValueError(f"more than {_LARGEST_FILE} bytes")  # noqa: TRY301  # one end for every damage
            body = _object(json.loads(content))
            self._refuse_newer(body)
            self._servers = _records(body, "servers", server_from)
            self._people = _records(body, "people", person_from)
        except (ValueError, RecursionError) as error:
            self._servers = {}
            self._move_aside(error)
        else:
            self._body = {"servers": {}, "people": {}} | body

    def _refuse_newer(self, body: Json) -> None:
        found = body.get("format")
        if isinstance(found, int) and found > FORMAT:
            raise SettingsError(
                f"the file {self._file} is by a newer version of the bot (format {found}; this one knows "
                f"{FORMAT}): upgrade the bot, or set ARTICLE_BOT_PREFERENCES to another file"
            )
        if found != FORMAT:
            raise ValueError(f"format {found!r:.40}")

    def _move_aside(self, error: Exception) -> None:
        """Keep a damaged file under another name, so that a person can look at it."""
        names = [f"{self._file.name}.damaged-{number}" for number in range(1, _MOST_SET_ASIDE + 1)]
        places = [self._file.with_name(name) for name in names]
        aside = next((each for each in places if not each.exists()), places[-1])
        try:
            self._file.replace(aside)
        except OSError as second:
            raise SettingsError(
                f"the preferences in {self._file} are damaged ({error}) and can't be moved aside ({second}): "
                "move them away, or set ARTICLE_BOT_PREFERENCES to another file"
            ) from None
        _log.warning(
            "The preferences in %s are damaged (%s). They are now in %s, and the bot starts with none.",
            self._file,
            error,
            aside,
        )


def _object(value: object) -> Json:
    if not isinstance(value, dict):
        raise ValueError(f"{value!r:.40} is no object")  # noqa: TRY004  # the reader catches one kind
    return value


def _records(body: Json, kind: str, read: Callable[[Json], _T]) -> dict[int, _T]:
    return {id_of(key): read(_object(value)) for key, value in _object(body.get(kind, {})).items()}


def _put(records: dict[Any, Any], key: object, value: object) -> None:
    """Set a record, or take it out when there is nothing to keep."""
    if value is None:
        records.pop(key, None)
    else:
        records[key] = value


def _write(file: Path, content: bytes) -> None:
    """Replace a file at one stroke: whoever reads it sees the old or the new, also after a power cut."""
    file.parent.mkdir(parents=True, exist_ok=True)
    # Always the same name, so that a process killed here leaves one file at most.
    beside = file.with_name(f"{file.name}.part")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as part:
        part.write(content)
        part.flush()
        os.fsync(part.fileno())
    beside.replace(file)
    # The folder knows the new name only when it is on the disk too; Windows can't do that.
    with contextlib.suppress(OSError):
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
