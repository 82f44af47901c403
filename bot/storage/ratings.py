"""How members rate episodes: one rating each, from 1 to 10."""

from __future__ import annotations

from datetime import datetime

from bot.episodes import EpisodeNumber
from bot.storage.database import Database, Transaction


async def rate(
    database: Database,
    guild_id: int,
    show_id: int,
    episode: EpisodeNumber,
    member_id: int,
    score: int,
    now: datetime,
) -> int | None:
    """Set a member's rating of an episode; return what it was before.

    Raises:
        StorageConflict: the guild follows no such show, or the score is not from 1 to 10.
    """
    async with database.transaction() as transaction:
        before = await of_member(transaction, guild_id, show_id, episode, member_id)
        await transaction.execute(
            """
            INSERT INTO ratings (guild_id, show_id, episode, member_id, score, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (guild_id, show_id, episode, member_id)
            DO UPDATE SET score = excluded.score, updated_at = excluded.updated_at
            """,
            guild_id,
            show_id,
            episode.hundredths,
            member_id,
            score,
            int(now.timestamp()),
        )
    return before


async def remove(database: Database, guild_id: int, show_id: int, episode: EpisodeNumber, member_id: int) -> bool:
    """Drop a member's rating of an episode; return whether there was one."""
    return bool(
        await database.execute(
            "DELETE FROM ratings WHERE guild_id = $1 AND show_id = $2 AND episode = $3 AND member_id = $4",
            guild_id,
            show_id,
            episode.hundredths,
            member_id,
        )
    )


async def of_member(
    database: Database | Transaction, guild_id: int, show_id: int, episode: EpisodeNumber, member_id: int
) -> int | None:
    """Return a member's own rating of an episode, or None where they gave none."""
    score: int | None = await database.fetchval(
        "SELECT score FROM ratings WHERE guild_id = $1 AND show_id = $2 AND episode = $3 AND member_id = $4",
        guild_id,
        show_id,
        episode.hundredths,
        member_id,
    )
    return score
