"""The settings, read from the environment and a `.env` file when asked."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from dotenv import dotenv_values

from bot import homes
from bot.errors import SettingsError
from bot.storage.opening import sqlite_path

DISCORD_API = "https://discord.com/api/v10"
DAYS_KEPT = 30
"""Days that the data of a server is kept which has removed the bot."""
DATABASE = "sqlite:///data/loose-ends.sqlite3"


class LogLevel(StrEnum):
    """How much is logged, in the words of the standard library."""

    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"


class LogFormat(StrEnum):
    """How a line of the log is written."""

    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Address:
    """Where something is served: a host, or one's IP address, and a port, of which 0 means any that is free."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Settings:
    """All that can be set. Each field is the environment variable of the same name in capitals."""

    discord_token: str | None = field(default=None, repr=False)
    database_url: str = DATABASE
    discord_api_base: str = DISCORD_API
    log_level: LogLevel = LogLevel.INFO
    log_format: LogFormat = LogFormat.TEXT
    backups_kept: int = 7
    days_kept: int = DAYS_KEPT
    health_address: Address | None = None


def read_settings(environ: Mapping[str, str] | None = None, file: Path | None = None) -> Settings:
    """Read the settings; the environment goes before the file, and an empty value is as good as none.

    Args:
        environ: the environment, in place of the process's.
        file: the `.env` file, in place of the one that `bot.homes` finds.

    Raises:
        SettingsError: a value is wrong, or the file is; the text names it and says what would be right.
    """
    env_file = homes.env_file() if file is None else file
    try:
        from_file = {name: value or "" for name, value in dotenv_values(env_file).items()}
    except UnicodeDecodeError:
        raise SettingsError(f"{env_file.name} can't be read; save it as plain text in UTF-8.") from None
    except OSError as error:
        raise SettingsError(
            f"{env_file.name} can't be read: {(error.strerror or 'no reason given').lower()}."
        ) from None
    values = {**from_file, **(os.environ if environ is None else environ)}

    def value(name: str, default: str) -> str:
        return values.get(name, "").strip() or default

    return Settings(
        discord_token=_token(value("DISCORD_TOKEN", "")),
        database_url=_database_url(value("DATABASE_URL", _default_database())),
        discord_api_base=_api_base(value("DISCORD_API_BASE", DISCORD_API)),
        log_level=_one_of(LogLevel, "LOG_LEVEL", value("LOG_LEVEL", LogLevel.INFO)),
        backups_kept=_count("BACKUPS_KEPT", value("BACKUPS_KEPT", "7"), most=1_000),
        days_kept=_count("DAYS_KEPT", value("DAYS_KEPT", str(DAYS_KEPT)), most=36_500),
        health_address=_address(value("HEALTH_ADDRESS", "")),
        log_format=_one_of(LogFormat, "LOG_FORMAT", value("LOG_FORMAT", LogFormat.TEXT)),
    )


_Choice = TypeVar("_Choice", bound=StrEnum)


def _one_of(kind: type[_Choice], name: str, value: str) -> _Choice:
    for choice in kind:
        if choice.casefold() == value.casefold():
            return choice
    raise SettingsError(f"{name} is “{value}”; it can be {', '.join(kind)}.")


def _default_database() -> str:
    if homes.is_checkout():
        return DATABASE
    return f"sqlite:///{(homes.data_folder() / 'loose-ends.sqlite3').as_posix()}"


def _count(name: str, value: str, *, most: int) -> int:
    if not value.isascii() or not value.isdecimal() or int(value) > most:
        raise SettingsError(f"{name} is “{value}”; it can be a whole number from 0 to {most}.")
    return int(value)


def _address(value: str) -> Address | None:
    if not value:
        return None
    try:
        split = urlsplit(f"//{value}")
        host, port = split.hostname, split.port
    except ValueError:
        host = port = None
    if not host or port is None or str(Address(host, port)) != value.casefold():
        raise SettingsError("HEALTH_ADDRESS is not a host and a port; 127.0.0.1:8080 would be one.")
    return Address(host, port)


def _token(value: str) -> str | None:
    # It goes into a header as it is, where a line break would begin another one.
    if not value.isascii() or not value.isprintable() or " " in value:
        raise SettingsError(
            "DISCORD_TOKEN holds what no token does, such as a space or a line break; copy it anew from the page “Bot”"
            " of your application."
        )
    return value or None


def _database_url(value: str) -> str:
    try:
        sqlite_path(value)
    except ValueError:
        # The value is not repeated: an address of another database may hold a password.
        raise SettingsError(f"DATABASE_URL is not an address of SQLite; {DATABASE} would be one.") from None
    return value


def _api_base(value: str) -> str:
    try:
        address = urlsplit(value)
        usable = address.scheme in ("http", "https") and bool(address.hostname) and not address.query
        _ = address.port
    except ValueError:
        usable = False
    if not usable:
        raise SettingsError(f"DISCORD_API_BASE is not a web address; {DISCORD_API} would be one.")
    return value.rstrip("/")
