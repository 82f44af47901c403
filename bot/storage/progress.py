"""How far each member has watched each show."""

from __future__ import annotations

from datetime import datetime

from bot.episodes import EpisodeNumber
from bot.gate import Gate, Viewer, Viewers
from bot.storage.database import Database, Transaction
from bot.storage.driver import Row


async def watched(
    database: Database | Transaction, guild_id: int, show_id: int, member_id: int
) -> EpisodeNumber | None:
    """Return the last episode that a member says they have watched, or None where they have not said."""
    value = await database.fetchval(
        "SELECT episode FROM progress WHERE guild_id = $1 AND show_id = $2 AND member_id = $3",
        guild_id,
        show_id,
        member_id,
    )
    return None if value is None else EpisodeNumber(value)


async def viewer(database: Database, guild_id: int, show_id: int, member_id: int) -> Viewer:
    """Return a member before a show: how far they say they have watched, and how their guild wants that held."""
    (row,) = await database.fetch(
        """
        SELECT (SELECT gate FROM guild_settings WHERE guild_id = $1) AS gate,
            (SELECT episode FROM progress WHERE guild_id = $1 AND show_id = $2 AND member_id = $3) AS watched
        """,
        guild_id,
        show_id,
        member_id,
    )
    return viewer_in(row)


async def viewers(database: Database, guild_id: int, member_id: int) -> Viewers:
    """Return a member before all shows of a guild."""
    rows = await database.fetch(
        """
        SELECT show_id, episode, NULL AS gate FROM progress WHERE guild_id = $1 AND member_id = $2
        UNION ALL
        SELECT NULL, NULL, gate FROM guild_settings WHERE guild_id = $1
        """,
        guild_id,
        member_id,
    )
    watched = {row["show_id"]: EpisodeNumber(row["episode"]) for row in rows if row["show_id"] is not None}
    chosen = [Gate(row["gate"]) for row in rows if row["gate"] is not None]
    return Viewers(watched, chosen[0] if chosen else Gate.ASK)


def viewer_in(row: Row) -> Viewer:
    """Return the viewer whose progress and whose guild's choice a row has as `watched` and `gate`."""
    watched = None if row["watched"] is None else EpisodeNumber(row["watched"])
    return Viewer(watched, Gate(row["gate"] or Gate.ASK))


async def record(
    database: Database, guild_id: int, show_id: int, member_id: int, episode: EpisodeNumber, now: datetime
) -> EpisodeNumber | None:
    """Set how far a member has watched, forwards or back; return what it was before.

    Raises:
        StorageConflict: the guild follows no such show.
    """
    async with database.transaction() as transaction:
        before = await watched(transaction, guild_id, show_id, member_id)
        await transaction.execute(
            """
            INSERT INTO progress (guild_id, show_id, member_id, episode, updated_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (guild_id, show_id, member_id)
            DO UPDATE SET episode = excluded.episode, updated_at = excluded.updated_at
            WHERE progress.episode <> excluded.episode
            """,
            guild_id,
            show_id,
            member_id,
            episode.hundredths,
            _seconds(now),
        )
    return before


async def advance(
    database: Database, guild_id: int, show_id: int, member_id: int, episode: EpisodeNumber, now: datetime
) -> EpisodeNumber | None:
    """Note that a member has watched an episode, but who was further stays there; return what it was before.

    Raises:
        StorageConflict: the guild follows no such show.
    """
    async with database.transaction() as transaction:
        before = await watched(transaction, guild_id, show_id, member_id)
        await transaction.execute(
            """
            INSERT INTO progress (guild_id, show_id, member_id, episode, updated_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (guild_id, show_id, member_id)
            DO UPDATE SET episode = excluded.episode, updated_at = excluded.updated_at
            WHERE progress.episode < excluded.episode
            """,
            guild_id,
            show_id,
            member_id,
            episode.hundredths,
            _seconds(now),
        )
    return before


async def forget(database: Database, guild_id: int, show_id: int, member_id: int) -> EpisodeNumber | None:
    """Drop what a member said of a show; return what that was, or None where there was nothing."""
    async with database.transaction() as transaction:
        before = await watched(transaction, guild_id, show_id, member_id)
        await transaction.execute(
            "DELETE FROM progress WHERE guild_id = $1 AND show_id = $2 AND member_id = $3", guild_id, show_id, member_id
        )
    return before


async def take_back(
    database: Database,
    guild_id: int,
    show_id: int,
    member_id: int,
    *,
    before: EpisodeNumber | None,
    after: EpisodeNumber | None,
    at: datetime,
    now: datetime,
) -> bool:
    """Take a change back, unless something else was said since; return whether it was.

    Args:
        before: what was so before the change, and is to be so again; None is that nothing was said.
        after: what it was changed to; None is that it was forgotten.
        at: when it was changed.

    Raises:
        StorageConflict: the guild follows no such show.
    """
    place = (guild_id, show_id, member_id)
    if after is None:
        return before is not None and bool(
            await database.execute(
                """
                INSERT INTO progress (guild_id, show_id, member_id, episode, updated_at) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (guild_id, show_id, member_id) DO NOTHING
                """,
                *place,
                before.hundredths,
                _seconds(now),
            )
        )
    if before is None:
        return bool(
            await database.execute(
                """
                DELETE FROM progress
                WHERE guild_id = $1 AND show_id = $2 AND member_id = $3 AND episode = $4 AND updated_at = $5
                """,
                *place,
                after.hundredths,
                _seconds(at),
            )
        )
    return bool(
        await database.execute(
            """
            UPDATE progress SET episode = $6, updated_at = $7
            WHERE guild_id = $1 AND show_id = $2 AND member_id = $3 AND episode = $4 AND updated_at = $5
            """,
            *place,
            after.hundredths,
            _seconds(at),
            before.hundredths,
            _seconds(now),
        )
    )


def _seconds(at: datetime) -> int:
    return int(at.timestamp())
