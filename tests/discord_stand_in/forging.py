"""Interactions that no client of Discord's sends: made up by somebody, or left over from another version."""

from __future__ import annotations

from .acting import Acting
from .interactions import Interaction
from .refusals import NoReplyError
from .state import Channel, Json, Message, Person


class Forging(Acting):
    """Send the bot whatever a test makes up; nothing of it is checked."""

    async def forge(
        self,
        kind: int,
        data: Json,
        *,
        by: Person | None = None,
        channel: Channel | None = None,
        about: Message | None = None,
    ) -> Interaction:
        """Send one interaction as it is and return it, acknowledged or not after the time for that.

        `kind` is Discord's: 2 command, 3 component, 4 autocomplete, 5 form; `about` is the message that the
        control stands under, or that the menu was opened on.
        """
        place = channel or (about.channel if about is not None else self.general)
        path = str(data.get("name") or "")
        interaction = await self._send(kind, data, by or self.alice, place, path=path, about=about)
        try:
            await self._acknowledged(interaction, f"a forged interaction of type {kind}")
        except NoReplyError:
            return interaction
        # What the bot did on top of its first answer is to be there too.
        if interaction.original is not None:
            self._heard(interaction.original)
        return interaction
