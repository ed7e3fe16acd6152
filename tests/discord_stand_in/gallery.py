"""Show the bot at work: one story with everything it does, as a transcript and a picture.

python -m tests.discord_stand_in.gallery OUT.png
"""

from __future__ import annotations

import asyncio
import html
import sys
from collections.abc import Sequence
from pathlib import Path

from bot import wording
from tests.vague import vague_question

from .interactions import Choice
from .picture import take_picture
from .process import BotProcess
from .server import StandIn
from .state import Message

TOKEN = "MTE4.stand-in.a-made-up-token"
WIDTH = 1500
# The page in columns, as a reader scans a sheet, instead of one long channel.
SHEET = """<style>
body { columns: 3; column-gap: 1px; column-rule: 1px solid #26272b; padding: 0 }
section { padding-bottom: 12px } .message { break-inside: avoid; padding-right: 16px }
h4 { break-after: avoid } .field .value b { display: inline } section:nth-of-type(2) { break-before: column }
.typing { break-inside: avoid; margin: 14px 16px 0 72px; background: #2b2d31; border-radius: 8px }
.typing p { margin: 0; padding: 4px 12px; font-size: 14px } .typing p:nth-child(2) { background: #35373c }
.typing .line { color: #f2f3f5; border-bottom: 1px solid #26272b; padding-bottom: 8px }
.typing .line b { background: #1e1f22; border-radius: 4px; padding: 2px 6px; font-weight: 500 }
</style>"""


async def tell(server: StandIn, bot: BotProcess) -> str:
    """Live through the whole story and return the suggestions that appeared while typing, as HTML."""
    alice, bob, carol = server.alice, server.bob, server.carol
    answer = await server.mention("what are the odds that China overtakes the US in AI?", by=alice)
    await server.reply(answer, "who said that?", by=alice)
    await server.mention("who is the CEO of OpenAI?", by=bob)
    unsure = await _unsure(server)
    await server.click(unsure, unsure.buttons[0].label, by=carol)
    typed = "alibba"
    choices = await server.autocomplete("ask", question=typed)
    await server.slash("ask", question=choices[0].value, by=bob)
    await server.slash("ask", question="so will they catch up in the long run, or never?", by=carol)
    message = await server.say("how many people downloaded Qwen?", by=carol, channel=server.random)
    await server.context_menu("Answer this", message, by=bob)
    await server.slash("stats", by=bob, channel=server.random)
    await server.slash("stat", name="usage-last-year", by=bob, channel=server.random)
    await server.slash("stat", name="how many chips", by=bob, channel=server.random)
    await bot.restart(gently=False)
    await server.say("The bot was just restarted. Do its old buttons still work?", by=bob)
    await server.click(unsure, unsure.buttons[1].label, by=bob)
    server.refuse_next("/interactions/.*/callback", status=400, code=50035, message="Invalid Form Body")
    await server.slash("ask", question="is China's AI industry stagnating?", by=alice, channel=server.random)
    await server.dm("who is ahead, China or the US?", by=bob)
    return _suggestions(typed, choices)


async def _unsure(server: StandIn) -> Message:
    reply = await server.mention(vague_question(), by=server.carol)
    if reply.embeds[0].get("description") != wording.UNSURE:
        raise AssertionError(f"the bot is sure of {vague_question()!r} in a server")
    return reply


def _suggestions(typed: str, choices: Sequence[Choice]) -> str:
    rows = "".join(f"<p>{html.escape(str(each.name))}</p>" for each in choices[:6])
    return f'<div class="typing"><p class="line">/ask <b>question: {html.escape(typed)}▏</b></p>{rows}</div>'


def sheet(server: StandIn, suggestions: str) -> str:
    """Return the page in columns, with the suggestions where they were picked from."""
    page = server.page().replace("</head>", SHEET + "</head>")
    at = page.find("/ask")
    start = page.rfind('<div class="message', 0, at)
    return page[:start] + suggestions + page[start:] if start > 0 else page + suggestions


async def make(target: Path) -> str:
    """Take the picture and return the transcript; Discord must have had nothing to object to."""
    async with (
        StandIn(token=TOKEN) as server,
        BotProcess(server, ["discord"], timeout=60) as bot,
    ):
        suggestions = await tell(server, bot)
        assert not server.faults, server.faults
        await take_picture(sheet(server, suggestions), target, width=WIDTH)
        return server.transcript()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("usage: python -m tests.discord_stand_in.gallery OUT.png")
    sys.stdout.write(asyncio.run(make(Path(sys.argv[1]))))
