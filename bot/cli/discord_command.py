"""Placeholder."""
def declare(commands, common):
    commands.add_parser("discord", parents=[common])
