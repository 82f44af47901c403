"""Feeds: the addresses that are watched, which guild watches them, and what those guilds have yet to have.

An address is looked at once for all guilds. What is new in it becomes an entry for each guild that watches it, in the
transaction that notes it as seen: from then on a crash can neither lose it nor bring it twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from bot.errors import Mistake
from bot.feeds.model import Feed, Item
from bot.storage.database import Database, Transaction
from bot.storage.deliveries import Destination, Placing
from bot.storage.driver import Row

MOST_FEEDS = 50
"""Feeds that a guild may watch."""
FLOOD = 5
"""New items at once that are posted without asking; more may be a feed that gives its old ones out anew."""


class Accepts(StrEnum):
    """Which items of a feed a guild wants."""

    FOLLOWED = "followed"
    ANIME = "anime"
    EVERYTHING = "everything"


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


@dataclass(frozen=True, slots=True)
class Entry:
    """An item that a guild is to have, with what the guild wants of the feed it came from."""

    guild_id: int
    feed_id: int
    destination: Destination
    show_id: int | None
    accepts: Accepts
    is_change: bool
    attempts: int


@dataclass(frozen=True, slots=True)
class DueItem:
    """An item with its text, and the guilds that are to have it."""

    item_id: int
    content_hash: str
    source_key: str
    link: str | None
    title: str | None
    author: str | None
    published: datetime | None
    body: str
    is_excerpt: bool
    entries: tuple[Entry, ...]


# Watching


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
        ids = await _note_items(transaction, source_id, fresh.feed.items, now)
        await _note_success(transaction, source_id, fresh)
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
            await _keep_text(transaction, ids[item.key], item)
            await _add_entries(transaction, "feed_id = $5", feed_id, ids[item.key], "due", is_change=False, now=now)
    return feed_id


async def of_guild(database: Database, guild_id: int) -> list[WatchedFeed]:
    """Return what a guild watches, in the order in which it was added."""
    return [
        _watched(row) for row in await database.fetch(f"{_WATCHED} WHERE f.guild_id = $1 ORDER BY f.feed_id", guild_id)
    ]


async def find(database: Database, guild_id: int, feed_id: int) -> WatchedFeed | None:
    """Return a feed of a guild, or None, whatever another guild has under that number."""
    row = await database.fetchrow(f"{_WATCHED} WHERE f.guild_id = $1 AND f.feed_id = $2", guild_id, feed_id)
    return None if row is None else _watched(row)


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
        await _note_items(transaction, source_id, fresh.feed.items, now)
        await _note_success(transaction, source_id, fresh)
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
        await _forget_unwatched(transaction, source_id)
        return True


# Looking


async def take_due(database: Database, now: datetime, *, lease: timedelta, most: int) -> list[Source]:
    """Return addresses that are to be looked at, and put them off by `lease`, so that nobody else takes them."""
    async with database.transaction() as transaction:
        rows = await transaction.fetch(
            """
            UPDATE feed_sources SET next_look = $2 WHERE source_id IN (
                SELECT source_id FROM feed_sources s
                WHERE is_gone = 0 AND next_look <= $1
                    AND EXISTS (SELECT 1 FROM feeds f WHERE f.source_id = s.source_id AND f.is_paused = 0)
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
        await _note_items(transaction, source.source_id, fresh.feed.items, now)
        await _note_success(transaction, source.source_id, fresh)


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
        await _forget_unwatched(transaction, source.source_id)


# What is to be filed


async def due_items(database: Database, now: datetime, *, most: int) -> list[DueItem]:
    """Return items that guilds are to have, the oldest first, each with all guilds that are to have it now."""
    rows = await database.fetch(
        """
        SELECT i.item_id, i.content_hash, i.source_id, i.item_key, i.link, i.title, i.author, i.published, i.body,
            i.is_excerpt, e.is_change, e.attempts, f.guild_id, f.feed_id, f.channel_id, f.placing, f.role_id, f.show_id,
            f.accepts
        FROM (
            SELECT DISTINCT item_id FROM feed_entries WHERE state = 'due' AND next_try <= $1 ORDER BY item_id LIMIT $2
        ) AS d
        JOIN feed_items i ON i.item_id = d.item_id
        JOIN feed_entries e ON e.item_id = d.item_id AND e.state = 'due' AND e.next_try <= $1
        JOIN feeds f ON f.guild_id = e.guild_id AND f.feed_id = e.feed_id
        ORDER BY i.item_id, f.feed_id
        """,
        int(now.timestamp()),
        most,
    )
    grouped: dict[int, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row["item_id"], []).append(row)
    return [_due(of_item) for of_item in grouped.values()]


async def done_with(transaction: Transaction, entry: Entry, item: DueItem) -> bool:
    """Note, within a transaction, that a guild has had an item.

    Return False where that was noted before, and where the item's words have changed since: then it stays due.
    """
    done = await transaction.execute(
        """
        DELETE FROM feed_entries WHERE guild_id = $1 AND feed_id = $2 AND item_id = $3
            AND EXISTS (SELECT 1 FROM feed_items WHERE item_id = $3 AND content_hash = $4)
        """,
        entry.guild_id,
        entry.feed_id,
        item.item_id,
        item.content_hash,
    )
    await _drop_texts(transaction, item.item_id)
    return bool(done)


async def put_off(database: Database, item: DueItem, next_try: datetime) -> None:
    """Note that an item could not be dealt with yet."""
    async with database.transaction() as transaction:
        for entry in item.entries:
            await transaction.execute(
                "UPDATE feed_entries SET attempts = attempts + 1, next_try = $3 WHERE feed_id = $1 AND item_id = $2",
                entry.feed_id,
                item.item_id,
                int(next_try.timestamp()),
            )


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
                await _drop_texts(transaction, row["item_id"])
        await transaction.execute(
            "UPDATE feeds SET is_flood_told = 0 WHERE guild_id = $1 AND feed_id = $2", guild_id, feed_id
        )
    return len(rows) if wanted is None else min(wanted, len(rows))


# What the keepers are told


class News(StrEnum):
    """What the keepers of a feed are told once."""

    FAILING = "failing"
    GONE = "gone"
    RECOVERED = "recovered"
    FLOOD = "flood"


async def news(database: Database, now: datetime, *, failing_for: timedelta) -> list[tuple[News, WatchedFeed]]:
    """Return what keepers have not been told yet. Whoever tells it claims it first, with `tell`."""
    rows = await database.fetch(
        f"""
        {_WATCHED} WHERE f.feed_id IN (
            SELECT o.feed_id FROM feed_sources t JOIN feeds o ON o.source_id = t.source_id
            WHERE t.failing_since <= $1 AND o.told IS NULL
            UNION
            SELECT o.feed_id FROM feed_sources t JOIN feeds o ON o.source_id = t.source_id
            WHERE t.is_gone = 1 AND (o.told IS NULL OR o.told = 'failing')
            UNION
            SELECT o.feed_id FROM feeds o JOIN feed_sources t ON t.source_id = o.source_id
            WHERE o.told IS NOT NULL AND t.failing_since IS NULL AND t.is_gone = 0
            UNION
            SELECT e.feed_id FROM feed_entries e JOIN feeds o ON o.feed_id = e.feed_id
            WHERE e.state = 'held' AND o.is_flood_told = 0
        )
        """,  # noqa: S608 - a constant
        int((now - failing_for).timestamp()),
    )
    found = []
    for row in rows:
        feed = _watched(row)
        if feed.is_gone and row["told"] != "gone":
            found.append((News.GONE, feed))
        elif row["told"] is None and feed.failing_since and feed.failing_since <= now - failing_for:
            found.append((News.FAILING, feed))
        elif row["told"] is not None and not feed.is_gone and feed.failing_since is None:
            found.append((News.RECOVERED, feed))
        if feed.held and not row["is_flood_told"]:
            found.append((News.FLOOD, feed))
    return found


async def tell(database: Database, feed: WatchedFeed, what: News) -> bool:
    """Claim that the keepers are told of something; return False where somebody has told them already."""
    change, before = {
        News.FAILING: ("told = 'failing'", "told IS NULL"),
        News.GONE: ("told = 'gone'", "told IS NULL OR told = 'failing'"),
        News.RECOVERED: ("told = NULL", "told IS NOT NULL"),
        News.FLOOD: ("is_flood_told = 1", "is_flood_told = 0"),
    }[what]
    return bool(
        await database.execute(
            f"UPDATE feeds SET {change} WHERE guild_id = $1 AND feed_id = $2 AND ({before})",  # noqa: S608 - from above
            feed.guild_id,
            feed.feed_id,
        )
    )


_WATCHED = """
SELECT f.feed_id, f.guild_id, f.channel_id, f.placing, f.role_id, f.show_id, f.accepts, f.is_paused, f.told,
    f.is_flood_told, s.address, s.title, s.is_gone, s.failing_since, s.failure,
    (
        SELECT count(*) FROM feed_entries e
        WHERE e.guild_id = f.guild_id AND e.feed_id = f.feed_id AND e.state = 'held'
    ) AS held
FROM feeds f JOIN feed_sources s ON s.source_id = f.source_id
"""


def _watched(row: Row) -> WatchedFeed:
    return WatchedFeed(
        feed_id=row["feed_id"],
        guild_id=row["guild_id"],
        address=row["address"],
        title=row["title"],
        destination=_destination(row),
        show_id=row["show_id"],
        accepts=Accepts(row["accepts"]),
        is_paused=bool(row["is_paused"]),
        is_gone=bool(row["is_gone"]),
        failing_since=_instant(row["failing_since"]),
        failure=row["failure"],
        held=row["held"],
    )


def _due(rows: Sequence[Row]) -> DueItem:
    first = rows[0]
    return DueItem(
        item_id=first["item_id"],
        content_hash=first["content_hash"],
        source_key=first["link"] or f"item:{first['source_id']}:{first['item_key']}",
        link=first["link"],
        title=first["title"],
        author=first["author"],
        published=_instant(first["published"]),
        body=first["body"] or "",
        is_excerpt=bool(first["is_excerpt"]),
        entries=tuple(
            Entry(
                row["guild_id"],
                row["feed_id"],
                _destination(row),
                row["show_id"],
                Accepts(row["accepts"]),
                is_change=bool(row["is_change"]),
                attempts=row["attempts"],
            )
            for row in rows
        ),
    )


def _destination(row: Row) -> Destination:
    return Destination(row["channel_id"], Placing(row["placing"]), row["role_id"])


def _instant(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


async def _note_success(transaction: Transaction, source_id: int, fresh: Fresh) -> None:
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


async def _note_items(transaction: Transaction, source_id: int, items: Sequence[Item], now: datetime) -> dict[str, int]:
    """Note the items of a source, those that are new as entries of all who watch it; return their ids by key."""
    known, taken = await _known(transaction, source_id, items)
    is_wanted = await transaction.fetchval(
        "SELECT 1 FROM feeds WHERE source_id = $1 AND is_paused = 0 LIMIT 1", source_id
    )
    new = [item for item in items if item.key not in known]
    state = "held" if len(new) > FLOOD else "due"
    ids: dict[str, int] = {}
    for item in reversed(items):  # the oldest first, so that they are posted in their order
        there = known.get(item.key)
        if there is None:
            item_id = await _insert(transaction, source_id, item, now)
        else:
            item_id = there["item_id"]
            if there["item_key"] != item.key and item.key not in taken:
                await transaction.execute("UPDATE feed_items SET item_key = $2 WHERE item_id = $1", item_id, item.key)
            if there["content_hash"] == item.content_hash:
                ids[item.key] = item_id
                continue
            await transaction.execute(
                "UPDATE feed_items SET content_hash = $2 WHERE item_id = $1", item_id, item.content_hash
            )
        ids[item.key] = item_id
        if is_wanted:
            await _keep_text(transaction, item_id, item)
            await _add_entries(
                transaction,
                "source_id = $5 AND is_paused = 0",
                source_id,
                item_id,
                state if there is None else "due",
                is_change=there is not None,
                now=now,
            )
    return ids


async def _known(
    transaction: Transaction, source_id: int, items: Sequence[Item]
) -> tuple[dict[str, Row], frozenset[str]]:
    """Return the rows of items that were seen before, by the key that each has now, and the keys that are taken."""
    keys = [item.key for item in items]
    twins = [item.twin_key for item in items if item.twin_key]
    if not keys:
        return {}, frozenset()
    rows = await transaction.fetch(
        f"""
        SELECT item_id, item_key, twin_key, content_hash FROM feed_items
        WHERE source_id = $1 AND item_key IN ({_marks(2, len(keys))})
        UNION
        SELECT item_id, item_key, twin_key, content_hash FROM feed_items
        WHERE source_id = $1 AND twin_key IN ({_marks(2 + len(keys), len(twins))})
        """,  # noqa: S608 - placeholders
        source_id,
        *keys,
        *twins,
    )
    by_key = {row["item_key"]: row for row in rows}
    # A twin that stands in the feed under its own key is another item, and not this one under a new guid.
    by_twin = {row["twin_key"]: row for row in rows if row["twin_key"] and row["item_key"] not in keys}
    found: dict[str, Row] = {}
    for item in items:
        row = by_key.get(item.key)
        if row is None or row["twin_key"] != item.twin_key:
            # Of two items with one guid, the later comes to bear the key of the earlier when that has left the feed.
            row = by_twin.pop(item.twin_key, None) or row
        if row is not None:
            found[item.key] = row
    return found, frozenset(by_key)


def _marks(first: int, count: int) -> str:
    return ", ".join(f"${number}" for number in range(first, first + count))


async def _insert(transaction: Transaction, source_id: int, item: Item, now: datetime) -> int:
    item_id: int = await transaction.fetchval(
        """
        INSERT INTO feed_items (source_id, item_key, twin_key, content_hash, link, title, author, published, seen_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING item_id
        """,
        source_id,
        item.key,
        item.twin_key,
        item.content_hash,
        item.link,
        item.title,
        item.author,
        int(item.published.timestamp()) if item.published else None,
        int(now.timestamp()),
    )
    return item_id


async def _keep_text(transaction: Transaction, item_id: int, item: Item) -> None:
    # The link stays what it was at first: reviews are known again by it.
    await transaction.execute(
        "UPDATE feed_items SET title = $2, author = $3, body = $4, is_excerpt = $5 WHERE item_id = $1",
        item_id,
        item.title,
        item.author,
        item.body,
        int(item.is_excerpt),
    )


async def _add_entries(
    transaction: Transaction, which: str, which_id: int, item_id: int, state: str, *, is_change: bool, now: datetime
) -> None:
    """Add an item to what is to be had by those feeds of which a condition, with `$5` for its id, is true."""
    # One that waits is left as it is: it will be dealt with in its newest wording.
    await transaction.execute(
        f"""
        INSERT INTO feed_entries (guild_id, feed_id, item_id, state, is_change, next_try)
        SELECT guild_id, feed_id, $1, $2, $3, $4 FROM feeds WHERE {which}
        ON CONFLICT (feed_id, item_id) DO NOTHING
        """,  # noqa: S608 - one of two constants
        item_id,
        state,
        int(is_change),
        int(now.timestamp()),
        which_id,
    )


async def _drop_texts(transaction: Transaction, item_id: int) -> None:
    await transaction.execute(
        """
        UPDATE feed_items SET body = NULL
        WHERE item_id = $1 AND NOT EXISTS (SELECT 1 FROM feed_entries e WHERE e.item_id = $1)
        """,
        item_id,
    )


async def _forget_unwatched(transaction: Transaction, source_id: int) -> None:
    await transaction.execute(
        """
        DELETE FROM feed_sources
        WHERE source_id = $1 AND NOT EXISTS (SELECT 1 FROM feeds f WHERE f.source_id = $1)
        """,
        source_id,
    )
