"""The feeds that a guild watches, and what it wants of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.errors import Mistake
from bot.storage import feed_items, feed_sources
from bot.storage.database import Database
from bot.storage.deliveries import Destination
from bot.storage.driver import Row, instant
from bot.storage.feed_items import Accepts
from bot.storage.feed_sources import Fresh

MOST_FEEDS = 50
"""Feeds that a guild may watch."""


@dataclass(frozen=True, slots=True)
class WatchedFeed:
    """A feed as a guild watches it, and how its address fares. `held` counts what waits for the keepers' word."""

    feed_id: int
    guild_id: int
    address: str
    title: str | None
    destination: Destination
    show_id: int | None
    accepts: Accepts
    is_paused: bool
    is_gone: bool
    failing_since: datetime | None
    failure: str | None
    held: int


async def watch(
    database: Database,
    guild_id: int,
    fresh: Fresh,
    destination: Destination,
    *,
    show_id: int | None,
    accepts: Accepts,
    backfill: int,
    now: datetime,
) -> int:
    """Have a guild watch an address that has just been read, and return the feed's id.

    Of what stands in it now, nothing is new to this guild but the newest `backfill` items.

    Raises:
        Mistake: the guild watches this address for that channel already, or watches too many.
    """
    async with database.transaction() as transaction:
        watched = await transaction.fetch(
            "SELECT f.channel_id, s.address FROM feeds f JOIN feed_sources s ON s.source_id = f.source_id"
            " WHERE f.guild_id = $1",
            guild_id,
        )
        if (destination.channel_id, fresh.address) in {tuple(row) for row in watched}:
            raise Mistake(f"That feed is watched for <#{destination.channel_id}> already. `/feed edit` changes it.")
        if len(watched) >= MOST_FEEDS:
            raise Mistake(f"This server watches {MOST_FEEDS} feeds, the most it can. Remove one with `/feed remove`.")
        source_id: int = await transaction.fetchval(
            """
            INSERT INTO feed_sources (address, title, next_look) VALUES ($1, $2, $3)
            ON CONFLICT (address) DO UPDATE SET title = excluded.title RETURNING source_id
            """,
            fresh.address,
            fresh.feed.title,
            int(fresh.next_look.timestamp()),
        )
        # Others may watch it, and not have had what this look found.
        ids = await feed_items.note_items(transaction, source_id, fresh.feed.items, now)
        await feed_sources.note_success(transaction, source_id, fresh)
        feed_id: int = await transaction.fetchval(
            """
            INSERT INTO feeds (guild_id, source_id, channel_id, show_id, accepts, placing, role_id, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING feed_id
            """,
            guild_id,
            source_id,
            destination.channel_id,
            show_id,
            accepts.value,
            destination.placing.value,
            destination.role_id,
            int(now.timestamp()),
        )
        for item in reversed(fresh.feed.items[:backfill]):
            await feed_items.keep_text(transaction, ids[item.key], item)
            await feed_items.add_entries(
                transaction, "feed_id = $5", feed_id, ids[item.key], "due", is_change=False, now=now
            )
    return feed_id


async def of_guild(database: Database, guild_id: int) -> list[WatchedFeed]:
    """Return what a guild watches, in the order in which it was added."""
    return [
        watched_of(row) for row in await database.fetch(f"{WATCHED} WHERE f.guild_id = $1 ORDER BY f.feed_id", guild_id)
    ]


async def find(database: Database, guild_id: int, feed_id: int) -> WatchedFeed | None:
    """Return a feed of a guild, or None, whatever another guild has under that number."""
    row = await database.fetchrow(f"{WATCHED} WHERE f.guild_id = $1 AND f.feed_id = $2", guild_id, feed_id)
    return None if row is None else watched_of(row)


async def pause(database: Database, guild_id: int, feed_id: int) -> bool:
    """Let a feed rest; return whether it is there."""
    return bool(
        await database.execute("UPDATE feeds SET is_paused = 1 WHERE guild_id = $1 AND feed_id = $2", guild_id, feed_id)
    )


