"""One open page: who its visitor is, what they look at, and what they were told so far."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiohttp import web

from ..acting import Modal
from ..refusals import NotPossibleError
from ..state import Channel, Json, Message, Person
from . import view
from .forms import draw_form

if TYPE_CHECKING:
    from .site import Site

# The bot does much within a moment; the page is told at most so often.
PAUSE = 0.03
MOST_FORMS = 20


class Visit:
    """Tell a page what changes, part by part."""

    def __init__(self, site: Site, socket: web.WebSocketResponse) -> None:
        """Begin as the first person, in their first place."""
        self.site = site
        self.server = site.server
        self._socket = socket
        self._told: Json = {}
        self._posts: dict[str, Json] = {}
        self._dismissed: set[int] = set()
        self._forms: dict[int, Modal] = {}
        self.person = view.people(self.server)[0]
        self.channel = self._first_place()

    def _first_place(self) -> Channel:
        return view.places(self.server, self.person)[0][1][0]

    def look(self, person: str | None, channel: str | None) -> None:
        """Be another person, or look at another place; both must be there."""
        if person is not None:
            self.person = self.find_person(person)
        mine = {str(c.id): c for _, channels in view.places(self.server, self.person) for c in channels}
        wanted = channel or str(self.channel.id)
        if channel is not None and channel not in mine:
            raise NotPossibleError(f"{self.person.name} has no such place")
        self.channel = mine.get(wanted) or self._first_place()
        # Everything is told anew: the page starts over with this person and place.
        self._told, self._posts = {}, {}
        self.server.world.changed()

    def find_person(self, name: str) -> Person:
        """Return a person by name, the bot too."""
        found = next((p for p in self.server.world.people.values() if p.name == name), None)
        if found is None:
            raise NotPossibleError(f"there is nobody named {name!r}")
        return found

    def message(self, number: str) -> Message:
        """Return a message that the visitor sees."""
        found = self.server.world.messages.get(int(number)) if number.isdecimal() else None
        if found is None or not found.seen_by(self.person):
            raise NotPossibleError("this message is gone")
        return found

    def dismiss(self, message: Message) -> None:
        """Stop showing a message that only the visitor sees."""
        if message.only_for is not self.person:
            raise NotPossibleError("only what nobody else sees can be dismissed")
        self._dismissed.add(message.id)
        self.server.world.changed()

    def open_form(self, form: Modal) -> Json:
        """Keep a form until it is sent, and return how to show it."""
        assert form.interaction.modal is not None
        self._forms[form.interaction.id] = form
        for old in list(self._forms)[:-MOST_FORMS]:
            del self._forms[old]
        drawn = draw_form(form.interaction.modal, form.interaction.channel, self.server.world.people)
        return {"form": str(form.interaction.id), "html": drawn}

    def form(self, number: str) -> Modal:
        """Return a form that was opened on this page."""
        found = self._forms.get(int(number)) if number.isdecimal() else None
        if found is None:
            raise NotPossibleError("this form is gone")
        return found

    async def tell(self, what: str, **parts: object) -> None:
        """Send one thing to the page; one that just closed swallows it."""
        if self._socket.closed:
            return
        try:
            await self._socket.send_json({"tell": what, **parts})
        except ConnectionError:
            return

    async def keep_telling(self) -> None:
        """Tell what changed whenever something happens; ends when the task is cancelled."""
        try:
            while not self._socket.closed:
                pulse = self.server.world.pulse
                changed = self._changes()
                if changed:
                    await self.tell("view", **changed)
                await pulse.wait()
                await asyncio.sleep(PAUSE)
        except Exception:
            # A page that is told nothing more must not look alive.
            await self._socket.close(code=1011)
            raise

    def _changes(self) -> Json:
        """Return the parts of the view that the page does not have yet."""
        server, person, channel = self.server, self.person, self.channel
        posts = view.draw_messages(server, person, channel, self._dismissed)
        parts: Json = {
            "person": person.name,
            "channel": str(channel.id),
            "people": view.draw_people(server),
            "places": view.draw_places(server, person),
            "members": view.draw_members(server, channel),
            "commands": view.draw_commands(server, person, channel),
            "bot": {"name": server.bot.name, "state": self.site.state},
            "faults": [str(f) for f in server.faults],
            "order": list(posts),
        }
        changed = {k: v for k, v in parts.items() if self._told.get(k) != v}
        fresh = {k: v for k, v in posts.items() if self._posts.get(k) != v}
        if fresh:
            changed["messages"] = fresh
        self._told, self._posts = parts, posts
        return changed
