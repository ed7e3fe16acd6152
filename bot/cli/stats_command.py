"""Placeholder."""
def declare(commands, common):
    commands.add_parser("stats", parents=[common])
