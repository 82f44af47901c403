"""Rating polls: one an episode and guild, open or closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.episodes import EpisodeNumber
from bot.shows import Show
from bot.storage.database import Database, Transaction
from bot.storage.driver import Row, instant
from bot.storage.standing import CHANGED, SOON, Standing, Table, standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll(Standing):
    """The poll of an episode, as it was when it was read.

    `closes_at` is when it closes by itself, or was closed.
    """

    show: Show
    episode: EpisodeNumber
    is_open: bool
    closes_at: datetime | None


async def claim(
    database: Database,
    show: Show,
    episode: EpisodeNumber,
    *,
    channel_id: int,
    closes_at: datetime | None,
    now: datetime,
) -> tuple[Poll, bool]:
    """Note that an episode's poll is to be posted; return it, or the one there is, and whether it is new.

    Raises:
        StorageConflict: the show is not followed any more.
    """
    async with database.transaction() as transaction:
        is_new = await transaction.execute(
            """
            INSERT INTO rating_polls (guild_id, show_id, episode, channel_id, closes_at, next_try, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $6) ON CONFLICT (guild_id, show_id, episode) DO NOTHING
            """,
            show.guild_id,
            show.show_id,
            episode.hundredths,
            channel_id,
            _seconds(closes_at),
            _seconds(now),
        )
        poll = await find(transaction, show.guild_id, show.show_id, episode)
    assert poll is not None  # noqa: S101 - it was there, or was inserted
    return poll, bool(is_new)


async def find(database: Database | Transaction, guild_id: int, show_id: int, episode: EpisodeNumber) -> Poll | None:
    """Return the poll of an episode, or None where there never was one."""
    row = await database.fetchrow(
        f"{MESSAGES.select} WHERE m.guild_id = $1 AND m.show_id = $2 AND m.episode = $3",
        guild_id,
        show_id,
        episode.hundredths,
    )
    return None if row is None else _poll(row)


async def is_closed(database: Database, guild_id: int, show_id: int, episode: EpisodeNumber, now: datetime) -> bool:
    """Tell whether an episode has a poll, and it is closed, be it that its end has come and nobody has noted it."""
    poll = await find(database, guild_id, show_id, episode)
    return poll is not None and (not poll.is_open or (poll.closes_at is not None and poll.closes_at <= now))


async def close(database: Database, poll: Poll, now: datetime) -> bool:
    """Close a poll now; return False where it is closed already."""
    return bool(
        await database.execute(
            f"""
            UPDATE rating_polls SET state = 'closed', closes_at = $2, {SOON}
            WHERE poll_id = $1 AND state = 'open'
            """,  # noqa: S608 - a constant
            poll.row_id,
            _seconds(now),
        )
    )


async def close_due(database: Database, now: datetime) -> int:
    """Close every poll whose time has come, however long ago; return how many that were."""
    due = await database.fetchval(
        "SELECT 1 FROM rating_polls WHERE state = 'open' AND closes_at IS NOT NULL AND closes_at <= $1 LIMIT 1",
        _seconds(now),
    )
    if due is None:
        return 0
    return await database.execute(
        f"""
        UPDATE rating_polls SET state = 'closed', {CHANGED}
        WHERE state = 'open' AND closes_at IS NOT NULL AND closes_at <= $1
        """,  # noqa: S608 - a constant
        _seconds(now),
    )


async def reopen(database: Database, poll: Poll, closes_at: datetime | None, now: datetime) -> bool:
    """Open a closed poll again, with its votes; return False where it is open."""
    return bool(
        await database.execute(
            f"""
            UPDATE rating_polls SET state = 'open', closes_at = $3, {SOON}
            WHERE poll_id = $1 AND (state = 'closed' OR closes_at <= $2)
            """,  # noqa: S608 - a constant
            poll.row_id,
            _seconds(now),
            _seconds(closes_at),
        )
    )


def _poll(row: Row) -> Poll:
    return Poll(
        **standing(row, "poll_id"),
        show=Show(row["show_id"], row["guild_id"], row["title"], row["season"]),
        episode=EpisodeNumber(row["episode"]),
        is_open=row["state"] == "open",
        closes_at=instant(row["closes_at"]),
    )


MESSAGES: Table[Poll] = Table(
    "rating_polls",
    "poll_id",
    select="""
    SELECT m.*, s.title, s.season FROM rating_polls m JOIN shows s ON s.guild_id = m.guild_id AND s.show_id = m.show_id
    """,
    read=_poll,
)
"""The messages of polls."""


def _seconds(at: datetime | None) -> int | None:
    return None if at is None else int(at.timestamp())
