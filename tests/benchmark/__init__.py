"""Measure the bot beside the usual alternatives: accuracy, speed, start and memory, in one run."""
