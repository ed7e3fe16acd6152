"""Parse the command line and run one command; only here a process prints and exits."""

from bot.cli.main import main

__all__ = ["main"]
