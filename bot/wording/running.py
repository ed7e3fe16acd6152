"""Hold the sentences about inviting the bot and registering its commands."""

from __future__ import annotations

from bot.wording import in_discord

NOT_AN_ID = "“{given}” is not an ID: Discord's are numbers of 15 to 20 digits"

INVITE_SERVER = "To a server (whoever opens it needs the permission Manage Server there):"
INVITE_USER = "To a person's own account, for the commands in every server and conversation:"
INVITE_NO_TOKEN = (
    "There is no bot token that tells which bot to invite. Take it from "
    + in_discord.LOGIN_PLACE
    + ", and put it into .env as DISCORD_TOKEN=…, or give the application's ID, which the portal shows under "
    "General Information: --application-id ID"
)
INVITE_UNREACHABLE = (
    "The token doesn't tell the application's ID, and Discord can't be asked for it ({why}). Give it: "
    "--application-id ID. The portal shows it under General Information."
)

REGISTERED_IN_SERVER = "Commands registered in the server {server} only: {names}."
UNCHANGED_IN_SERVER = "Commands are registered in the server {server} already; nothing to change."
COPIES_REMOVED = (
    "Removed the commands that were registered in one server only, so that nobody sees them twice there."
)
CLEARED = "Commands removed: {names}."
NOTHING_TO_CLEAR = "No commands are registered; nothing to change."
REGISTERED_EVERYWHERE = (
    "The commands are registered everywhere already, so people in that server would see each of them twice. "
    "Remove them first: article-bot sync --clear"
)
NOT_IN_SERVER = (
    "The bot can't register commands in a server with the ID {guild}: it isn't there, or was invited "
    "without the scope “applications.commands”. Invite it with the link of: article-bot invite"
)
