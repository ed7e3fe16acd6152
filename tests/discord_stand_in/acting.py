"""How what people do reaches the bot, and how they wait for what it makes of it."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

from . import commands
from .gateway import Gateway
from .interactions import COMMAND, Field, Interaction, modal_fields
from .posting import Posting
from .refusals import NoReplyError, NotPossibleError
from .state import Channel, Json, Message, Person
from .world import World


@dataclass(frozen=True)
class Modal:
    """A form that the bot opened for one person."""

    title: str
    custom_id: str
    fields: tuple[Field, ...]
    interaction: Interaction


class Acting:
    """What every action of a person needs."""

    world: World
    gateway: Gateway
    posting: Posting
    alice: Person
    general: Channel
    patience: float
    quiet_time: float
    _spoke_at: int = 0

    async def _send(
        self,
        kind: int,
        data: Json,
        by: Person,
        channel: Channel,
        *,
        command: Json | None = None,
        path: str = "",
        about: Message | None = None,
        opened_by: Interaction | None = None,
    ) -> Interaction:
        if channel.kind == "forum":
            raise NotPossibleError(f"nothing can be typed in {channel.place} itself, only in its posts")
        self._spoke_at = self.world.bot_acts
        caused = about.interaction if about is not None else None
        if command is not None:
            owners = commands.owners(self.world, by, channel, command)
        elif caused is not None or opened_by is not None:
            owners = (opened_by or caused).owners()  # type: ignore[union-attr]  # one of them is there
        else:
            owners = commands.owners(self.world, by, channel, None)
        interaction = Interaction(
            id=self.world.clock.snowflake(),
            kind=kind,
            person=by,
            channel=channel,
            data=data,
            started=self.world.clock.monotonic(),
            owners_of=owners,
            command=command,
            command_path=path,
            about=about,
            opened_by=opened_by,
        )
        self.world.interactions[interaction.id] = interaction
        body = interaction.payload(self.world.bot, self.gateway.base)
        # Interactions need no intent: https://docs.discord.com/developers/events/gateway#list-of-intents
        if not await self.gateway.emit("INTERACTION_CREATE", body):
            raise NoReplyError("The application did not respond: the bot is not connected")
        return interaction

    async def _acknowledged(self, interaction: Interaction, what: str) -> None:
        """Wait for the first answer; a person sees an error after three seconds."""
        waiting = self.world.acknowledge_within
        try:
            await self.world.until(lambda: interaction.answer is not None, waiting + 0.2, lambda: "")
        except NoReplyError:
            raise NoReplyError(
                self._lost(f"{what} within {waiting} s: The application did not respond")
            ) from None

    async def _message(self, interaction: Interaction) -> Message:
        """Wait for the message that a person gets to see in the end."""
        await self._acknowledged(interaction, self._what(interaction))
        if interaction.answer == 9:
            assert interaction.modal is not None
            raise NotPossibleError(
                f"the bot opened the form {interaction.modal['title']!r}: use the method ending in _modal"
            )
        if interaction.answer == 6:
            return await self._after_silent_acknowledgement(interaction)
        original = interaction.original
        assert original is not None
        await self.world.until(
            lambda: not original.loading or original.deleted or interaction.follow_ups,
            self.patience,
            lambda: self._lost(f"after deferring its answer to {self._what(interaction)}"),
        )
        replaced = original.deleted and interaction.follow_ups
        return self._heard(interaction.follow_ups[-1] if replaced else original)

    async def _after_silent_acknowledgement(self, interaction: Interaction) -> Message:
        """Return a follow-up, or the message that was changed, or that message as it is."""
        assert interaction.about is not None
        about = interaction.about
        with contextlib.suppress(NoReplyError):
            await self.world.until(
                lambda: interaction.updated or interaction.follow_ups or about.deleted,
                self.quiet_time,
                lambda: "",
            )
        return self._heard(interaction.follow_ups[-1] if interaction.follow_ups else about)

    async def _modal(self, interaction: Interaction) -> Modal:
        await self._acknowledged(interaction, self._what(interaction))
        if interaction.modal is None:
            raise NotPossibleError(
                f"the bot answered {self._what(interaction)} without a form: {interaction.original!r}"
            )
        self._spoke_at = self.world.bot_acts
        return Modal(
            interaction.modal["title"],
            interaction.modal["custom_id"],
            tuple(modal_fields(interaction.modal)),
            interaction,
        )

    def _reader(self, message: Message, by: Person | None) -> Person:
        by = by or message.only_for or self.alice
        if not message.seen_by(by):
            raise NotPossibleError(f"{by.name} does not see {message!r}")
        return by

    @staticmethod
    def _what(interaction: Interaction) -> str:
        if interaction.kind == COMMAND:
            return f"{interaction.person.name}'s /{interaction.command_path}"
        return f"{interaction.person.name}'s {interaction.data.get('custom_id')}"

    def _heard(self, message: Message) -> Message:
        """Count what became of a message as expected, for `quiet`, and return it."""
        acts = [h.bot_acts for h in self.world.story if h.message is message]
        self._spoke_at = max(self._spoke_at, *acts) if acts else self._spoke_at
        return message

    def _lost(self, what: str) -> str:
        """Word that the bot did not answer, with what may be the reason."""
        lines = [f"the bot did not answer {what}"]
        if self.gateway.session is None:
            lines.append(f"it is not connected; the last close was {self.gateway.last_close}")
        lines += [f"fault: {fault}" for fault in self.world.faults[-5:]]
        return "\n  ".join(lines)
