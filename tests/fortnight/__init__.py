"""Play two weeks of a bot's life on five servers, and keep a record of what was sent to compare with."""
