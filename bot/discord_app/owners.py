"""Know who runs the application."""

from __future__ import annotations

import discord


def is_owner(application: discord.AppInfo | None, person: int) -> bool:
    """Say whether a person runs the application: its owner, or an admin or developer of its team.

    discord.py's `Bot.is_owner` draws the same line; a `Client` has none.
    """
    if application is None:
        return False
    if application.team is None:
        return person == application.owner.id
    trusted = (discord.TeamMemberRole.admin, discord.TeamMemberRole.developer)
    return any(each.id == person and each.role in trusted for each in application.team.members)
