"""Speak with people in Discord: an adapter over the assistant; the only package that imports discord."""
