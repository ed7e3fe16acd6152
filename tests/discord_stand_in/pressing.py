"""What people press, choose and fill in: buttons, menus and forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from . import payloads
from .acting import Acting, Modal
from .interactions import COMPONENT, MODAL, Field, Interaction
from .refusals import NotPossibleError
from .state import CHANNEL_TYPES, Channel, Json, Message, Person, Select


class Pressing(Acting):
    """Use what hangs under a message, and wait for what comes of it."""

    async def click(self, message: Message, button: str, *, by: Person | None = None) -> Message:
        """Press a button by its label, custom id or emoji; return the new, or the changed, message."""
        return await self._message(await self._click(message, button, by))

    async def click_modal(self, message: Message, button: str, *, by: Person | None = None) -> Modal:
        """Press a button that opens a form, and return the form."""
        return await self._modal(await self._click(message, button, by))

    async def select(
        self,
        message: Message,
        values: Sequence[str] | str,
        *,
        menu: str | None = None,
        by: Person | None = None,
    ) -> Message:
        """Choose from a menu by labels or values; return the new, or the changed, message."""
        return await self._message(await self._select(message, values, menu, by))

    async def select_channels(
        self,
        message: Message,
        channels: Sequence[Channel],
        *,
        menu: str | None = None,
        by: Person | None = None,
    ) -> Message:
        """Choose channels from a menu of them; return the new, or the changed, message."""
        return await self._message(await self._select_channels(message, channels, menu, by))

    async def submit(
        self, modal: Modal, values: Mapping[str, str | Sequence[str]] | None = None, /, **fields: str
    ) -> Message:
        """Fill in a form by labels or custom ids, send it, and return the bot's answer."""
        return await self._message(await self._submit(modal, {**(values or {}), **fields}))

    async def _select(
        self, message: Message, values: Sequence[str] | str, menu: str | None, by: Person | None
    ) -> Interaction:
        by = self._reader(message, by)
        chosen = _menu(message, menu)
        if chosen.kind != 3:
            raise NotPossibleError("the stand-in chooses like this from text menus only")
        wanted = _chosen(chosen, [values] if isinstance(values, str) else values)
        data: Json = {"custom_id": chosen.custom_id, "component_type": 3, "values": wanted}
        self._tell(message, by, "select", f"chose {', '.join(wanted)}")
        return await self._send(COMPONENT, data, by, message.channel, about=message)

    async def _select_channels(
        self, message: Message, channels: Sequence[Channel], menu: str | None, by: Person | None
    ) -> Interaction:
        by = self._reader(message, by)
        chosen = _menu(message, menu)
        if chosen.kind != 8:
            raise NotPossibleError("that is no menu of channels")
        _check_channels(chosen, channels, message)
        # https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-resolved-data-structure
        resolved = {
            str(each.id): {
                key: value
                for key, value in payloads.channel(each, self.world.bot).items()
                if key not in ("permission_overwrites", "last_message_id")
            }
            | {"permissions": payloads.permission_bits(each.guild.permissions_of(by))}
            for each in channels
            if each.guild is not None
        }
        data: Json = {
            "custom_id": chosen.custom_id,
            "component_type": 8,
            "values": [str(each.id) for each in channels],
            "resolved": {"channels": resolved},
        }
        self._tell(message, by, "select", f"chose {', '.join('#' + each.name for each in channels)}")
        return await self._send(COMPONENT, data, by, message.channel, about=message)

    async def _submit(self, modal: Modal, values: Mapping[str, str | Sequence[str]]) -> Interaction:
        filled = dict(values)
        rows: list[Json] = []
        written_down: list[str] = []
        for field in modal.fields:
            value = filled.pop(field.label, filled.pop(field.custom_id, field.value))
            rows.append(_filled_in(field, value))
            shown = value if isinstance(value, str) else ", ".join(value)
            written_down.append(f"{field.label} = {shown}")
        if filled:
            raise NotPossibleError(
                f"the form has no {sorted(filled)}; it has {[f.label for f in modal.fields]}"
            )
        opened = modal.interaction
        assert opened.modal is not None
        # The answer has the shape of the form: rows, or labels, each around its input.
        inputs = iter(rows)
        written: list[Json] = []
        for row in opened.modal["components"]:
            if row.get("type") == 18:
                written.append({"type": 18, "component": next(inputs)})
            elif row.get("type") == 1:
                written.append({"type": 1, "components": [next(inputs) for _ in row["components"]]})
        data: Json = {"custom_id": modal.custom_id, "components": written}
        self.world.tell(
            opened.channel,
            opened.person,
            "submit",
            f"[{modal.title}] {'; '.join(written_down)}",
            only_for=opened.person,
        )
        # Only a form that a button opened knows the message of that button.
        about = opened.about if opened.kind == COMPONENT else None
        return await self._send(MODAL, data, opened.person, opened.channel, about=about, opened_by=opened)

    async def _click(self, message: Message, button: str, by: Person | None) -> Interaction:
        by = self._reader(message, by)
        matches = [b for b in message.buttons if button in (b.custom_id, b.label, b.emoji)]
        if not matches:
            labels = [b.label or b.emoji for b in message.buttons]
            raise NotPossibleError(f"there is no button {button!r} under {message!r}; there are {labels}")
        pressed = matches[0]
        if pressed.url is not None or pressed.custom_id is None:
            raise NotPossibleError(f"{pressed.label!r} is a link to {pressed.url}; it does not reach the bot")
        if pressed.disabled:
            raise NotPossibleError(f"the button {pressed.label!r} is disabled")
        data: Json = {"custom_id": pressed.custom_id, "component_type": 2}
        self._tell(message, by, "click", f"pressed [{pressed.label or pressed.emoji}]")
        return await self._send(COMPONENT, data, by, message.channel, about=message)

    def _tell(self, message: Message, by: Person, kind: str, text: str) -> None:
        self.world.tell(message.channel, by, kind, text, message, only_for=message.only_for)


