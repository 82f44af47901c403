"""Rating polls: one an episode and guild, open or closed, and whether its message shows what is so.

What changes a poll counts its version on, in the same transaction; whoever shows it notes the version that it had read
before. A change that comes between is thus never taken for shown.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.episodes import EpisodeNumber
from bot.shows import Show
from bot.storage.database import Database, Transaction
from bot.storage.driver import Row

BETWEEN_EDITS = timedelta(seconds=5)
"""A message is not written anew more often than that, however many vote."""
LEASE = timedelta(minutes=2)
"""How long a poll stays taken by whoever posts or edits it; after a crash it is due again when that has passed."""


@dataclass(frozen=True, slots=True)
class Poll:
    """The poll of an episode, as it was when it was read.

    `message_id` is None where its message is not posted yet or was found deleted; `is_wanted` tells the two apart.
    `begun_at` is when posting was last begun, which may have come through; `posting` counts how often it was asked for.
    `closes_at` is when it closes by itself, or was closed.
    """

    poll_id: int
    show: Show
    episode: EpisodeNumber
    channel_id: int
    message_id: int | None
    is_wanted: bool
    posting: int
    is_open: bool
    closes_at: datetime | None
    version: int
    begun_at: datetime | None
    attempts: int


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
        f"{_POLLS} WHERE p.guild_id = $1 AND p.show_id = $2 AND p.episode = $3",
        guild_id,
        show_id,
        episode.hundredths,
    )
    return None if row is None else _poll(row)


async def is_closed(database: Database, guild_id: int, show_id: int, episode: EpisodeNumber, now: datetime) -> bool:
    """Tell whether an episode has a poll, and it is closed, be it that its end has come and nobody has noted it."""
    poll = await find(database, guild_id, show_id, episode)
    return poll is not None and (not poll.is_open or (poll.closes_at is not None and poll.closes_at <= now))


async def ask_anew(database: Database, poll: Poll, channel_id: int, now: datetime) -> bool:
    """Note that a poll whose message is gone is to be posted again, in a channel; False where it is already."""
    return bool(
        await database.execute(
            """
            UPDATE rating_polls SET channel_id = $3, message_id = NULL, is_wanted = 1, posting = posting + 1,
                begun_at = NULL, attempts = 0, is_told = 0, next_try = $4, version = version + 1
            WHERE poll_id = $1 AND posting = $2
            """,
            poll.poll_id,
            poll.posting,
            channel_id,
            _seconds(now),
        )
    )


async def close(database: Database, poll: Poll, now: datetime) -> bool:
    """Close a poll now; return False where it is closed already."""
    return bool(
        await database.execute(
            f"""
            UPDATE rating_polls SET state = 'closed', closes_at = $2, {_SOON}
            WHERE poll_id = $1 AND state = 'open'
            """,  # noqa: S608 - a constant
            poll.poll_id,
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
        """
        UPDATE rating_polls SET state = 'closed', version = version + 1
        WHERE state = 'open' AND closes_at IS NOT NULL AND closes_at <= $1
        """,
        _seconds(now),
    )


async def reopen(database: Database, poll: Poll, closes_at: datetime | None, now: datetime) -> bool:
    """Open a closed poll again, with its votes; return False where it is open."""
    return bool(
        await database.execute(
            f"""
            UPDATE rating_polls SET state = 'open', closes_at = $3, {_SOON}
            WHERE poll_id = $1 AND (state = 'closed' OR closes_at <= $2)
            """,  # noqa: S608 - a constant
            poll.poll_id,
            _seconds(now),
            _seconds(closes_at),
        )
    )


async def take_due(database: Database, now: datetime, *, most: int) -> list[Poll]:
    """Take the polls that are to be posted or edited, the longest due first: nobody else is given them for `LEASE`."""
    if not await database.fetch(f"{_POLLS} {_DUE}", _seconds(now), most):
        return []  # without waiting for the writer, every few seconds
    async with database.transaction() as transaction:
        rows = await transaction.fetch(f"{_POLLS} {_DUE}", _seconds(now), most)
        for row in rows:
            await transaction.execute(
                "UPDATE rating_polls SET next_try = $2 WHERE poll_id = $1", row["poll_id"], _seconds(now + LEASE)
            )
    return [_poll(row) for row in rows]


async def begin(database: Database, poll: Poll, now: datetime) -> bool:
    """Note that a poll is about to be posted; False where it is not to be any more."""
    return bool(
        await database.execute(
            "UPDATE rating_polls SET begun_at = $3 WHERE poll_id = $1 AND posting = $2",
            poll.poll_id,
            poll.posting,
            _seconds(now),
        )
    )


async def mark_posted(database: Database, poll: Poll, message_id: int, now: datetime) -> bool:
    """Note where a poll stands; False where it was removed, or asked for elsewhere, meanwhile.

    One that was begun before may be found as it was posted then, so that it is not known what it shows.
    """
    return bool(
        await database.execute(
            f"""
            UPDATE rating_polls SET message_id = $4, begun_at = NULL, {_SHOWN}
            WHERE poll_id = $1 AND posting = $5
            """,  # noqa: S608 - a constant
            poll.poll_id,
            poll.version if poll.begun_at is None else 0,
            _after_edit(now),
            message_id,
            poll.posting,
        )
    )


async def mark_shown(database: Database, poll: Poll, now: datetime) -> None:
    """Note that the message shows the poll as it was when it was read, or newer."""
    await database.execute(
        f"UPDATE rating_polls SET {_SHOWN} WHERE poll_id = $1 AND posting = $4",  # noqa: S608 - a constant
        poll.poll_id,
        poll.version,
        _after_edit(now),
        poll.posting,
    )


async def mark_gone(database: Database, poll: Poll) -> bool:
    """Note that there is no message of a poll, and none is to be made until someone asks; False if that is noted."""
    return bool(
        await database.execute(
            """
            UPDATE rating_polls SET message_id = NULL, is_wanted = 0
            WHERE poll_id = $1 AND posting = $2 AND is_wanted = 1
            """,
            poll.poll_id,
            poll.posting,
        )
    )


async def put_off(database: Database, poll: Poll, next_try: datetime) -> None:
    """Note that a poll could not be posted or edited."""
    await database.execute(
        "UPDATE rating_polls SET attempts = attempts + 1, next_try = $2 WHERE poll_id = $1",
        poll.poll_id,
        _seconds(next_try),
    )


async def claim_telling(database: Database, poll: Poll) -> bool:
    """Claim that the keepers are told that a poll can't be shown; False where they have been told."""
    return bool(
        await database.execute("UPDATE rating_polls SET is_told = 1 WHERE poll_id = $1 AND is_told = 0", poll.poll_id)
    )


