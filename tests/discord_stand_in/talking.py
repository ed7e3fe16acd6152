"""What people write: messages, mentions, direct messages, replies."""

from __future__ import annotations

import asyncio

from .acting import Acting
from .refusals import NotPossibleError, SpokeUnaskedError
from .state import Channel, Message, Person


class Talking(Acting):
    """Write, and wait for the bot's reply."""

    async def say(
        self,
        text: str,
        *,
        by: Person | None = None,
        channel: Channel | None = None,
        reply_to: Message | None = None,
        ping: bool = True,
    ) -> Message:
        """Post a message and return it at once; expects nothing of the bot."""
        by = by or self.alice
        place = channel or (reply_to.channel if reply_to else self.general)
        if place.kind == "forum":
            raise NotPossibleError(f"{place.place} takes posts only: use open_post")
        if place.guild is not None and by not in place.guild.members and not by.webhook:
            raise NotPossibleError(f"{by.name} is not in {place.guild.name}")
        if place.guild is None and by not in place.recipients:
            raise NotPossibleError(f"{by.name} is not in {place.place}")
        if not text or len(text) > 2000:
            raise NotPossibleError(f"a person's message has 1 to 2000 characters, not {len(text)}")
        if reply_to is not None and (reply_to.ephemeral or not reply_to.seen_by(by)):
            raise NotPossibleError("nobody can reply to an ephemeral or deleted message")
        self._spoke_at = self.world.bot_acts
        allowed = {"parse": ["users", "roles", "everyone"], "replied_user": ping}
        return await self.posting.post(
            place, by, {"content": text, "allowed_mentions": allowed}, {}, reference=reply_to
        )

    async def open_post(self, title: str, text: str, *, forum: Channel, by: Person | None = None) -> Message:
        """Open a post in a forum and return its first message at once; its channel is the post."""
        by = by or self.alice
        if forum.kind != "forum" or forum.guild is None or by not in forum.guild.members:
            raise NotPossibleError(f"{by.name} cannot open a post in {forum.place}")
        if not 1 <= len(title) <= 100 or not 1 <= len(text) <= 2000:
            raise NotPossibleError("a post has a title of 1 to 100 characters and a text of 1 to 2000")
        self._spoke_at = self.world.bot_acts
        post = self.world.add_channel(title, "thread", guild=forum.guild, parent=forum)
        await self.posting.announce("THREAD_CREATE", post)
        # A post's first message has the post's id:
        # https://docs.discord.com/developers/topics/threads#forum-and-media-channel-threads
        allowed = {"parse": ["users", "roles", "everyone"]}
        body = {"content": text, "allowed_mentions": allowed}
        return await self.posting.post(post, by, body, {}, number=post.id)

    async def mention(
        self, text: str, *, by: Person | None = None, channel: Channel | None = None
    ) -> Message:
        """Post "@bot text" and return the bot's reply."""
        asked = await self.say(f"{self.world.bot.mention} {text}", by=by, channel=channel)
        return await self.answer_to(asked)

    async def dm(self, text: str, *, by: Person | None = None) -> Message:
        """Write to the bot directly and return its reply."""
        by = by or self.alice
        asked = await self.say(text, by=by, channel=self.world.dm_channel(by))
        return await self.answer_to(asked)

    async def reply(self, to: Message, text: str, *, by: Person | None = None, ping: bool = True) -> Message:
        """Reply to a message with Discord's reply feature and return the bot's reply to that."""
        asked = await self.say(text, by=by, reply_to=to, ping=ping)
        return await self.answer_to(asked)

    async def answer_to(self, asked: Message, *, timeout: float | None = None) -> Message:
        """Wait for the bot's reply to a message that a person posted."""

        def found() -> Message | None:
            for message in reversed(self.world.messages.values()):
                if message.id < asked.id:  # They stand in the order in which they were posted.
                    break
                if message.author is not self.world.bot:
                    continue
                if message.loading or message.interaction is not None or message.deleted:
                    continue
                if message.reference is asked:
                    return message
                if message.channel is asked.channel and message.reference is None:
                    return message
            return None

        answer = await self.world.until(
            found,
            timeout or self.patience,
            lambda: self._lost(f"{asked.author.name}'s {asked.text!r} in {asked.channel.place}"),
        )
        return self._heard(answer)

    async def edit(self, message: Message, text: str) -> None:
        """Change what a person wrote."""
        if message.author is self.world.bot:
            raise NotPossibleError("people cannot edit the bot's messages")
        await self.posting.edit(message, {"content": text}, {})

    async def delete(self, message: Message) -> None:
        """Take away what was posted."""
        await self.posting.delete(message, message.author)

    async def quiet(self, seconds: float | None = None) -> None:
        """Hold that the bot does nothing visible until a short time from now.

        Counted from what a person did last, or from the answer that was awaited last.
        """
        await asyncio.sleep(self.quiet_time if seconds is None else seconds)
        if self.world.bot_acts > self._spoke_at:
            last = [h for h in self.world.story if h.who is self.world.bot][-1]
            raise SpokeUnaskedError(f"the bot spoke unasked: {last.kind} {last.message or last.text!r}")

    async def until_edited(self, message: Message, *, timeout: float | None = None) -> Message:
        """Wait until a message is changed again, and return it."""
        before = message.edited_at
        await self.world.until(
            lambda: message.edited_at != before,
            timeout or self.patience,
            lambda: self._lost(f"by changing {message!r}"),
        )
        return self._heard(message)

    async def until_deleted(self, message: Message, *, timeout: float | None = None) -> None:
        """Wait until a message is gone."""
        await self.world.until(
            lambda: message.deleted,
            timeout or self.patience,
            lambda: self._lost(f"by deleting {message!r}"),
        )
        self._heard(message)

    async def next_message(self, after: Message, *, timeout: float | None = None) -> Message:
        """Wait for the bot's next message in the same channel."""

        def found() -> Message | None:
            later = [m for m in self.world.in_channel(after.channel) if m.id > after.id]
            return next((m for m in later if m.author is self.world.bot and not m.loading), None)

        message = await self.world.until(
            found, timeout or self.patience, lambda: self._lost(f"with another message after {after!r}")
        )
        return self._heard(message)
