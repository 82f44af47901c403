"""Discussions: the thread or the forum's post in which an episode is talked about, one an episode."""

from __future__ import annotations

from datetime import datetime

from bot.episodes import EpisodeNumber
from bot.storage.database import Database, Transaction


async def find(database: Database, guild_id: int, show_id: int, episode: EpisodeNumber) -> int | None:
    """Return the thread in which a guild talks about an episode, or None."""
    thread_id: int | None = await database.fetchval(
        "SELECT thread_id FROM discussions WHERE guild_id = $1 AND show_id = $2 AND episode = $3",
        guild_id,
        show_id,
        episode.hundredths,
    )
    return thread_id


async def episode_of(database: Database, guild_id: int, thread_id: int) -> tuple[int, EpisodeNumber] | None:
    """Return the show and the episode that a thread is there for, or None."""
    row = await database.fetchrow(
        "SELECT show_id, episode FROM discussions WHERE guild_id = $1 AND thread_id = $2", guild_id, thread_id
    )
    return None if row is None else (row["show_id"], EpisodeNumber(row["episode"]))


async def note(
    transaction: Transaction,
    guild_id: int,
    show_id: int,
    episode: EpisodeNumber,
    *,
    parent_id: int,
    thread_id: int,
    now: datetime,
) -> None:
    """Note that an episode is talked about in a thread, unless it has another already."""
    await transaction.execute(
        """
        INSERT INTO discussions (guild_id, show_id, episode, parent_id, thread_id, created_at)
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (guild_id, show_id, episode) DO NOTHING
        """,
        guild_id,
        show_id,
        episode.hundredths,
        parent_id,
        thread_id,
        int(now.timestamp()),
    )


async def forget(database: Database, guild_id: int, thread_id: int) -> None:
    """Note that a thread is gone."""
    await database.execute("DELETE FROM discussions WHERE guild_id = $1 AND thread_id = $2", guild_id, thread_id)
