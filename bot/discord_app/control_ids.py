"""Say what the custom ids of all controls look like: what fits none of them is of another version, or forged.

They carry no secrets; what a press may do is checked at the press.
"""

from __future__ import annotations

import re

from bot.receipts import KINDS, Receipt

REMOVE = r"r1:(?P<asker>[0-9]{1,20})"
NONE_OF_THESE, TELL = "n1", "t1"
PARTS, PART = "s1:parts", r"s1:part:(?P<part>[0-9]{1,3})"
# Those of /setup and /settings; they carry no server either.
MENU = r"p1:(?P<menu>channels|auto_channels|maintainers)"
PLAIN = r"p1:plain:(?P<server_plain>on|off)"
COOLDOWN = r"p1:cooldown"
MINE = r"p1:mine:(?P<my_plain>on|off)"
# A page of /gaps.
GAPS = r"g1:(?P<gaps>[0-9]{1,3})"
_ALL = (
    *(Receipt.pattern(kind) for kind in KINDS),
    *(REMOVE, NONE_OF_THESE, TELL, PARTS, PART, MENU, PLAIN, COOLDOWN, MINE, GAPS),
)
_KNOWN = "|".join(re.sub(r"\?P<\w+>", "?:", each) for each in _ALL)
UNKNOWN = rf"(?s:(?!(?:{_KNOWN})\Z).+)"
