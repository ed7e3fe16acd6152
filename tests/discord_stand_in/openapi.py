"""Hold request bodies against Discord's own OpenAPI description."""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it ships no types
from jsonschema.exceptions import ValidationError  # type: ignore[import-untyped]  # as above
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from .refusals import FormErrors, Steps
from .state import Json

VARIABLE = "DISCORD_OPENAPI"
SKIPPED = (
    f"SKIPPED: request bodies are not held against Discord's OpenAPI description"
    f" ({VARIABLE} is not set to its file)"
)


class OpenApi:
    """Discord's description of its HTTP API, asked about one request body at a time."""

    def __init__(self, path: str | None = None) -> None:
        """Read the file at `path`, or the one that the environment names, or none."""
        self.path = path or os.environ.get(VARIABLE) or None
        self._description: Json | None = None
        if self.path is not None:
            self._description = _load(self.path)

    @property
    def note(self) -> str:
        """Say whether bodies are checked, and against which file."""
        return SKIPPED if self.path is None else f"request bodies are held against {self.path}"

    def check(self, method: str, path: str, body: object, errors: FormErrors) -> None:
        """Note what the description forbids in a JSON body of this request."""
        if self._description is None:
            return
        template = self._template(path)
        operation = self._description["paths"].get(template, {}).get(method.lower())
        if operation is None or "requestBody" not in operation:
            return
        pointer = "#/paths/{}/{}/requestBody/content/application~1json/schema".format(
            template.replace("~", "~0").replace("/", "~1"), method.lower()
        )
        validator = _validator(self.path or "", pointer)
        for error in validator.iter_errors(body):
            for leaf in _leaves(error):
                code, message = _words(leaf)
                errors.add(_path(leaf), code, message)

    def _template(self, path: str) -> str:
        assert self.path is not None
        for pattern, template in _templates(self.path):
            if pattern.fullmatch(path):
                return template
        return path


@lru_cache(maxsize=2)
def _load(path: str) -> Json:
    description: Json = json.loads(Path(path).read_text(encoding="utf-8"))
    # The description tells how Discord writes ids; it reads plain integers as well, as every client
    # library relies on: https://docs.discord.com/developers/reference#snowflakes
    description["components"]["schemas"]["SnowflakeType"] |= {"type": ["string", "integer"], "minimum": 0}
    return description


@lru_cache(maxsize=2)
def _templates(path: str) -> list[tuple[re.Pattern[str], str]]:
    # Fixed segments come first, so that /messages/@original is not taken for a message id.
    found = sorted(_load(path)["paths"], key=lambda t: t.count("{"))
    return [(re.compile(re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(t))), t) for t in found]


@lru_cache(maxsize=64)
def _validator(path: str, pointer: str) -> Draft202012Validator:
    resource = DRAFT202012.create_resource(_load(path))
    registry: Registry[Any] = Registry().with_resource("urn:discord", resource)
    return Draft202012Validator({"$ref": "urn:discord" + pointer}, registry=registry)


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    """Yield the errors that matter: of a union, those of the branch that was meant."""
    if error.validator not in ("oneOf", "anyOf") or not error.context:
        yield error
        return
    branches: dict[object, list[ValidationError]] = defaultdict(list)
    for each in error.context:
        branches[each.schema_path[0]].append(each)
    meant = min(branches.values(), key=_distance)
    for each in meant:
        yield from _leaves(each)


def _distance(branch: list[ValidationError]) -> tuple[int, int]:
    """Rank branches of a union: a wrong discriminator or kind of value is the farthest."""
    off = sum(
        1
        for e in branch
        if (not e.path and e.validator == "type")
        or (list(e.path)[-1:] == ["type"] and len(e.path) == 1 and e.validator in ("enum", "oneOf"))
    )
    return off, len(branch)


def _path(error: ValidationError) -> Steps:
    path = tuple(error.absolute_path)
    if error.validator == "required":
        missing = re.match(r"'([^']+)'", error.message)
        if missing:
            return (*path, missing.group(1))
    return path


def _words(error: ValidationError) -> tuple[str, str]:
    value = error.validator_value
    if error.validator == "maxLength" or error.validator == "maxItems":
        return "BASE_TYPE_MAX_LENGTH", f"Must be {value} or fewer in length."
    if error.validator == "minLength" or error.validator == "minItems":
        return "BASE_TYPE_MIN_LENGTH", f"Must be {value} or more in length."
    if error.validator == "required":
        return "BASE_TYPE_REQUIRED", "This field is required"
    if error.validator in ("enum", "const"):
        return "BASE_TYPE_CHOICES", f"Value must be one of {value}."
    if error.validator in ("minimum", "maximum"):
        return "NUMBER_TYPE_RANGE", f"{error.validator} is {value}."
    return "BASE_TYPE_INVALID", error.message[:300]
