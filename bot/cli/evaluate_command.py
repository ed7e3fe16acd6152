"""Placeholder."""
def declare(commands, common):
    commands.add_parser("evaluate", parents=[common])
