"""Routes for the bot's account, its application, its servers and its commands."""

from __future__ import annotations

from . import payloads
from .command_rules import MESSAGE, SLASH, USER, check_command, check_commands
from .gateway import Gateway
from .refusals import RefusalError
from .rest import NO_CONTENT, Request, Rest
from .state import ORDINARY, Guild, Json
from .world import World


class AccountRoutes:
    """Who the bot is and where it is."""

    def __init__(self, world: World, gateway: Gateway, base: str) -> None:
        """Tell the world of the account at this address."""
        self._world = world
        self._gateway = gateway
        self._base = base

    def register(self, rest: Rest) -> None:
        """Add the routes."""
        rest.add("GET", "/gateway", self.gateway)
        rest.add("GET", "/gateway/bot", self.gateway_bot)
        rest.add("GET", "/users/@me", self.me)
        rest.add("GET", "/users/@me/guilds", self.my_guilds)
        rest.add("POST", "/users/@me/channels", self.open_dm)
        rest.add("GET", "/users/{user}", self.user)
        rest.add("GET", "/applications/@me", self.application)
        rest.add("GET", "/oauth2/applications/@me", self.application)
        rest.add("GET", "/guilds/{guild}", self.guild)
        rest.add("GET", "/guilds/{guild}/channels", self.guild_channels)
        rest.add("GET", "/guilds/{guild}/members/{user}", self.guild_member)

    def _guild(self, request: Request) -> Guild:
        guild = self._world.guilds.get(int(request.params["guild"]))
        if guild is None or not guild.has_bot:
            raise RefusalError(404, 10004, "Unknown Guild")
        return guild

    async def gateway(self, request: Request) -> object:
        """Return where the gateway is."""
        return self._address()

    def _address(self) -> Json:
        return {"url": self._base.replace("http", "ws", 1) + "/gateway"}

    async def gateway_bot(self, request: Request) -> object:
        """Return where the gateway is and how many sessions may start."""
        limit = {"total": 1000, "remaining": 1000, "reset_after": 86_400_000, "max_concurrency": 1}
        return {**self._address(), "shards": 1, "session_start_limit": limit}

    async def me(self, request: Request) -> object:
        """Return the bot's own user."""
        more = {"verified": True, "mfa_enabled": False, "locale": "en-US", "email": None}
        return payloads.user(self._world.bot) | more

    async def my_guilds(self, request: Request) -> object:
        """Return the servers that the bot is in."""
        return [
            {
                "id": str(g.id),
                "name": g.name,
                "icon": None,
                "banner": None,
                "owner": False,
                "permissions": payloads.permission_bits(ORDINARY),
                "features": [],
            }
            for g in self._world.guilds.values()
            if g.has_bot
        ]

    async def open_dm(self, request: Request) -> object:
        """Return the direct-message channel with a person."""
        request.problems.raise_if_any()
        person = self._world.people.get(int(request.fields.get("recipient_id") or 0))
        if person is None:
            raise RefusalError(404, 10013, "Unknown User")
        if person is self._world.bot:
            raise RefusalError(400, 50007, "Cannot send messages to this user")
        return payloads.channel(self._world.dm_channel(person), self._world.bot)

    async def user(self, request: Request) -> object:
        """Return a person."""
        text = request.params["user"]
        person = self._world.people.get(int(text)) if text.isdecimal() else None
        if person is None:
            raise RefusalError(404, 10013, "Unknown User")
        return payloads.user(person)

    async def application(self, request: Request) -> object:
        """Return the application."""
        owner = next(iter(self._world.guilds.values())).owner
        return {
            "id": str(self._world.bot.id),
            "name": self._world.bot.name,
            "description": "",
            "icon": None,
            "cover_image": None,
            "bot": payloads.user(self._world.bot),
            "bot_public": True,
            "bot_require_code_grant": False,
            "owner": payloads.user(owner),
            "team": None,
            "verify_key": "0" * 64,
            "flags": self._gateway.application_flags(),
            "summary": "",
            "tags": [],
            "hook": True,
            "redirect_uris": [],
            "approximate_guild_count": sum(g.has_bot for g in self._world.guilds.values()),
            "approximate_user_install_count": sum(p.installed for p in self._world.people.values()),
            "integration_types_config": {"0": {}, "1": {}},
        }

    async def guild(self, request: Request) -> object:
        """Return a server."""
        drawn = payloads.guild(self._guild(request), self._world.bot, every_member=False)
        for key in ("members", "channels", "threads", "presences", "voice_states", "member_count"):
            drawn.pop(key)
        return drawn

    async def guild_channels(self, request: Request) -> object:
        """Return a server's channels, threads left out."""
        places = [c for c in self._guild(request).channels if c.kind != "thread"]
        return [payloads.channel(c, self._world.bot) for c in places]

    async def guild_member(self, request: Request) -> object:
        """Return a member."""
        guild = self._guild(request)
        for person in guild.members:
            if str(person.id) == request.params["user"]:
                return payloads.member(person, guild)
        raise RefusalError(404, 10007, "Unknown Member")


