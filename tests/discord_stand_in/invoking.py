"""How people use commands: slash commands, their suggestions, and the menus of messages and people."""

from __future__ import annotations

from collections.abc import Mapping

from . import commands, payloads
from .acting import Acting, Modal
from .interactions import AUTOCOMPLETE, COMMAND, Choice, Interaction
from .refusals import NotPossibleError
from .state import Channel, Json, Message, Person


class Invoking(Acting):
    """Run commands, and wait for the bot's answer."""

    async def slash(
        self,
        name: str,
        values: Mapping[str, object] | None = None,
        /,
        *,
        by: Person | None = None,
        channel: Channel | None = None,
        **options: object,
    ) -> Message:
        """Run a slash command ("ask", "stats top") and return the bot's answer."""
        interaction = await self._slash(name, {**(values or {}), **options}, by, channel)
        return await self._message(interaction)

    async def slash_modal(
        self,
        name: str,
        values: Mapping[str, object] | None = None,
        /,
        *,
        by: Person | None = None,
        channel: Channel | None = None,
        **options: object,
    ) -> Modal:
        """Run a slash command that opens a form, and return the form."""
        interaction = await self._slash(name, {**(values or {}), **options}, by, channel)
        return await self._modal(interaction)

    async def autocomplete(
        self,
        name: str,
        values: Mapping[str, object] | None = None,
        /,
        *,
        by: Person | None = None,
        channel: Channel | None = None,
        **options: object,
    ) -> list[Choice]:
        """Type into the last option given and return what the bot suggests."""
        by, place = by or self.alice, channel or self.general
        filled = {**(values or {}), **options}
        if not filled:
            raise NotPossibleError("autocomplete needs the option that is being typed")
        typed = commands.type_slash(self.world, name, filled, by, place, focused=list(filled)[-1])
        interaction = await self._send(
            AUTOCOMPLETE, typed.data, by, place, command=typed.command, path=typed.path
        )
        await self._acknowledged(interaction, f"with suggestions for {typed.shown}")
        return interaction.choices or []

    async def context_menu(
        self, name: str, target: Message | Person, *, by: Person | None = None, channel: Channel | None = None
    ) -> Message:
        """Use a command from the menu of a message or a person, and return the bot's answer."""
        return await self._message(await self._context_menu(name, target, by, channel))

    async def context_menu_modal(
        self, name: str, target: Message | Person, *, by: Person | None = None, channel: Channel | None = None
    ) -> Modal:
        """Use a menu command that opens a form, and return the form."""
        return await self._modal(await self._context_menu(name, target, by, channel))

    async def _slash(
        self, name: str, values: Mapping[str, object], by: Person | None, channel: Channel | None
    ) -> Interaction:
        by, place = by or self.alice, channel or self.general
        typed = commands.type_slash(self.world, name, values, by, place)
        self.world.tell(place, by, "slash", typed.shown)
        return await self._send(COMMAND, typed.data, by, place, command=typed.command, path=typed.path)

    async def _context_menu(
        self, name: str, target: Message | Person, by: Person | None, channel: Channel | None
    ) -> Interaction:
        about: Message | None = None
        by = by or self.alice
        if isinstance(target, Message):
            place, about, kind = target.channel, target, 3
            if not target.seen_by(by):
                raise NotPossibleError(f"{by.name} does not see {target!r}")
            if target.ephemeral:
                raise NotPossibleError("an ephemeral message has no app commands in its menu")
            drawn = payloads.message(target, self.world.bot, 0, self.gateway.base, told=True)
            resolved: Json = {"messages": {str(target.id): drawn}}
        else:
            place, kind = channel or self.general, 2
            resolved = {}
            commands.resolve(self.world, target, place, resolved)
        command = commands.find(self.world, name, kind, by, place)
        data: Json = {
            "id": command["id"],
            "name": name,
            "type": kind,
            "target_id": str(target.id),
            "resolved": resolved,
        }
        if "guild_id" in command:
            data["guild_id"] = command["guild_id"]
        self._tell_menu(place, by, name, target)
        return await self._send(COMMAND, data, by, place, command=command, path=name, about=about)

    def _tell_menu(self, place: Channel, by: Person, name: str, target: Message | Person) -> None:
        about = target if isinstance(target, Message) else None
        on = "a message" if about else f"@{target.name}" if isinstance(target, Person) else ""
        self.world.tell(place, by, "menu", f"{name} on {on}", about)
