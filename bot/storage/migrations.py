"""The numbered steps that bring a database to the shape this version of the bot needs."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import MigrationError, StorageError, StorageNewer

if TYPE_CHECKING:
    from bot.storage.database import Database, Transaction

_FILE = re.compile(r"(?P<number>\d{4})_(?P<name>\w+)\.sql", re.ASCII)

_TABLE = """
CREATE TABLE IF NOT EXISTS schema_migrations (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at INTEGER NOT NULL
)
"""


NAMES = "SELECT name FROM sqlite_master"
APPLIED = "SELECT number, name, checksum FROM schema_migrations ORDER BY number"


@dataclass(frozen=True)
class Migration:
    """One step: SQL that is applied once, whole or not at all."""

    number: int
    name: str
    sql: str

    @cached_property
    def checksum(self) -> str:
        """The SHA-256 of the SQL, which is the same however the file's lines end."""
        return hashlib.sha256(self.sql.replace("\r\n", "\n").replace("\r", "\n").encode()).hexdigest()

    def __str__(self) -> str:
        return f"{self.number:04d}_{self.name}"


def load_migrations(folder: Traversable | None = None) -> tuple[Migration, ...]:
    """Read `NNNN_name.sql` from the package, or from another folder, in order.

    Raises:
        MigrationError: a file of SQL has another kind of name, or the numbers do not run 1, 2, 3 and so on.
    """
    found = []
    for entry in (files("bot.storage") / "sql" if folder is None else folder).iterdir():
        if not entry.name.endswith(".sql"):
            continue
        match = _FILE.fullmatch(entry.name)
        if match is None:
            raise MigrationError(f"The migration “{entry.name}” must be named like 0001_name.sql.")
        found.append(Migration(int(match["number"]), match["name"], entry.read_text(encoding="utf-8")))
    found.sort(key=lambda migration: migration.number)
    check_numbers(found)
    return tuple(found)


def check_numbers(migrations: Sequence[Migration]) -> None:
    """Raise `MigrationError` unless the numbers run 1, 2, 3 and so on."""
    for expected, migration in enumerate(migrations, 1):
        if migration.number != expected:
            raise MigrationError(f"Migration {expected} is missing: where it should be stands {migration}.")


def statements(sql: str) -> Iterator[str]:
    """Split SQL at the semicolons that end a statement, not those in a trigger, a text or a comment."""
    start = 0
    for semicolon in re.finditer(";", sql):
        if sqlite3.complete_statement(sql[start : semicolon.end()]):
            yield sql[start : semicolon.end()]
            start = semicolon.end()
    if sql[start:].strip():
        yield sql[start:]


async def count_applied(
    fetch: Callable[[str], Awaitable[Sequence[sqlite3.Row]]], known: Sequence[Migration], path: Path
) -> int:
    """Return how many of the known migrations a database has, having compared them.

    Args:
        fetch: reads rows from the database.
        known: the migrations of this version, in order.
        path: the database's file, for the errors' text.

    Raises:
        StorageNewer: the database has a migration with a higher number than any known.
        MigrationError: an applied migration is not the one that is known under its number.
        StorageError: the database belongs to another program.
    """
    names = {row["name"] for row in await fetch(NAMES)}
    return compared(names, await fetch(APPLIED) if "schema_migrations" in names else (), known, path)


def compared(names: Collection[str], applied: Sequence[sqlite3.Row], known: Sequence[Migration], path: Path) -> int:
    """Return what `count_applied` does, of what `NAMES` and `APPLIED` read from a database; it raises the same."""
    if "schema_migrations" not in names:
        if names:
            raise StorageError(f"{path} is the database of another program. Nothing was changed in it.")
        return 0
    if applied and applied[-1]["number"] > len(known):
        raise StorageNewer(
            f"{path} was written by a newer version of the bot (its schema is {applied[-1]['number']}, this version"
            f" knows {len(known)}). Run that version, or restore a copy from before. Nothing was changed in it."
        )
    for migration, row in zip(known, applied, strict=False):
        if (row["number"], row["checksum"]) != (migration.number, migration.checksum):
            raise MigrationError(
                f"Migration {migration} is not the one that was applied to {path}. An applied migration must not be"
                " edited: restore its file, and put the change into a new one. Nothing was changed in the database."
            )
    return len(applied)


async def migrate(database: Database, known: Sequence[Migration], path: Path, clock: Callable[[], datetime]) -> None:
    """Apply what a database lacks, each migration in a transaction together with its record.

    A database that has been migrated before is copied first, beside itself. Foreign keys must be off on the writer,
    because dropping a table that others refer to would delete their rows; they are checked before each commit
    instead. (SQLite's documentation, “ALTER TABLE”: “Making Other Kinds Of Table Schema Changes”.)

    Raises:
        MigrationError: a migration failed; the database is as it was before that one.
        StorageError: the copy could not be made, or one of `count_applied`; nothing was migrated.
    """
    made_or_copied = False
    while await _advance(database, known, path, clock, copy_first=not made_or_copied):
        made_or_copied = True


async def _advance(
    database: Database, known: Sequence[Migration], path: Path, clock: Callable[[], datetime], *, copy_first: bool
) -> bool:
    """Apply the next migration, if there is one, and return whether there was."""
    step: Migration | None = None
    copy: Path | None = None
    try:
        async with database.transaction() as transaction:
            # What another process applied while this one waited for the write lock shows only now.
            done = await count_applied(transaction.fetch, known, path)
            if done == len(known):
                return False
            now = clock().astimezone(UTC)
            if done and copy_first:
                target = _free(path.with_name(f"{path.stem}.before-{done + 1:04d}.{now:%Y%m%dT%H%M%SZ}.sqlite3"))
                await database.copy_to(target)
                copy = target
            step = known[done]
            await _apply(transaction, step, now)
    except StorageError as error:
        if copy is not None:
            # The database is still what was copied. A bot that is restarted again and again must not fill the disk.
            _remove(copy)
        if step is None:
            raise
        said = f" SQLite said: {error.__cause__}." if isinstance(error.__cause__, sqlite3.Error) else ""
        raise MigrationError(
            f"Migration {step} failed, and the database is as it was before it. {error}{said}"
        ) from error
    return True


async def _apply(transaction: Transaction, step: Migration, now: datetime) -> None:
    await transaction.execute(_TABLE)
    for statement in statements(step.sql):
        await transaction.execute(statement)
    broken = await transaction.fetchrow("PRAGMA foreign_key_check")
    if broken is not None:
        raise MigrationError(f"It leaves rows in {broken['table']} that refer to rows of {broken['parent']} not there.")
    await transaction.execute(
        "INSERT INTO schema_migrations (number, name, checksum, applied_at) VALUES ($1, $2, $3, $4)",
        step.number,
        step.name,
        step.checksum,
        int(now.timestamp()),
    )


def _free(target: Path) -> Path:
    """Return a name for a copy that none has yet: a process killed while it migrated may be started again at once."""
    names = (target if turn == 1 else target.with_stem(f"{target.stem}-{turn}") for turn in count(1))
    return next(name for name in names if not name.exists())


def _remove(copy: Path) -> None:
    with suppress(OSError):
        copy.unlink()
