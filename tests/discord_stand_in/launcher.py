"""Run the bot's own command line with Discord's two addresses pointing at a stand-in.

python -m tests.discord_stand_in.launcher http://127.0.0.1:PORT -- ARGS...
"""

from __future__ import annotations

import argparse
import importlib
import os
import signal
import sys
import threading
from collections.abc import Sequence

import discord.gateway
import discord.http
import yarl

BOT = "bot.__main__:main"


def redirect(url: str) -> None:
    """Point discord.py in this process at a stand-in; nothing else of it is touched."""
    discord.http.Route.BASE = url + "/api/v10"
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url.replace("http", "ws", 1) + "/gateway")


def _end_with_parent() -> None:
    """End this process when the other end of standard input, held by the test, goes away."""

    def wait() -> None:
        # Not through sys.stdin: its lock would be missed when the interpreter ends.
        while os.read(0, 1024):
            pass
        os._exit(70)

    threading.Thread(target=wait, daemon=True, name="leash").start()


def main(argv: Sequence[str] | None = None) -> int:
    """Redirect, then run the program named by --main with the arguments after `--`."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    split = arguments.index("--") if "--" in arguments else len(arguments)
    parser = argparse.ArgumentParser(description="run the bot against a stand-in for Discord")
    parser.add_argument("url", help="where the stand-in listens")
    parser.add_argument("--main", default=BOT, help="MODULE:FUNCTION to run (default %(default)s)")
    parser.add_argument("--leash", action="store_true", help="end when standard input closes")
    options = parser.parse_args(arguments[:split])
    redirect(options.url)
    # A shell starts background jobs with SIGINT ignored; the bot is to be told to end like one in front.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if options.leash:
        _end_with_parent()
    module, _, function = options.main.partition(":")
    run = getattr(importlib.import_module(module), function)
    status = run(arguments[split + 1 :])
    return status if isinstance(status, int) else 0


if __name__ == "__main__":
    raise SystemExit(main())
