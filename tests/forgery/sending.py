"""Send forged interactions all at once, and judge what the bot made of them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence

from tests.discord_stand_in import BotProcess, Channel, Message, Person, StandIn, payloads
from tests.discord_stand_in.interactions import COMPONENT, MODAL, Interaction
from tests.discord_stand_in.state import Json
from tests.forgery.exploring import Found
from tests.forgery.strategies import Forgery

# Python's own word for what nobody caught, and how the bot begins the line about a failure of its own.
_BROKEN = re.compile(r"Traceback|Task exception was never retrieved|ERROR|CRITICAL")
_SETTLED = 0.05


class Sender:
    """Send forgeries of one bot, and find what went wrong since the last look."""

    def __init__(self, server: StandIn, bot: BotProcess, found: Found) -> None:
        """Begin to look from now on."""
        self._server, self._bot, self._found = server, bot, found
        self._seen_posts = len(server.messages)
        self._seen_log = len(bot.log)
        self.sent = 0
        self.different: set[str] = set()

    async def wrongs(self, forgeries: Sequence[Forgery]) -> list[str]:
        """Send them at once and return a line for everything that is wrong afterwards."""
        done = await asyncio.gather(*(self._send(each) for each in forgeries))
        await asyncio.sleep(_SETTLED)
        self.sent += len(done)
        self.different.update(map(repr, forgeries))
        found = [
            f"not acknowledged: {each.kind} {each.data} in {each.channel.place} about {each.about!r}"
            for each in done
            if each.answer is None
        ]
        found += [f"fault: {each}" for each in self._server.faults]
        self._server.faults.clear()
        posts, self._seen_posts = self._server.messages[self._seen_posts :], len(self._server.messages)
        found += [f"pinged {m.pinged}: {m!r}" for m in posts if m.author is self._server.bot and m.pinged]
        log, self._seen_log = self._bot.log[self._seen_log :], len(self._bot.log)
        found += [f"in the log: {log[-3000:]}"] * bool(_BROKEN.search(log))
        if not self._bot.running:
            found.append("the bot ended")
        return found

    async def _send(self, forgery: Forgery) -> Interaction:
        place, by = self._place(forgery.place)
        data = dict(forgery.data)
        about: Message | None = None
        if forgery.kind in (COMPONENT, MODAL):
            about = await self._under(forgery, place)
        elif data["type"] != 1:
            data |= await self._target(forgery, data.pop("content"), place, by)
        return await self._server.forge(forgery.kind, data, by=by, channel=place, about=about)

    def _place(self, name: str) -> tuple[Channel, Person]:
        """Return a channel and somebody who is there."""
        if name == "dm":
            return self._server.world.dm_channel(self._server.bob), self._server.bob
        channel: Channel = getattr(self._server, name)
        return channel, self._server.dave if name in ("lounge", "group") else self._server.carol

    async def _under(self, forgery: Forgery, place: Channel) -> Message | None:
        """Return the message under which the forged control seems to stand."""
        if forgery.under == "none":
            return None
        if forgery.under == "own" or forgery.component is None:
            known = [m for m, c in self._found.controls() if c["custom_id"] == forgery.data["custom_id"]]
            others = [m for m, _ in self._found.controls()]
            return next(iter(known or others), None)
        body: Json = {"content": "forged", "components": [{"type": 1, "components": [forgery.component]}]}
        return await self._server.posting.post(place, self._server.bot, body, {})

    async def _target(self, forgery: Forgery, content: str, place: Channel, by: Person) -> Json:
        """Return what a menu was opened on: a message as Discord would resolve it, or one that is missing."""
        if forgery.data["type"] == 2:
            users = {str(by.id): payloads.user(by)}
            return {"target_id": str(by.id), "resolved": {"users": users}}
        author = self._server.bot if forgery.target == "bot" else by
        text = "" if forgery.target == "empty" else content
        body: Json = {"content": text, "allowed_mentions": {"parse": []}}
        post = await self._server.posting.post(place, author, body, {})
        drawn = payloads.message(post, self._server.bot, 0, self._server.url, told=True)
        number = str(post.id)
        if forgery.target == "webhook":
            drawn["webhook_id"] = str(post.id - 1)
        elif forgery.target == "system":
            drawn["type"] = 7
        elif forgery.target == "foreign":
            number = drawn["id"] = drawn["channel_id"] = str(2**62)
        messages = {} if forgery.target == "unresolved" else {number: drawn}
        return {"target_id": number, "resolved": {"messages": messages}}
