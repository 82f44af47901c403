"""Deliveries: which review is to stand in which channel, and whether it does.

A delivery is claimed in the transaction that stores its review, so that neither is there without the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.storage.database import Transaction


class Placing(StrEnum):
    """How a review stands in its channel; in a forum it is a post in any case."""

    CARD = "card"
    THREAD = "thread"
    DISCUSSION = "discussion"


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a guild wants a review: the channel, how it stands there, and the role that is mentioned, if any."""

    channel_id: int
    placing: Placing = Placing.CARD
    role_id: int | None = None


async def claim(
    transaction: Transaction, guild_id: int, review_id: int, destination: Destination, now: datetime
) -> bool:
    """Note that a review is to be posted; return False where that channel has it, or is to have it, already."""
    claimed = await transaction.execute(
        """
        INSERT INTO deliveries (guild_id, review_id, channel_id, placing, role_id, next_try, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $6)
        ON CONFLICT (guild_id, review_id, channel_id) DO NOTHING
        """,
        guild_id,
        review_id,
        destination.channel_id,
        destination.placing.value,
        destination.role_id,
        int(now.timestamp()),
    )
    return bool(claimed)


async def mark_changed(transaction: Transaction, guild_id: int, review_id: int, now: datetime) -> None:
    """Note that a review's text has changed, so that the messages that show it are to be written anew."""
    await transaction.execute(
        """
        UPDATE deliveries SET is_stale = 1, attempts = 0, first_try = NULL, next_try = $3
        WHERE guild_id = $1 AND review_id = $2 AND state = 'posted'
        """,
        guild_id,
        review_id,
        int(now.timestamp()),
    )
