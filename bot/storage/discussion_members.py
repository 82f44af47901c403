"""Whom the bot has let into gated discussions, and who is to leave them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.episodes import EpisodeNumber
from bot.storage.database import Database, Transaction


async def let_in(database: Database, discussion_id: int, member_id: int) -> None:
    """Note that a member is let into a gated discussion.

    Raises:
        StorageConflict: there is no such discussion any more.
    """
    await database.execute(
        """
        INSERT INTO discussion_members (discussion_id, member_id) VALUES ($1, $2)
        ON CONFLICT (discussion_id, member_id) DO UPDATE SET is_leaving = 0
        """,
        discussion_id,
        member_id,
    )


async def send_out(
    database: Database, guild_id: int, show_id: int, member_id: int, watched: EpisodeNumber | None
) -> None:
    """Note that a member is to leave the gated discussions beyond what they have watched."""
    await database.execute(
        """
        UPDATE discussion_members SET is_leaving = 1, next_try = 0
        WHERE member_id = $3 AND is_leaving = 0 AND discussion_id IN (
            SELECT discussion_id FROM discussions
            WHERE guild_id = $1 AND show_id = $2 AND mode = 'gated' AND episode > $4
        )
        """,
        guild_id,
        show_id,
        member_id,
        -1 if watched is None else watched.hundredths,
    )


@dataclass(frozen=True, slots=True)
class Leaving:
    """A member who is to be taken out of a thread."""

    discussion_id: int
    guild_id: int
    thread_id: int | None
    member_id: int


async def leaving(database: Database, now: datetime, *, most: int) -> list[Leaving]:
    """Return who is to be taken out of gated discussions by now."""
    rows = await database.fetch(
        """
        SELECT l.discussion_id, l.member_id, d.guild_id, d.thread_id
        FROM discussion_members l JOIN discussions d ON d.discussion_id = l.discussion_id
        WHERE l.is_leaving = 1 AND l.next_try <= $1 ORDER BY l.next_try LIMIT $2
        """,
        int(now.timestamp()),
        most,
    )
    return [Leaving(row["discussion_id"], row["guild_id"], row["thread_id"], row["member_id"]) for row in rows]


async def mark_out(database: Database, left: Leaving) -> None:
    """Note that a member is out, unless they have been let in again meanwhile."""
    await database.execute(
        "DELETE FROM discussion_members WHERE discussion_id = $1 AND member_id = $2 AND is_leaving = 1",
        left.discussion_id,
        left.member_id,
    )


async def put_off_leaving(database: Database, left: Leaving, next_try: datetime) -> None:
    """Note that a member could not be taken out."""
    await database.execute(
        "UPDATE discussion_members SET next_try = $3 WHERE discussion_id = $1 AND member_id = $2",
        left.discussion_id,
        left.member_id,
        int(next_try.timestamp()),
    )


async def forget(transaction: Transaction, discussion_id: int) -> None:
    """Forget whom the bot has let into a discussion, whose thread is gone."""
    await transaction.execute("DELETE FROM discussion_members WHERE discussion_id = $1", discussion_id)
