"""The database's files: made for their owner only, measured, moved and removed."""

from __future__ import annotations

import os
from contextlib import nullcontext, suppress
from pathlib import Path

from bot.errors import StorageError


def rename(path: Path, target: Path) -> None:
    try:
        path.replace(target)
    except OSError as error:
        raise StorageError(f"{target} cannot be made: {error.strerror}.") from error


def size_of(path: Path) -> int:
    """Return the length of a file, or 0 where there is none."""
    try:
        if path.is_dir():
            raise StorageError(f"{path} is a folder; the database's address must name a file.")
        return path.stat().st_size if path.exists() else 0
    except OSError as error:
        raise StorageError(f"{path} cannot be looked at: {error.strerror}.") from error


def create(path: Path, *, exist_ok: bool = False) -> None:
    """Make an empty file that only its owner may read; SQLite gives its side files the same rights."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError) if exist_ok else nullcontext():
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise StorageError(f"{path} cannot be made: {error.strerror}.") from error


def discard(path: Path) -> None:
    with suppress(OSError):
        path.unlink()
