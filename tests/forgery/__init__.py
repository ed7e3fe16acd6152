"""Make up what nobody sends, from what a bot registered and posted, and judge what the bot does with it."""
