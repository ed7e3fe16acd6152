"""What people press, choose and fill in: buttons, menus and forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .acting import Acting, Modal
from .interactions import COMPONENT, MODAL, Field, Interaction
from .refusals import NotPossibleError
from .state import Json, Message, Person, Select


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

    async def submit(
        self, modal: Modal, values: Mapping[str, str | Sequence[str]] | None = None, /, **fields: str
    ) -> Message:
        """Fill in a form by labels or custom ids, send it, and return the bot's answer."""
        return await self._message(await self._submit(modal, {**(values or {}), **fields}))

    async def _select(
        self, message: Message, values: Sequence[str] | str, menu: str | None, by: Person | None
    ) -> Interaction:
        by = self._reader(message, by)
        menus = [m for m in message.selects if menu in (None, m.custom_id, m.placeholder)]
        if not menus:
            raise NotPossibleError(f"no such menu under {message!r}; there are {message.selects}")
        chosen = menus[0]
        if chosen.kind != 3:
            raise NotPossibleError("the stand-in chooses from text menus only")
        wanted = _chosen(chosen, [values] if isinstance(values, str) else values)
        data: Json = {"custom_id": chosen.custom_id, "component_type": 3, "values": wanted}
        self._tell(message, by, "select", f"chose {', '.join(wanted)}")
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
