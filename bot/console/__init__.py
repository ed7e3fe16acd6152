"""Answer on a terminal: a prompt for people, plain lines for pipes."""
