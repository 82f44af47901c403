"""How far each member has watched each show."""

from __future__ import annotations

from datetime import datetime

from bot.episodes import EpisodeNumber
from bot.storage.database import Database


async def watched(database: Database, guild_id: int, show_id: int, member_id: int) -> EpisodeNumber | None:
    """Return the last episode that a member says they have watched, or None where they have not said."""
    value = await database.fetchval(
        "SELECT episode FROM progress WHERE guild_id = $1 AND show_id = $2 AND member_id = $3",
        guild_id,
        show_id,
        member_id,
    )
    return None if value is None else EpisodeNumber(value)


async def of_member(database: Database, guild_id: int, member_id: int) -> dict[int, EpisodeNumber]:
    """Return how far a member has watched each show of a guild that they said something of, by the show's id."""
    rows = await database.fetch(
        "SELECT show_id, episode FROM progress WHERE guild_id = $1 AND member_id = $2", guild_id, member_id
    )
    return {row["show_id"]: EpisodeNumber(row["episode"]) for row in rows}


async def record(
    database: Database, guild_id: int, show_id: int, member_id: int, episode: EpisodeNumber, now: datetime
) -> EpisodeNumber | None:
    """Set how far a member has watched, forwards or back; return what it was before.

    Raises:
        StorageConflict: the guild follows no such show.
    """
    async with database.transaction() as transaction:
        before = await transaction.fetchval(
            "SELECT episode FROM progress WHERE guild_id = $1 AND show_id = $2 AND member_id = $3",
            guild_id,
            show_id,
            member_id,
        )
        await transaction.execute(
            """
            INSERT INTO progress (guild_id, show_id, member_id, episode, updated_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (guild_id, show_id, member_id)
            DO UPDATE SET episode = excluded.episode, updated_at = excluded.updated_at
            """,
            guild_id,
            show_id,
            member_id,
            episode.hundredths,
            int(now.timestamp()),
        )
    return None if before is None else EpisodeNumber(before)


async def advance(
    database: Database, guild_id: int, show_id: int, member_id: int, episode: EpisodeNumber, now: datetime
) -> None:
    """Note that a member has watched an episode; who was further stays there.

    Raises:
        StorageConflict: the guild follows no such show.
    """
    await database.execute(
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
        int(now.timestamp()),
    )


async def forget(database: Database, guild_id: int, show_id: int, member_id: int) -> bool:
    """Drop what a member said of a show; return whether there was anything."""
    return bool(
        await database.execute(
            "DELETE FROM progress WHERE guild_id = $1 AND show_id = $2 AND member_id = $3",
            guild_id,
            show_id,
            member_id,
        )
    )
