# ruff: noqa: ASYNC240 -- nothing else runs here that reading a file could keep waiting
"""Opening and closing: what is no database is left alone, what crashed is mended, and nothing outlives the block."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import stat
import threading
from collections.abc import Callable
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any

import aiosqlite
import pytest

from bot.errors import StorageBusy, StorageCorrupt, StorageError
from bot.storage import opening as module
from bot.storage.database import Database
from bot.storage.driver import Row, Value, rows_of
from bot.storage.opening import open_database, sqlite_path
from tests.storage.conftest import ADD, SCHEMA, beside, gate, owners, raw, read

on_posix = pytest.mark.skipif(os.name != "posix", reason="rights of files are POSIX's")


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:///data/bot.sqlite3", "data/bot.sqlite3"),
        ("sqlite:////srv/bot.sqlite3", "/srv/bot.sqlite3"),
        ("sqlite:///C:/bot/bot.sqlite3", "C:/bot/bot.sqlite3"),
        ("sqlite:///my bot/50%25 #1.db", "my bot/50%25 #1.db"),
    ],
)
def test_an_address_names_a_file(url: str, path: str) -> None:
    assert sqlite_path(url) == Path(path)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "data/bot.sqlite3",
        "sqlite://data/bot.sqlite3",
        "sqlite:///",
        "sqlite:////",
        "sqlite:///data/",
        "sqlite:///:memory:",
        "sqlite:///x?mode=ro",
        "sqlite:///x\0",
        "postgresql://localhost/bot",
        " sqlite:///x",
    ],
)
async def test_another_address_is_told_what_would_be_right(url: str) -> None:
    with pytest.raises(ValueError, match=r"sqlite:///folder/file .* PostgreSQL is not supported yet"):
        sqlite_path(url)
    with pytest.raises(ValueError, match="sqlite:///"):
        async with open_database(url):
            pass


async def test_a_database_cannot_do_without_readers(url: str, path: Path) -> None:
    with pytest.raises(ValueError, match="reading"):
        async with open_database(url, readers=0):
            pass
    assert not path.exists()


@pytest.mark.parametrize("name", ["a/b/notes.sqlite3", "with space/50%25 #1 ü.db", "empty"])
async def test_a_new_database_is_made_with_its_folder(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name == "empty":
        path.touch()
    async with open_database(f"sqlite:///{path}", migrations=[SCHEMA]) as database:
        await database.execute(ADD, "aki")
    assert beside(path) == {path.name}
    assert raw(path, "SELECT owner FROM notes") == [("aki",)]


@on_posix
async def test_only_the_owner_may_read_a_new_database(path: Path, url: str) -> None:
    async with open_database(url, migrations=[SCHEMA]) as database:
        await database.execute(ADD, "aki")
        names = beside(path)
        assert names == {path.name, path.name + "-wal", path.name + "-shm"}
        assert {stat.S_IMODE((path.parent / name).stat().st_mode) for name in names} == {0o600}


async def test_a_link_leads_to_the_database(tmp_path: Path, path: Path, url: str) -> None:
    async with open_database(url, migrations=[SCHEMA]) as database:
        await database.execute(ADD, "aki")
    link = tmp_path / "elsewhere" / "link"
    link.parent.mkdir()
    link.symlink_to(path)
    async with open_database(f"sqlite:///{link}", migrations=[SCHEMA]) as database:
        assert await owners(database) == ["aki"]
        assert beside(link) == {"link"}


async def _make(url: str, path: Path) -> bytes:
    async with open_database(url, migrations=[SCHEMA]) as database:
        for number in range(40):
            await database.execute("INSERT INTO notes (owner, body) VALUES ($1, randomblob(3000))", str(number))
    return path.read_bytes()


def _page(whole: bytes, number: int) -> bytes:
    return (
        whole[: 4096 * number]
        + bytes(255 - byte for byte in whole[4096 * number :][:4096])
        + whole[4096 * (number + 1) :]
    )


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "a text": lambda whole: b"Dear diary,\nnothing here is a database.\n" * 200,
    "a short text": lambda whole: b"no",
    "a header of noise": lambda whole: b"\xa5" * 100 + whole[100:],
    "a first page of noise": lambda whole: _page(whole, 0),
    "a page of noise in the middle": lambda whole: _page(whole, 20),
    "an empty page in the middle": lambda whole: whole[: 4096 * 20] + bytes(4096) + whole[4096 * 21 :],
    "half of it": lambda whole: whole[: len(whole) // 2],
    "all but its last byte": lambda whole: whole[:-1],
    "its first page": lambda whole: whole[:4096],
    "part of its first page": lambda whole: whole[:700],
    "its header": lambda whole: whole[:100],
    "a part of its header": lambda whole: whole[:10],
    "zeros": lambda whole: bytes(8192),
}


@pytest.mark.parametrize("damage", DAMAGES)
async def test_what_is_damaged_is_refused_and_left_as_it_was(path: Path, url: str, damage: str) -> None:
    path.write_bytes(DAMAGES[damage](await _make(url, path)))
    before = read(path)
    with pytest.raises(StorageCorrupt, match=path.name):
        async with open_database(url, migrations=[SCHEMA]):
            pass
    assert read(path) == before
    assert beside(path) == {path.name}


async def _crash(url: str, path: Path, into: Path) -> None:
    """Copy a database as a crash would leave it: with a log that has not been brought in."""
    into.mkdir()
    async with open_database(url, migrations=[SCHEMA]) as database:
        for number in range(40):
            await database.execute("INSERT INTO notes (owner, body) VALUES ($1, randomblob(3000))", str(number))
        for name in beside(path) - {into.name}:
            shutil.copy(path.parent / name, into / name)


@pytest.mark.parametrize("index", [True, False])
async def test_the_log_of_a_crash_is_brought_in(path: Path, url: str, tmp_path: Path, *, index: bool) -> None:
    into = tmp_path / "crashed"
    await _crash(url, path, into)
    if not index:
        (into / (path.name + "-shm")).unlink()
    assert (into / (path.name + "-wal")).stat().st_size > 100_000
    async with open_database(f"sqlite:///{into / path.name}", migrations=[SCHEMA]) as database:
        assert len(await owners(database)) == 40
    assert beside(into / path.name) == {path.name}


@pytest.mark.parametrize("index", [True, False])
async def test_what_is_damaged_with_a_log_is_left_with_it(path: Path, url: str, tmp_path: Path, *, index: bool) -> None:
    into = tmp_path / "crashed"
    await _crash(url, path, into)
    damaged, log = into / path.name, into / (path.name + "-wal")
    damaged.write_bytes(_page(await _make(f"{url}.other", path.with_name(path.name + ".other")), 20))
    if not index:
        (into / (path.name + "-shm")).unlink()
    log.write_bytes(log.read_bytes()[:32])  # a log that holds nothing, as after a checkpoint
    before = read(damaged), read(log), beside(damaged)
    with pytest.raises(StorageCorrupt, match=path.name):
        async with open_database(f"sqlite:///{damaged}", migrations=[SCHEMA]):
            pass
    assert (read(damaged), read(log), beside(damaged)) == before


@pytest.mark.parametrize("linked", [True, False])
@pytest.mark.parametrize("missing", [True, False])
async def test_a_log_without_its_database_is_not_thrown_away(
    path: Path, tmp_path: Path, *, missing: bool, linked: bool
) -> None:
    log = path.with_name(path.name + "-wal")
    log.write_bytes(b"the only copy of something")
    if not missing:
        path.touch()
    named = path
    if linked:
        named = tmp_path / "link"
        named.symlink_to(path)
    with pytest.raises(StorageCorrupt, match=r"notes\.sqlite3-wal"):
        async with open_database(f"sqlite:///{named}", migrations=[SCHEMA]):
            pass
    assert log.read_bytes() == b"the only copy of something"
    assert path.exists() != missing


async def _crash_with_journal(url: str, path: Path, into: Path, change: str) -> Path:
    """Copy a database as a crash in the midst of a change leaves it that is not in WAL, as a copy may be."""
    into.mkdir()
    await _make(url, path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("PRAGMA cache_size = 1")
        other.execute("BEGIN")
        other.execute(change)
        for name in (path.name, path.name + "-journal"):
            shutil.copy(path.parent / name, into / name)
        other.execute("ROLLBACK")
    return into / path.name


async def test_what_a_crash_left_half_written_is_undone(path: Path, url: str, tmp_path: Path) -> None:
    crashed = await _crash_with_journal(
        url, path, tmp_path / "crashed", "UPDATE notes SET owner = 'half', body = randomblob(9000)"
    )
    with pytest.raises(sqlite3.DatabaseError, match="malformed"):
        raw(f"{crashed.as_uri()}?immutable=1", "SELECT * FROM notes")
    async with open_database(f"sqlite:///{crashed}", migrations=[SCHEMA]) as database:
        assert await owners(database) == sorted(map(str, range(40)))
    assert beside(crashed) == {path.name}


async def test_what_is_damaged_besides_is_refused(path: Path, url: str, tmp_path: Path) -> None:
    crashed = await _crash_with_journal(
        url, path, tmp_path / "crashed", "UPDATE notes SET body = randomblob(9000) WHERE note_id < 5"
    )
    crashed.write_bytes(_page(crashed.read_bytes(), 35))
    with pytest.raises(StorageCorrupt, match=path.name):
        async with open_database(f"sqlite:///{crashed}", migrations=[SCHEMA]):
            pass


async def test_a_database_that_is_open_elsewhere_is_opened(database: Database, url: str) -> None:
    await database.execute(ADD, "aki")
    async with open_database(url, migrations=[SCHEMA]) as other:
        assert await owners(other) == ["aki"]
        await other.execute(ADD, "bo")
    assert await owners(database) == ["aki", "bo"]


@pytest.mark.parametrize("let_go", [True, False])
async def test_a_database_is_waited_for_when_its_mode_is_to_change(
    path: Path, url: str, monkeypatch: pytest.MonkeyPatch, *, let_go: bool
) -> None:
    """SQLite itself does not always wait then, as when two processes make a database at once."""
    await _make(url, path)
    raw(path, "PRAGMA journal_mode = DELETE")
    original = rows_of
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM notes").fetchone()

        async def rows(connection: aiosqlite.Connection, sql: str, *args: Value) -> list[Row]:
            if sql.startswith("BEGIN") and let_go and other.in_transaction:
                other.execute("ROLLBACK")
            return await original(connection, sql, *args)

        monkeypatch.setattr("bot.storage.opening.rows_of", rows)
        with nullcontext() if let_go else pytest.raises(StorageBusy):
            async with open_database(url, migrations=[SCHEMA], busy_timeout=0.01) as database:
                assert len(await owners(database)) == 40


async def test_what_looks_damaged_once_is_looked_at_again(
    path: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process may write to a database while it is looked at as if nobody did."""
    whole = await _make(url, path)
    path.write_bytes(_page(whole, 20))
    original = module._look_at
    looks = []

    async def look_at(*args: Any, **kwargs: Any) -> int:
        looks.append(kwargs)
        try:
            return await original(*args, **kwargs)
        finally:
            path.write_bytes(whole)

    monkeypatch.setattr(module, "_look_at", look_at)
    async with open_database(url, migrations=[SCHEMA]) as database:
        assert len(await owners(database)) == 40
    assert looks == [{"immutable": True}] * 2


