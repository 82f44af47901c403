"""Deliveries: which review is to stand in which channel, and whether it does.

A delivery is claimed in the transaction that stores its review, so that neither is there without the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from bot.episodes import EpisodeNumber, EpisodeSpan
from bot.shows import Show
from bot.storage.database import Database, Transaction
from bot.storage.driver import Row, instant


class Placing(StrEnum):
    """How a review stands in its channel; in a forum it is a post in any case."""

    CARD = "card"
    THREAD = "thread"
    DISCUSSION = "discussion"


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a guild wants a review: the channel, how it stands there, and the role that is mentioned, if any."""

    channel_id: int
    placing: Placing = Placing.CARD
    role_id: int | None = None


async def claim(
    transaction: Transaction, guild_id: int, review_id: int, destination: Destination, now: datetime
) -> bool:
    """Note that a review is to be posted; return False where that channel has it, or is to have it, already."""
    claimed = await transaction.execute(
        """
        INSERT INTO deliveries (guild_id, review_id, channel_id, placing, role_id, next_try, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $6)
        ON CONFLICT (guild_id, review_id, channel_id) DO NOTHING
        """,
        guild_id,
        review_id,
        destination.channel_id,
        destination.placing.value,
        destination.role_id,
        int(now.timestamp()),
    )
    return bool(claimed)


async def mark_changed(transaction: Transaction, guild_id: int, review_id: int, now: datetime) -> None:
    """Note that a review's text has changed, so that the messages that show it are to be written anew."""
    await transaction.execute(
        """
        UPDATE deliveries SET is_stale = 1, attempts = 0, first_try = NULL, next_try = $3
        WHERE guild_id = $1 AND review_id = $2 AND state = 'posted'
        """,
        guild_id,
        review_id,
        int(now.timestamp()),
    )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message of the bot stands."""

    channel_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """A review that is to stand in a channel, or whose message there is to be written anew.

    `content_hash` is that of the review as it was when this was read; what has another by then is written anew.
    `first_try` is when it failed first; `last_try` when it was last begun, which may have come through. `place` is
    where its message stands, once that is known; `is_posted` whether it does.
    """

    delivery_id: int
    guild_id: int
    review_id: int
    content_hash: str
    destination: Destination
    is_posted: bool
    attempts: int
    first_try: datetime | None
    last_try: datetime | None
    place: Place | None


async def guilds_due(database: Database, now: datetime) -> list[int]:
    """Return the guilds in which something is to be posted or written anew, the one that waits longest first."""
    rows = await database.fetch(
        """
        SELECT guild_id FROM deliveries WHERE (state = 'due' OR is_stale = 1) AND next_try <= $1
        GROUP BY guild_id ORDER BY min(next_try)
        """,
        int(now.timestamp()),
    )
    return [row["guild_id"] for row in rows]


async def due(database: Database, guild_id: int, now: datetime, *, most: int) -> list[Delivery]:
    """Return what is to be posted or written anew in a guild, in the order in which it was claimed."""
    rows = await database.fetch(
        """
        SELECT d.delivery_id, d.guild_id, d.review_id, d.channel_id, d.placing, d.role_id, d.state, d.attempts,
            d.first_try, d.last_try, d.place_id, d.message_id, r.content_hash
        FROM deliveries d JOIN reviews r ON r.guild_id = d.guild_id AND r.review_id = d.review_id
        WHERE d.guild_id = $1 AND (d.state = 'due' OR d.is_stale = 1) AND d.next_try <= $2
        ORDER BY d.delivery_id LIMIT $3
        """,
        guild_id,
        int(now.timestamp()),
        most,
    )
    return [_delivery(row) for row in rows]


async def begin(database: Database, delivery: Delivery, now: datetime) -> bool:
    """Note that a delivery is about to be posted; from here on it may have come through.

    False is returned where the review was taken back meanwhile.
    """
    return bool(
        await database.execute(
            "UPDATE deliveries SET last_try = $2 WHERE delivery_id = $1", delivery.delivery_id, int(now.timestamp())
        )
    )


async def mark_posted(transaction: Transaction, delivery: Delivery, place: Place, thread_id: int | None) -> bool:
    """Note where a delivery stands, and the thread that was opened for it, if one was.

    False is returned where the review was taken back while it was posted.
    """
    return bool(
        await transaction.execute(
            f"""
            UPDATE deliveries SET state = 'posted', place_id = $3, message_id = $4, thread_id = $5, failure = NULL,
                attempts = 0, first_try = NULL, is_told = 0, is_stale = {_HAS_CHANGED}
            WHERE delivery_id = $1
            """,  # noqa: S608 - a constant
            delivery.delivery_id,
            delivery.content_hash,
            place.channel_id,
            place.message_id,
            thread_id,
        )
    )


async def mark_fresh(database: Database, delivery: Delivery) -> None:
    """Note that the message shows the review as it was when the delivery was read."""
    await database.execute(
        f"""
        UPDATE deliveries SET attempts = 0, first_try = NULL, failure = NULL, is_stale = {_HAS_CHANGED}
        WHERE delivery_id = $1
        """,  # noqa: S608 - a constant
        delivery.delivery_id,
        delivery.content_hash,
    )


_HAS_CHANGED = """(
    SELECT CASE r.content_hash WHEN $2 THEN 0 ELSE 1 END FROM reviews r
    WHERE r.guild_id = deliveries.guild_id AND r.review_id = deliveries.review_id
)"""


async def put_off(database: Database, delivery: Delivery, failure: str, *, next_try: datetime, now: datetime) -> None:
    """Note that a delivery did not come through, and why, in a sentence."""
    await database.execute(
        """
        UPDATE deliveries SET attempts = attempts + 1, first_try = coalesce(first_try, $2), next_try = $3, failure = $4
        WHERE delivery_id = $1
        """,
        delivery.delivery_id,
        int(now.timestamp()),
        int(next_try.timestamp()),
        failure,
    )


async def give_up(database: Database, delivery: Delivery, failure: str) -> None:
    """Leave a delivery to the keepers; one that stands already is left as it is."""
    await database.execute(
        """
        UPDATE deliveries SET is_stale = 0, failure = $2, state = CASE state WHEN 'due' THEN 'given_up' ELSE state END
        WHERE delivery_id = $1
        """,
        delivery.delivery_id,
        failure,
    )


async def claim_telling(database: Database, delivery: Delivery) -> bool:
    """Claim that the keepers are told that a delivery fails.

    False is returned where they have been told, of this one or of another that is to stand in the same channel: what
    one of them wants mended, all do.
    """
    return bool(
        await database.execute(
            """
            UPDATE deliveries SET is_told = 1 WHERE delivery_id = $1 AND is_told = 0 AND NOT EXISTS (
                SELECT 1 FROM deliveries o
                WHERE o.guild_id = $2 AND o.channel_id = $3 AND o.is_told = 1 AND o.state = 'due'
            )
            """,
            delivery.delivery_id,
            delivery.guild_id,
            delivery.destination.channel_id,
        )
    )


async def give_back_telling(database: Database, delivery: Delivery) -> None:
    """Note that the keepers could not be told, so that they are the next time it fails."""
    await database.execute("UPDATE deliveries SET is_told = 0 WHERE delivery_id = $1", delivery.delivery_id)


async def places_of(database: Database | Transaction, guild_id: int, review_id: int) -> list[Place]:
    """Return where the messages stand that show a review."""
    rows = await database.fetch(
        """
        SELECT channel_id, place_id, message_id FROM deliveries
        WHERE guild_id = $1 AND review_id = $2 AND message_id IS NOT NULL
        """,
        guild_id,
        review_id,
    )
    return [Place(row["place_id"] or row["channel_id"], row["message_id"]) for row in rows]


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A review that could not be posted, and what may be told of it."""

    delivery_id: int
    channel_id: int
    show: str
    span: EpisodeSpan
    author: str | None
    published: date | None


