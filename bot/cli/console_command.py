"""Placeholder."""
def declare(commands, common):
    commands.add_parser("console", parents=[common])
