"""The database: one writer, a few readers, and every failure of the driver in the project's own errors."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import (
    AbstractAsyncContextManager,
    AsyncExitStack,
    asynccontextmanager,
    closing,
    contextmanager,
    nullcontext,
    suppress,
)
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, TypeAlias

import aiosqlite

from bot.errors import StorageBusy, StorageConflict, StorageCorrupt, StorageError, StorageFull
from bot.storage.migrations import Migration, check_numbers, count_applied, load_migrations, migrate

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

_begun: ContextVar[tuple[Transaction, ...]] = ContextVar("_begun", default=())


def utc_now() -> datetime:
    """Return the present instant."""
    return datetime.now(UTC)


class Transaction:
    """Statements that are kept together or not at all. Comes from `Database.transaction`.

    It sees its own rows before others do. Once a statement in it has failed, or was cancelled, nothing of it can be
    kept, as in PostgreSQL: further statements are refused, and leaving the block raises `StorageError`.
    """

    def __init__(self, writer: aiosqlite.Connection, writing: asyncio.Lock) -> None:
        self._writer = writer
        self._writing = writing
        self._open = False
        self._failed = False

    async def fetch(self, sql: str, *args: Value) -> list[Row]:
        """Run one statement and return its rows; `$1` in it is the first argument. Raises `StorageError`."""
        with self._statement():
            return await _rows(self._writer, sql, *args)

    async def fetchrow(self, sql: str, *args: Value) -> Row | None:
        """Return the first row of what `fetch` returns, or None."""
        rows = await self.fetch(sql, *args)
        return rows[0] if rows else None

    async def fetchval(self, sql: str, *args: Value) -> Any:
        """Return the first value of the first row of what `fetch` returns, or None."""
        row = await self.fetchrow(sql, *args)
        return None if row is None else row[0]

    async def execute(self, sql: str, *args: Value) -> int:
        """Run one statement and return how many rows it inserted, changed or deleted. Raises `StorageError`."""
        with self._statement():
            cursor = await self._writer.execute(sql, _numbered(args))
            if cursor.description is not None:
                # A statement that returns rows has only run when they have been taken.
                await cursor.fetchall()
            return max(cursor.rowcount, 0)

    async def __aenter__(self) -> Transaction:
        if any(transaction.holds(self._writer) for transaction in _begun.get()):
            raise StorageError("A transaction is open here already: use that one, or begin after it has ended.")
        await self._writing.acquire()
        try:
            await _rows(self._writer, "BEGIN IMMEDIATE")
        except BaseException:
            try:
                await self._roll_back()
            finally:
                self._writing.release()
            raise
        self._open, self._failed = True, False
        _begun.set((*(transaction for transaction in _begun.get() if transaction.holds()), self))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open = False
        try:
            if kind is None:
                await self._commit()
            else:
                await self._roll_back()
        finally:
            self._writing.release()

    def holds(self, writer: aiosqlite.Connection | None = None) -> bool:
        """Return whether it is open, and on that writer."""
        return self._open and writer in (None, self._writer)

    async def _commit(self) -> None:
        try:
            if self._failed:
                raise StorageError("A statement of this transaction failed, so nothing of it was kept.")
            await _rows(self._writer, "COMMIT")
        except BaseException:
            await self._roll_back()
            raise

    async def _roll_back(self) -> None:
        # A connection does in its thread, in order, what it has been handed, also when the task that handed it over
        # is cancelled while it waits. So whatever was cancelled is followed by this, and this by the next BEGIN, even
        # if a second cancellation cuts the waiting short. It does nothing where no transaction is open, as after a
        # COMMIT that went through; SQLite ends some by itself (its documentation, “Transaction”, on errors within).
        with suppress(sqlite3.Error, ValueError):
            await self._writer.rollback()

    @contextmanager
    def _statement(self) -> Iterator[None]:
        if not self._open:
            raise StorageError("This transaction has ended.")
        if self._failed:
            raise StorageError("An earlier statement of this transaction failed; it can keep nothing any more.")
        try:
            with _in_our_words():
                yield
                ended = not self._writer.in_transaction
            if ended:
                raise StorageError("A statement ended its transaction; that is left to the block's end.")
        except BaseException:
            self._failed = True
            raise


class Database:
    """A database that any number of tasks may use at once. Comes from `open_database`.

    SQL is handed over as it is, with `$1` for the first argument. Whatever the driver raises becomes a `StorageError`
    or one of its kinds: `StorageBusy`, `StorageFull`, `StorageConflict`, `StorageCorrupt`.
    """

    def __init__(
        self, writer: aiosqlite.Connection, readers: Sequence[aiosqlite.Connection], connections: AsyncExitStack
    ) -> None:
        self._writer = writer
        self._writing = asyncio.Lock()
        self._idle: asyncio.LifoQueue[aiosqlite.Connection] = asyncio.LifoQueue()
        for reader in readers:
            self._idle.put_nowait(reader)
        self._connections = connections

    async def fetch(self, sql: str, *args: Value) -> list[Row]:
        """Return the rows of a statement that only reads: what is committed, and nothing of an open transaction."""
        async with self._reader() as reader:
            return await _rows(reader, sql, *args)

    async def fetchrow(self, sql: str, *args: Value) -> Row | None:
        """Return the first row of what `fetch` returns, or None."""
        rows = await self.fetch(sql, *args)
        return rows[0] if rows else None

    async def fetchval(self, sql: str, *args: Value) -> Any:
        """Return the first value of the first row of what `fetch` returns, or None."""
        row = await self.fetchrow(sql, *args)
        return None if row is None else row[0]

    async def execute(self, sql: str, *args: Value) -> int:
        """Run one statement in a transaction of its own; return how many rows it inserted, changed or deleted."""
        async with self.transaction() as transaction:
            return await transaction.execute(sql, *args)

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """Begin a transaction, once the one before it has ended; commit at the end of the block, or undo on an error.

        A task that is cancelled while it commits finds its work either kept or not, as with a crash.

        Raises:
            StorageError: at once, where a transaction is open in this task or in the one that started it, because
                waiting for that one might be for ever.
        """
        return Transaction(self._writer, self._writing)

    async def copy_to(self, target: Path) -> None:
        """Write a whole copy of what is committed to a file that is not there yet, readable to its owner only.

        Raises:
            StorageError: the file is there already, or the copy could not be made; nothing is left of it then.
        """
        if _size(target):
            raise StorageError(f"{target} is there already; a copy does not replace it.")
        unfinished = target.with_name(target.name + ".partial")
        _discard(unfinished)  # of a copy that a crash cut short
        _create(unfinished)
        try:
            async with self._reader() as reader:
                with _in_our_words(), closing(sqlite3.connect(unfinished)) as copy:
                    try:
                        await reader.backup(copy)
                    finally:
                        await reader.rollback()  # waits, when cancelled, until the reader has let go of the copy
            _rename(unfinished, target)
        except BaseException:
            _discard(unfinished)
            raise

    async def close(self) -> None:
        """Close every connection and end its thread. What a transaction has not committed by then is lost."""
        await self._connections.aclose()

    @asynccontextmanager
    async def _reader(self) -> AsyncIterator[aiosqlite.Connection]:
        reader = await self._idle.get()
        try:
            yield reader
        finally:
            self._idle.put_nowait(reader)


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
        _create(path, exist_ok=True)
        writer = await _connect(connections, path, "mode=rw", busy_timeout)
        # Readers are closed before the writer, which is the last then and clears away the side files.
        if applied is None:
            applied = await _inspect(writer, path, known)
        await _keep_log(writer, path)
        await _rows(writer, "PRAGMA synchronous = FULL")
        pool = [await _connect(connections, path, "mode=rw", busy_timeout) for _ in range(readers)]
        for reader in pool:
            await _rows(reader, "PRAGMA query_only = ON")
        database = Database(writer, pool, connections)
        if applied < len(known):
            await _rows(writer, "PRAGMA foreign_keys = OFF")
            await migrate(database, known, path, clock)
        await _rows(writer, "PRAGMA foreign_keys = ON")
        yield database


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
    if _size(path) == 0:
        if _size(log) > 0:
            raise StorageCorrupt(
                f"{path} is empty or missing, but {log.name} beside it is not. Put the database back, or move the log."
            )
        return 0
    if _size(journal) > 0:
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
            connection = await _connect(connections, path, how, busy_timeout)
            return await _inspect(connection, path, known, whole=immutable)
    except StorageCorrupt:
        if not was_there:
            _discard(index)
        raise


async def _inspect(
    connection: aiosqlite.Connection, path: Path, known: Sequence[Migration], *, whole: bool = False
) -> int:
    """Return how many migrations a database has; `whole` says that none of it lies in a log."""
    try:
        verdict = (await _rows(connection, "PRAGMA quick_check(1)"))[0][0]
        if verdict != "ok":
            raise StorageCorrupt(f"SQLite says: {verdict}.")
        length = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
        if whole and (await _rows(connection, length))[0][0] > _size(path):
            raise StorageCorrupt("Its end is missing.")
    except StorageCorrupt as error:
        raise StorageCorrupt(
            f"{path} is not a database, or is damaged; it has been left as it was. Restore a copy. {error}"
        ) from error
    return await count_applied(partial(_rows, connection), known, path)


async def _connect(connections: AsyncExitStack, path: Path, how: str, busy_timeout: float) -> aiosqlite.Connection:
    with _in_our_words():
        connection = await connections.enter_async_context(
            aiosqlite.connect(f"{path.as_uri()}?{how}", uri=True, isolation_level=None, timeout=busy_timeout)
        )
        connection.row_factory = sqlite3.Row
        return connection


async def _keep_log(writer: aiosqlite.Connection, path: Path) -> None:
    for attempt in range(5):
        try:
            mode = (await _rows(writer, "PRAGMA journal_mode = WAL"))[0][0]
        except StorageBusy:
            # SQLite does not wait where two processes change a new database's mode at once. So wait for the other here.
            if attempt == 4:
                raise
            await _rows(writer, "BEGIN IMMEDIATE")
            await _rows(writer, "ROLLBACK")
        else:
            if mode != "wal":
                raise StorageError(f"{path} lies where SQLite cannot keep a write-ahead log. Choose a local disk.")
            return


async def _rows(connection: aiosqlite.Connection, sql: str, *args: Value) -> list[Row]:
    # In one go, so that a cancelled task leaves no half-read statement, which would hold an old snapshot.
    with _in_our_words():
        return list(await connection.execute_fetchall(sql, _numbered(args)))


def _numbered(args: Sequence[Value]) -> dict[str, Value]:
    return {str(number): value for number, value in enumerate(args, 1)}


@contextmanager
def _in_our_words() -> Iterator[None]:
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


def _home(url: str) -> Path:
    return sqlite_path(url).resolve()  # SQLite's side files lie beside what a symbolic link leads to


def _rename(path: Path, target: Path) -> None:
    try:
        path.replace(target)
    except OSError as error:
        raise StorageError(f"{target} cannot be made: {error.strerror}.") from error


def _size(path: Path) -> int:
    """Return the length of a file, or 0 where there is none."""
    try:
        if path.is_dir():
            raise StorageError(f"{path} is a folder; the database's address must name a file.")
        return path.stat().st_size if path.exists() else 0
    except OSError as error:
        raise StorageError(f"{path} cannot be looked at: {error.strerror}.") from error


def _create(path: Path, *, exist_ok: bool = False) -> None:
    """Make an empty file that only its owner may read; SQLite gives its side files the same rights."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError) if exist_ok else nullcontext():
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise StorageError(f"{path} cannot be made: {error.strerror}.") from error


def _discard(path: Path) -> None:
    with suppress(OSError):
        path.unlink()
