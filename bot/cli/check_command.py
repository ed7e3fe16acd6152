"""Placeholder."""
def declare(commands, common):
    commands.add_parser("check", parents=[common])
