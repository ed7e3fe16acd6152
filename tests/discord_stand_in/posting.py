"""Turn checked request bodies into posted, edited and deleted messages."""

from __future__ import annotations

from dataclasses import replace

from . import payloads, rules
from .gateway import GUILDS, Gateway
from .interactions import COMMAND, COMPONENT, Interaction
from .mentions import resolve
from .refusals import FormErrors, RefusalError
from .state import COMPONENTS_V2, EPHEMERAL, LOADING, Channel, File, Json, Message, Person
from .world import World

Upload = tuple[str, bytes]
# https://docs.discord.com/developers/resources/message#create-message and
# https://docs.discord.com/developers/interactions/receiving-and-responding (messages): what a bot may set.
FLAGS_POST = 1 << 2 | 1 << 12 | 1 << 13 | COMPONENTS_V2
FLAGS_ANSWER = FLAGS_POST | EPHEMERAL


class Posting:
    """Post, edit and delete messages, and tell the gateway."""

    def __init__(self, world: World, gateway: Gateway) -> None:
        """Post into a world and tell its gateway."""
        self._world = world
        self._gateway = gateway

    async def post(
        self,
        channel: Channel,
        author: Person,
        body: Json,
        uploads: dict[int, Upload],
        *,
        reference: Message | None = None,
        interaction: Interaction | None = None,
        number: int | None = None,
    ) -> Message:
        """Post a message whose body has been checked; `number` is its id where that is given already."""
        world = self._world
        message = Message(
            id=number or world.clock.snowflake(),
            channel=channel,
            author=author,
            text=body.get("content") or "",
            sent_at=world.clock.now(),
            embeds=drawn_embeds(body.get("embeds") or []),
            components=numbered(body.get("components") or []),
            files=self.files(body, uploads, ()),
            flags=body.get("flags") or 0,
            reference=reference,
            interaction=interaction,
            nonce=body.get("nonce"),
        )
        message.type = 19 if reference is not None else 0
        if interaction is not None:
            message.flags = interaction.flags(message.flags)
            if message.ephemeral:
                message.only_for = interaction.person
            if interaction.kind == COMMAND:
                message.type = 20 if (interaction.command or {}).get("type", 1) == 1 else 23
            elif interaction.kind == COMPONENT and reference is None:
                message.type, message.reference = 19, interaction.about
        resolve(message, body.get("allowed_mentions"), world.people)
        world.messages[message.id] = message
        if not message.loading:
            world.tell(channel, author, "post", message=message, only_for=message.only_for)
        await self._gateway.emit_message("MESSAGE_CREATE", message)
        world.changed()
        return message

    async def edit(self, message: Message, body: Json, uploads: dict[int, Upload]) -> None:
        """Change a message: only the fields that the body names."""
        was_loading = message.loading
        changed = replace_fields(message, body, self.files(body, uploads, tuple(message.files)))
        rules.refuse_empty(changed.text, changed.embeds, changed.components, len(changed.files))
        if message.text and message.text != changed.text:
            message.earlier_texts.append(message.text)
        for name in ("text", "embeds", "components", "files", "flags"):
            setattr(message, name, getattr(changed, name))
        if was_loading:
            resolve(message, body.get("allowed_mentions"), self._world.people)
        elif "content" in body:
            # What an edit mentions is shown, but it pings nobody anew.
            pinged, replied = message.pinged, {"replied_user": message.reference_pings}
            allowed = body.get("allowed_mentions") or {"parse": ["users", "roles", "everyone"]}
            resolve(message, allowed | replied, self._world.people)
            message.pinged = pinged
        if was_loading:
            message.flags &= ~LOADING
        else:
            message.edited_at = self._world.clock.now()
        kind = "post" if was_loading else "edit"
        self._world.tell(message.channel, message.author, kind, message=message, only_for=message.only_for)
        await self._gateway.emit_message("MESSAGE_UPDATE", message)

    async def delete(self, message: Message, by: Person) -> None:
        """Take a message away."""
        message.deleted = True
        self._world.tell(message.channel, by, "delete", message=message, only_for=message.only_for)
        await self._gateway.emit_deletion(message)

    async def announce(self, event: str, channel: Channel) -> None:
        """Tell the bot of a new or changed channel."""
        # https://docs.discord.com/developers/events/gateway-events#thread-create
        new: Json = {"newly_created": True} if event == "THREAD_CREATE" else {}
        await self._gateway.emit(event, payloads.channel(channel, self._world.bot) | new, intent=GUILDS)

    def files(self, body: Json, uploads: dict[int, Upload], kept: tuple[File, ...]) -> list[File]:
        """Return the files of a message: uploads, and those of before that the body keeps."""
        listed = body.get("attachments")
        fresh: list[File] = []
        told = {str(a.get("id")): a for a in listed or []}
        for index, (name, content) in sorted(uploads.items()):
            about = told.get(str(index), {})
            fresh.append(
                File(
                    self._world.clock.snowflake(),
                    about.get("filename") or name,
                    content,
                    about.get("description"),
                )
            )
        # https://docs.discord.com/developers/reference#editing-message-attachments
        if listed is not None:
            kept = tuple(f for f in kept if str(f.id) in told)
        return [*kept, *fresh]


