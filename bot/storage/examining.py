"""Examining a database's home without changing anything, while a bot runs on it or not."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import StorageBusy, StorageError
from bot.findings import Finding, note, well, wrong
from bot.storage.backups import look_through
from bot.storage.database import Database
from bot.storage.deliveries import Destination, Placing
from bot.storage.files import size_of
from bot.storage.holding import is_held
from bot.storage.migrations import load_migrations

LEAST_FREE = 200 * 1024 * 1024
"""Bytes that are to be free at least, for the log of the database and what is written meanwhile."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found, and whether the database has the shape of this version, so that it can be read."""

    findings: Sequence[Finding]
    is_readable: bool


@dataclass(frozen=True, slots=True)
class Use:
    """What a guild uses a channel for: `kind` is `feed`, `discussions`, `poll`, `board` or `notices`."""

    guild_id: int
    kind: str
    destination: Destination


@dataclass(frozen=True, slots=True)
class Reached:
    """An address that feeds are read from, and what the bot knows of it."""

    address: str
    is_gone: bool
    failure: str | None


def examine(path: Path) -> Examined:
    """Look at a database and its folder. It blocks for as long as reading the database takes."""
    path = path.resolve()
    found, is_readable = _file(path)
    return Examined([found, *_folder(path)], is_readable)


async def uses(database: Database) -> list[Use]:
    """Return which channels are used, each once for a kind and way of use."""
    rows = await database.fetch(
        """
        SELECT guild_id, 'feed' AS kind, channel_id, placing, role_id FROM feeds WHERE is_paused = 0
        UNION SELECT guild_id, 'discussions', parent_id, 'thread', NULL FROM discussions
        UNION SELECT guild_id, 'discussions', channel_id, 'thread', NULL FROM discussion_settings
            WHERE channel_id IS NOT NULL
        UNION SELECT guild_id, 'discussions', channel_id, 'thread', NULL FROM discussion_schedules
        UNION SELECT guild_id, 'poll', channel_id, 'card', NULL FROM rating_polls WHERE state = 'open'
        UNION SELECT guild_id, 'board', channel_id, 'card', NULL FROM loose_end_boards WHERE is_wanted = 1
        UNION SELECT guild_id, 'notices', notices_channel_id, 'card', NULL FROM guild_settings
            WHERE notices_channel_id IS NOT NULL
        ORDER BY guild_id, channel_id, kind
        """
    )
    return [
        Use(row["guild_id"], row["kind"], Destination(row["channel_id"], Placing(row["placing"]), row["role_id"]))
        for row in rows
    ]


async def addresses(database: Database) -> list[Reached]:
    """Return the addresses that are watched, those known to fail first, then those whose turn is next."""
    rows = await database.fetch(
        """
        SELECT address, is_gone, failure FROM feed_sources s
        WHERE EXISTS (SELECT 1 FROM feeds f WHERE f.source_id = s.source_id AND f.is_paused = 0)
        ORDER BY failure IS NULL, next_look, source_id
        """
    )
    return [Reached(row["address"], bool(row["is_gone"]), row["failure"]) for row in rows]


def _file(path: Path) -> tuple[Finding, bool]:
    try:
        if not size_of(path):
            return note("database", f"There is none at {path} yet; the bot makes it at its first start."), False
        looked = look_through(path)
        running = is_held(path)
    except StorageBusy:
        return note("database", f"{path} is busy, so it was not looked through; try again in a moment."), False
    except StorageError as error:
        return wrong("database", f"{error} `python -m bot restore FILE` puts a backup in its place."), False
    newest = len(load_migrations())
    bot = "a bot runs on it" if running else "no bot runs on it now"
    said = f"{path} is whole ({looked.size:,} bytes), and {bot}."
    if looked.migrations < newest:
        then = f"Its shape is {looked.migrations}, and this version’s {newest}: the next start changes it."
        return note("database", f"{said} {then} What is in it was not looked at."), False
    return well("database", said), True


def _folder(path: Path) -> list[Finding]:
    folder = path.parent
    there = next(parent for parent in (folder, *folder.parents) if parent.exists())
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
        free = shutil.disk_usage(there).free
        size = size_of(path)
    except (OSError, StorageError) as error:
        why = (getattr(error, "strerror", None) or str(error)).lower().rstrip(".")
        return [wrong("disk", f"Nothing can be written in {there} ({why}). Give whoever runs the bot the right to.")]
    needed = LEAST_FREE + 2 * size
    said = f"{free // 1024**2:,} MB are free in {there}"
    if free < needed:
        why = f"a backup and a change of shape need copies, {needed // 1024**2:,} MB in all"
        return [wrong("disk", f"{said}, too little: {why}. Make room, or keep fewer backups.")]
    return [well("disk", f"{said}, and it can be written to.")]