async def test_a_folder_is_not_a_database(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="is a folder"):
        async with open_database(f"sqlite:///{tmp_path}"):
            pass


async def test_a_path_through_a_file_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match=r"cannot be (made|looked at)"):
        async with open_database(f"sqlite:///{tmp_path}/file/notes.sqlite3"):
            pass


@on_posix
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may write everywhere")
async def test_a_folder_that_may_not_be_written_to_is_told(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    with pytest.raises(StorageError, match="cannot be made"):
        async with open_database(f"sqlite:///{closed}/notes.sqlite3"):
            pass


async def test_the_database_of_another_program_is_left_alone(path: Path, url: str) -> None:
    raw(path, "CREATE TABLE theirs (x)")
    before = read(path)
    with pytest.raises(StorageError, match="another program"):
        async with open_database(url, migrations=[SCHEMA]):
            pass
    assert read(path) == before
    assert beside(path) == {path.name}


async def test_closing_ends_every_thread(url: str, path: Path) -> None:
    before = set(threading.enumerate())
    async with open_database(url, migrations=[SCHEMA], readers=3) as database:
        during = set(threading.enumerate()) - before
        await database.execute(ADD, "aki")
    for thread in during:
        thread.join(10)
    assert len(during) == 4
    assert not any(thread.is_alive() for thread in during)
    assert beside(path) == {path.name}


async def test_closing_twice_is_closing_once_and_then_nothing_works(url: str) -> None:
    async with open_database(url, migrations=[SCHEMA]) as database:
        await database.close()
        await database.close()
        for attempt in (database.fetch("SELECT 1"), database.execute(ADD, "late")):
            with pytest.raises(StorageError, match="is closed"):
                await attempt


async def test_closing_works_after_errors(url: str) -> None:
    with pytest.raises(StorageError, match="could not"):
        async with open_database(url, migrations=[SCHEMA]) as database:
            await database.execute("SELEC")


async def test_closing_under_a_transaction_keeps_nothing_of_it_and_does_not_wait(url: str, path: Path) -> None:
    inside = asyncio.Event()
    closed = asyncio.Event()

    async def write(database: Database) -> None:
        async with database.transaction() as transaction:
            await transaction.execute(ADD, "late")
            inside.set()
            await closed.wait()

    async with open_database(url, migrations=[SCHEMA]) as database:
        writing = asyncio.create_task(write(database))
        waiting = asyncio.create_task(database.execute(ADD, "waiting"))
        await inside.wait()
    closed.set()
    for task in (writing, waiting):
        with pytest.raises(StorageError, match="is closed"):
            await task
    assert raw(path, "SELECT * FROM notes") == []


async def test_a_cancelled_close_still_closes(url: str, path: Path) -> None:
    manager = open_database(url, migrations=[SCHEMA])
    database = await manager.__aenter__()
    async with gate(database, "INSERT") as insert:
        writing = asyncio.create_task(database.execute(ADD, "aki"))
        await insert.reached.wait()
        closing_task = asyncio.create_task(manager.__aexit__(None, None, None))
        for _ in range(4):
            await asyncio.sleep(0)  # it has begun, and waits for the statement
        closing_task.cancel()
        insert.open()
        with pytest.raises(asyncio.CancelledError):
            await closing_task
        await asyncio.wait([writing])
    lost = isinstance(writing.exception(), StorageError)
    assert raw(path, "SELECT owner FROM notes") == ([] if lost else [("aki",)])
