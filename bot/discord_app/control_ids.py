"""Say what the custom ids of controls and forms look like: what fits none is of another version, or forged.

They carry no secrets; what a press may do is checked at the press.
"""

from __future__ import annotations

import re

from bot.receipts import KINDS, Receipt

REMOVE = r"r1:(?P<asker>[0-9]{1,20})"
NONE_OF_THESE, TELL = "n1", "t1"
# The entry's key, and the message that holds the answer; the form's id has the same behind another kind.
_ANSWER = r"(?P<entry>[a-z0-9~-]{1,64}):(?P<answer>[0-9]{1,20})"
SAY_WHY, REASON_FORM = rf"y1:{_ANSWER}", rf"y2:{_ANSWER}"
PARTS, PART = "s1:parts", r"s1:part:(?P<part>[0-9]{1,3})"
# Those of /setup and /settings; they carry no server either.
MENU = r"p1:(?P<menu>channels|auto_channels|maintainers)"
PLAIN = r"p1:plain:(?P<server_plain>on|off)"
COOLDOWN = r"p1:cooldown"
# Those of the forms; a form for somebody else carries how that person is called.
SEND_FORM, TELL_FORM, COOLDOWN_FORM = r"m1:send:(?P<name>(?s:.{0,80}))", "m1:tell", "m1:cooldown"
QUIZ_OPTION = (
    r"z1:(?P<quiz_of>[0-9a-f]{8}):(?P<quiz>[0-9a-f]{8}):(?P<at>[0-9]):(?P<right>[0-9]):(?P<option>[0-9])"
)
QUIZ_AGAIN = r"z1:(?P<next_quiz>[0-9a-f]{8})"
DIGEST = r"p1:digest"
MINE = r"p1:mine:(?P<my_plain>on|off)"
PRIVACY = r"v1:(?P<wish>show|forget|leave|count)"
# A page of /gaps.
GAPS = r"l1:(?P<gaps>[0-9]{1,3})"
_ALL = (
    *(Receipt.pattern(kind) for kind in KINDS),
    *(REMOVE, NONE_OF_THESE, TELL, SAY_WHY, PARTS, PART, MENU, PLAIN, COOLDOWN, DIGEST, MINE),
    *(QUIZ_OPTION, QUIZ_AGAIN, PRIVACY, GAPS),
)
_KNOWN = "|".join(re.sub(r"\?P<\w+>", "?:", each) for each in _ALL)
UNKNOWN = rf"(?s:(?!(?:{_KNOWN})\Z).+)"
