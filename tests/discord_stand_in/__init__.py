"""A local stand-in for Discord, to test a bot against without the network."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .acting import Modal
    from .interactions import Choice, Interaction
    from .picture import NoBrowserError, take_picture
    from .process import BotEndedError, BotProcess
    from .refusals import Fault, NoReplyError, NotPossibleError, SpokeUnaskedError
    from .server import StandIn
    from .state import Button, Channel, File, Guild, Message, Person, Select

# Looked up when asked for: the launcher lives in this package too, and a bot that it runs should
# not load the stand-in.
_HOMES = {
    "interactions": ("Choice", "Interaction"),
    "acting": ("Modal",),
    "picture": ("NoBrowserError", "take_picture"),
    "process": ("BotEndedError", "BotProcess"),
    "refusals": ("Fault", "NoReplyError", "NotPossibleError", "SpokeUnaskedError"),
    "server": ("StandIn",),
    "state": ("Button", "Channel", "File", "Guild", "Message", "Person", "Select"),
}


def __getattr__(name: str) -> object:
    """Load a public name from its module."""
    for module, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "BotEndedError",
    "BotProcess",
    "Button",
    "Channel",
    "Choice",
    "Fault",
    "File",
    "Guild",
    "Interaction",
    "Message",
    "Modal",
    "NoBrowserError",
    "NoReplyError",
    "NotPossibleError",
    "Person",
    "Select",
    "SpokeUnaskedError",
    "StandIn",
    "take_picture",
]
