"""One interaction from the person's click to the bot's last follow-up, and what may happen when."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from . import payloads
from .refusals import RefusalError
from .state import EPHEMERAL, Channel, Json, Message, Person

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5

# https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-callback
ACKNOWLEDGE_WITHIN = 3.0
TOKEN_LASTS = 15 * 60.0
# For an app that is only on the person's account and not in the server (same page, follow-ups).
FOLLOW_UPS_OUTSIDE = 5

# The same page, interaction callback types: which answer fits which interaction.
ALLOWED_ANSWERS = {
    COMMAND: {4, 5, 9},
    COMPONENT: {4, 5, 6, 7, 9},
    AUTOCOMPLETE: {8},
    MODAL: {4, 5, 6, 7},
}


@dataclass(frozen=True)
class Choice:
    """One suggestion of an autocomplete."""

    name: str
    value: str | int | float


@dataclass(frozen=True)
class Field:
    """One input of a modal."""

    custom_id: str
    label: str
    style: int
    required: bool
    minimum: int
    maximum: int
    value: str
    kind: int
    options: tuple[tuple[str, str], ...] = ()


@dataclass(eq=False)
class Interaction:
    """What a person did with the app, and what the app answered so far."""

    id: int
    kind: int
    person: Person
    channel: Channel
    data: Json
    started: float
    owners_of: dict[str, str]
    command: Json | None = None
    command_path: str = ""
    about: Message | None = None
    opened_by: Interaction | None = None
    token: str = field(default_factory=lambda: "stand-in-" + secrets.token_urlsafe(48))
    answer: int | None = None
    original: Message | None = None
    follow_ups: list[Message] = field(default_factory=list)
    modal: Json | None = None
    choices: list[Choice] | None = None
    updated: bool = False
    gone: bool = False

    def owners(self) -> dict[str, str]:
        """Return whose installation of the app authorized this."""
        return dict(self.owners_of)

    @property
    def outside(self) -> bool:
        """Tell whether the app is here only through a person's own installation."""
        return "0" not in self.owners_of

    def check_callback(self, kind: object, now: float, within: float) -> None:
        """Refuse a first answer that is late, second, or of the wrong type."""
        if self.answer is not None:
            raise RefusalError(400, 40060, "Interaction has already been acknowledged.")
        if now - self.started > within:
            self.gone = True
            raise RefusalError(404, 10062, "Unknown interaction")
        allowed = ALLOWED_ANSWERS[self.kind] - ({6, 7} if self.about is None else set())
        if kind not in allowed:
            raise RefusalError(
                400,
                50035,
                "Invalid Form Body",
                {
                    "type": {
                        "_errors": [
                            {
                                "code": "INTERACTION_CALLBACK_INVALID_TYPE",
                                "message": f"Type {kind} does not answer this interaction;"
                                f" possible are {sorted(allowed)}.",
                            }
                        ]
                    }
                },
            )

    def check_token(self, now: float) -> None:
        """Refuse a follow-up or edit before the first answer or after fifteen minutes."""
        if now - self.started > TOKEN_LASTS:
            raise RefusalError(401, 50027, "Invalid Webhook Token")
        if self.answer is None:
            raise RefusalError(404, 10015, "Unknown Webhook")

    def check_room_for_follow_up(self) -> None:
        """Refuse the sixth follow-up where the app is not a member."""
        if self.outside and len(self.follow_ups) >= FOLLOW_UPS_OUTSIDE:
            raise RefusalError(
                400, 40094, "This interaction has reached the maximum number of follow-up messages"
            )

    def flags(self, asked: int) -> int:
        """Return a message's flags; where external apps may not post, every answer is ephemeral.

        https://docs.discord.com/developers/topics/permissions (USE_EXTERNAL_APPS)
        """
        place = self.channel.guild
        if place is not None and self.outside and not place.external_apps:
            return asked | EPHEMERAL
        return asked

    def payload(self, bot: Person, base: str) -> Json:
        """Return the interaction object that the gateway carries."""
        place = self.channel.guild
        body: Json = {
            "id": str(self.id),
            "application_id": str(bot.id),
            "type": self.kind,
            "data": self.data,
            "token": self.token,
            "version": 1,
            "channel": payloads.channel(self.channel, bot),
            "channel_id": str(self.channel.id),
            "locale": self.person.locale,
            "app_permissions": payloads.app_permissions(self.channel),
            "entitlements": [],
            "authorizing_integration_owners": self.owners(),
            "context": context_of(self.channel, bot),
            "attachment_size_limit": 10 * 1024 * 1024,
        }
        if place is None:
            body["user"] = payloads.user(self.person)
        else:
            body |= {
                "guild_id": str(place.id),
                "guild": {"id": str(place.id), "locale": place.locale, "features": []},
                "guild_locale": place.locale,
                "member": payloads.member(self.person, place)
                | {"permissions": payloads.permission_bits(place.permissions_of(self.person))},
            }
        shown = self.about if self.kind in (COMPONENT, MODAL) else None
        if shown is not None:
            body["message"] = payloads.message(shown, bot, 0, base)
        return body


def context_of(channel: Channel, bot: Person) -> int:
    """Return the interaction context: 0 server, 1 DM with the bot, 2 other private channel."""
    if channel.guild is not None:
        return 0
    return 1 if channel.kind == "dm" and bot in channel.recipients else 2


def modal_fields(modal: Json) -> list[Field]:
    """Return the inputs of a modal in reading order, each with the label a person sees."""
    fields: list[Field] = []
    for row in modal["components"]:
        # A text display between the inputs takes nothing in.
        inner = [row["component"]] if row.get("type") == 18 else row.get("components") or []
        fields += [_field(each, row.get("label") or each.get("label") or "") for each in inner]
    return fields


def _field(each: Json, label: str) -> Field:
    low, high = ("min_length", "max_length") if each["type"] == 4 else ("min_values", "max_values")
    least, most = (0, 4000) if each["type"] == 4 else (1, 1)
    return Field(
        custom_id=each["custom_id"],
        label=label,
        style=each.get("style", 1),
        required=each.get("required") is not False,
        minimum=least if each.get(low) is None else each[low],
        maximum=each.get(high) or most,
        value=each.get("value") or "",
        kind=each["type"],
        options=tuple((o["label"], o["value"]) for o in each.get("options") or ()),
    )
