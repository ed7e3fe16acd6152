"""Discord on this machine, in a browser.

python -m tests.discord_stand_in [--port PORT] [-- ARGUMENTS FOR THE BOT]
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
import sys
from collections.abc import Sequence

from .browser.site import Site
from .process import BOT, BotProcess
from .server import StandIn

PORT = 8157
TOKEN = "MTE4.stand-in.a-made-up-token"
LONGEST_START = 120.0


async def serve(port: int, main: str, arguments: Sequence[str]) -> None:
    """Serve the page until Ctrl-C or SIGTERM; the bot ends with it."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, ended.set)
    async with (
        StandIn(token=TOKEN) as server,
        BotProcess(server, arguments, main=main, timeout=LONGEST_START) as bot,
        Site(server, bot, port=port) as site,
    ):
        sys.stdout.write(f"A likeness of Discord, with the bot in it: {site.url}\nCtrl-C ends both.\n")
        sys.stdout.flush()
        await ended.wait()
        with contextlib.suppress(AssertionError):
            await bot.stop()


def main(argv: Sequence[str] | None = None) -> int:
    """Read the command line and serve."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    split = arguments.index("--") if "--" in arguments else len(arguments)
    parser = argparse.ArgumentParser(
        prog="python -m tests.discord_stand_in",
        description="Use the bot in a browser as in Discord, without an account or a network.",
        epilog="What follows -- is the bot's own command line; without it: discord",
    )
    parser.add_argument(
        "--port", type=int, default=PORT, help="port on 127.0.0.1 (default %(default)s; 0: any)"
    )
    parser.add_argument("--main", default=BOT, help="MODULE:FUNCTION of the bot (default %(default)s)")
    options = parser.parse_args(arguments[:split])
    try:
        asyncio.run(serve(options.port, options.main, arguments[split + 1 :] or ["discord"]))
    except AssertionError as problem:  # The bot ended, or never got ready.
        sys.stderr.write(f"{problem}\n")
        return 1
    except OSError as problem:
        sys.stderr.write(f"Port {options.port} can't be used ({problem.strerror}); try --port 0.\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
