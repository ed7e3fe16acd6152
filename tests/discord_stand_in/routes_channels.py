"""Routes for channels, messages, reactions and threads."""

from __future__ import annotations

from urllib.parse import unquote

from . import payloads, posting, rules
from .posting import Posting
from .refusals import RefusalError
from .rest import NO_CONTENT, Request, Rest
from .state import Channel, Json, Message
from .world import World


class ChannelRoutes:
    """What a bot does in channels with its own token."""

    def __init__(self, world: World, poster: Posting, base: str) -> None:
        """Act on the world through `poster`."""
        self._world = world
        self._posting = poster
        self._base = base

    def register(self, rest: Rest) -> None:
        """Add the routes."""
        one = "/channels/{channel}"
        message = one + "/messages/{message}"
        rest.add("GET", one, self.get)
        rest.add("POST", one + "/typing", self.typing)
        rest.add("GET", one + "/messages", self.history)
        rest.add("POST", one + "/messages", self.create)
        rest.add("GET", message, self.get_message)
        rest.add("PATCH", message, self.edit)
        rest.add("DELETE", message, self.delete)
        rest.add("PUT", message + "/reactions/{emoji}/@me", self.react)
        rest.add("DELETE", message + "/reactions/{emoji}/@me", self.unreact)
        rest.add("POST", message + "/threads", self.start_thread)

    def _channel(self, request: Request) -> Channel:
        return self._world.channel(request.params["channel"])

    def _message(self, request: Request) -> Message:
        channel = self._channel(request)
        if channel.lacks("read_message_history"):
            raise RefusalError(403, 50013, "Missing Permissions")
        return self._world.message(channel, request.params["message"])

    def _draw(self, message: Message) -> Json:
        return payloads.message(message, self._world.bot, self._world.portal, self._base)

    async def get(self, request: Request) -> object:
        """Return a channel."""
        return payloads.channel(self._channel(request), self._world.bot)

    async def typing(self, request: Request) -> object:
        """Show "is typing"."""
        channel = self._channel(request)
        if channel.lacks("send_messages"):
            raise RefusalError(403, 50013, "Missing Permissions")
        self._world.typing.append(channel)
        return NO_CONTENT

    async def history(self, request: Request) -> object:
        """Return messages of a channel, newest first."""
        channel = self._channel(request)
        if channel.lacks("read_message_history"):
            return []
        query = request.query
        found = [m for m in self._world.in_channel(channel) if not m.ephemeral]
        if query.get("around"):
            raise RefusalError(501, 0, "the stand-in does not speak around=")
        if query.get("before"):
            found = [m for m in found if m.id < int(query["before"])]
        limit = int(query.get("limit", 50))
        if not 1 <= limit <= 100:
            request.problems.add(("limit",), "NUMBER_TYPE_RANGE", "int value should be between 1 and 100.")
            request.problems.raise_if_any()
        if query.get("after"):
            found = [m for m in found if m.id > int(query["after"])][:limit]
        return [self._draw(m) for m in reversed(found[-limit:])]

    async def create(self, request: Request) -> object:
        """Post a message."""
        channel = self._channel(request)
        body = request.fields
        rules.check_message(body, request.problems, files=len(request.uploads))
        posting.check_flags(body, posting.FLAGS_POST, request.problems)
        refers = body.get("message_reference")
        reference = self._reference(request, channel, refers) if refers else None
        request.problems.raise_if_any()
        rules.refuse_empty(
            body.get("content"), body.get("embeds") or [], body.get("components") or [], len(request.uploads)
        )
        posting.check_place(channel, body, request.uploads, replies=bool(refers))
        self._same_nonce(channel, body)
        message = await self._posting.post(
            channel, self._world.bot, body, request.uploads, reference=reference
        )
        return self._draw(message)

    def _reference(self, request: Request, channel: Channel, refers: Json) -> Message | None:
        if refers.get("type"):
            raise RefusalError(501, 0, "the stand-in does not speak forwarded messages")
        found = self._world.messages.get(int(refers.get("message_id") or 0))
        if found is None or found.deleted or found.channel is not channel or found.ephemeral:
            if refers.get("fail_if_not_exists", True):
                request.problems.add(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
            return None
        return found

    def _same_nonce(self, channel: Channel, body: Json) -> None:
        """Record a nonce used twice: Discord would hand back the first message instead."""
        nonce = body.get("nonce") if body.get("enforce_nonce") else None
        if nonce is not None and any(m.nonce == nonce for m in self._world.in_channel(channel)):
            raise RefusalError(501, 0, "the stand-in does not speak a nonce used twice")

    async def get_message(self, request: Request) -> object:
        """Return one message."""
        return self._draw(self._message(request))

    async def edit(self, request: Request) -> object:
        """Change one of the bot's own messages."""
        message = self._message(request)
        body = request.fields
        rules.check_message(body, request.problems, files=len(request.uploads))
        request.problems.raise_if_any()
        if message.author is not self._world.bot:
            raise RefusalError(403, 50005, "Cannot edit a message authored by another user")
        await self._posting.edit(message, body, request.uploads)
        return self._draw(message)

    async def delete(self, request: Request) -> object:
        """Delete a message: the bot's own, or any with the right to manage messages."""
        message = self._message(request)
        if message.author is not self._world.bot:
            if message.channel.kind == "dm":
                raise RefusalError(403, 50003, "Cannot execute action on a DM channel")
            if message.channel.lacks("manage_messages"):
                raise RefusalError(403, 50013, "Missing Permissions")
        await self._posting.delete(message, self._world.bot)
        return NO_CONTENT

    async def react(self, request: Request) -> object:
        """Add the bot's reaction."""
        message = self._message(request)
        if message.channel.lacks("add_reactions"):
            raise RefusalError(403, 50013, "Missing Permissions")
        emoji = unquote(request.params["emoji"])
        if emoji not in message.reactions:
            message.reactions.append(emoji)
            self._world.tell(message.channel, self._world.bot, "react", emoji, message)
        return NO_CONTENT

    async def unreact(self, request: Request) -> object:
        """Take the bot's reaction away."""
        message = self._message(request)
        emoji = unquote(request.params["emoji"])
        if emoji in message.reactions:
            message.reactions.remove(emoji)
        return NO_CONTENT

    async def start_thread(self, request: Request) -> object:
        """Open a thread on a message."""
        message = self._message(request)
        request.problems.length(("name",), request.fields.get("name"), 1, 100)
        request.problems.raise_if_any()
        if message.channel.lacks("create_public_threads"):
            raise RefusalError(403, 50013, "Missing Permissions")
        if message.channel.kind != "text":
            raise RefusalError(400, 50024, "Cannot execute action on this channel type")
        thread = self._world.add_channel(
            request.fields["name"], "thread", guild=message.channel.guild, parent=message.channel
        )
        # A thread that starts at a message has that message's id.
        del self._world.channels[thread.id]
        thread.id = message.id
        self._world.channels[thread.id] = thread
        self._world.tell(message.channel, self._world.bot, "thread", thread.name, message)
        await self._posting.announce("THREAD_CREATE", thread)
        return payloads.channel(thread, self._world.bot)
