# ruff: noqa: ASYNC240 -- nothing else runs here that reading a file could keep waiting
"""Migrations: in order, once, whole or not at all, and never on a database that is not theirs."""

from __future__ import annotations

import asyncio
import hashlib
import os
import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.errors import MigrationError, StorageBusy, StorageError, StorageFull, StorageNewer
from bot.storage import migrations as module
from bot.storage.database import Database
from bot.storage.migrations import Migration, load_migrations, statements
from bot.storage.opening import open_database
from tests.storage.conftest import ADD, SCHEMA, beside, owners, raw, read

NOW = datetime(2026, 1, 2, 5, 4, 5, tzinfo=timezone(timedelta(hours=2)))
STAMP = "20260102T030405Z"
SECOND = Migration(2, "second", "ALTER TABLE notes ADD COLUMN stars INTEGER; UPDATE notes SET stars = 5;")
THIRD = Migration(3, "third", "CREATE TABLE third (x);")
WRONG = Migration(
    2, "wrong", "CREATE TABLE half (x); INSERT INTO notes (owner) VALUES ('half'); CREATE TABLE notes (x);"
)


def _clock() -> datetime:
    return NOW


async def _open(url: str, *known: Migration, busy_timeout: float = 5) -> list[str]:
    async with open_database(url, migrations=known, clock=_clock, busy_timeout=busy_timeout) as database:
        return await owners(database)


async def _make(url: str, *known: Migration) -> None:
    async with open_database(url, migrations=known or [SCHEMA], clock=_clock) as database:
        await database.execute(ADD, "aki")


def _tables(path: Path) -> set[object]:
    return {name for (name,) in raw(path, "SELECT name FROM sqlite_master WHERE type = 'table'")}


def test_the_package_has_migrations() -> None:
    assert [migration.number for migration in load_migrations()] == list(range(1, len(load_migrations()) + 1))
    assert load_migrations()


def test_migrations_are_read_in_order_and_other_files_are_not(tmp_path: Path) -> None:
    (tmp_path / "0002_b.sql").write_text("SELECT 2;")
    (tmp_path / "0001_a_b.sql").write_text("SELECT 'ä';", encoding="utf-8")
    (tmp_path / "README.md").touch()
    assert load_migrations(tmp_path) == (Migration(1, "a_b", "SELECT 'ä';"), Migration(2, "b", "SELECT 2;"))


@pytest.mark.parametrize("names", [["0002_b"], ["0001_a", "0003_c"], ["0001_a", "0001_b"], ["0000_a"], ["1_a"], ["a"]])
def test_a_gap_or_another_name_is_refused(tmp_path: Path, names: list[str]) -> None:
    for name in names:
        (tmp_path / f"{name}.sql").touch()
    with pytest.raises(MigrationError, match=names[-1]):
        load_migrations(tmp_path)


async def test_a_gap_in_what_is_handed_over_is_refused(url: str, path: Path) -> None:
    with pytest.raises(MigrationError, match="2 is missing"):
        await _open(url, SCHEMA, THIRD)
    assert not path.exists()


def test_a_checksum_does_not_depend_on_how_lines_end() -> None:
    sums = {Migration(1, "x", f"SELECT{end}1;{end}").checksum for end in ("\n", "\r\n", "\r")}
    assert len(sums) == 1
    assert Migration(1, "x", "SELECT 1;").checksum not in sums
    assert sums == {hashlib.sha256(b"SELECT\n1;\n").hexdigest()}


def test_sql_is_split_where_statements_end() -> None:
    trigger = "CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE a SET x = CASE x WHEN 1 THEN 2 END; DELETE FROM b; END;"
    parts = ["-- first; not here\nSELECT ';', \"a;b\", /* ; */ 1;", "\n" + trigger, " SELECT 2"]
    assert list(statements("".join(parts))) == parts
    assert list(statements("SELECT 1;\n\n")) == ["SELECT 1;"]


async def test_each_is_recorded_with_its_checksum_and_time(url: str, path: Path) -> None:
    await _open(url, SCHEMA, SECOND)
    assert raw(path, "SELECT * FROM schema_migrations") == [
        (1, "first", SCHEMA.checksum, int(NOW.timestamp())),
        (2, "second", SECOND.checksum, int(NOW.timestamp())),
    ]
    assert beside(path) == {path.name}  # a new database needs no copy


