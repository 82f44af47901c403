"""What the keepers of feeds have yet to be told, each once."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from bot.storage.database import Database
from bot.storage.feeds import WATCHED, WatchedFeed, watched_of


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
        {WATCHED} WHERE f.feed_id IN (
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
        feed = watched_of(row)
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


async def give_back(database: Database, feed: WatchedFeed, what: News) -> None:
    """Note that the keepers could not be told after all, so that they are later."""
    change = {
        News.FAILING: "told = NULL",
        News.GONE: "told = NULL",
        News.RECOVERED: "told = 'failing'",
        News.FLOOD: "is_flood_told = 0",
    }[what]
    await database.execute(
        f"UPDATE feeds SET {change} WHERE guild_id = $1 AND feed_id = $2",  # noqa: S608 - from above
        feed.guild_id,
        feed.feed_id,
    )
