"""Discord's documented limits for messages, embeds, components and modals."""

from __future__ import annotations

from urllib.parse import urlsplit

from .mentions import check_allowed_mentions
from .refusals import FormErrors, RefusalError, Steps
from .state import COMPONENTS_V2, EPHEMERAL, Json, embed_texts, walk

CONTENT = 2000
EMBEDS = 10
EMBED_TOTAL = 6000


def check_message(body: Json, errors: FormErrors, *, path: Steps = (), files: int = 0) -> None:
    """Note what is wrong with a message that is posted or edited."""
    # https://docs.discord.com/developers/resources/message#create-message
    errors.too_long((*path, "content"), body.get("content"), CONTENT)
    check_embeds(body.get("embeds") or [], errors, (*path, "embeds"))
    check_allowed_mentions(body.get("allowed_mentions"), errors, path)
    flags = body.get("flags") or 0
    components = body.get("components") or []
    if flags & COMPONENTS_V2:
        # https://docs.discord.com/developers/components/reference#legacy-message-component-behavior
        for legacy in ("content", "embeds", "poll"):
            if body.get(legacy):
                errors.add(
                    (*path, legacy),
                    "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                    f"The '{legacy}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
                )
    check_components(components, errors, (*path, "components"), v2=bool(flags & COMPONENTS_V2))
    if files > 10:
        errors.add((*path, "attachments"), "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
    nonce = body.get("nonce")
    errors.too_long((*path, "nonce"), nonce, 25)


def is_empty(content: object, embeds: list[Json], components: list[Json], files: int) -> bool:
    """Tell whether a message would show nothing at all."""
    shown = any(
        e.get(k)
        for e in embeds
        for k in ("title", "description", "fields", "image", "thumbnail", "author", "footer", "video")
    )
    return not (str(content or "").strip() or shown or components or files)


def refuse_empty(content: object, embeds: list[Json], components: list[Json], files: int) -> None:
    """Refuse an empty message with 50006."""
    if is_empty(content, embeds, components, files):
        raise RefusalError(400, 50006, "Cannot send an empty message")


def check_embeds(embeds: list[Json], errors: FormErrors, path: Steps) -> None:
    """Note embeds beyond the limits.

    https://docs.discord.com/developers/resources/message#embed-object-embed-limits
    """
    if len(embeds) > EMBEDS:
        errors.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {EMBEDS} or fewer in length.")
    if sum(len(t) for e in embeds for t in embed_texts(e)) > EMBED_TOTAL:
        errors.add(path, "MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of {EMBED_TOTAL}")
    for i, embed in enumerate(embeds):
        _check_embed(embed, errors, (*path, i))


def _check_embed(embed: Json, errors: FormErrors, path: Steps) -> None:
    author, footer = embed.get("author") or {}, embed.get("footer") or {}
    errors.too_long((*path, "title"), embed.get("title"), 256)
    errors.too_long((*path, "description"), embed.get("description"), 4096)
    errors.too_long((*path, "footer", "text"), footer.get("text"), 2048)
    errors.too_long((*path, "author", "name"), author.get("name"), 256)
    fields = embed.get("fields") or []
    if len(fields) > 25:
        errors.add((*path, "fields"), "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    for j, each in enumerate(fields):
        for key, limit in (("name", 256), ("value", 1024)):
            text = each.get(key)
            if not text or not str(text).strip():
                errors.add((*path, "fields", j, key), "BASE_TYPE_REQUIRED", "This field is required")
            errors.too_long((*path, "fields", j, key), text, limit)
    check_url(embed.get("url"), errors, (*path, "url"))
    check_url(author.get("url"), errors, (*path, "author", "url"))
    for part, key in (("image", "url"), ("thumbnail", "url"), ("author", "icon_url"), ("footer", "icon_url")):
        check_url((embed.get(part) or {}).get(key), errors, (*path, part, key), attached=True)


def check_url(url: object, errors: FormErrors, path: Steps, *, attached: bool = False) -> None:
    """Note a link that Discord would not take: wrong scheme, or no host."""
    if not url:
        return
    parts = urlsplit(str(url))
    if attached and parts.scheme == "attachment":
        return
    if parts.scheme not in ("http", "https"):
        errors.add(
            path,
            "URL_TYPE_INVALID_SCHEME",
            f"Scheme '{parts.scheme}' is not supported. Scheme must be one of ('http', 'https').",
        )
    elif not parts.hostname or " " in str(url):
        errors.add(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.")
    errors.too_long(path, url, 2048)


def check_components(components: list[Json], errors: FormErrors, path: Steps, *, v2: bool) -> None:
    """Note rows, buttons and selects beyond the limits.

    https://docs.discord.com/developers/components/reference
    """
    if not v2 and len(components) > 5:
        errors.add(path, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
    if v2 and sum(1 for _ in walk(components)) > 40:
        errors.add(path, "BASE_TYPE_MAX_LENGTH", "Must be 40 or fewer in length.")
    if v2 and sum(len(c.get("content") or "") for c in walk(components)) > 4000:
        errors.add(path, "COMPONENT_MAX_DISPLAYABLE_TEXT_SIZE_EXCEEDED", "Text exceeds 4000 characters.")
    seen: set[str] = set()
    for i, row in enumerate(components):
        if not v2 and row.get("type") != 1:
            errors.add((*path, i, "type"), "BASE_TYPE_CHOICES", 'Value of field "type" must be one of (1,).')
        _check_nested(row, errors, (*path, i), seen)


def _check_nested(component: Json, errors: FormErrors, path: Steps, seen: set[str]) -> None:
    kind = component.get("type")
    custom_id = component.get("custom_id")
    if custom_id is not None:
        errors.length((*path, "custom_id"), custom_id, 1, 100)
        if custom_id in seen:
            errors.add(
                (*path, "custom_id"),
                "COMPONENT_CUSTOM_ID_DUPLICATED",
                "Component custom id cannot be duplicated",
            )
        seen.add(custom_id)
    if kind == 1:
        inner = component.get("components") or []
        widths = sum(1 if c.get("type") == 2 else 5 for c in inner)
        if not inner or widths > 5:
            errors.add((*path, "components"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
    elif kind == 2:
        _check_button(component, errors, path)
    elif kind in (3, 5, 6, 7, 8):
        _check_select(component, errors, path)
    for j, child in enumerate(component.get("components") or []):
        _check_nested(child, errors, (*path, "components", j), seen)
    for key in ("accessory", "component"):
        if component.get(key):
            _check_nested(component[key], errors, (*path, key), seen)


def _check_button(button: Json, errors: FormErrors, path: Steps) -> None:
    errors.too_long((*path, "label"), button.get("label"), 80)
    style = button.get("style")
    if style == 5:
        errors.length((*path, "url"), button.get("url"), 1, 512)
        check_url(button.get("url"), errors, (*path, "url"))
        if button.get("custom_id"):
            errors.add(
                (*path, "custom_id"),
                "BUTTON_COMPONENT_CUSTOM_ID_AND_URL_MUTUALLY_EXCLUSIVE",
                "A custom id and url cannot both be specified",
            )
    elif style in (1, 2, 3, 4):
        errors.length((*path, "custom_id"), button.get("custom_id"), 1, 100)
        if button.get("url"):
            errors.add((*path, "url"), "BUTTON_COMPONENT_URL_NOT_ALLOWED", "A url is only for link buttons")
    if style != 6 and not button.get("label") and not button.get("emoji"):
        errors.add(path, "BUTTON_COMPONENT_MISSING_LABEL", "A label or an emoji is required")


def _check_select(select: Json, errors: FormErrors, path: Steps) -> None:
    errors.length((*path, "custom_id"), select.get("custom_id"), 1, 100)
    errors.too_long((*path, "placeholder"), select.get("placeholder"), 150)
    options = select.get("options") or []
    if select.get("type") == 3 and not 1 <= len(options) <= 25:
        errors.add((*path, "options"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 25 in length.")
    values: set[str] = set()
    for i, option in enumerate(options):
        for key in ("label", "value"):
            errors.length((*path, "options", i, key), option.get(key), 1, 100)
        errors.too_long((*path, "options", i, "description"), option.get("description"), 100)
        if option.get("value") in values:
            errors.add(
                (*path, "options", i, "value"),
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                "The specified option value is already used",
            )
        values.add(option.get("value"))
    _check_default_values(select, errors, path)
    for key, low in (("min_values", 0), ("max_values", 1)):
        number = select.get(key)
        if number is not None and not low <= number <= 25:
            errors.add((*path, key), "NUMBER_TYPE_RANGE", f"Must be between {low} and 25.")


def _check_default_values(select: Json, errors: FormErrors, path: Steps) -> None:
    """Note what a menu of people, roles or channels can't come with.

    https://docs.discord.com/developers/components/reference#channel-select
    """
    fitting = {5: ("user",), 6: ("role",), 7: ("user", "role"), 8: ("channel",)}.get(select["type"])
    given = select.get("default_values") or []
    if not given:
        return
    if fitting is None:
        errors.add((*path, "default_values"), "BASE_TYPE_FORBIDDEN", "Only for menus that fill themselves")
        return
    least, most = select.get("min_values", 1), select.get("max_values", 1)
    if not least <= len(given) <= most:
        errors.add(
            (*path, "default_values"),
            "BASE_TYPE_BAD_LENGTH",
            f"Must be between {least} and {most} in length.",
        )
    for i, each in enumerate(given):
        if each.get("type") not in fitting:
            errors.add(
                (*path, "default_values", i, "type"), "BASE_TYPE_CHOICES", f"Must be one of {fitting}."
            )


def check_modal(data: Json, errors: FormErrors, path: Steps) -> None:
    """Note a modal beyond the limits.

    https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal
    """
    errors.length((*path, "custom_id"), data.get("custom_id"), 1, 100)
    errors.length((*path, "title"), data.get("title"), 1, 45)
    rows = data.get("components") or []
    if not 1 <= len(rows) <= 5:
        errors.add((*path, "components"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
    seen: set[str] = set()
    for i, row in enumerate(rows):
        _check_nested(row, errors, (*path, "components", i), seen)
        if row.get("type") == 18:
            errors.length((*path, "components", i, "label"), row.get("label"), 1, 45)
            errors.too_long((*path, "components", i, "description"), row.get("description"), 100)
        inputs = [row.get("component") or {}] if row.get("type") == 18 else row.get("components") or []
        for j, each in enumerate(inputs):
            if each.get("type") != 4:
                continue
            here = (*path, "components", i, *(("component",) if row.get("type") == 18 else ("components", j)))
            if row.get("type") == 1:
                errors.length((*here, "label"), each.get("label"), 1, 45)
            errors.too_long((*here, "placeholder"), each.get("placeholder"), 100)
            errors.too_long((*here, "value"), each.get("value"), 4000)


def check_choices(choices: object, errors: FormErrors, path: Steps) -> None:
    """Note autocomplete or option choices beyond the limits.

    https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-choice-structure
    """
    if not isinstance(choices, list):
        return
    if len(choices) > 25:
        errors.add(path, "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    for i, choice in enumerate(choices):
        errors.length((*path, i, "name"), choice.get("name"), 1, 100)
        value = choice.get("value")
        if value is None:
            errors.add((*path, i, "value"), "BASE_TYPE_REQUIRED", "This field is required")
        errors.too_long((*path, i, "value"), value, 100)


def check_deferral_flags(flags: int, errors: FormErrors, path: Steps) -> None:
    """Note flags other than ephemeral on a deferred answer.

    https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-messages
    """
    if flags & ~EPHEMERAL:
        errors.add((*path, "flags"), "MESSAGE_FLAGS_INVALID", "Only the ephemeral flag is allowed here.")
