"""Transactions: whole or not at all, and none of them touches its neighbour."""

from __future__ import annotations

import asyncio

import pytest

from bot.errors import StorageConflict, StorageError
from bot.storage.database import Database
from bot.storage.opening import open_database
from tests.storage.conftest import ADD, SCHEMA, gate, owners


async def test_rows_are_read_by_name_and_by_place(database: Database) -> None:
    await database.execute("INSERT INTO notes (note_id, owner, body) VALUES ($2, $1, $3)", "aki", 7, b"\x00x")
    row = await database.fetchrow("SELECT note_id, owner, body FROM notes WHERE owner = $1 OR owner = $1", "aki")
    assert row is not None
    assert (row["note_id"], row[1], row["body"]) == (7, "aki", b"\x00x")
    assert await database.fetchval("SELECT $1 + $2 + $1", 1, 20) == 22


async def test_what_is_not_there_is_none(database: Database) -> None:
    assert await database.fetch("SELECT * FROM notes") == []
    assert await database.fetchrow("SELECT * FROM notes") is None
    assert await database.fetchval("SELECT owner FROM notes") is None


async def test_execute_returns_the_rows_it_changed(database: Database) -> None:
    assert await database.execute("INSERT INTO notes (owner) VALUES ('a'), ('b')") == 2
    await database.execute("INSERT INTO tags VALUES (1, 'x'), (1, 'y')")
    assert await database.execute("UPDATE notes SET owner = 'c' WHERE owner = 'z'") == 0
    assert await database.execute("INSERT INTO notes (owner) VALUES ('d'), ('e') RETURNING note_id") == 2
    assert await database.execute("DELETE FROM notes WHERE note_id = 1") == 1  # and not the tags with it
    assert await database.fetchval("SELECT count(*) FROM tags") == 0
    assert await database.execute("CREATE TABLE more (x)") == 0


async def test_a_transaction_sees_its_own_rows_and_readers_only_what_is_committed(database: Database) -> None:
    async with database.transaction() as transaction:
        assert await transaction.fetchval("INSERT INTO notes (owner) VALUES ('aki') RETURNING note_id") == 1
        assert await transaction.fetchval("SELECT count(*) FROM notes") == 1
        assert await database.fetchval("SELECT count(*) FROM notes") == 0
    assert await database.fetchval("SELECT count(*) FROM notes") == 1


async def test_reads_go_on_while_the_writer_is_at_work(database: Database) -> None:
    async with gate(database, "COMMIT") as commit:
        writing = asyncio.create_task(database.execute(ADD, "aki"))
        await commit.reached.wait()
        many = await asyncio.gather(*(owners(database) for _ in range(10)))
        commit.open()
        await writing
    assert many == [[]] * 10
    assert await owners(database) == ["aki"]


async def test_a_rollback_leaves_its_neighbour_alone(database: Database) -> None:
    inside = asyncio.Event()
    go_on = asyncio.Event()

    async def fails() -> None:
        async with database.transaction() as transaction:
            await transaction.execute(ADD, "fails")
            inside.set()
            await go_on.wait()
            raise LookupError

    failing = asyncio.create_task(fails())
    await inside.wait()
    neighbour = asyncio.create_task(database.execute(ADD, "neighbour"))
    await owners(database)  # gives the neighbour its turn, which it can only spend waiting
    assert not neighbour.done()
    go_on.set()
    with pytest.raises(LookupError):
        await failing
    await neighbour
    assert await owners(database) == ["neighbour"]


async def test_transactions_wait_for_one_another(database: Database) -> None:
    await database.execute("INSERT INTO notes (note_id, owner) VALUES (1, '0')")

    async def count_up() -> None:
        async with database.transaction() as transaction:
            count = int(await transaction.fetchval("SELECT owner FROM notes"))
            await database.fetch("SELECT 1")  # a chance for the others to come between
            await transaction.execute("UPDATE notes SET owner = $1", str(count + 1))

    await asyncio.gather(*(count_up() for _ in range(20)))
    assert await owners(database) == ["20"]


async def test_a_transaction_within_another_is_refused_at_once(database: Database) -> None:
    async with database.transaction() as transaction:
        await transaction.execute(ADD, "outer")
        with pytest.raises(StorageError, match="open here already"):
            await database.execute(ADD, "inner")
        with pytest.raises(StorageError, match="open here already"):
            await asyncio.create_task(database.execute(ADD, "task"))
    await database.execute(ADD, "after")
    assert await owners(database) == ["after", "outer"]


async def test_a_task_begun_in_a_transaction_may_write_when_that_has_ended(database: Database) -> None:
    ended = asyncio.Event()

    async def later() -> None:
        await ended.wait()
        await database.execute(ADD, "later")

    async with database.transaction():
        task = asyncio.create_task(later())
    ended.set()
    await task
    assert await owners(database) == ["later"]


async def test_two_databases_may_have_a_transaction_each(database: Database, url: str) -> None:
    async with (
        open_database(url + ".other", migrations=[SCHEMA]) as other,
        database.transaction() as first,
        other.transaction() as second,
    ):
        await first.execute(ADD, "here")
        await second.execute(ADD, "there")
        with pytest.raises(StorageError, match="open here already"):
            await database.execute(ADD, "again")


async def test_after_a_failed_statement_nothing_is_kept(database: Database) -> None:
    async def go_on() -> None:
        async with database.transaction() as transaction:
            await transaction.execute(ADD, "before")
            with pytest.raises(StorageConflict):
                await transaction.execute("INSERT INTO notes (owner) VALUES (NULL)")
            with pytest.raises(StorageError, match="earlier statement"):
                await transaction.execute(ADD, "after")

    with pytest.raises(StorageError, match="nothing of it was kept"):
        await go_on()
    assert await owners(database) == []


async def test_a_transaction_that_has_ended_takes_no_statement(database: Database) -> None:
    async with database.transaction() as old:
        pass
    async with database.transaction():
        with pytest.raises(StorageError, match="has ended"):
            await old.execute(ADD, "merged")
    with pytest.raises(StorageError, match="has ended"):
        await old.fetch("SELECT 1")
    assert await owners(database) == []


@pytest.mark.parametrize(
    "end", ["COMMIT", "ROLLBACK", "INSERT OR ROLLBACK INTO notes (note_id, owner) VALUES (1, 'x')"]
)
async def test_a_statement_that_ends_its_transaction_is_an_error(database: Database, end: str) -> None:
    await database.execute("INSERT INTO notes (note_id, owner) VALUES (1, 'first')")

    async def go_on() -> None:
        async with database.transaction() as transaction:
            with pytest.raises(StorageError):
                await transaction.execute(end)
            await transaction.execute(ADD, "on its own")

    with pytest.raises(StorageError):
        await go_on()
    assert await owners(database) == ["first"]


async def test_a_commit_that_fails_is_undone(database: Database) -> None:
    async def orphan() -> None:
        async with database.transaction() as transaction:
            await transaction.execute(ADD, "aki")
            await transaction.execute("INSERT INTO tags VALUES (99, 'of no note')")  # deferred: the commit finds it

    with pytest.raises(StorageConflict):
        await orphan()
    assert await owners(database) == []
    await database.execute(ADD, "after")
    assert await owners(database) == ["after"]
