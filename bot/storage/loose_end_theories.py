"""Theories: what members think will be the answer to a loose end."""

from __future__ import annotations

from datetime import datetime

from bot.episodes import EpisodeNumber
from bot.storage import loose_end_search
from bot.storage.database import Database
from bot.storage.ledger import LooseEnd
from bot.storage.loose_end_search import Kind
from bot.storage.loose_ends import must_follow


async def add_theory(
    database: Database, end: LooseEnd, text: str, episode: EpisodeNumber, member_id: int, now: datetime
) -> int:
    """Keep what a member thinks will be the answer; return the theory's id.

    Raises:
        Mistake: it is of an episode before the one that raised the question.
        StorageConflict: the loose end is gone.
    """
    must_follow(end, episode, "A theory")
    async with database.transaction() as transaction:
        theory_id: int = await transaction.fetchval(
            """
            INSERT INTO loose_end_theories (guild_id, loose_end_id, episode, body, member_id, added_at)
            VALUES ($1, $2, $3, $4, $5, $6) RETURNING theory_id
            """,
            end.show.guild_id,
            end.loose_end_id,
            episode.hundredths,
            text,
            member_id,
            int(now.timestamp()),
        )
        await loose_end_search.put(transaction, end.show, Kind.THEORY, theory_id, text)
    return theory_id


async def remove_theory(
    database: Database, guild_id: int, theory_id: int, member_id: int, *, anyones: bool = False
) -> bool:
    """Remove a theory that a member may see; False where there is none.

    Args:
        anyones: also if it is another member's.
    """
    return bool(
        await database.execute(
            """
            DELETE FROM loose_end_theories
            WHERE guild_id = $1 AND theory_id = $2 AND (member_id = $3 OR $4) AND EXISTS (
                SELECT 1 FROM loose_ends o
                JOIN loose_ends e ON e.guild_id = $1 AND e.loose_end_id = coalesce(o.merged_into, o.loose_end_id)
                JOIN progress p ON p.guild_id = $1 AND p.show_id = e.show_id AND p.member_id = $3
                WHERE o.guild_id = $1 AND o.loose_end_id = loose_end_theories.loose_end_id
                    AND o.raised_in <= p.episode AND e.raised_in <= p.episode
                    AND loose_end_theories.episode <= p.episode
            )
            """,
            guild_id,
            theory_id,
            member_id,
            int(anyones),
        )
    )