async def test_triggers_and_comments_are_applied(url: str, path: Path) -> None:
    tricky = Migration(
        2,
        "tricky",
        """-- a trigger; with semicolons
        CREATE TRIGGER doubled AFTER INSERT ON notes WHEN NEW.owner != 'copy; of' BEGIN
            INSERT INTO notes (owner) VALUES ('copy; of');
            UPDATE notes SET body = ';' WHERE owner = 'copy; of';
        END;
        INSERT INTO notes (owner) VALUES ('x') -- and no semicolon; at the end
        """,
    )
    await _open(url, SCHEMA, tricky)
    assert raw(path, "SELECT owner, body FROM notes") == [("x", None), ("copy; of", ";")]


async def test_what_is_applied_is_not_applied_again(url: str, path: Path) -> None:
    await _make(url)
    before = raw(path, "SELECT * FROM schema_migrations")
    assert await _open(url, SCHEMA) == ["aki"]
    assert raw(path, "SELECT * FROM schema_migrations") == before
    assert beside(path) == {path.name}


async def test_a_copy_is_made_before_a_database_is_migrated(url: str, path: Path) -> None:
    async with open_database(url, migrations=[SCHEMA]) as database:
        for number in range(200):
            await database.execute("INSERT INTO notes (owner, body) VALUES ($1, zeroblob(3000))", str(number))
    await _open(url, SCHEMA, SECOND, THIRD)
    copy = path.with_name(f"notes.before-0002.{STAMP}.sqlite3")
    assert beside(path) == {path.name, copy.name}
    assert raw(copy, "PRAGMA integrity_check") == [("ok",)]
    assert _tables(copy) == {"notes", "tags", "schema_migrations"}
    assert raw(copy, "SELECT count(*), count(DISTINCT owner), sum(length(body)) FROM notes") == [(200, 200, 600_000)]
    assert raw(copy, "SELECT number FROM schema_migrations") == [(1,)]
    assert raw(path, "SELECT sum(stars) FROM notes") == [(1000,)]
    if os.name == "posix":
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600


async def test_a_copy_holds_what_only_the_log_holds(url: str, path: Path) -> None:
    async with open_database(url, migrations=[SCHEMA]) as database:
        await database.execute(ADD, "in the log")
        assert await _open(url, SCHEMA, SECOND) == ["in the log"]
    assert raw(path.with_name(f"notes.before-0002.{STAMP}.sqlite3"), "SELECT owner FROM notes") == [("in the log",)]


async def test_a_copy_never_replaces_another(url: str, path: Path) -> None:
    await _make(url)
    other = path.with_name(f"notes.before-0002.{STAMP}.sqlite3")
    other.write_bytes(b"another copy")
    await _open(url, SCHEMA, SECOND)
    assert other.read_bytes() == b"another copy"
    assert raw(path.with_name(f"notes.before-0002.{STAMP}-2.sqlite3"), "SELECT owner FROM notes") == [("aki",)]


async def test_without_a_copy_nothing_is_migrated(url: str, path: Path) -> None:
    await _make(url)
    path.with_name(f"notes.before-0002.{STAMP}.sqlite3.partial").mkdir()
    with pytest.raises(StorageError, match="partial cannot be made"):
        await _open(url, SCHEMA, SECOND)
    assert raw(path, "SELECT number FROM schema_migrations") == [(1,)]
    assert await _open(url, SCHEMA) == ["aki"]


async def test_a_copy_leaves_a_file_that_is_there(database: Database, tmp_path: Path) -> None:
    await database.execute(ADD, "aki")
    copy = tmp_path / "copies" / "copy.sqlite3"
    await database.copy_to(copy)
    await database.execute(ADD, "bo")
    with pytest.raises(StorageError, match="is there already"):
        await database.copy_to(copy)
    assert raw(copy, "SELECT owner FROM notes") == [("aki",)]
    assert beside(copy) == {copy.name}


async def test_a_copy_that_a_crash_cut_short_is_begun_again(database: Database, tmp_path: Path) -> None:
    copy = tmp_path / "copies" / "copy.sqlite3"
    copy.parent.mkdir()
    copy.with_name("copy.sqlite3.partial").write_bytes(b"half of it")
    await database.copy_to(copy)
    assert raw(copy, "SELECT number FROM schema_migrations") == [(1,)]
    assert beside(copy) == {copy.name}


async def test_a_cancelled_copy_leaves_nothing(database: Database, tmp_path: Path) -> None:
    for turns in range(5):
        copying = asyncio.create_task(database.copy_to(tmp_path / "copies" / "copy.sqlite3"))
        for _ in range(turns):
            await asyncio.sleep(0)
        copying.cancel()
        await asyncio.wait([copying])
        assert copying.cancelled()
        assert turns == 0 or beside(tmp_path / "copies" / "x") == set()
    await database.copy_to(tmp_path / "copies" / "copy.sqlite3")


