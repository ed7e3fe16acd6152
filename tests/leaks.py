"""Search what a bot wrote for anything that is people's: words they sent, names, ids, tokens."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tests.discord_stand_in import StandIn

# So many words in a row are somebody's, and not chance.
_TELLING = 3


def leaks(server: StandIn, said: Iterable[str], output: str) -> list[str]:
    """Return a line for every word, name, id and token of the stand-in's people that an output holds.

    `said` is what people wrote otherwise than in messages: options, forms, what they were typing.
    """
    world, folded = server.world, output.casefold()
    written = {m.text for m in world.messages.values() if m.author is not server.bot}
    written |= {text for m in world.messages.values() for text in m.earlier_texts}
    found = {f"text: {each}" for text in {*written, *said} for each in _telling(text) if each in folded}
    ids = [*world.people, *world.guilds, *world.channels, *world.messages, *world.interactions]
    ids += [role.id for guild in world.guilds.values() for role in guild.roles]
    found |= {f"id: {each}" for each in ids if str(each) in output}
    found |= {f"token: {each.token}" for each in world.interactions.values() if each.token in output}
    people = (each.name for each in world.people.values() if each is not server.bot)
    found |= {f"name: {each}" for each in people if re.search(rf"\b{re.escape(each)}\b", output)}
    if server.token in output:
        found.add("token: the bot's own")
    return sorted(found)


def _telling(text: str) -> Iterator[str]:
    """Yield the pieces of a text that give it away, in small letters."""
    words = re.sub(r"<[@#]\S+>", " ", text).casefold().split()
    for at in range(max(len(words) - _TELLING + 1, 1)):
        piece = " ".join(words[at : at + _TELLING])
        if piece:
            yield piece
