"""Opening the database: its file looked at before it is touched, made and migrated as needed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

import aiosqlite

from bot.clock import utc_now
from bot.errors import StorageBusy, StorageCorrupt, StorageError
from bot.storage.database import Database
from bot.storage.driver import connect, rows_of
from bot.storage.files import create, discard, size_of
from bot.storage.migrations import Migration, check_numbers, count_applied, load_migrations, migrate


@asynccontextmanager
async def open_database(
    url: str,
    *,
    readers: int = 2,
    migrations: Sequence[Migration] | None = None,
    clock: Callable[[], datetime] = utc_now,
    busy_timeout: float = 5.0,
) -> AsyncIterator[Database]:
    """Open a database, made and migrated as needed, and close it at the end of the block.

    Args:
        url: as `sqlite_path` takes it; a missing folder is made.
        readers: connections for reading, at least one.
        migrations: those to apply, in place of the package's.
        clock: the time written beside an applied migration and into the name of a copy.
        busy_timeout: seconds to wait for another process before `StorageBusy`.

    Raises:
        ValueError: the url is none, or there are no readers.
        StorageCorrupt: the file is no database or is damaged; it has been left as it was.
        StorageNewer: a newer version of the bot wrote it.
        MigrationError: a migration failed, or is not the one that was applied.
        StorageError: the file cannot be made or opened, or belongs to another program.
    """
    if readers < 1:
        raise ValueError("a database needs a connection for reading")
    path = _home(url)
    known = load_migrations() if migrations is None else tuple(migrations)
    check_numbers(known)
    async with AsyncExitStack() as connections:
        applied = await _look(path, known, busy_timeout)
        create(path, exist_ok=True)
        writer = await connect(connections, path, "mode=rw", busy_timeout)
        # Readers are closed before the writer, which is the last then and clears away the side files.
        if applied is None:
            applied = await _inspect(writer, path, known)
        await _keep_log(writer, path)
        await rows_of(writer, "PRAGMA synchronous = FULL")
        pool = [await connect(connections, path, "mode=rw", busy_timeout) for _ in range(readers)]
        for reader in pool:
            await rows_of(reader, "PRAGMA query_only = ON")
        database = Database(writer, pool, connections)
        if applied < len(known):
            await rows_of(writer, "PRAGMA foreign_keys = OFF")
            await migrate(database, known, path, clock)
        await rows_of(writer, "PRAGMA foreign_keys = ON")
        yield database


@asynccontextmanager
async def open_to_read(url: str, *, busy_timeout: float = 5.0) -> AsyncIterator[Database]:
    """Open a database that has the shape of this version, for reading alone, also while a bot runs on it.

    Args:
        url, busy_timeout: as of `open_database`.

    Raises:
        StorageError: it can't be opened.
    """
    async with AsyncExitStack() as connections:
        # A connection that may write clears the side files away again, where it is the last.
        reader = await connect(connections, _home(url), "mode=rw", busy_timeout)
        await rows_of(reader, "PRAGMA query_only = ON")
        yield Database(reader, [reader], connections)


def sqlite_path(url: str) -> Path:
    """Return the file that `sqlite:///relative/path`, `sqlite:////absolute/path` or `sqlite:///C:/path` names.

    Raises:
        ValueError: the text is anything else; its message says what would be right.
    """
    head, _, path = url.partition("sqlite:///")
    if head or not path or path.endswith("/") or path.startswith(":memory:") or "?" in path or "\0" in path:
        raise ValueError(
            "The database's address must be sqlite:///folder/file for a path from the working directory, or"
            " sqlite:////folder/file for one from the root. PostgreSQL is not supported yet."
        )
    return Path(path)


async def _look(path: Path, known: Sequence[Migration], busy_timeout: float) -> int | None:
    """Judge a file without changing it; return how many migrations it has, or None where that cannot be told yet."""
    log, journal = (path.with_name(path.name + end) for end in ("-wal", "-journal"))
    if size_of(path) == 0:
        if size_of(log) > 0:
            raise StorageCorrupt(
                f"{path} is empty or missing, but {log.name} beside it is not. Put the database back, or move the log."
            )
        return 0
    if size_of(journal) > 0:
        return None  # SQLite has to undo what a crash left half-written first
    # Reading a database with a log makes side files, unless it is declared immutable. That it is not where there is a
    # log already: another process has it open, or a crash left changes in the log.
    try:
        return await _look_at(path, known, busy_timeout, immutable=not log.exists())
    except StorageCorrupt:
        # Another process may have opened it and written to it meanwhile; the second look tells.
        return await _look_at(path, known, busy_timeout, immutable=not log.exists())


async def _look_at(path: Path, known: Sequence[Migration], busy_timeout: float, *, immutable: bool) -> int:
    index = path.with_name(path.name + "-shm")
    was_there = immutable or index.exists()
    how = "mode=ro&immutable=1" if immutable else "mode=ro"
    try:
        async with AsyncExitStack() as connections:
            connection = await connect(connections, path, how, busy_timeout)
            return await _inspect(connection, path, known, whole=immutable)
    except StorageCorrupt:
        if not was_there:
            discard(index)
        raise


async def _inspect(
    connection: aiosqlite.Connection, path: Path, known: Sequence[Migration], *, whole: bool = False
) -> int:
    """Return how many migrations a database has; `whole` says that none of it lies in a log."""
    try:
        verdict = (await rows_of(connection, "PRAGMA quick_check(1)"))[0][0]
        if verdict != "ok":
            raise StorageCorrupt(f"SQLite says: {verdict}.")
        length = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
        if whole and (await rows_of(connection, length))[0][0] > size_of(path):
            raise StorageCorrupt("Its end is missing.")
    except StorageCorrupt as error:
        raise StorageCorrupt(
            f"{path} is not a database, or is damaged; it has been left as it was. Restore a copy. {error}"
        ) from error
    return await count_applied(partial(rows_of, connection), known, path)


async def _keep_log(writer: aiosqlite.Connection, path: Path) -> None:
    for attempt in range(5):
        try:
            mode = (await rows_of(writer, "PRAGMA journal_mode = WAL"))[0][0]
        except StorageBusy:
            # SQLite does not wait where two processes change a new database's mode at once. So wait for the other here.
            if attempt == 4:
                raise
            await rows_of(writer, "BEGIN IMMEDIATE")
            await rows_of(writer, "ROLLBACK")
        else:
            if mode != "wal":
                raise StorageError(f"{path} lies where SQLite cannot keep a write-ahead log. Choose a local disk.")
            return


def _home(url: str) -> Path:
    return sqlite_path(url).resolve()  # SQLite's side files lie beside what a symbolic link leads to