async def test_a_cancelled_copy_is_not_closed_before_its_writer_lets_go(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite's “Online Backup API” asks that nothing is done with the target before the backup has finished."""
    reader = await database._idle.get()
    database._idle.put_nowait(reader)
    loop, started, go_on = asyncio.get_running_loop(), asyncio.Event(), threading.Event()
    seen = []

    def slow() -> None:
        loop.call_soon_threadsafe(started.set)
        go_on.wait()
        seen.append("let go")

    @contextmanager
    def closing(copy: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
        try:
            yield copy
        finally:
            seen.append("closed")
            copy.close()

    monkeypatch.setattr(reader, "backup", lambda copy: reader._execute(slow))  # type: ignore[no-untyped-call]
    monkeypatch.setattr("bot.storage.database.closing", closing)
    copying = asyncio.create_task(database.copy_to(tmp_path / "copies" / "copy.sqlite3"))
    await started.wait()
    copying.cancel()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    go_on.set()
    await asyncio.wait([copying])
    assert copying.cancelled()
    assert seen == ["let go", "closed"]


@pytest.mark.parametrize("known", [(WRONG,), (WRONG, THIRD)])
async def test_a_migration_that_fails_leaves_the_database_as_it_was(
    url: str, path: Path, known: tuple[Migration, ...]
) -> None:
    await _make(url)
    before = list(raw(path, "SELECT * FROM sqlite_master")), raw(path, "SELECT * FROM schema_migrations")
    with pytest.raises(MigrationError, match=r"0002_wrong failed.* table notes already exists"):
        await _open(url, SCHEMA, *known)
    assert (list(raw(path, "SELECT * FROM sqlite_master")), raw(path, "SELECT * FROM schema_migrations")) == before
    assert beside(path) == {path.name}  # the copy would be of what is there
    assert await _open(url, SCHEMA, SECOND, THIRD) == ["aki"]


async def test_those_before_the_one_that_fails_stay_and_so_does_the_copy(url: str, path: Path) -> None:
    await _make(url)
    with pytest.raises(MigrationError, match="0003_wrong"):
        await _open(url, SCHEMA, SECOND, replace(WRONG, number=3))
    assert raw(path, "SELECT number FROM schema_migrations") == [(1,), (2,)]
    assert "half" not in _tables(path)
    assert beside(path) == {path.name, f"notes.before-0002.{STAMP}.sqlite3"}


async def test_a_first_migration_that_fails_leaves_no_table(url: str, path: Path) -> None:
    with pytest.raises(MigrationError, match="0001_first"):
        await _open(url, replace(SCHEMA, sql="CREATE TABLE half (x); SELEC;"))
    assert _tables(path) == set()
    await _make(url)


@pytest.mark.parametrize("sql", ["COMMIT; SELECT 1;", "CREATE TABLE half (x); ROLLBACK;", "CREATE TRIGGER t", "BEGIN;"])
async def test_a_migration_may_not_end_its_transaction_nor_be_cut_short(url: str, path: Path, sql: str) -> None:
    await _make(url)
    with pytest.raises(MigrationError, match="0002_bad"):
        await _open(url, SCHEMA, Migration(2, "bad", sql))
    assert raw(path, "SELECT number FROM schema_migrations") == [(1,)]


async def test_a_full_disk_fails_the_migration_only(url: str, path: Path) -> None:
    await _make(url)
    # As much as the database may have at all, so that no disk is filled by the test.
    big = Migration(2, "big", "PRAGMA max_page_count = 30; CREATE TABLE big AS SELECT zeroblob(1000000) AS x;")
    with pytest.raises(MigrationError, match=r"0002_big failed.* no room") as caught:
        await _open(url, SCHEMA, big)
    assert isinstance(caught.value.__cause__, StorageFull)
    assert await _open(url, SCHEMA, SECOND) == ["aki"]


async def test_a_table_that_others_refer_to_can_be_rebuilt(url: str, path: Path) -> None:
    rebuild = """
        CREATE TABLE new_notes (note_id INTEGER PRIMARY KEY, owner TEXT NOT NULL, body BLOB, extra TEXT);
        INSERT INTO new_notes SELECT note_id, owner, body, 'new' FROM notes;
        DROP TABLE notes;
        ALTER TABLE new_notes RENAME TO notes;
    """
    await _make(url)
    raw(path, "INSERT INTO tags VALUES (1, 'kept')")
    async with open_database(url, migrations=[SCHEMA, Migration(2, "rebuild", rebuild)]) as database:
        assert await database.fetchval("SELECT tag FROM tags") == "kept"
        async with database.transaction() as transaction:
            assert await transaction.fetchval("PRAGMA foreign_keys") == 1
        assert await database.execute("DELETE FROM notes") == 1
        assert await database.fetch("SELECT * FROM tags") == []


async def test_a_migration_that_leaves_rows_without_what_they_refer_to_fails(url: str, path: Path) -> None:
    await _make(url)
    raw(path, "INSERT INTO tags VALUES (1, 'kept')")
    with pytest.raises(MigrationError, match=r"0002_orphans .* rows in tags that refer to rows of notes"):
        await _open(url, SCHEMA, Migration(2, "orphans", "DELETE FROM notes;"))
    assert await _open(url, SCHEMA) == ["aki"]


async def test_an_applied_migration_that_was_edited_is_refused(url: str, path: Path) -> None:
    await _make(url, SCHEMA, SECOND)
    before = read(path)
    with pytest.raises(MigrationError, match="0002_second is not the one"):
        await _open(url, SCHEMA, replace(SECOND, sql=SECOND.sql + " "), THIRD)
    assert (read(path), beside(path)) == (before, {path.name})


async def test_a_record_with_a_gap_is_refused(url: str, path: Path) -> None:
    known = SCHEMA, Migration(2, "second", "SELECT 1;"), Migration(3, "third", "SELECT 1;")
    await _make(url, *known)
    raw(path, "DELETE FROM schema_migrations WHERE number = 2")
    with pytest.raises(MigrationError, match="0002_second"):
        await _open(url, *known)


async def test_a_newer_database_is_refused(url: str, path: Path) -> None:
    await _make(url, SCHEMA, SECOND)
    before = read(path)
    with pytest.raises(StorageNewer, match=r"schema is 2, this version\s+knows 1"):
        await _open(url, SCHEMA)
    assert (read(path), beside(path)) == (before, {path.name})


async def test_two_that_start_at_once_migrate_once(url: str, path: Path) -> None:
    await _make(url)
    found = await asyncio.gather(*(_open(url, SCHEMA, SECOND, THIRD) for _ in range(4)))
    assert found == [["aki"]] * 4
    assert raw(path, "SELECT number FROM schema_migrations") == [(1,), (2,), (3,)]


async def test_the_second_finds_it_done_when_its_turn_comes(
    url: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was looked at on opening may be out of date by the time the write lock is had."""
    await _make(url)
    original = module.migrate

    async def late(*args: object) -> None:
        monkeypatch.setattr("bot.storage.opening.migrate", original)
        await _open(url, SCHEMA, SECOND)
        await original(*args)  # type: ignore[arg-type]

    monkeypatch.setattr("bot.storage.opening.migrate", late)
    assert await _open(url, SCHEMA, SECOND) == ["aki"]
    assert beside(path) == {path.name, f"notes.before-0002.{STAMP}.sqlite3"}


async def test_a_database_that_is_held_is_not_migrated(url: str, path: Path) -> None:
    async with open_database(url, migrations=[SCHEMA]) as holder, holder.transaction() as transaction:
        await transaction.execute(ADD, "aki")
        with pytest.raises(StorageBusy):
            await _open(url, SCHEMA, SECOND, busy_timeout=0.01)
        assert await _open(url, SCHEMA, busy_timeout=0.01) == []  # nor does it hinder one that needs no migration
    assert await _open(url, SCHEMA, SECOND) == ["aki"]


@pytest.mark.parametrize("new", [True, False])
async def test_a_cancelled_migration_is_undone(url: str, path: Path, *, new: bool) -> None:
    """It is cancelled within its transaction: before its first statement, or before the copy."""

    def cancel() -> datetime:
        opening.cancel()
        return NOW

    async def start() -> None:
        async with open_database(url, migrations=[SCHEMA, SECOND], clock=cancel):
            pass

    if not new:
        await _make(url)
    opening = asyncio.create_task(start())
    await asyncio.wait([opening])
    assert opening.cancelled()
    assert _tables(path) == (set() if new else {"notes", "tags", "schema_migrations"})
    assert beside(path) == {path.name}
    assert await _open(url, SCHEMA, SECOND) == ([] if new else ["aki"])