def replace_fields(message: Message, body: Json, files: list[File]) -> Message:
    """Return a copy of a message as it would be after an edit."""
    changed = replace(message, files=files)
    if "content" in body:
        changed.text = body["content"] or ""
    if "embeds" in body:
        changed.embeds = drawn_embeds(body["embeds"] or [])
    if "components" in body:
        changed.components = numbered(body["components"] or [])
    if body.get("flags") is not None:
        # Ephemeral and Components V2 stay what they are; an edit may only add the latter.
        fixed = EPHEMERAL | LOADING
        changed.flags = (message.flags & (fixed | COMPONENTS_V2)) | (body["flags"] & ~fixed)
    return changed


def drawn_embeds(embeds: list[Json]) -> list[Json]:
    """Return embeds as Discord hands them back: typed rich, without empty parts."""
    return [{k: v for k, v in e.items() if v is not None} | {"type": "rich"} for e in embeds]


def numbered(components: list[Json], counter: list[int] | None = None) -> list[Json]:
    """Return components with the ids that Discord fills in."""
    counter = counter if counter is not None else [0]
    out: list[Json] = []
    for component in components:
        counter[0] += 1
        copy = dict(component)
        if not copy.get("id"):
            copy["id"] = counter[0]
        if "components" in copy:
            copy["components"] = numbered(copy["components"] or [], counter)
        if copy.get("accessory"):
            copy["accessory"] = numbered([copy["accessory"]], counter)[0]
        out.append(copy)
    return out


def check_flags(body: Json, allowed: int, errors: FormErrors, path: tuple[str, ...] = ()) -> None:
    """Note message flags that a bot may not set here."""
    flags = body.get("flags") or 0
    if isinstance(flags, int) and flags & ~allowed:
        errors.add((*path, "flags"), "MESSAGE_FLAGS_INVALID", f"Flags {flags & ~allowed} cannot be set here.")


def check_place(channel: Channel, body: Json, uploads: dict[int, Upload], *, replies: bool) -> None:
    """Refuse what the bot's permissions in a channel do not allow."""
    # https://docs.discord.com/developers/resources/message#create-message
    if channel.kind == "forum":
        raise RefusalError(400, 50008, "Cannot send messages in a non-text channel")
    send = "send_messages_in_threads" if channel.kind == "thread" else "send_messages"
    if channel.lacks(send):
        raise RefusalError(403, 50013, "Missing Permissions")
    if body.get("embeds") and channel.lacks("embed_links"):
        raise RefusalError(403, 50013, "Missing Permissions")
    if uploads and channel.lacks("attach_files"):
        raise RefusalError(403, 50013, "Missing Permissions")
    if replies and channel.lacks("read_message_history"):
        raise RefusalError(400, 160002, "You cannot reply without permission to read message history")
