"""Rank entries for a question and say how sure it is."""