async def resume(database: Database, watched: WatchedFeed, fresh: Fresh, now: datetime) -> None:
    """Go on with a feed whose address has just been read: what came while it rested is passed over."""
    async with database.transaction() as transaction:
        source_id = await transaction.fetchval(
            "SELECT source_id FROM feeds WHERE guild_id = $1 AND feed_id = $2", watched.guild_id, watched.feed_id
        )
        if source_id is None:
            return
        await feed_items.note_items(transaction, source_id, fresh.feed.items, now)
        await feed_sources.note_success(transaction, source_id, fresh)
        await transaction.execute(
            "UPDATE feeds SET is_paused = 0 WHERE guild_id = $1 AND feed_id = $2", watched.guild_id, watched.feed_id
        )


async def edit(
    database: Database,
    guild_id: int,
    feed_id: int,
    destination: Destination,
    *,
    show_id: int | None,
    accepts: Accepts,
) -> None:
    """Change what a guild wants of a feed.

    Raises:
        StorageConflict: the guild watches the address for that channel already.
    """
    await database.execute(
        """
        UPDATE feeds SET channel_id = $3, placing = $4, role_id = $5, show_id = $6, accepts = $7
        WHERE guild_id = $1 AND feed_id = $2
        """,
        guild_id,
        feed_id,
        destination.channel_id,
        destination.placing.value,
        destination.role_id,
        show_id,
        accepts.value,
    )


async def remove(database: Database, guild_id: int, feed_id: int) -> bool:
    """Stop watching a feed; return whether it was there. An address that nobody watches any more is forgotten."""
    async with database.transaction() as transaction:
        source_id = await transaction.fetchval(
            "SELECT source_id FROM feeds WHERE guild_id = $1 AND feed_id = $2", guild_id, feed_id
        )
        if source_id is None:
            return False
        await transaction.execute("DELETE FROM feeds WHERE guild_id = $1 AND feed_id = $2", guild_id, feed_id)
        await feed_sources.forget_unwatched(transaction, source_id)
        return True


async def answer_flood(database: Database, guild_id: int, feed_id: int, wanted: int | None, now: datetime) -> int:
    """Let what was held go on, or pass it over; return how many items will be posted.

    Args:
        wanted: how many of the newest are wanted; None for all.
    """
    async with database.transaction() as transaction:
        rows = await transaction.fetch(
            """
            SELECT item_id FROM feed_entries WHERE guild_id = $1 AND feed_id = $2 AND state = 'held'
            ORDER BY item_id DESC
            """,
            guild_id,
            feed_id,
        )
        for place, row in enumerate(rows):
            if wanted is None or place < wanted:
                await transaction.execute(
                    "UPDATE feed_entries SET state = 'due', next_try = $3 WHERE feed_id = $1 AND item_id = $2",
                    feed_id,
                    row["item_id"],
                    int(now.timestamp()),
                )
            else:
                await transaction.execute(
                    "DELETE FROM feed_entries WHERE feed_id = $1 AND item_id = $2", feed_id, row["item_id"]
                )
                await feed_items.drop_texts(transaction, row["item_id"])
        await transaction.execute(
            "UPDATE feeds SET is_flood_told = 0 WHERE guild_id = $1 AND feed_id = $2", guild_id, feed_id
        )
    return len(rows) if wanted is None else min(wanted, len(rows))


WATCHED = """
SELECT f.feed_id, f.guild_id, f.channel_id, f.placing, f.role_id, f.show_id, f.accepts, f.is_paused, f.told,
    f.is_flood_told, s.address, s.title, s.is_gone, s.failing_since, s.failure,
    (
        SELECT count(*) FROM feed_entries e
        WHERE e.guild_id = f.guild_id AND e.feed_id = f.feed_id AND e.state = 'held'
    ) AS held
FROM feeds f JOIN feed_sources s ON s.source_id = f.source_id
"""


def watched_of(row: Row) -> WatchedFeed:
    """Return the feed that a row of `WATCHED` holds."""
    return WatchedFeed(
        feed_id=row["feed_id"],
        guild_id=row["guild_id"],
        address=row["address"],
        title=row["title"],
        destination=feed_items.destination_of(row),
        show_id=row["show_id"],
        accepts=Accepts(row["accepts"]),
        is_paused=bool(row["is_paused"]),
        is_gone=bool(row["is_gone"]),
        failing_since=instant(row["failing_since"]),
        failure=row["failure"],
        held=row["held"],
    )
