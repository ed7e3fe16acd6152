"""Discord's documented rules for registering commands."""

from __future__ import annotations

import unicodedata

from .refusals import FormErrors, Steps
from .rules import check_choices
from .state import Json

SLASH, USER, MESSAGE = 1, 2, 3
# https://docs.discord.com/developers/interactions/application-commands#registering-a-command
MOST = {SLASH: 100, USER: 15, MESSAGE: 15}
SUBCOMMAND, GROUP = 1, 2
# https://docs.discord.com/developers/reference#locales
LOCALES = {
    *("id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no", "pl"),
    *("pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja"),
    *("zh-TW", "ko"),
}


def check_commands(commands: list[Json], errors: FormErrors) -> None:
    """Note what is wrong with a whole set of commands."""
    names: set[tuple[int, str]] = set()
    for kind, most in MOST.items():
        if sum(1 for c in commands if (c.get("type") or SLASH) == kind) > most:
            errors.add((), "APPLICATION_COMMANDS_MAX", f"Maximum number of commands of type {kind}: {most}")
    for i, command in enumerate(commands):
        key = (command.get("type") or SLASH, str(command.get("name")))
        if key in names:
            errors.add(
                (i, "name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique"
            )
        names.add(key)
        check_command(command, errors, (i,))


def check_command(command: Json, errors: FormErrors, path: Steps = ()) -> None:
    """Note what is wrong with one command."""
    kind = command.get("type") or SLASH
    name = command.get("name")
    if kind == SLASH:
        check_name(name, errors, (*path, "name"))
        errors.length((*path, "description"), command.get("description"), 1, 100)
    else:
        errors.length((*path, "name"), name, 1, 32)
        if command.get("description"):
            errors.add(
                (*path, "description"),
                "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION",
                "Context menu commands cannot have description",
            )
        if command.get("options"):
            errors.add(
                (*path, "options"),
                "APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS",
                "Context menu commands cannot have options",
            )
    check_languages(command, errors, path, menu=kind != SLASH)
    check_options(command.get("options") or [], errors, (*path, "options"), depth=0)
    # https://docs.discord.com/developers/interactions/application-commands#limits-for-command-field-values
    if characters(command) > 8000:
        errors.add(path, "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)")
    contexts = command.get("contexts")
    installs = command.get("integration_types") or [0]
    # https://docs.discord.com/developers/interactions/application-commands#interaction-contexts
    if contexts is not None and 2 in contexts and 1 not in installs:
        errors.add(
            (*path, "contexts"),
            "APPLICATION_COMMAND_CONTEXT_NOT_SUPPORTED",
            "PRIVATE_CHANNEL needs USER_INSTALL",
        )


def check_languages(named: Json, errors: FormErrors, path: Steps, *, menu: bool = False) -> None:
    """Note translations of a command or option that Discord refuses."""
    for field in ("name_localizations", "description_localizations"):
        for locale, text in (named.get(field) or {}).items():
            here = (*path, field, locale)
            if locale not in LOCALES:
                errors.add((*path, field), "BASE_TYPE_CHOICES", f"{locale!r} is no locale of Discord's")
            if field.startswith("description"):
                errors.length(here, text, 1, 100)
            elif menu:
                errors.length(here, text, 1, 32)
            else:
                check_name(text, errors, here)


def check_name(name: object, errors: FormErrors, path: Steps) -> None:
    """Note a slash command or option name that Discord refuses.

    https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-naming
    """
    errors.length(path, name, 1, 32)
    text = str(name or "")
    fits = all(c in "-_'" or unicodedata.category(c)[0] in "LN" or _indic(c) for c in text)
    if not fits or text != text.lower():
        errors.add(path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _indic(character: str) -> bool:
    return unicodedata.name(character, "").startswith(("DEVANAGARI", "THAI"))


def check_options(options: list[Json], errors: FormErrors, path: Steps, *, depth: int) -> None:
    """Note options that are too many, badly named, badly nested or in the wrong order."""
    if len(options) > 25:
        errors.add(path, "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    names: set[str] = set()
    optional_seen = False
    nests = [o for o in options if o.get("type") in (SUBCOMMAND, GROUP)]
    if nests and len(nests) != len(options):
        errors.add(
            path, "APPLICATION_COMMAND_OPTIONS_MIXED", "Subcommands cannot stand next to other options"
        )
    for i, option in enumerate(options):
        here = (*path, i)
        check_name(option.get("name"), errors, (*here, "name"))
        check_languages(option, errors, here)
        errors.length((*here, "description"), option.get("description"), 1, 100)
        if str(option.get("name")) in names:
            errors.add(
                (*here, "name"),
                "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS",
                "An option with that name already exists",
            )
        names.add(str(option.get("name")))
        kind = option.get("type")
        if (kind == GROUP and depth > 0) or (kind == SUBCOMMAND and depth > 1):
            errors.add(
                (*here, "type"),
                "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
                "Sub-command and sub-command group option types cannot be nested so deep",
            )
        if kind in (SUBCOMMAND, GROUP):
            check_options(option.get("options") or [], errors, (*here, "options"), depth=depth + 1)
            continue
        if option.get("required") and optional_seen:
            errors.add(
                (*here, "required"),
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                "Required options must be placed before non-required options",
            )
        optional_seen = optional_seen or not option.get("required")
        check_choices(option.get("choices"), errors, (*here, "choices"))
        if option.get("choices") and option.get("autocomplete"):
            errors.add(
                (*here, "autocomplete"),
                "APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_CHOICES",
                "Choices and autocomplete exclude each other",
            )
        if option.get("autocomplete") and kind not in (3, 4, 10):
            errors.add(
                (*here, "autocomplete"),
                "APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_TYPE",
                "Autocomplete is for strings, integers and numbers",
            )


def characters(command: Json) -> int:
    """Count the characters of names, descriptions and choice values that share 8000."""
    own = len(str(command.get("name") or "")) + len(str(command.get("description") or ""))
    own += sum(
        len(str(c.get("name") or "")) + (len(c["value"]) if isinstance(c.get("value"), str) else 0)
        for c in command.get("choices") or []
    )
    return own + sum(characters(o) for o in command.get("options") or [])
