"""A database of the storage tests' own, with a schema of two tables."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path

import pytest

from bot.storage.database import Database
from bot.storage.migrations import Migration
from bot.storage.opening import open_database

SCHEMA = Migration(
    1,
    "first",
    """
    CREATE TABLE notes (note_id INTEGER PRIMARY KEY, owner TEXT NOT NULL, body BLOB, UNIQUE (owner, note_id));
    CREATE TABLE tags (
        note_id INTEGER NOT NULL REFERENCES notes (note_id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        tag TEXT NOT NULL
    );
    """,
)
ADD = "INSERT INTO notes (owner) VALUES ($1)"


class Gate:
    """Stops a connection's thread just before it runs a statement with a given beginning, until it is opened."""

    def __init__(self, stage: str) -> None:
        self.reached = asyncio.Event()
        self._stage = stage
        self._opened = threading.Event()
        self._loop = asyncio.get_running_loop()

    def __call__(self, sql: str) -> None:
        if sql.startswith(self._stage) and not self._opened.is_set():
            self._loop.call_soon_threadsafe(self.reached.set)
            self._opened.wait()

    def open(self) -> None:
        """Let the thread go on, and never stop it again."""
        self._opened.set()


@asynccontextmanager
async def gate(database: Database, stage: str) -> AsyncIterator[Gate]:
    """Put a gate before a stage of the writer's work."""
    made = Gate(stage)
    await database._writer.set_trace_callback(made)
    try:
        yield made
    finally:
        made.open()
        with suppress(ValueError):  # the test has closed the database
            await database._writer.set_trace_callback(None)  # type: ignore[arg-type]


async def owners(database: Database) -> list[str]:
    """Return the owners of all notes that are committed, in order."""
    return [row["owner"] for row in await database.fetch("SELECT owner FROM notes ORDER BY owner")]


def raw(path: Path | str, sql: str) -> list[tuple[object, ...]]:
    """Run one statement on a file as another program would."""
    with closing(sqlite3.connect(path, isolation_level=None, uri=isinstance(path, str))) as connection:
        return connection.execute(sql).fetchall()


def read(path: Path) -> tuple[bytes, int]:
    """Return what a file holds, and when it was last written to."""
    return path.read_bytes(), path.stat().st_mtime_ns


def beside(path: Path) -> set[str]:
    """Return the names of what lies in a file's folder, itself among them."""
    return {entry.name for entry in path.parent.iterdir()}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the database is, or will be."""
    return tmp_path / "notes.sqlite3"


@pytest.fixture
def url(path: Path) -> str:
    """Return the same as an address."""
    return f"sqlite:///{path}"


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    """Make a new database, which gives up on another process almost at once."""
    async with open_database(url, migrations=[SCHEMA], busy_timeout=0.01) as opened:
        yield opened


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    """Every test ends with the threads it began with; one that is ending is waited for."""
    before = set(threading.enumerate())
    yield
    left = set(threading.enumerate()) - before
    for thread in left:
        thread.join(10)
    assert not [thread for thread in left if thread.is_alive()]
