"""How much the database holds and what waits in it, in numbers, and whether it can be written to."""

from __future__ import annotations

from datetime import datetime

from bot.storage import state
from bot.storage.database import Database


async def size(database: Database) -> int:
    """Return the database's size in bytes, less what still lies in its log."""
    value: int = await database.fetchval("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
    return value


async def queues(database: Database) -> dict[str, int]:
    """Return how much waits in each queue: reviews, items of feeds, decisions of keepers, messages, hidings."""
    row = await database.fetchrow(
        """
        SELECT
            (SELECT count(*) FROM deliveries WHERE state = 'due' OR is_stale = 1) AS deliveries,
            (SELECT count(*) FROM deliveries WHERE state = 'given_up') AS deliveries_given_up,
            (SELECT count(*) FROM feed_entries WHERE state = 'due') AS feed_items,
            (SELECT count(*) FROM feed_entries WHERE state = 'held') AS feed_items_held,
            (SELECT count(*) FROM review_queue) AS decisions,
            (SELECT count(*) FROM rating_polls WHERE is_wanted = 1 AND shown_version <> version) AS polls,
            (SELECT count(*) FROM loose_end_boards WHERE is_wanted = 1 AND shown_version <> version) AS boards,
            (SELECT count(*) FROM discussions WHERE is_wanted = 1 AND shown_version <> version) AS discussions,
            (SELECT count(*) FROM hidings) AS hidings
        """
    )
    return {} if row is None else {name: row[name] for name in row.keys()}  # noqa: SIM118 - a row iterates values


async def feeds(database: Database) -> dict[str, int]:
    """Return how many addresses of feeds are well, failing, and gone for good."""
    rows = await database.fetch(
        """
        SELECT CASE WHEN is_gone = 1 THEN 'gone' WHEN failing_since IS NOT NULL THEN 'failing' ELSE 'well' END AS state,
            count(*) AS many
        FROM feed_sources GROUP BY 1
        """
    )
    return {"well": 0, "failing": 0, "gone": 0, **{row["state"]: row["many"] for row in rows}}


async def must_take_writes(database: Database, now: datetime) -> None:
    """Write to the database.

    Raises:
        StorageError: it does not take what is written.
    """
    await state.remember(database, "last asked whether all is well", str(int(now.timestamp())))
