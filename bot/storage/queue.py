"""The queue: texts that may be reviews, until people say of which show and episode they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from bot.episodes import EpisodeNumber, EpisodeSpan
from bot.storage.database import Database, Transaction
from bot.storage.deliveries import Destination, Placing


@dataclass(frozen=True, slots=True)
class Entry:
    """A text that waits in the queue. `reason` is neutral; title and body may tell of the episode.

    `source_key` is what it is known again by; `author` and `published` are those of the item it came as.
    """

    entry_id: int
    source_key: str
    url: str | None
    title: str | None = field(repr=False)
    body: str = field(repr=False)
    reason: str
    show_id: int | None
    span: EpisodeSpan | None
    destination: Destination | None
    author: str | None
    published: date | None


async def add(
    transaction: Transaction,
    guild_id: int,
    *,
    source_key: str,
    body: str,
    reason: str,
    now: datetime,
    url: str | None = None,
    title: str | None = None,
    show_id: int | None = None,
    span: EpisodeSpan | None = None,
    destination: Destination | None = None,
    author: str | None = None,
    published: date | None = None,
) -> None:
    """Put a text into a guild's queue; one that waits there already gets the newer text.

    Args:
        source_key: what the text is known again by.
        body: the text as it came, to be read again once it is placed.
        reason: why it could not be placed, in a sentence that tells nothing of the episode.
        show_id: the show it may be of.
        span: the episodes it may be of.
        destination: where it is to be posted once it is placed.
        author: who wrote it, where the text does not say.
        published: when, likewise.
    """
    await transaction.execute(
        """
        INSERT INTO review_queue (
            guild_id, source_key, url, title, body, reason, guessed_show_id, guessed_first, guessed_last,
            channel_id, role_id, placing, created_at, author, published
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        ON CONFLICT (guild_id, source_key) DO UPDATE SET title = excluded.title, body = excluded.body
        """,
        guild_id,
        source_key,
        url,
        title,
        body,
        reason,
        show_id,
        *((span.first.hundredths, span.last.hundredths) if span else (None, None)),
        *((destination.channel_id, destination.role_id, destination.placing.value) if destination else (None,) * 3),
        int(now.timestamp()),
        author,
        None if published is None else int(datetime.combine(published, time(), UTC).timestamp()),
    )


async def renew(transaction: Transaction, guild_id: int, source_key: str, *, title: str | None, body: str) -> None:
    """Give a text that waits its newest wording; one that does not wait any more is left alone."""
    await transaction.execute(
        "UPDATE review_queue SET title = $3, body = $4 WHERE guild_id = $1 AND source_key = $2",
        guild_id,
        source_key,
        title,
        body,
    )


async def waiting(database: Database, guild_id: int) -> list[int]:
    """Return the ids of a guild's entries, the oldest first."""
    rows = await database.fetch("SELECT entry_id FROM review_queue WHERE guild_id = $1 ORDER BY entry_id", guild_id)
    return [row["entry_id"] for row in rows]


async def find(database: Database, guild_id: int, entry_id: int) -> Entry | None:
    """Return an entry of a guild, or None where it was decided, or is another guild's."""
    row = await database.fetchrow(
        """
        SELECT source_key, url, title, body, reason, guessed_show_id, guessed_first, guessed_last, channel_id, role_id,
            placing, author, published
        FROM review_queue WHERE guild_id = $1 AND entry_id = $2
        """,
        guild_id,
        entry_id,
    )
    if row is None:
        return None
    first, last = row["guessed_first"], row["guessed_last"]
    return Entry(
        entry_id=entry_id,
        source_key=row["source_key"],
        url=row["url"],
        title=row["title"],
        body=row["body"],
        reason=row["reason"],
        show_id=row["guessed_show_id"],
        span=None if first is None else EpisodeSpan(EpisodeNumber(first), EpisodeNumber(last)),
        destination=None
        if row["channel_id"] is None
        else Destination(row["channel_id"], Placing(row["placing"] or Placing.CARD), row["role_id"]),
        author=row["author"],
        published=None if row["published"] is None else datetime.fromtimestamp(row["published"], UTC).date(),
    )


async def take(database: Database | Transaction, guild_id: int, entry_id: int) -> bool:
    """Take an entry out of the queue; return False where someone has done so already."""
    return bool(
        await database.execute("DELETE FROM review_queue WHERE guild_id = $1 AND entry_id = $2", guild_id, entry_id)
    )
