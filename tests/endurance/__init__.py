"""What the endurance tests run in the bot's process, and what they ask."""
