"""Hold the sentences around replies in Discord: controls, aiming, following up, passing on."""

from __future__ import annotations

REMOVE_BUTTON = "Remove"
NOT_YOURS = "Only whoever asked, or somebody who may manage messages here, can remove that reply."
NONE_BUTTON = "None of these"
NONE_CHOSEN = (
    "Sorry that none of them was it. You can ask in other words, or tell the maintainers what you wanted to "
    "know."
)
TELL_BUTTON = "Tell the maintainers"
TELL_TITLE = "Tell the maintainers"
TELL_LABEL = "What did you want to know?"
TELL_HINT = "This text goes to the maintainers' channel as it stands, without your name."
TOLD = "Thank you. The maintainers can read it now."
NOBODY_TO_TELL = (
    "Nobody has been named here who could be told. Whoever manages this server can do so with /setup."
)
CANNOT_TELL = (
    "I can't write in the maintainers' channel. Whoever manages this server can mend that with /setup."
)
PASSED_ON = "Somebody asked, and found no answer:"
FOLLOW_UP_BUTTON = "Ask a follow-up"
FOLLOW_UP_TITLE = "Ask a follow-up"
FOLLOW_UP_LABEL = "Your question, for example “who says so?”"
FOR = "For {name}:"
SEND_ANSWER = "Send an answer…"
SEND_TITLE = "Send an answer to {name}"
SEND_LABEL = "Which question should I answer?"
ABOVE_UNREADABLE = (
    "Discord doesn't show me the message that you replied to. Open its menu and choose Apps, “{command}”, or "
    "write the question behind the mention."
)