async def given_up(database: Database, guild_id: int) -> list[GivenUp]:
    """Return what a guild's channels could not be given, the oldest first."""
    rows = await database.fetch(
        """
        SELECT d.delivery_id, d.channel_id, r.first_episode, r.last_episode, r.author, r.published, s.title, s.season
        FROM deliveries d
        JOIN reviews r ON r.guild_id = d.guild_id AND r.review_id = d.review_id
        JOIN shows s ON s.guild_id = r.guild_id AND s.show_id = r.show_id
        WHERE d.guild_id = $1 AND d.state = 'given_up'
        ORDER BY d.delivery_id
        """,
        guild_id,
    )
    return [
        GivenUp(
            delivery_id=row["delivery_id"],
            channel_id=row["channel_id"],
            show=Show(0, guild_id, row["title"], row["season"]).label,
            span=EpisodeSpan(EpisodeNumber(row["first_episode"]), EpisodeNumber(row["last_episode"])),
            author=row["author"],
            published=None if row["published"] is None else datetime.fromtimestamp(row["published"], UTC).date(),
        )
        for row in rows
    ]


async def try_again(database: Database, guild_id: int, delivery_id: int, now: datetime) -> bool:
    """Have a delivery that was given up tried again, from now on; return False where it is given up no more."""
    return bool(
        await database.execute(
            """
            UPDATE deliveries
            SET state = 'due', attempts = 0, first_try = NULL, next_try = $3, failure = NULL, is_told = 0
            WHERE guild_id = $1 AND delivery_id = $2 AND state = 'given_up'
            """,
            guild_id,
            delivery_id,
            int(now.timestamp()),
        )
    )


async def let_be(database: Database, guild_id: int, delivery_id: int) -> bool:
    """Drop a delivery that was given up; the review stays. Return False where it is given up no more."""
    return bool(
        await database.execute(
            "DELETE FROM deliveries WHERE guild_id = $1 AND delivery_id = $2 AND state = 'given_up'",
            guild_id,
            delivery_id,
        )
    )


def _delivery(row: Row) -> Delivery:
    return Delivery(
        delivery_id=row["delivery_id"],
        guild_id=row["guild_id"],
        review_id=row["review_id"],
        content_hash=row["content_hash"],
        destination=Destination(row["channel_id"], Placing(row["placing"]), row["role_id"]),
        is_posted=row["state"] == "posted",
        attempts=row["attempts"],
        first_try=instant(row["first_try"]),
        last_try=instant(row["last_try"]),
        place=None if row["message_id"] is None else Place(row["place_id"] or row["channel_id"], row["message_id"]),
    )
