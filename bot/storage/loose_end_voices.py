"""Voices: who wants to know the answer to a loose end too, and how many they are."""

from __future__ import annotations

from datetime import datetime

from bot.shows import Show
from bot.storage import loose_end_boards
from bot.storage.database import Database, Transaction
from bot.storage.ledger import LooseEnd


async def give_voice(database: Database, end: LooseEnd, member_id: int, now: datetime) -> bool:
    """Note that a member wants to know too; False where they have said so."""
    async with database.transaction() as transaction:
        return await add_voice(transaction, end.show, end.loose_end_id, member_id, now)


async def take_voice(database: Database, end: LooseEnd, member_id: int) -> bool:
    """Take a member's voice back; False where there was none."""
    async with database.transaction() as transaction:
        taken = await transaction.execute(
            """
            DELETE FROM loose_end_voices WHERE guild_id = $1 AND member_id = $3 AND loose_end_id IN (
                SELECT $2 UNION ALL
                SELECT loose_end_id FROM loose_ends WHERE guild_id = $1 AND merged_into = $2 AND raised_in <= $4
            )
            """,
            end.show.guild_id,
            end.loose_end_id,
            member_id,
            end.watched.hundredths,
        )
        await count_voices(transaction, end.show.guild_id, end.loose_end_id)
        await loose_end_boards.show_anew(transaction, end.show)
    return bool(taken)


async def add_voice(transaction: Transaction, show: Show, loose_end_id: int, member_id: int, now: datetime) -> bool:
    """Note that a member wants to know too, within a transaction; False where they have said so."""
    new = await transaction.execute(
        """
        INSERT INTO loose_end_voices (guild_id, loose_end_id, member_id, given_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (guild_id, loose_end_id, member_id) DO NOTHING
        """,
        show.guild_id,
        loose_end_id,
        member_id,
        int(now.timestamp()),
    )
    if new:
        await count_voices(transaction, show.guild_id, loose_end_id)
        await loose_end_boards.show_anew(transaction, show)
    return bool(new)


async def add_nameless_voices(transaction: Transaction, guild_id: int, loose_end_id: int, most: int, at: int) -> None:
    """Add voices of which an archive says only how many they are, and count all anew, within a transaction.

    They count as of members −1, −2 and so on, which Discord has not.

    Args:
        most: how many; none where it is less than one.
        at: the instant to note of them, in seconds.
    """
    if most > 0:
        await transaction.execute(
            """
            WITH RECURSIVE nameless (number) AS (
                SELECT 1 UNION ALL SELECT number + 1 FROM nameless WHERE number < $3
            )
            INSERT INTO loose_end_voices (guild_id, loose_end_id, member_id, given_at)
            SELECT $1, $2, -number, $4 FROM nameless
            """,
            guild_id,
            loose_end_id,
            most,
            at,
        )
    await count_voices(transaction, guild_id, loose_end_id)


async def count_voices(transaction: Transaction, guild_id: int, loose_end_id: int) -> None:
    """Count the voices of a loose end anew, and of those that were merged into it, within a transaction."""
    await transaction.execute(
        """
        UPDATE loose_ends SET voices = (
            SELECT count(*) FROM loose_end_voices v
            WHERE v.guild_id = $1 AND v.loose_end_id = loose_ends.loose_end_id
        ) WHERE guild_id = $1 AND (loose_end_id = $2 OR merged_into = $2)
        """,
        guild_id,
        loose_end_id,
    )
