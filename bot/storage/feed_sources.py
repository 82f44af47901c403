"""The addresses that are watched: when each is looked at, and what its last answer said of itself.

An address is looked at once for all guilds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.feeds.model import Feed
from bot.storage import feed_items
from bot.storage.database import Database, Transaction


@dataclass(frozen=True, slots=True)
class Source:
    """An address that is to be looked at, and what its last answer said of itself."""

    source_id: int
    address: str
    etag: str | None
    last_modified: str | None
    body_hash: str | None
    failures: int


@dataclass(frozen=True, slots=True)
class Fresh:
    """A feed as it has just been read.

    `etag`, `last_modified` and `body_hash` tell at the next look whether anything has changed (RFC 9110, 8.8).
    """

    address: str
    feed: Feed
    etag: str | None
    last_modified: str | None
    body_hash: str
    next_look: datetime


async def take_due(database: Database, now: datetime, *, lease: timedelta, most: int) -> list[Source]:
    """Return addresses that are to be looked at, and put them off by `lease`, so that nobody else takes them."""
    async with database.transaction() as transaction:
        rows = await transaction.fetch(
            """
            UPDATE feed_sources SET next_look = $2 WHERE source_id IN (
                SELECT source_id FROM feed_sources s
                WHERE is_gone = 0 AND next_look <= $1
                    AND EXISTS (
                        SELECT 1 FROM feeds f WHERE f.source_id = s.source_id AND f.is_paused = 0
                            AND NOT EXISTS (SELECT 1 FROM guild_departures d WHERE d.guild_id = f.guild_id)
                    )
                ORDER BY next_look LIMIT $3
            )
            RETURNING source_id, address, etag, last_modified, body_hash, failures
            """,
            int(now.timestamp()),
            int((now + lease).timestamp()),
            most,
        )
    return [Source(*row) for row in rows]


async def look_soon(database: Database, address: str, now: datetime) -> None:
    """Have an address looked at in the next round, whatever its pace."""
    await database.execute("UPDATE feed_sources SET next_look = $2 WHERE address = $1", address, int(now.timestamp()))


async def note_unchanged(database: Database, looks: Sequence[tuple[Source, datetime]]) -> None:
    """Note that addresses answered, and have nothing new; each comes with when to look at it next.

    They are noted in one transaction, for each costs a write to the disk that is waited for.
    """
    async with database.transaction() as transaction:
        for source, next_look in looks:
            await transaction.execute(
                "UPDATE feed_sources SET next_look = $2, failures = 0, failing_since = NULL, failure = NULL"
                " WHERE source_id = $1",
                source.source_id,
                int(next_look.timestamp()),
            )


async def note_read(database: Database, source: Source, fresh: Fresh, now: datetime) -> None:
    """Note what an address has now: what is new or changed becomes an entry for each guild that watches it."""
    async with database.transaction() as transaction:
        await feed_items.note_items(transaction, source.source_id, fresh.feed.items, now)
        await note_success(transaction, source.source_id, fresh)


async def note_failure(database: Database, source: Source, why: str, *, next_look: datetime, now: datetime) -> None:
    """Note that an address could not be read, and why, in a sentence."""
    await database.execute(
        """
        UPDATE feed_sources SET
            next_look = $2, failures = failures + 1, failing_since = coalesce(failing_since, $3), failure = $4
        WHERE source_id = $1
        """,
        source.source_id,
        int(next_look.timestamp()),
        int(now.timestamp()),
        why,
    )


async def note_gone(database: Database, source: Source, why: str) -> None:
    """Note that an address is gone for good, and is not to be looked at any more."""
    await database.execute(
        "UPDATE feed_sources SET is_gone = 1, failure = $2 WHERE source_id = $1", source.source_id, why
    )


async def move(database: Database, source: Source, address: str) -> None:
    """Note that an address has moved for good. Where the new one is watched as well, the two become one."""
    async with database.transaction() as transaction:
        there = await transaction.fetchval("SELECT source_id FROM feed_sources WHERE address = $1", address)
        if there is None:
            await transaction.execute(
                "UPDATE feed_sources SET address = $2 WHERE source_id = $1", source.source_id, address
            )
            return
        if there == source.source_id:
            return
        # A guild that watches both for one channel keeps the one it has.
        await transaction.execute(
            """
            DELETE FROM feeds WHERE source_id = $1 AND EXISTS (
                SELECT 1 FROM feeds o
                WHERE o.guild_id = feeds.guild_id AND o.channel_id = feeds.channel_id AND o.source_id = $2
            )
            """,
            source.source_id,
            there,
        )
        await transaction.execute("UPDATE feeds SET source_id = $2 WHERE source_id = $1", source.source_id, there)
        await transaction.execute(
            "DELETE FROM feed_entries WHERE item_id IN (SELECT item_id FROM feed_items WHERE source_id = $1)",
            source.source_id,
        )
        await forget_unwatched(transaction, source.source_id)


async def note_success(transaction: Transaction, source_id: int, fresh: Fresh) -> None:
    """Note, within a transaction, what an address said of itself, and that it answered."""
    await transaction.execute(
        """
        UPDATE feed_sources SET title = $2, etag = $3, last_modified = $4, body_hash = $5, next_look = $6,
            failures = 0, failing_since = NULL, failure = NULL, is_gone = 0
        WHERE source_id = $1
        """,
        source_id,
        fresh.feed.title,
        fresh.etag,
        fresh.last_modified,
        fresh.body_hash,
        int(fresh.next_look.timestamp()),
    )


async def forget_unwatched(transaction: Transaction, source_id: int) -> None:
    """Forget an address, within a transaction, where no feed is of it any more."""
    await transaction.execute(
        """
        DELETE FROM feed_sources
        WHERE source_id = $1 AND NOT EXISTS (SELECT 1 FROM feeds f WHERE f.source_id = $1)
        """,
        source_id,
    )
