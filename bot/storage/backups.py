"""Backups: whole copies of the database, taken while it is in use, looked through, kept for a while, and put back.

A copy is SQLite's online backup (its documentation, “SQLite Backup API”): what is committed when it begins, whatever is
written meanwhile.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.errors import StorageConflict, StorageCorrupt, StorageError
from bot.storage.driver import in_our_words
from bot.storage.files import create, discard, rename, size_of
from bot.storage.migrations import APPLIED, NAMES, Migration, compared, load_migrations

_SIDE_FILES = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Looked:
    """What is in a database file that is whole: how many of the known migrations it has, and its size in bytes."""

    migrations: int
    size: int


@dataclass(frozen=True, slots=True)
class Plan:
    """How a running bot backs its database up each day: into which folder, and how many of them are kept."""

    database: Path
    folder: Path
    keep: int


def folder_of(database: Path) -> Path:
    """Return the folder in which a database's backups are kept: `backups`, beside it."""
    return database.parent / "backups"


def name_at(database: Path, now: datetime) -> str:
    """Return the file name of a backup that is taken now; their order by name is that in time."""
    return f"{database.stem}.{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.sqlite3"


def back_up(database: Path, target: Path) -> Looked:
    """Copy a database to a file that is not there yet, readable to its owner only, and look the copy through.

    It blocks for as long as copying takes; the database can be used meanwhile, by this process and others.

    Raises:
        StorageConflict: the file is there already.
        StorageCorrupt: the database, or the copy, is damaged.
        StorageError: there is no database, or the copy can't be made. Nothing is left of it then.
    """
    if size_of(target):
        raise StorageConflict(f"{target} is there already; a backup does not replace it.")
    if not size_of(database):
        raise StorageError(f"There is no database at {database} yet.")
    unfinished = target.with_name(target.name + ".partial")
    discard(unfinished)
    create(unfinished)
    try:
        with in_our_words(), _reading(database) as source, closing(sqlite3.connect(unfinished)) as copy:
            source.backup(copy)
            # One file that can be carried anywhere; a database with a log is more than one.
            copy.execute("PRAGMA journal_mode = DELETE").close()
        looked = look_through(unfinished)
        rename(unfinished, target)
    except BaseException:
        discard(unfinished)
        raise
    return looked


def look_through(file: Path, known: Sequence[Migration] | None = None) -> Looked:
    """Say what is in a file that is to be a database of the bot, without changing it.

    Raises:
        StorageNewer: a newer version of the bot wrote it.
        StorageCorrupt: it is no database, or is damaged.
        StorageError: there is no such file, it is another program's, or empty.
    """
    if not size_of(file):
        raise StorageError(f"{file} is not there, or is empty.")
    with in_our_words(), _reading(file) as connection:
        connection.row_factory = sqlite3.Row
        verdict = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if verdict != "ok":
            raise StorageCorrupt(f"{file} is damaged. SQLite says: {verdict}.")
        if broken := connection.execute("PRAGMA foreign_key_check").fetchone():
            raise StorageCorrupt(f"{file} is damaged: rows in {broken[0]} refer to rows of {broken[2]} not there.")
        names = {row["name"] for row in connection.execute(NAMES)}
        applied = connection.execute(APPLIED).fetchall() if "schema_migrations" in names else ()
        migrations = compared(names, applied, load_migrations() if known is None else known, file)
    if not migrations:
        raise StorageError(f"{file} is an empty database, and nothing of this bot's.")
    return Looked(migrations, size_of(file))


def restore(file: Path, database: Path, now: datetime) -> tuple[Looked, Path | None]:
    """Put a backup in place of a database that nobody has open; return what it is, and where the replaced file is kept.

    Raises:
        StorageError: of one of the kinds of `look_through`, or the files can't be moved; the database is as it was.
    """
    looked = look_through(file)
    fresh = database.with_name(database.name + ".restoring")
    discard(fresh)
    create(fresh)
    kept: Path | None = None
    try:
        with in_our_words(), _reading(file) as source, closing(sqlite3.connect(fresh)) as copy:
            source.backup(copy)
        if size_of(database):
            kept = database.with_name(f"{database.stem}.replaced.{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.sqlite3")
            # Not a move: what lies in the log beside it is part of it.
            with in_our_words(), closing(sqlite3.connect(database)) as replaced:
                replaced.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            rename(database, kept)
        for end in _SIDE_FILES:
            discard(database.with_name(database.name + end))
        rename(fresh, database)
    except BaseException:
        discard(fresh)
        if kept is not None and kept.exists() and not database.exists():
            rename(kept, database)
        raise
    return looked, kept


def drop_old(folder: Path, database: Path, keep: int) -> list[Path]:
    """Delete all but the newest backups of a database in a folder; return what was deleted. Other files stay."""
    pattern = f"{database.stem}.????????T??????Z.sqlite3"
    old = sorted(folder.glob(pattern), key=lambda file: file.name, reverse=True)[keep:]
    for file in old:
        discard(file)
    return old


def _reading(file: Path) -> closing[sqlite3.Connection]:
    return closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True))
