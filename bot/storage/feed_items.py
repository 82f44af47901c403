"""The items of feeds, and which guilds have yet to have them.

What is new becomes an entry for each guild that watches its address, in the transaction that notes it as seen: from
then on a crash can neither lose it nor bring it twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.feeds.model import Item
from bot.storage.database import Database, Transaction
from bot.storage.deliveries import Destination, Placing
from bot.storage.driver import Row, instant

FLOOD = 5
"""New items at once that are posted without asking; more may be a feed that gives its old ones out anew."""


class Accepts(StrEnum):
    """Which items of a feed a guild wants."""

    FOLLOWED = "followed"
    ANIME = "anime"
    EVERYTHING = "everything"


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
    await drop_texts(transaction, item.item_id)
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


async def note_items(transaction: Transaction, source_id: int, items: Sequence[Item], now: datetime) -> dict[str, int]:
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
            await keep_text(transaction, item_id, item)
            await add_entries(
                transaction,
                "source_id = $5 AND is_paused = 0",
                source_id,
                item_id,
                state if there is None else "due",
                is_change=there is not None,
                now=now,
            )
    return ids


async def keep_text(transaction: Transaction, item_id: int, item: Item) -> None:
    """Keep the newest wording of an item, within a transaction, until all who are to have it have had it."""
    # The link stays what it was at first: reviews are known again by it.
    await transaction.execute(
        "UPDATE feed_items SET title = $2, author = $3, body = $4, is_excerpt = $5 WHERE item_id = $1",
        item_id,
        item.title,
        item.author,
        item.body,
        int(item.is_excerpt),
    )


async def add_entries(
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


async def drop_texts(transaction: Transaction, item_id: int) -> None:
    """Drop the wording of an item, within a transaction, where nobody has yet to have it."""
    await transaction.execute(
        """
        UPDATE feed_items SET body = NULL
        WHERE item_id = $1 AND NOT EXISTS (SELECT 1 FROM feed_entries e WHERE e.item_id = $1)
        """,
        item_id,
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
        published=instant(first["published"]),
        body=first["body"] or "",
        is_excerpt=bool(first["is_excerpt"]),
        entries=tuple(
            Entry(
                row["guild_id"],
                row["feed_id"],
                destination_of(row),
                row["show_id"],
                Accepts(row["accepts"]),
                is_change=bool(row["is_change"]),
                attempts=row["attempts"],
            )
            for row in rows
        ),
    )


def destination_of(row: Row) -> Destination:
    """Return the destination that the columns of a feed name."""
    return Destination(row["channel_id"], Placing(row["placing"]), row["role_id"])


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