_POLLS = """
SELECT p.poll_id, p.guild_id, p.show_id, p.episode, p.channel_id, p.message_id, p.is_wanted, p.posting, p.state,
    p.closes_at, p.version, p.begun_at, p.attempts, s.title, s.season
FROM rating_polls p JOIN shows s ON s.guild_id = p.guild_id AND s.show_id = p.show_id
"""
_DUE = """
WHERE p.is_wanted = 1 AND p.shown_version <> p.version AND p.next_try <= $1 ORDER BY p.next_try, p.poll_id LIMIT $2
"""
# What failed before is tried at once: whoever closes or opens a poll may have mended what stood in the way.
_SOON = "version = version + 1, next_try = CASE WHEN attempts > 0 THEN $2 ELSE next_try END, attempts = 0"
_SHOWN = "shown_version = $2, next_try = $3, attempts = 0, is_told = 0"


def _poll(row: Row) -> Poll:
    return Poll(
        poll_id=row["poll_id"],
        show=Show(row["show_id"], row["guild_id"], row["title"], row["season"]),
        episode=EpisodeNumber(row["episode"]),
        channel_id=row["channel_id"],
        message_id=row["message_id"],
        is_wanted=bool(row["is_wanted"]),
        posting=row["posting"],
        is_open=row["state"] == "open",
        closes_at=_instant(row["closes_at"]),
        version=row["version"],
        begun_at=_instant(row["begun_at"]),
        attempts=row["attempts"],
    )


def _after_edit(now: datetime) -> int:
    return math.ceil((now + BETWEEN_EDITS).timestamp())


def _seconds(at: datetime | None) -> int | None:
    return None if at is None else int(at.timestamp())


def _instant(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
