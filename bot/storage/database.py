"""The database: one writer and a few readers, for any number of tasks at once."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import (
    AbstractAsyncContextManager,
    AsyncExitStack,
    asynccontextmanager,
    closing,
    contextmanager,
    suppress,
)
from contextvars import ContextVar
from pathlib import Path
from types import TracebackType
from typing import Any

import aiosqlite

from bot.errors import StorageError
from bot.storage.driver import Row, Value, in_our_words, numbered, rows_of
from bot.storage.files import create, discard, rename, size_of

_begun: ContextVar[tuple[Transaction, ...]] = ContextVar("_begun", default=())


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
            return await rows_of(self._writer, sql, *args)

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
            cursor = await self._writer.execute(sql, numbered(args))
            if cursor.description is not None:
                # A statement that returns rows has only run when they have been taken.
                await cursor.fetchall()
            return max(cursor.rowcount, 0)

    async def __aenter__(self) -> Transaction:
        if any(transaction.holds(self._writer) for transaction in _begun.get()):
            raise StorageError("A transaction is open here already: use that one, or begin after it has ended.")
        await self._writing.acquire()
        try:
            await rows_of(self._writer, "BEGIN IMMEDIATE")
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
            await rows_of(self._writer, "COMMIT")
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
            with in_our_words():
                yield
                ended = not self._writer.in_transaction
            if ended:
                raise StorageError("A statement ended its transaction; that is left to the block's end.")
        except BaseException:
            self._failed = True
            raise


class Snapshot:
    """What was committed at one instant, for as long as its block lasts. Comes from `Database.snapshot`."""

    def __init__(self, reader: aiosqlite.Connection) -> None:
        self._reader = reader

    async def fetch(self, sql: str, *args: Value) -> list[Row]:
        """Return the rows of a statement that only reads. Raises `StorageError`."""
        return await rows_of(self._reader, sql, *args)


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
            return await rows_of(reader, sql, *args)

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

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Snapshot]:
        """Read in several statements what is committed at one instant, whatever is written meanwhile."""
        async with self._reader() as reader:
            try:
                await rows_of(reader, "BEGIN")
                yield Snapshot(reader)
            finally:
                await reader.rollback()

    async def copy_to(self, target: Path) -> None:
        """Write a whole copy of what is committed to a file that is not there yet, readable to its owner only.

        Raises:
            StorageError: the file is there already, or the copy could not be made; nothing is left of it then.
        """
        if size_of(target):
            raise StorageError(f"{target} is there already; a copy does not replace it.")
        unfinished = target.with_name(target.name + ".partial")
        discard(unfinished)  # of a copy that a crash cut short
        create(unfinished)
        try:
            async with self._reader() as reader:
                with in_our_words(), closing(sqlite3.connect(unfinished)) as copy:
                    try:
                        await reader.backup(copy)
                    finally:
                        await reader.rollback()  # waits, when cancelled, until the reader has let go of the copy
            rename(unfinished, target)
        except BaseException:
            discard(unfinished)
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