def _menu(message: Message, menu: str | None) -> Select:
    menus = [m for m in message.selects if menu in (None, m.custom_id, m.placeholder)]
    if not menus:
        raise NotPossibleError(f"no such menu under {message!r}; there are {message.selects}")
    return menus[0]


def _check_channels(menu: Select, channels: Sequence[Channel], message: Message) -> None:
    """Refuse what the menu would not let a person choose."""
    if menu.disabled:
        raise NotPossibleError("the menu is disabled")
    for each in channels:
        if each.guild is None or each.guild is not message.channel.guild:
            raise NotPossibleError(f"{each!r} is not in the server of {message!r}")
        if menu.channel_types and CHANNEL_TYPES[each.kind] not in menu.channel_types:
            raise NotPossibleError(f"the menu takes no {each.kind} like {each!r}")
    if len(set(channels)) != len(channels):
        raise NotPossibleError("a channel can be chosen only once")
    if not menu.minimum <= len(channels) <= menu.maximum:
        raise NotPossibleError(f"the menu takes {menu.minimum} to {menu.maximum} choices")


def _filled_in(field: Field, value: str | Sequence[str]) -> Json:
    """Return what Discord sends for one input of a form: text, or the values chosen from a menu."""
    if field.required and not value:
        raise NotPossibleError(f"the form needs {field.label!r}")
    told: Json = {"type": field.kind, "custom_id": field.custom_id}
    if field.kind == 4 and isinstance(value, str):
        if value and not field.minimum <= len(value) <= field.maximum:
            raise NotPossibleError(f"{field.label!r} takes {field.minimum} to {field.maximum} characters")
        return told | {"value": value}
    if field.kind != 3:
        raise NotPossibleError("the stand-in fills in text inputs and text menus only")
    menu = Select(field.custom_id, field.label, field.options, field.minimum, field.maximum, False, 3)
    wanted = [value] if isinstance(value, str) else value
    return told | {"values": _chosen(menu, wanted) if any(wanted) else []}


def _chosen(menu: Select, values: Sequence[str]) -> list[str]:
    if menu.disabled:
        raise NotPossibleError("the menu is disabled")
    found: list[str] = []
    for wanted in values:
        match = next((value for label, value in menu.options if wanted in (label, value)), None)
        if match is None:
            raise NotPossibleError(f"the menu has no {wanted!r}; it has {[o[0] for o in menu.options]}")
        found.append(match)
    if not menu.minimum <= len(found) <= menu.maximum:
        raise NotPossibleError(f"the menu takes {menu.minimum} to {menu.maximum} choices")
    return found
