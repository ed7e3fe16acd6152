"""Refuse bodies whose parts have the wrong kind, so that the rules may rely on objects and lists."""

from __future__ import annotations

from .refusals import FormErrors, Steps

LISTS = {"embeds", "components", "fields", "options", "choices", "attachments"}
OBJECTS = {
    "accessory",
    "allowed_mentions",
    "author",
    "component",
    "data",
    "emoji",
    "footer",
    "image",
    "message_reference",
    "thumbnail",
}
TEXTS = {"content", "custom_id", "description", "label", "name", "title"}
NUMBERS = {"flags", "max_length", "max_values", "min_length", "min_values", "style", "type"}

WORDS = ("rich", "user", "role", "channel")


def check(body: object, errors: FormErrors, path: Steps = ()) -> None:
    """Note parts that are no list, object, text or number where Discord has one."""
    if isinstance(body, list):
        for i, each in enumerate(body):
            check(each, errors, (*path, i))
    if not isinstance(body, dict):
        return
    for key, value in body.items():
        here = (*path, key)
        if value is None:
            continue
        if key in LISTS and not isinstance(value, list):
            errors.add(here, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        elif (key in LISTS and not all(isinstance(v, dict) for v in value)) or (
            key in OBJECTS and not isinstance(value, dict)
        ):
            errors.add(here, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
        elif key in TEXTS and not isinstance(value, str):
            errors.add(here, "STRING_TYPE_CONVERT", "Could not interpret value as string.")
        elif key in NUMBERS and _no_number(key, value):
            errors.add(here, "NUMBER_TYPE_COERCE", f"Value {str(value)[:50]!r} is not int.")
        check(value, errors, here)


def _no_number(key: str, value: object) -> bool:
    # The types of an embed and of what a menu comes with are words; every other type is a number.
    return not isinstance(value, int) and not (key == "type" and value in WORDS)
