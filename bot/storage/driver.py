"""The driver: connections of SQLite, and each of its failures in the project's own errors."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

import aiosqlite

from bot.errors import StorageBusy, StorageConflict, StorageCorrupt, StorageError, StorageFull

Value: TypeAlias = int | str | bytes | float | None
Row: TypeAlias = sqlite3.Row

# SQLite's documentation, “Result and Error Codes”: the low byte is the kind, the rest narrows it down.
_KINDS: dict[int, tuple[type[StorageError], str]] = {
    sqlite3.SQLITE_BUSY: (StorageBusy, "Another process holds the database; the same may succeed later."),
    sqlite3.SQLITE_LOCKED: (StorageBusy, "The database is held by another of its connections."),
    sqlite3.SQLITE_FULL: (StorageFull, "The database found no room: the disk is full, or its allowed size is reached."),
    sqlite3.SQLITE_CONSTRAINT: (StorageConflict, "A rule of the schema forbids this row."),
    sqlite3.SQLITE_CORRUPT: (StorageCorrupt, "The database is damaged."),
    sqlite3.SQLITE_NOTADB: (StorageCorrupt, "The file is not a database."),
    sqlite3.SQLITE_CANTOPEN: (
        StorageError,
        "The database cannot be opened: its file and its folder must be there, readable and writable.",
    ),
    sqlite3.SQLITE_READONLY: (
        StorageError,
        "Nothing may be written here: a statement that writes needs execute() or a transaction, and its file and"
        " its folder must be writable.",
    ),
}


async def connect(connections: AsyncExitStack, path: Path, how: str, busy_timeout: float) -> aiosqlite.Connection:
    with in_our_words():
        connection = await connections.enter_async_context(
            aiosqlite.connect(f"{path.as_uri()}?{how}", uri=True, isolation_level=None, timeout=busy_timeout)
        )
        connection.row_factory = sqlite3.Row
        return connection


async def rows_of(connection: aiosqlite.Connection, sql: str, *args: Value) -> list[Row]:
    # In one go, so that a cancelled task leaves no half-read statement, which would hold an old snapshot.
    with in_our_words():
        return list(await connection.execute_fetchall(sql, numbered(args)))


def numbered(args: Sequence[Value]) -> dict[str, Value]:
    return {str(number): value for number, value in enumerate(args, 1)}


def instant(seconds: int | None) -> datetime | None:
    """Return the instant that a column of UTC epoch seconds holds."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


@contextmanager
def in_our_words() -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, sqlite3.Warning, OverflowError, UnicodeError) as error:
        code: int | None = getattr(error, "sqlite_errorcode", None)
        name = getattr(error, "sqlite_errorname", type(error).__name__)
        if code == sqlite3.SQLITE_IOERR_SHMSIZE:  # the shared index could not grow: no room, by another name
            code = sqlite3.SQLITE_FULL
        kind, sentence = _KINDS.get((code or 0) & 0xFF, (StorageError, "The database could not do this."))
        raise kind(f"{sentence} ({name})") from error
    except ValueError as error:  # aiosqlite's way to say it
        raise StorageError("The database is closed.") from error
