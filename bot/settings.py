"""Read settings from the environment and a `.env` file into one frozen value."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from bot.errors import SettingsError

PREFIX = "ARTICLE_BOT_"
TOKEN = "DISCORD_TOKEN"  # noqa: S105  # the variable's name, not a token


@dataclass(frozen=True, slots=True)
class Settings:
    """Hold every setting; each field's `help` is its line in `.env.example`."""

    discord_token: str | None = field(
        default=None,
        repr=False,
        metadata={"help": "the bot's token: discord.com/developers, your application, Bot, Reset Token"},
    )
    knowledge: Path | None = field(
        default=None, metadata={"help": "folder with another knowledge base than the shipped one"}
    )
    answer_risk: float = field(
        default=0.04,
        metadata={
            "help": "share of questions the article doesn't answer that may be answered all the same",
            "above": 0.0,
            "below": 0.5,
        },
    )
    unsure_risk: float = field(
        default=0.20,
        metadata={
            "help": "share of questions the article doesn't answer that may get choices to pick from",
            "above": 0.0,
            "below": 0.9,
        },
    )
    contact: str | None = field(
        default=None, metadata={"help": "who runs the bot and how to reach them, shown by /about"}
    )
    log_level: str = field(
        default="INFO", metadata={"help": "how much the log tells: DEBUG, INFO, WARNING or ERROR"}
    )
    preferences: Path | None = field(
        default=None,
        metadata={"help": "file with what people choose in /setup and /settings; else in your data folder"},
    )
    cooldown: int = field(
        default=3,
        metadata={
            "help": "seconds between two questions of a person in a channel, unless /setup says otherwise",
            "above": -1,
            "below": 601,
        },
    )
    message_content: bool = field(
        default=False,
        metadata={
            "help": "on: use the Message Content Intent (switch it on in the portal too) to answer unasked; "
            "off: do without"
        },
    )
    history: bool = field(
        default=True,
        metadata={
            "help": "on: count what is asked and answered, without names (PRIVACY.md); off: record nothing"
        },
    )
    database_url: str | None = field(
        default=None,
        repr=False,
        metadata={
            "help": "database for what is counted, as postgresql://user:password@host/name; "
            "else a SQLite file in your data folder"
        },
    )
    history_days: int = field(
        default=90,
        metadata={
            "help": "days after which what was counted of single replies becomes totals by day and entry",
            "above": 0,
            "below": 3651,
        },
    )
    helpful_at_least: float = field(
        default=0.4,
        metadata={
            "help": "maintainers are told of an answer whose share of Helpful votes may lie below this "
            "(lower end of its 95 % interval)",
            "above": 0.0,
            "below": 1.0,
        },
    )
    gap_people: int = field(
        default=3,
        metadata={
            "help": "how many people must have missed alike before what they asked is kept as text, scrubbed",
            "above": 1,
            "below": 1001,
        },
    )
    gap_days: int = field(
        default=2,
        metadata={
            "help": "on how many days they must have",
            "above": 0,
            "below": 91,
        },
    )


def variable(name: str) -> str:
    """Return the environment variable that holds a setting."""
    return TOKEN if name == "discord_token" else f"{PREFIX}{name.upper()}"


def load(folder: Path | None = None) -> Settings:
    """Return the settings of the environment and of `.env` in the folder (the current one by default).

    Raises SettingsError, which names every variable that can't be used. Where nothing is set, the library
    that reads settings is not even imported: starting stays quick.
    """
    env_file = (folder or Path.cwd()) / ".env"
    names = {variable(each.name) for each in fields(Settings)}
    is_set = any(name in os.environ for name in names) or env_file.is_file()
    _refuse_unknown(names)
    return _read(env_file) if is_set else Settings()


def _refuse_unknown(names: set[str]) -> None:
    unknown = sorted(name for name in os.environ if name.startswith(PREFIX) and name not in names)
    if unknown:
        raise SettingsError(
            f"unknown setting {', '.join(unknown)}: the settings are {', '.join(sorted(names))}"
        )


def _read(env_file: Path) -> Settings:
    from pydantic import Field, ValidationError, create_model
    from pydantic_settings import BaseSettings, SettingsConfigDict

    def declared(setting: Any) -> Any:  # noqa: ANN401  # pydantic's own field descriptions are untyped
        return Field(
            default=setting.default,
            validation_alias=variable(setting.name),
            gt=setting.metadata.get("above"),
            lt=setting.metadata.get("below"),
        )

    class Base(BaseSettings):
        model_config = SettingsConfigDict(
            env_file=env_file,
            env_file_encoding="utf-8",
            extra="ignore",
            case_sensitive=False,
            env_ignore_empty=True,
        )

    kinds: dict[str, Any] = {
        "discord_token": str | None,
        "knowledge": Path | None,
        "answer_risk": float,
        "unsure_risk": float,
        "contact": str | None,
        "log_level": str,
        "preferences": Path | None,
        "cooldown": int,
        "message_content": bool,
        "history": bool,
        "database_url": str | None,
        "history_days": int,
        "helpful_at_least": float,
        "gap_people": int,
        "gap_days": int,
    }
    declarations: Any = {each.name: (kinds[each.name], declared(each)) for each in fields(Settings)}
    reader = create_model("Reader", __base__=Base, **declarations)
    try:
        values = reader()
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        raise SettingsError(f"settings that can't be used: {faults}") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{env_file} is not UTF-8 text: save it as UTF-8") from None
    settings = Settings(**{each.name: getattr(values, each.name) for each in fields(Settings)})
    if settings.answer_risk > settings.unsure_risk:
        raise SettingsError(
            f"{variable('answer_risk')} may not be above {variable('unsure_risk')}: answering is bolder"
        )
    if settings.log_level.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise SettingsError(f"{variable('log_level')} must be DEBUG, INFO, WARNING or ERROR")
    return settings
