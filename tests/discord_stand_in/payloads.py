"""Draw people, places and messages as Discord's JSON objects."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from .mentions import ROLE, mentions_in_text
from .state import CHANNEL_TYPES, ORDINARY, PERMISSIONS, Channel, File, Guild, Json, Message, Person, Role

if TYPE_CHECKING:
    from .interactions import Interaction

MESSAGE_CONTENT = 1 << 15


def stamp(moment: datetime | None) -> str | None:
    """Write a moment as Discord does."""
    return None if moment is None else moment.isoformat(timespec="microseconds")


def user(person: Person) -> Json:
    """Return the user object."""
    return {
        "id": str(person.id),
        "username": person.name,
        "global_name": None if person.bot else person.name.capitalize(),
        "discriminator": "0000" if person.bot else "0",
        "avatar": None,
        "bot": person.bot,
        "public_flags": 0,
        "flags": 0,
    }


def member(person: Person, guild: Guild, *, with_user: bool = True) -> Json:
    """Return the guild member object."""
    body: Json = {
        "roles": [str(r.id) for r in guild.roles if r.managed and person.bot],
        "nick": None,
        "avatar": None,
        "joined_at": stamp(guild.joined_at),
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "pending": False,
        "communication_disabled_until": None,
    }
    if with_user:
        body["user"] = user(person)
    return body


def permission_bits(names: frozenset[str] | set[str]) -> str:
    """Return permissions as Discord writes them: a bit field in a string."""
    return str(sum(PERMISSIONS[n] for n in names))


def app_permissions(channel: Channel) -> str:
    """Return what the app may do in a channel."""
    if channel.guild is None or not channel.guild.has_bot:
        return permission_bits({"embed_links", "attach_files", "mention_everyone"})
    return permission_bits({n for n in ORDINARY if not channel.lacks(n)})


def role(each: Role, position: int) -> Json:
    """Return the role object; the everyone role carries the ordinary permissions."""
    return {
        "id": str(each.id),
        "name": each.name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "icon": None,
        "unicode_emoji": None,
        "position": position,
        "permissions": permission_bits(ORDINARY),
        "managed": each.managed,
        "mentionable": False,
        "flags": 0,
    }


# https://docs.discord.com/developers/resources/channel#channel-object-channel-structure
_OF_KIND: dict[str, Json] = {
    "voice": {"bitrate": 64000, "user_limit": 0, "rtc_region": None},
    "forum": {
        "available_tags": [],
        "default_reaction_emoji": None,
        "default_sort_order": None,
        "default_forum_layout": 0,
        "template": "",
    },
}


def channel(place: Channel, bot: Person) -> Json:
    """Return the channel object."""
    body: Json = {"id": str(place.id), "type": CHANNEL_TYPES[place.kind], "last_message_id": None, "flags": 0}
    if place.kind in ("dm", "group"):
        body["recipients"] = [user(p) for p in place.recipients if p is not bot]
        if place.kind == "group":
            body |= {"name": place.name, "icon": None, "owner_id": str(place.recipients[0].id)}
        return body
    assert place.guild is not None
    body |= {
        "guild_id": str(place.guild.id),
        "name": place.name,
        "parent_id": str(place.parent.id) if place.parent else None,
        "rate_limit_per_user": 0,
    }
    if place.kind == "thread":
        body |= {
            "owner_id": str(place.guild.owner.id),
            "message_count": 0,
            "member_count": 1,
            "total_message_sent": 0,
            "thread_metadata": {
                "archived": False,
                "auto_archive_duration": 1440,
                "archive_timestamp": stamp(place.guild.joined_at),
                "locked": False,
                "create_timestamp": stamp(place.guild.joined_at),
            },
        }
        if place.parent is not None and place.parent.kind == "forum":
            body["applied_tags"] = []
        return body
    body |= {"position": place.guild.channels.index(place), "topic": None, "nsfw": False}
    body |= _OF_KIND.get(place.kind, {})
    body["permission_overwrites"] = (
        [{"id": str(bot.id), "type": 1, "allow": "0", "deny": permission_bits(place.denied)}]
        if place.denied
        else []
    )
    return body


def guild(place: Guild, bot: Person, *, every_member: bool) -> Json:
    """Return the guild object that GUILD_CREATE carries."""
    shown = place.members if every_member else [p for p in place.members if p is bot]
    return {
        "id": str(place.id),
        "name": place.name,
        "icon": None,
        "splash": None,
        "discovery_splash": None,
        "owner_id": str(place.owner.id),
        "afk_channel_id": None,
        "afk_timeout": 300,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "roles": [role(r, i) for i, r in enumerate(place.roles)],
        "emojis": [],
        "stickers": [],
        "features": [],
        "mfa_level": 0,
        "application_id": None,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "max_members": 250000,
        "vanity_url_code": None,
        "description": None,
        "banner": None,
        "premium_tier": 0,
        "preferred_locale": place.locale,
        "public_updates_channel_id": None,
        "nsfw_level": 0,
        "premium_progress_bar_enabled": False,
        "joined_at": stamp(place.joined_at),
        "large": False,
        "unavailable": False,
        "member_count": len(place.members),
        "voice_states": [],
        "members": [member(p, place) for p in shown],
        "channels": [channel(c, bot) for c in place.channels if c.kind != "thread"],
        "threads": [channel(c, bot) for c in place.channels if c.kind == "thread"],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def content_is_told(message: Message, bot: Person, intents: int) -> bool:
    """Tell whether the bot gets to see what a message says.

    Without the message-content intent only: its own messages, direct messages with it, messages
    that mention it, and replies with ping to its regular messages; a reply to the answer of an
    interaction does not count. The context-menu target is decided by the caller.
    https://docs.discord.com/developers/events/gateway#message-content-intent
    """
    if intents & MESSAGE_CONTENT or message.author is bot:
        return True
    if message.channel.kind == "dm" and bot in message.channel.recipients:
        return True
    if mentions_in_text(message, bot) and bot in message.mentions:
        return True
    replied = message.reference
    return (
        message.reference_pings
        and replied is not None
        and replied.author is bot
        and replied.interaction is None
    )


def interaction_metadata(interaction: Interaction) -> Json:
    """Return what a message tells about the interaction that caused it."""
    body: Json = {
        "id": str(interaction.id),
        "type": interaction.kind,
        "user": user(interaction.person),
        "authorizing_integration_owners": interaction.owners(),
    }
    original = interaction.original
    if original is not None:
        body["original_response_message_id"] = str(original.id)
    if interaction.kind == 2 and interaction.about is not None:
        body["target_message_id"] = str(interaction.about.id)
    if interaction.kind == 3 and interaction.about is not None:
        body["interacted_message_id"] = str(interaction.about.id)
    if interaction.kind == 5 and interaction.opened_by is not None:
        body["triggering_interaction_metadata"] = interaction_metadata(interaction.opened_by)
    return body


def message(
    post: Message, bot: Person, intents: int, base: str, *, told: bool = False, nested: bool = False
) -> Json:
    """Return the message object as the bot may see it; `told` overrides the content rule."""
    told = told or content_is_told(post, bot, intents)
    body: Json = {
        "id": str(post.id),
        "channel_id": str(post.channel.id),
        "type": post.type,
        "author": user(post.author),
        "content": post.text if told else "",
        "embeds": post.embeds if told else [],
        "components": post.components if told else [],
        "attachments": [attachment(f, post, base) for f in post.files] if told else [],
        "timestamp": stamp(post.sent_at),
        "edited_timestamp": stamp(post.edited_at),
        "flags": post.flags,
        "mention_everyone": post.mentions_everyone,
        "mentions": [user(p) for p in post.mentions],
        "mention_roles": list(dict.fromkeys(ROLE.findall(post.text))),
        "pinned": False,
        "tts": False,
    }
    if post.author.webhook:
        body["webhook_id"] = str(post.author.id)
    if post.nonce is not None:
        body["nonce"] = post.nonce
    if post.author is bot and post.interaction is not None:
        body["application_id"] = body["webhook_id"] = str(bot.id)
        body["interaction_metadata"] = interaction_metadata(post.interaction)
        if post.interaction.kind == 2 and post.interaction.command is not None:
            body["interaction"] = {
                "id": str(post.interaction.id),
                "type": 2,
                "name": post.interaction.command_path,
                "user": user(post.interaction.person),
            }
    if post.reference is not None:
        body["message_reference"] = {
            "type": 0,
            "message_id": str(post.reference.id),
            "channel_id": str(post.reference.channel.id),
        }
        if post.channel.guild is not None:
            body["message_reference"]["guild_id"] = str(post.channel.guild.id)
        # Discord nests one level only, and holds the inner message to the same content rule.
        if not nested:
            body["referenced_message"] = (
                None if post.reference.deleted else message(post.reference, bot, intents, base, nested=True)
            )
    return body


def gateway_message(post: Message, bot: Person, intents: int, base: str) -> Json:
    """Return the message with what the gateway adds: the server and the author's membership.

    An ephemeral message carries neither.
    https://docs.discord.com/developers/events/gateway-events#message-create
    """
    body = message(post, bot, intents, base)
    place = post.channel.guild
    if place is not None and not post.ephemeral:
        body["guild_id"] = str(place.id)
        if not post.author.webhook:
            body["member"] = member(post.author, place, with_user=False)
        body["mentions"] = [user(p) | {"member": member(p, place, with_user=False)} for p in post.mentions]
    body["channel_type"] = CHANNEL_TYPES[post.channel.kind]
    return body


def attachment(file: File, post: Message, base: str) -> Json:
    """Return the attachment object."""
    url = f"{base}/attachments/{post.channel.id}/{file.id}/{file.name}"
    return {
        "id": str(file.id),
        "filename": file.name,
        "description": file.description,
        "size": len(file.content),
        "url": url,
        "proxy_url": url,
        "content_type": "application/octet-stream",
    }