class CommandRoutes:
    """Registration of slash and context-menu commands."""

    def __init__(self, world: World) -> None:
        """Keep the commands in the world."""
        self._world = world

    def register(self, rest: Rest) -> None:
        """Add the routes, for everywhere and for one server."""
        for scope in ("/applications/{application}", "/applications/{application}/guilds/{guild}"):
            rest.add("GET", scope + "/commands", self.all)
            rest.add("PUT", scope + "/commands", self.overwrite)
            rest.add("POST", scope + "/commands", self.upsert)
            rest.add("GET", scope + "/commands/{command}", self.one)
            rest.add("PATCH", scope + "/commands/{command}", self.change)
            rest.add("DELETE", scope + "/commands/{command}", self.remove)

    def _scope(self, request: Request) -> tuple[int | None, dict[int, Json]]:
        if request.params["application"] != str(self._world.bot.id):
            raise RefusalError(404, 10002, "Unknown Application")
        guild = int(request.params["guild"]) if "guild" in request.params else None
        if guild is not None and (guild not in self._world.guilds or not self._world.guilds[guild].has_bot):
            raise RefusalError(403, 50001, "Missing Access")
        return guild, self._world.commands.setdefault(guild, {})

    def _one(self, request: Request) -> tuple[dict[int, Json], Json]:
        _, commands = self._scope(request)
        found = commands.get(int(request.params["command"]))
        if found is None:
            raise RefusalError(404, 10063, "Unknown application command")
        return commands, found

    def _stored(self, body: Json, guild: int | None, command_id: int) -> Json:
        """Return a command as Discord hands it back, defaults filled in."""
        kind = body.get("type") or SLASH
        stored: Json = {
            "id": str(command_id),
            "application_id": str(self._world.bot.id),
            "version": str(self._world.clock.snowflake()),
            "default_member_permissions": body.get("default_member_permissions"),
            "type": kind,
            "name": body["name"],
            "name_localizations": body.get("name_localizations"),
            "description": body.get("description") or "",
            "description_localizations": body.get("description_localizations"),
            "dm_permission": body.get("dm_permission", True),
            "contexts": body.get("contexts"),
            "integration_types": body.get("integration_types") or [0],
            "nsfw": bool(body.get("nsfw")),
        }
        if body.get("default_member_permissions") is not None:
            stored["default_member_permissions"] = str(body["default_member_permissions"])
        if body.get("options"):
            stored["options"] = [_option(o) for o in body["options"]]
        if guild is not None:
            stored["guild_id"] = str(guild)
            for key in ("dm_permission", "contexts", "integration_types"):
                stored.pop(key)
        return stored

    @staticmethod
    def _same(commands: dict[int, Json], body: Json) -> int | None:
        kind = body.get("type") or SLASH
        return next((i for i, c in commands.items() if (c["type"], c["name"]) == (kind, body["name"])), None)

    async def all(self, request: Request) -> object:
        """Return every command of this scope."""
        found = list(self._scope(request)[1].values())
        # https://docs.discord.com/developers/interactions/application-commands#get-global-application-commands
        return found if request.flag("with_localizations") else [_in_english(c) for c in found]

    async def one(self, request: Request) -> object:
        """Return one command."""
        return self._one(request)[1]

    async def overwrite(self, request: Request) -> object:
        """Replace the whole set; commands that stay keep their ids."""
        guild, commands = self._scope(request)
        if not isinstance(request.body, list):
            raise RefusalError(
                400,
                50035,
                "Invalid Form Body",
                {"_errors": [{"code": "LIST_TYPE_CONVERT", "message": "Only lists are allowed"}]},
            )
        check_commands(request.body, request.problems)
        request.problems.raise_if_any()
        fresh: dict[int, Json] = {}
        for body in request.body:
            command_id = self._same(commands, body) or self._world.clock.snowflake()
            fresh[command_id] = self._stored(body, guild, command_id)
        self._world.commands[guild] = fresh
        self._world.registrations += 1
        return list(fresh.values())

    async def upsert(self, request: Request) -> object:
        """Create a command, or replace the one with this name."""
        guild, commands = self._scope(request)
        check_command(request.fields, request.problems)
        request.problems.raise_if_any()
        kind = request.fields.get("type") or SLASH
        known = self._same(commands, request.fields)
        most = {SLASH: 100, USER: 15, MESSAGE: 15}[kind]
        if known is None and sum(c["type"] == kind for c in commands.values()) >= most:
            raise RefusalError(400, 30032, f"Maximum number of application commands reached ({most}).")
        command_id = known or self._world.clock.snowflake()
        commands[command_id] = self._stored(request.fields, guild, command_id)
        self._world.registrations += 1
        return commands[command_id]

    async def change(self, request: Request) -> object:
        """Change one command."""
        commands, old = self._one(request)
        body = old | request.fields
        check_command(body, request.problems)
        request.problems.raise_if_any()
        guild = int(old["guild_id"]) if "guild_id" in old else None
        commands[int(old["id"])] = self._stored(body, guild, int(old["id"]))
        self._world.registrations += 1
        return commands[int(old["id"])]

    async def remove(self, request: Request) -> object:
        """Delete one command."""
        commands, old = self._one(request)
        del commands[int(old["id"])]
        return NO_CONTENT


def _in_english(command: Json) -> Json:
    """Return a command, option or choice without its languages."""
    kept = {k: v for k, v in command.items() if not k.endswith("_localizations")}
    for inner in ("options", "choices"):
        if inner in kept:
            kept[inner] = [_in_english(each) for each in kept[inner]]
    return kept


def _option(option: Json) -> Json:
    """Return an option as Discord hands it back: what is false or empty is left out."""
    kept = {k: v for k, v in option.items() if v is not None and v is not False and v != []}
    if "options" in kept:
        kept["options"] = [_option(o) for o in kept["options"]]
    return kept
