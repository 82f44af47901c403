"""Processes that are killed: what was acknowledged is there, and what was half done is not."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.storage.migrations import Migration
from bot.storage.opening import open_database
from tests.storage.conftest import SCHEMA, beside, owners, raw

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no process can be killed so here")
ROOT = Path(__file__).parents[2]

WRITE = """
import asyncio, sys
from bot.storage.opening import open_database
from bot.storage.migrations import Migration

async def main(url, sql):
    async with open_database(url, migrations=[Migration(1, "first", sql)]) as database:
        async def write(owner):
            for number in range(1_000_000):
                async with database.transaction() as transaction:
                    await transaction.execute("INSERT INTO notes (owner) VALUES ($1)", f"{owner}-{number}")
                    await transaction.execute("INSERT INTO notes (owner) VALUES ($1)", f"{owner}-{number}")
                print(f"{owner}-{number}", flush=True)
        await asyncio.gather(write("a"), write("b"))

asyncio.run(main(*sys.argv[1:]))
"""

# The pages of a big change go to the log before it is committed.
MIGRATE = """
import asyncio, os, signal, sys
from bot.storage import database
from bot.storage.migrations import Migration
from bot.storage.opening import open_database

execute = database.Transaction.execute

async def dying(self, sql, *args):
    done = await execute(self, sql, *args)
    if "many" in sql:
        os.kill(os.getpid(), signal.SIGKILL)
    return done

database.Transaction.execute = dying

async def main(url, first, second):
    known = [Migration(1, "first", first), Migration(2, "many", second)]
    async with open_database(url, migrations=known):
        pass

asyncio.run(main(*sys.argv[1:]))
"""
MANY = Migration(
    2,
    "many",
    """
    CREATE TABLE half (x);
    WITH RECURSIVE many (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < 4000)
    INSERT INTO half SELECT zeroblob(1000) FROM many;
    CREATE TABLE whole (x);
    """,
)


def _start(script: str, *args: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *args], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


async def test_what_was_acknowledged_survives_a_kill(url: str, path: Path) -> None:
    acknowledged = []
    with _start(WRITE, url, SCHEMA.sql) as process:
        assert process.stdout is not None
        for line in process.stdout:
            acknowledged.append(line.strip())
            if len(acknowledged) == 60:
                process.kill()
    assert process.returncode == -signal.SIGKILL
    async with open_database(url, migrations=[SCHEMA]) as database:
        found = await owners(database)
    assert len(acknowledged) >= 60
    assert set(acknowledged) <= set(found)
    assert len(found) - 2 * len(acknowledged) in {0, 2, 4}  # each of the two may have committed one more
    assert all(found.count(owner) == 2 for owner in found)
    assert beside(path) == {path.name}


async def test_a_migration_killed_midway_is_applied_by_the_next_start(url: str, path: Path) -> None:
    async with open_database(url, migrations=[SCHEMA]) as database:
        await database.execute("INSERT INTO notes (owner) VALUES ('aki')")
    for _ in range(2):
        with _start(MIGRATE, url, SCHEMA.sql, MANY.sql) as process:
            process.communicate()
        assert process.returncode == -signal.SIGKILL
        assert path.with_name(path.name + "-wal").stat().st_size > 1_000_000
    async with open_database(url, migrations=[SCHEMA, MANY]) as database:
        assert await owners(database) == ["aki"]
        assert await database.fetchval("SELECT count(*) FROM half") == 4000
        assert await database.fetch("SELECT * FROM whole") == []
    assert raw(path, "SELECT number, name FROM schema_migrations") == [(1, "first"), (2, "many")]
    copies = [path.with_name(name) for name in beside(path) if ".before-0002." in name]
    assert len(copies) == 3
    for copy in copies:
        assert raw(copy, "SELECT owner FROM notes") == [("aki",)]


async def test_processes_that_start_at_once_make_one_database(url: str, path: Path) -> None:
    script = MIGRATE.replace('"many" in sql', "False")
    processes = [_start(script, url, SCHEMA.sql, MANY.sql) for _ in range(4)]
    errors = [process.communicate()[1] for process in processes]
    assert errors == [""] * 4
    assert raw(path, "SELECT number FROM schema_migrations") == [(1,), (2,)]
    assert raw(path, "SELECT count(*) FROM half") == [(4000,)]
