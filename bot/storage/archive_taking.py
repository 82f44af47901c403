"""A guild's archive, taken from the database in one snapshot. What goes into it is said in `bot.archive.format`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.archive.format import MEMBER, TABLES, Archive, Entry, Reference, Table, key_of
from bot.storage.database import Database, Snapshot
from bot.storage.driver import Row

# What of a table goes in; a member without a name has a number below zero.
_ONLY = {
    "discussions": "thread_id IS NOT NULL",
    "loose_end_voices": "member_id > 0",
    "rating_tallies": "votes > 0",
    "ratings": "member_id > 0",
}


async def take(database: Database, guild_id: int, *, with_members: bool, now: datetime) -> Archive:
    """Return the archive of a guild, as of one instant, whatever is written meanwhile.

    Args:
        with_members: name the members of ratings, progress, voices and texts; by their ids, for names are not kept.
    """
    lists: dict[str, list[Entry]] = {}
    numbers: dict[str, dict[int, int]] = {}
    async with database.snapshot() as snapshot:
        for table in TABLES:
            lists[table.name] = []
            if table.members and not with_members:
                continue
            rows = await _rows(snapshot, table, guild_id)
            if table.own is not None:
                numbers[table.name] = {row[table.own]: number for number, row in enumerate(rows, 1)}
            lists[table.name] = [_entry(table, row, numbers, with_members=with_members) for row in rows]
            if table.name == "reviews":
                for entry, key in zip(lists[table.name], review_keys(rows).values(), strict=True):
                    entry["source_key"] = key
    return Archive(guild_id, now.replace(microsecond=0), with_members, lists)


async def _rows(snapshot: Snapshot, table: Table, guild_id: int) -> list[Row]:
    columns = [*([table.own] if table.own else []), *table.columns]
    return await snapshot.fetch(
        f"SELECT {', '.join(columns)} FROM {table.name}"  # noqa: S608 - names from the format
        f" WHERE guild_id = $1 AND {_ONLY.get(table.name, '1 = 1')}"
        f" ORDER BY {table.own or ', '.join(table.columns)}",
        guild_id,
    )


def _entry(table: Table, row: Row, numbers: Mapping[str, Mapping[int, int]], *, with_members: bool) -> Entry:
    entry: Entry = {"id": numbers[table.name][row[table.own]]} if table.own else {}
    for column, kind in table.columns.items():
        value = row[column]
        if value is None or (kind is MEMBER and not with_members):
            entry[key_of(column)] = None
        elif isinstance(kind, Reference):
            entry[key_of(column)] = numbers[kind.table][value]
        else:
            entry[key_of(column)] = kind.write(value)
    if table.name == "reviews" and row["written_by"] is not None and not with_members:
        # The name that the member had in the guild, and a hash from which it could be guessed.
        entry |= {"author": None, "content_hash": ""}
    return entry


def review_keys(rows: Sequence[Row]) -> dict[int, str]:
    """Return what reviews are known again by, in order; of one that was typed here not the member, but the instant."""
    keys: dict[int, str] = {}
    seen: Counter[str] = Counter()
    for row in rows:
        key: str = row["source_key"]
        if key.startswith("typed:"):
            instant = f"typed:{row['created_at']}"
            before = seen[instant]
            seen[instant] += 1
            key = f"{instant}.{before}" if before else instant
        keys[row["review_id"]] = key
    return keys
