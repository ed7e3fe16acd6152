"""Use the bot as a client does that shows whatever comes: a message, a form, or nothing new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .acting import Modal
from .drawing import CHANNEL_MENU
from .interactions import Interaction
from .invoking import Invoking
from .pressing import Pressing
from .refusals import NotPossibleError
from .state import Channel, Message, Person


class Opening(Invoking, Pressing):
    """Do something and wait for the first answer only; a form is returned, a message is just posted."""

    async def run(
        self, name: str, values: Mapping[str, object], *, by: Person, channel: Channel
    ) -> Modal | None:
        """Run a slash command."""
        return await self._opened(await self._slash(name, values, by, channel))

    async def use_menu(
        self, name: str, target: Message | Person, *, by: Person, channel: Channel
    ) -> Modal | None:
        """Use a command from the menu of a message or a person."""
        return await self._opened(await self._context_menu(name, target, by, channel))

    async def press(self, message: Message, button: str, *, by: Person) -> Modal | None:
        """Press a button by its label, custom id or emoji."""
        return await self._opened(await self._click(message, button, by))

    async def choose(self, message: Message, values: Sequence[str], *, menu: str, by: Person) -> Modal | None:
        """Choose from a menu by labels or values; from one of channels by their ids."""
        if any(each.kind == CHANNEL_MENU and menu == each.custom_id for each in message.selects):
            channels = [self._channel(each) for each in values]
            return await self._opened(await self._select_channels(message, channels, menu, by))
        return await self._opened(await self._select(message, values, menu, by))

    async def send_form(self, modal: Modal, values: Mapping[str, str | Sequence[str]]) -> None:
        """Send a form, filled in by labels or custom ids."""
        await self._opened(await self._submit(modal, values))

    def _channel(self, number: str) -> Channel:
        found = self.world.channels.get(int(number)) if number.isdecimal() else None
        if found is None:
            raise NotPossibleError(f"there is no channel {number!r}")
        return found

    async def _opened(self, interaction: Interaction) -> Modal | None:
        await self._acknowledged(interaction, self._what(interaction))
        return await self._modal(interaction) if interaction.modal is not None else None
