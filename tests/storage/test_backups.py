"""Backups: whole though the database is written to meanwhile, kept for a while, and put back with nothing lost."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import StorageConflict, StorageCorrupt, StorageError, StorageHeld, StorageNewer
from bot.storage import backups, shows
from bot.storage.holding import held
from bot.storage.migrations import load_migrations
from bot.storage.opening import open_database
from tests.world import NOW

GUILD = 10


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "live" / "test.sqlite3"


async def fill(path: Path, *titles: str) -> None:
    async with open_database(f"sqlite:///{path}") as database:
        for title in titles:
            await shows.add(database, GUILD, title, now=NOW)


async def titles(path: Path) -> list[str]:
    async with open_database(f"sqlite:///{path}") as database:
        return [show.title for show in await shows.followed(database, GUILD)]


def copy_with_log(path: Path, target: Path) -> None:
    """Copy a database as a killed process leaves it: the file, and the log with what is not in the file yet."""
    for end in ("", "-wal"):
        target.with_name(target.name + end).write_bytes(path.with_name(path.name + end).read_bytes())


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4096])


def names_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


async def test_a_backup_taken_under_load_is_whole_and_has_both_halves_of_every_change(
    path: Path, tmp_path: Path
) -> None:
    async with open_database(f"sqlite:///{path}") as database:

        async def write() -> None:
            for number in range(400):
                await shows.add(database, GUILD, f"Show {number}", now=NOW, aliases=[f"Other {number}"])

        writing = asyncio.create_task(write())
        taken: list[Path] = []
        while not writing.done():
            target = tmp_path / f"{len(taken)}.sqlite3"
            await asyncio.to_thread(backups.back_up, path, target)
            taken.append(target)
        await writing
    counts = []
    for target in taken:
        with closing(sqlite3.connect(target)) as copy:
            kept, named = copy.execute(
                "SELECT (SELECT count(*) FROM shows), (SELECT count(*) FROM show_names)"
            ).fetchone()
        assert named == 2 * kept
        counts.append(kept)
    assert counts == sorted(counts)
    assert counts[-1] > 0
    assert stat.S_IMODE(taken[0].stat().st_mode) == 0o600


async def test_a_restored_backup_is_what_was_backed_up_and_the_replaced_file_is_kept(
    path: Path, tmp_path: Path
) -> None:
    await fill(path, "Lantern Code")
    copy = tmp_path / "copy.sqlite3"
    backups.back_up(path, copy)
    await fill(path, "Copper Tide")
    _, kept = backups.restore(copy, path, NOW)
    assert await titles(path) == ["Lantern Code"]
    assert kept is not None
    assert await titles(kept) == ["Copper Tide", "Lantern Code"]


async def test_what_lies_in_the_log_of_a_killed_bot_is_kept_with_the_replaced_file(path: Path, tmp_path: Path) -> None:
    await fill(path, "Lantern Code")
    copy = tmp_path / "copy.sqlite3"
    backups.back_up(path, copy)
    with closing(sqlite3.connect(path)) as open_still:
        open_still.execute("PRAGMA wal_autocheckpoint = 0")
        open_still.execute("UPDATE shows SET title = 'In the log'")
        open_still.commit()
        crashed = tmp_path / "crashed.sqlite3"
        copy_with_log(path, crashed)
    _, kept = backups.restore(copy, crashed, NOW)
    assert await titles(crashed) == ["Lantern Code"]
    assert kept is not None
    assert await titles(kept) == ["In the log"]


async def test_what_is_no_backup_is_refused_and_the_database_is_left_alone(path: Path, tmp_path: Path) -> None:
    await fill(path, "Lantern Code")
    other, text, cut = tmp_path / "other.sqlite3", tmp_path / "notes.txt", tmp_path / "cut.sqlite3"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE songs (title TEXT)")
    text.write_text("No database at all.\n" * 100)
    backups.back_up(path, cut)
    cut_short(cut)
    empty = tmp_path / "empty.sqlite3"
    empty.touch()
    for file, kind in ((other, StorageError), (text, StorageCorrupt), (cut, StorageCorrupt), (empty, StorageError)):
        before = file.read_bytes()
        with pytest.raises(kind):
            backups.restore(file, path, NOW)
        assert file.read_bytes() == before
    with pytest.raises(StorageError, match="not there"):
        backups.restore(tmp_path / "nowhere.sqlite3", path, NOW)
    assert await titles(path) == ["Lantern Code"]
    assert names_in(path.parent) == ["test.sqlite3"]


async def test_a_backup_of_a_newer_version_is_refused(path: Path, tmp_path: Path) -> None:
    await fill(path)
    copy = tmp_path / "copy.sqlite3"
    backups.back_up(path, copy)
    known = load_migrations()
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("INSERT INTO schema_migrations VALUES (?, 'later', 'x', 0)", (len(known) + 1,))
        connection.commit()
    with pytest.raises(StorageNewer, match="newer version"):
        backups.look_through(copy)


async def test_a_backup_replaces_nothing_and_leaves_nothing_of_a_failure(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    with pytest.raises(StorageError, match="no database"):
        backups.back_up(path, copy)
    await fill(path)
    backups.back_up(path, copy)
    with pytest.raises(StorageConflict, match="there already"):
        backups.back_up(path, copy)
    cut_short(path)
    with pytest.raises(StorageCorrupt):
        backups.back_up(path, tmp_path / "second.sqlite3")
    assert names_in(tmp_path) == ["copy.sqlite3", "live"]


def test_the_newest_are_kept_and_other_files_left_alone(tmp_path: Path, path: Path) -> None:
    names = [backups.name_at(path, NOW + timedelta(days=day)) for day in range(5)]
    for name in [
        *names,
        "test.before-0002.20260101T000000Z.sqlite3",
        "by-hand.sqlite3",
        "other.20260101T000000Z.sqlite3",
    ]:
        (tmp_path / name).touch()
    assert {file.name for file in backups.drop_old(tmp_path, path, 2)} == set(names[:3])
    assert len(list(tmp_path.iterdir())) == 5


def test_a_second_bot_on_the_same_database_is_refused_with_why(path: Path) -> None:
    again = held(path.parent / "." / path.name)
    with held(path), pytest.raises(StorageHeld, match="Another bot is running"), again:
        pytest.fail("both hold it")
    with held(path):
        pass
