"""Serve a page on loopback where a person uses the bot as they would in Discord."""
