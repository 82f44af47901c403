"""Holding a database: one bot runs on it, and a second is told so instead of answering everything twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from bot.errors import StorageError, StorageHeld


@contextmanager
def held(database: Path) -> Iterator[None]:
    """Hold a database until the end of the block; a crash lets go of it by itself.

    Tools that only read or add to it, such as a backup or an import, need not hold it.

    Raises:
        StorageHeld: another process does.
        StorageError: the lock's file, beside the database, can't be made.
    """
    database = database.resolve()
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(_lock_of(database), mode=0o600, blocking=False)
        lock.acquire()
    except Timeout:
        raise StorageHeld(
            f"Another bot is running on {database}. Two would answer everything twice: stop that one, or give this one"
            " a database of its own with DATABASE_URL."
        ) from None
    except (OSError, NotImplementedError) as error:
        why = getattr(error, "strerror", None) or "the disk knows no locks"
        raise StorageError(f"{database.parent} can't hold the lock of a running bot: {why.lower()}.") from error
    try:
        yield
    finally:
        lock.release()


def is_held(database: Path) -> bool:
    """Tell whether a bot runs on a database. A bot that starts in the very moment of asking may be refused.

    Raises:
        StorageError: the disk knows no locks, or the lock's file can't be opened.
    """
    database = database.resolve()
    if not _lock_of(database).exists():
        return False
    try:
        with held(database):
            return False
    except StorageHeld:
        return True


def _lock_of(database: Path) -> Path:
    return database.with_name(f".{database.name}.lock")
