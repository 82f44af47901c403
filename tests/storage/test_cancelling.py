"""A task may be cancelled at any moment: its own work is whole or gone, and its neighbours' is never touched."""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import StorageError
from bot.storage.database import Database
from bot.storage.opening import open_database
from tests.storage.conftest import ADD, SCHEMA, gate, owners


async def _write(database: Database, *, fail: bool = False) -> None:
    async with database.transaction() as transaction:
        await transaction.execute(ADD, "victim")
        await transaction.fetch("INSERT INTO notes (owner) VALUES ('victim') RETURNING note_id")
        if fail:
            raise LookupError


@pytest.mark.parametrize("cancels", [1, 2, 3])
@pytest.mark.parametrize(
    ("stage", "kept"),
    [
        ("BEGIN", []),
        ("INSERT INTO notes (owner) VALUES ('victim')", []),
        ("INSERT INTO notes (owner) VALUES ('victim') RETURNING", []),
        ("COMMIT", ["victim", "victim"]),
        ("ROLLBACK", []),
    ],
)
async def test_a_task_cancelled_at_a_stage(database: Database, stage: str, kept: list[str], cancels: int) -> None:
    async with gate(database, stage) as reached:
        victim = asyncio.create_task(_write(database, fail=stage == "ROLLBACK"))
        await reached.reached.wait()
        neighbours = [asyncio.create_task(database.execute(ADD, "neighbour")) for _ in range(3)]
        for _ in range(cancels):
            victim.cancel()
            await database.fetch("SELECT 1")  # the loop turns, and the victim takes the cancellation
        reached.open()
        with pytest.raises(asyncio.CancelledError):
            await victim
        assert await asyncio.gather(*neighbours) == [1, 1, 1]
    assert await owners(database) == sorted(["neighbour"] * 3 + kept)
    assert not database._writer.in_transaction
    assert not database._writing.locked()


async def test_a_task_cancelled_while_it_waits_for_its_turn(database: Database) -> None:
    async with database.transaction() as transaction:
        await transaction.execute(ADD, "first")
    started = asyncio.Event()
    end = asyncio.Event()

    async def hold() -> None:
        async with database.transaction() as transaction:
            await transaction.execute(ADD, "holder")
            started.set()
            await end.wait()

    holder = asyncio.create_task(hold())
    await started.wait()
    waiting = [asyncio.create_task(database.execute(ADD, name)) for name in ("a", "b", "c")]
    await owners(database)
    waiting[0].cancel()
    waiting[1].cancel()
    end.set()
    await holder
    await asyncio.wait(waiting)
    assert [task.cancelled() for task in waiting] == [True, True, False]
    assert await owners(database) == ["c", "first", "holder"]


async def test_a_cancelled_commit_that_fails_is_undone(database: Database) -> None:
    async def orphan() -> None:
        async with database.transaction() as transaction:
            await transaction.execute("INSERT INTO tags VALUES (99, 'of no note')")

    async with gate(database, "COMMIT") as commit:
        victim = asyncio.create_task(orphan())
        await commit.reached.wait()
        neighbour = asyncio.create_task(database.execute(ADD, "neighbour"))
        victim.cancel()
        commit.open()
        with pytest.raises(asyncio.CancelledError):
            await victim
        await neighbour
    assert await owners(database) == ["neighbour"]


async def test_a_statement_that_is_given_up_spoils_its_transaction(database: Database) -> None:
    async def give_up() -> None:
        async with gate(database, "INSERT") as insert, database.transaction() as transaction:
            statement = asyncio.create_task(transaction.execute(ADD, "given up"))
            await insert.reached.wait()
            statement.cancel()
            with suppress(asyncio.CancelledError):
                await statement
            insert.open()

    with pytest.raises(StorageError, match="nothing of it was kept"):
        await give_up()
    assert await owners(database) == []


async def test_a_cancelled_read_gives_its_connection_back(url: str) -> None:
    async with open_database(url, migrations=[SCHEMA], readers=1) as database:
        for _ in range(3):
            read = asyncio.create_task(database.fetch("SELECT * FROM notes"))
            queued = asyncio.create_task(database.fetch("SELECT * FROM notes"))
            await asyncio.sleep(0)  # one turn of the loop, in which both begin
            queued.cancel()
            read.cancel()
            await asyncio.wait([read, queued])
        assert await owners(database) == []


_PLANS = st.lists(
    st.tuples(st.integers(1, 4), st.booleans(), st.none() | st.integers(0, 60), st.integers(1, 3)),
    min_size=2,
    max_size=6,
)


@given(plans=_PLANS)
@settings(max_examples=40, deadline=None)
def test_however_tasks_interleave_each_is_whole_or_gone(plans: list[tuple[int, bool, int | None, int]]) -> None:
    async def write(database: Database, owner: str, rows: int, *, fail: bool) -> None:
        async with database.transaction() as transaction:
            for _ in range(rows):
                await transaction.execute(ADD, owner)
            if fail:
                raise LookupError

    async def interleave(url: str) -> None:
        async with open_database(url, migrations=[SCHEMA]) as database:
            tasks = [
                asyncio.create_task(write(database, str(number), rows, fail=fail))
                for number, (rows, fail, _, _) in enumerate(plans)
            ]
            for turn in range(64):
                for task, (_, _, moment, times) in zip(tasks, plans, strict=True):
                    if moment is not None and moment <= turn < moment + times:
                        task.cancel()
                await database.fetch("SELECT 1") if turn % 3 == 0 else await asyncio.sleep(0)
            await asyncio.wait(tasks)
            found = await owners(database)
            for number, (task, (rows, fail, _, _)) in enumerate(zip(tasks, plans, strict=True)):
                count = found.count(str(number))
                if task.cancelled():
                    assert count in ({0} if fail else {0, rows})
                else:
                    assert isinstance(task.exception(), LookupError) if fail else task.exception() is None
                    assert count == (0 if fail else rows)
            assert await database.execute(ADD, "after") == 1

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(interleave(f"sqlite:///{folder}/notes.sqlite3"))
