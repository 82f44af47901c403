"""What the driver raises comes out in the project's own errors, and the database works again afterwards."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import StorageBusy, StorageConflict, StorageCorrupt, StorageError, StorageFull
from bot.storage.database import Database
from bot.storage.driver import Value, in_our_words
from bot.storage.opening import open_database
from tests.storage.conftest import ADD, SCHEMA, owners, raw

SECRET = "quellmist"


async def test_a_database_held_by_another_is_busy_until_it_is_let_go(database: Database, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageBusy):
            await database.execute(ADD, "aki")
        assert await owners(database) == []
        other.execute("ROLLBACK")
        await database.execute(ADD, "aki")
    assert await owners(database) == ["aki"]


async def test_a_database_that_another_has_for_itself_is_busy(path: Path, url: str) -> None:
    async with open_database(url, migrations=[SCHEMA]) as database:
        await database.execute(ADD, "aki")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StorageBusy):
            async with open_database(url, migrations=[SCHEMA], busy_timeout=0.01):
                pass
    async with open_database(url, migrations=[SCHEMA]) as database:
        assert await owners(database) == ["aki"]


async def test_a_full_database_keeps_nothing_half_and_works_when_there_is_room(database: Database) -> None:
    async def fill() -> None:
        async with database.transaction() as transaction:
            await transaction.execute(ADD, "half")
            await transaction.execute("INSERT INTO notes (owner, body) VALUES ('half', zeroblob(1000000))")

    await database.execute(ADD, "before")
    async with database.transaction() as transaction:
        pages = await transaction.fetchval("PRAGMA page_count")
        await transaction.fetchval(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(StorageFull):
        await fill()
    assert await owners(database) == ["before"]
    async with database.transaction() as transaction:
        await transaction.fetchval(f"PRAGMA max_page_count = {pages + 1000}")
    await fill()
    assert await owners(database) == ["before", "half", "half"]


async def test_a_full_database_that_is_ignored_still_keeps_nothing(database: Database) -> None:
    """SQLite undoes the whole transaction by itself when it is full, and would commit what comes after at once."""

    async def ignore() -> None:
        async with database.transaction() as transaction:
            await transaction.execute(ADD, "before")
            with pytest.raises(StorageFull):
                await transaction.execute("INSERT INTO notes (owner, body) VALUES ('half', zeroblob(1000000))")
            with pytest.raises(StorageError, match="earlier statement"):
                await transaction.execute(ADD, "after")

    async with database.transaction() as transaction:
        await transaction.fetchval("PRAGMA max_page_count = 8")
    with pytest.raises(StorageError, match="nothing of it was kept"):
        await ignore()
    assert await owners(database) == []


async def test_a_full_disk_by_its_other_name_is_full() -> None:
    """A log's index that cannot grow, as on a file system of 300 KB, which a test cannot make."""
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_SHMSIZE
    with pytest.raises(StorageFull), in_our_words():
        raise error


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO notes (note_id, owner) VALUES (1, $1)",
        "INSERT INTO notes (owner) VALUES (NULL)",
        "INSERT INTO tags VALUES (99, $1)",
    ],
)
async def test_what_the_schema_forbids_is_a_conflict(database: Database, sql: str) -> None:
    await database.execute("INSERT INTO notes (note_id, owner) VALUES (1, 'first')")
    with pytest.raises(StorageConflict) as caught:
        await database.execute(sql, SECRET)
    assert SECRET not in str(caught.value)
    assert isinstance(caught.value.__cause__, sqlite3.IntegrityError)
    assert await owners(database) == ["first"]


@pytest.mark.parametrize(
    ("sql", "args"),
    [
        (f"SELEC '{SECRET}'", ()),
        (f"SELECT 1; SELECT '{SECRET}'", ()),
        (f"SELECT x FROM {SECRET}", ()),
        ("SELECT $1, $2", (SECRET,)),
        ("SELECT $1", (2**63,)),
        ("SELECT $1", (-(2**63) - 1,)),
        ("SELECT $1", (SECRET + "\ud800",)),
        ("SELECT '\ud800'", ()),
        ("SELECT 1\0", ()),
        ("SELECT $1", ([SECRET],)),
        ("SELECT CAST(x'ff' AS TEXT)", ()),
        ("SELECT abs(-9223372036854775807 - 1)", ()),
    ],
)
async def test_anything_else_is_a_storage_error_without_a_value(
    database: Database, sql: str, args: tuple[Value, ...]
) -> None:
    async def in_transaction() -> None:
        async with database.transaction() as transaction:
            await transaction.execute(sql, *args)

    for attempt in (database.fetch(sql, *args), in_transaction()):
        with pytest.raises(StorageError) as caught:
            await attempt
        assert type(caught.value) is StorageError
        assert SECRET not in str(caught.value)
        assert caught.value.__cause__ is not None
        assert "closed" not in str(caught.value)
    assert await database.execute(ADD, "after") == 1


async def test_the_largest_numbers_come_back_as_they_were(database: Database) -> None:
    row = await database.fetchrow("SELECT $1, $2, $3, $4", 2**63 - 1, -(2**63), "\0", 0.5)
    assert tuple(row or ()) == (2**63 - 1, -(2**63), "\0", 0.5)


@pytest.mark.parametrize("sql", ["INSERT INTO notes (owner) VALUES ('x') RETURNING note_id", "CREATE TABLE x (y)"])
async def test_a_write_outside_of_a_transaction_is_refused(database: Database, sql: str) -> None:
    for fetch in (database.fetch, database.fetchrow, database.fetchval):
        with pytest.raises(StorageError, match="execute"):
            await fetch(sql)
    assert await owners(database) == []


def _spoil(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\x5a" * (path.stat().st_size - 4096))


async def test_damage_that_shows_later_is_told(path: Path, url: str) -> None:
    async with open_database(url, migrations=[SCHEMA]) as database:
        for _ in range(50):
            await database.execute("INSERT INTO notes (owner, body) VALUES ('x', zeroblob(3000))")
    async with open_database(url, migrations=[SCHEMA]) as database:
        _spoil(path)
        with pytest.raises(StorageCorrupt):
            await database.fetch("SELECT * FROM notes")


async def test_the_connections_are_set_as_they_must_be(database: Database, path: Path) -> None:
    async with database.transaction() as transaction:
        assert await transaction.fetchval("PRAGMA journal_mode") == "wal"
        assert await transaction.fetchval("PRAGMA synchronous") == 2
        assert await transaction.fetchval("PRAGMA foreign_keys") == 1
        assert await transaction.fetchval("PRAGMA busy_timeout") == 10
    assert await database.fetchval("PRAGMA query_only") == 1
    assert raw(path, "PRAGMA journal_mode") == [("wal",)]
