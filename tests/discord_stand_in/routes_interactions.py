"""Routes for answering interactions: callback, follow-ups, edits and deletions."""

from __future__ import annotations

from typing import Any

from . import payloads, posting, rules
from .interactions import AUTOCOMPLETE, Choice, Interaction
from .posting import Posting
from .refusals import RefusalError
from .rest import NO_CONTENT, Request, Rest
from .state import EPHEMERAL, LOADING, Json, Message
from .world import World


class InteractionRoutes:
    """What a bot does with an interaction's token."""

    def __init__(self, world: World, poster: Posting, base: str) -> None:
        """Act on the world through `poster`."""
        self._world = world
        self._posting = poster
        self._base = base

    def register(self, rest: Rest) -> None:
        """Add the routes."""
        hook = "/webhooks/{application}/{token}"
        rest.add("POST", "/interactions/{interaction}/{token}/callback", self.callback)
        rest.add("POST", hook, self.follow_up)
        rest.add("GET", hook + "/messages/{message}", self.get)
        rest.add("PATCH", hook + "/messages/{message}", self.edit)
        rest.add("DELETE", hook + "/messages/{message}", self.delete)

    def _draw(self, message: Message) -> Json:
        return payloads.message(message, self._world.bot, 0, self._base, told=True)

    async def callback(self, request: Request) -> object:
        """Take the first answer to an interaction."""
        world = self._world
        number = request.params["interaction"]
        interaction = world.interactions.get(int(number)) if number.isdecimal() else None
        if interaction is None or interaction.token != request.params["token"]:
            raise RefusalError(404, 10062, "Unknown interaction")
        kind: Any = request.fields.get("type")
        interaction.check_callback(kind, world.clock.monotonic(), world.acknowledge_within)
        data = request.fields.get("data") or {}
        self._check(kind, data, request)
        request.problems.raise_if_any()
        if kind == 4:
            rules.refuse_empty(
                data.get("content"),
                data.get("embeds") or [],
                data.get("components") or [],
                len(request.uploads),
            )
        interaction.answer = kind
        message = await self._apply(interaction, kind, data, request)
        world.changed()
        if not request.flag("with_response"):
            return NO_CONTENT
        told: Json = {"id": str(interaction.id), "type": interaction.kind}
        body: Json = {"interaction": told}
        if message is not None:
            told |= {
                "response_message_id": str(message.id),
                "response_message_loading": message.loading,
                "response_message_ephemeral": message.ephemeral,
            }
        if message is not None and kind in (4, 7):
            body["resource"] = {"type": kind, "message": self._draw(message)}
        return body

    @staticmethod
    def _check(kind: object, data: Json, request: Request) -> None:
        if kind in (4, 7):
            rules.check_message(data, request.problems, path=("data",), files=len(request.uploads))
            posting.check_flags(data, posting.FLAGS_ANSWER, request.problems, ("data",))
        elif kind == 5:
            rules.check_deferral_flags(data.get("flags") or 0, request.problems, ("data",))
        elif kind == 8:
            rules.check_choices(data.get("choices"), request.problems, ("data", "choices"))
        elif kind == 9:
            rules.check_modal(data, request.problems, ("data",))

    async def _apply(
        self, interaction: Interaction, kind: int, data: Json, request: Request
    ) -> Message | None:
        if kind in (4, 5):
            if kind == 5:
                data = {"flags": (data.get("flags") or 0) | LOADING}
            interaction.original = await self._posting.post(
                interaction.channel, self._world.bot, data, request.uploads, interaction=interaction
            )
            if kind == 5 and interaction.about is not None and interaction.kind == 3:
                interaction.original.reference = interaction.about
            return interaction.original
        if kind in (6, 7):
            interaction.original = interaction.about
            if kind == 7 and interaction.about is not None:
                await self._posting.edit(interaction.about, data, request.uploads)
                interaction.updated = True
            return interaction.about
        if kind == 8:
            assert interaction.kind == AUTOCOMPLETE
            interaction.choices = [Choice(c["name"], c["value"]) for c in data.get("choices") or [] if c]
        else:
            interaction.modal = data
            self._world.tell(
                interaction.channel, self._world.bot, "modal", data["title"], only_for=interaction.person
            )
        return None

    def _by_token(self, request: Request) -> Interaction:
        if request.params["application"] != str(self._world.bot.id):
            raise RefusalError(404, 10015, "Unknown Webhook")
        for interaction in self._world.interactions.values():
            if interaction.token == request.params["token"]:
                interaction.check_token(self._world.clock.monotonic())
                return interaction
        raise RefusalError(404, 10015, "Unknown Webhook")

    def _message(self, request: Request) -> tuple[Interaction, Message]:
        interaction = self._by_token(request)
        wanted = request.params["message"]
        mine = [m for m in [interaction.original, *interaction.follow_ups] if m is not None]
        for message in mine:
            original = wanted == "@original" and message is interaction.original
            if (original or wanted == str(message.id)) and not message.deleted:
                return interaction, message
        raise RefusalError(404, 10008, "Unknown Message")

    async def follow_up(self, request: Request) -> object:
        """Post another message; right after a deferral it becomes the answer itself."""
        interaction = self._by_token(request)
        if interaction.kind == AUTOCOMPLETE:
            raise RefusalError(404, 10015, "Unknown Webhook")
        body = request.fields
        rules.check_message(body, request.problems, files=len(request.uploads))
        posting.check_flags(body, posting.FLAGS_ANSWER, request.problems)
        for name in ("username", "avatar_url"):
            if body.get(name):
                request.problems.add((name,), "UNSUPPORTED", "Not supported for interaction follow-ups")
        request.problems.raise_if_any()
        rules.refuse_empty(
            body.get("content"), body.get("embeds") or [], body.get("components") or [], len(request.uploads)
        )
        waiting = interaction.original
        if waiting is not None and waiting.loading:
            # https://docs.discord.com/developers/interactions/receiving-and-responding#create-followup-message
            kept = (body.get("flags") or 0) & ~EPHEMERAL
            await self._posting.edit(waiting, body | {"flags": kept}, request.uploads)
            return self._draw(waiting)
        interaction.check_room_for_follow_up()
        earlier = next((m for m in reversed(interaction.follow_ups) if not m.deleted), None)
        answered = waiting if waiting is not None and not waiting.deleted else earlier
        message = await self._posting.post(
            interaction.channel,
            self._world.bot,
            body,
            request.uploads,
            reference=answered,
            interaction=interaction,
        )
        interaction.follow_ups.append(message)
        self._world.changed()
        return self._draw(message)

    async def get(self, request: Request) -> object:
        """Return the answer or a follow-up."""
        return self._draw(self._message(request)[1])

    async def edit(self, request: Request) -> object:
        """Change the answer or a follow-up."""
        interaction, message = self._message(request)
        body = request.fields
        rules.check_message(body, request.problems, files=len(request.uploads))
        request.problems.raise_if_any()
        await self._posting.edit(message, body, request.uploads)
        interaction.updated = interaction.updated or message is interaction.about
        self._world.changed()
        return self._draw(message)

    async def delete(self, request: Request) -> object:
        """Delete the answer or a follow-up."""
        _, message = self._message(request)
        await self._posting.delete(message, self._world.bot)
        return NO_CONTENT
