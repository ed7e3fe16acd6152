"""Test the bot through its public doors."""
