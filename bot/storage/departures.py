"""Guilds that the bot has left: noted, and forgotten with all that is kept of them when their time has come.

Which tables hold a guild's rows is read from the schema, so that none can be left out.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from datetime import datetime
from graphlib import TopologicalSorter

from bot.storage import feed_sources, loose_end_search
from bot.storage.database import Database

AT_ONCE = 2_000
"""Rows that are deleted in one transaction, so that nobody waits long for theirs."""
_OWN = "guild_departures"
# From one guild to the next by the index, so that it costs by guilds and not by rows: SQLite reads all for a DISTINCT.
_GUILDS_OF = """
WITH RECURSIVE next (guild_id) AS (
    SELECT min(guild_id) FROM {table}
    UNION ALL
    SELECT (SELECT min(t.guild_id) FROM {table} t WHERE t.guild_id > next.guild_id) FROM next
    WHERE next.guild_id IS NOT NULL
)
SELECT guild_id FROM next WHERE guild_id IS NOT NULL
"""


async def note(database: Database, guild_id: int, now: datetime) -> bool:
    """Note that a guild has removed the bot; False where that is known."""
    return bool(
        await database.execute(
            "INSERT INTO guild_departures (guild_id, left_at) VALUES ($1, $2) ON CONFLICT (guild_id) DO NOTHING",
            guild_id,
            int(now.timestamp()),
        )
    )


async def ask(database: Database, guild_id: int, now: datetime) -> None:
    """Note that a guild's owner wants all that is kept of it gone at once."""
    await database.execute(
        """
        INSERT INTO guild_departures (guild_id, left_at, is_asked) VALUES ($1, $2, 1)
        ON CONFLICT (guild_id) DO UPDATE SET is_asked = 1
        """,
        guild_id,
        int(now.timestamp()),
    )


async def note_absent(database: Database, present: Collection[int], now: datetime) -> list[int]:
    """Note of every guild that anything is kept of, and that is not among those present, that it has left; return them.

    Those present and noted are taken to have come back, but for what their owner asked for.
    """
    known: set[int] = set()
    for table in await tables(database):
        if table != _OWN:
            known |= {row["guild_id"] for row in await database.fetch(_GUILDS_OF.format(table=table))}
    left = [guild_id for guild_id in sorted(known - set(present)) if await note(database, guild_id, now)]
    for row in await database.fetch("SELECT guild_id FROM guild_departures WHERE is_asked = 0"):
        if row["guild_id"] in present:
            await note_back(database, row["guild_id"])
    return left


async def note_back(database: Database, guild_id: int) -> bool:
    """Note that a guild has the bot again, so that nothing of it is forgotten; False where it was not away."""
    return bool(await database.execute("DELETE FROM guild_departures WHERE guild_id = $1 AND is_asked = 0", guild_id))


async def due(database: Database, left_before: datetime) -> list[int]:
    """Return the guilds whose time has come: those that left before an instant, and those whose owner asked."""
    rows = await database.fetch(
        "SELECT guild_id FROM guild_departures WHERE left_at <= $1 OR is_asked = 1 ORDER BY left_at",
        int(left_before.timestamp()),
    )
    return [row["guild_id"] for row in rows]


async def forget(database: Database, guild_id: int) -> int:
    """Delete all that is kept of a guild that has left, some rows at a time; return how many rows that were.

    It ends early where the guild comes back meanwhile. A crash in between leaves the rest for the next time.
    """
    sources = await database.fetch("SELECT DISTINCT source_id FROM feeds WHERE guild_id = $1", guild_id)
    deleted = 0
    for table in await tables(database):
        while table != _OWN:
            async with database.transaction() as transaction:
                if not await transaction.fetchval("SELECT 1 FROM guild_departures WHERE guild_id = $1", guild_id):
                    return deleted
                gone = await transaction.execute(
                    f"""
                    DELETE FROM {table} WHERE rowid IN (SELECT rowid FROM {table} WHERE guild_id = $1 LIMIT {AT_ONCE})
                    """,  # noqa: S608 - a name from the schema, and a constant
                    guild_id,
                )
            deleted += gone
            if gone < AT_ONCE:
                break
            await asyncio.sleep(0)
    async with database.transaction() as transaction:
        for row in sources:
            await feed_sources.forget_unwatched(transaction, row["source_id"])
        await loose_end_search.purge(transaction)
        await transaction.execute("DELETE FROM guild_departures WHERE guild_id = $1", guild_id)
    return deleted


async def tables(database: Database) -> list[str]:
    """Return the tables that hold rows of guilds, those that refer to others before those.

    This is SQLite's way to read a schema; another database has its own.
    """
    rows = await database.fetch(
        """
        SELECT t.name, f."table" AS parent
        FROM sqlite_master t JOIN pragma_table_info(t.name) c LEFT JOIN pragma_foreign_key_list(t.name) f
        WHERE t.type = 'table' AND c.name = 'guild_id'
        """
    )
    return _children_first([(row["name"], row["parent"]) for row in rows])


def _children_first(references: Sequence[tuple[str, str | None]]) -> list[str]:
    children: dict[str, set[str]] = {table: set() for table, _ in references}
    for table, parent in references:
        if parent in children and parent != table:
            children[parent].add(table)
    return [*TopologicalSorter(children).static_order()]
