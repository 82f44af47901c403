"""The queue: texts that may be reviews, until people say of which show and episode they are."""

from __future__ import annotations

from datetime import datetime

from bot.episodes import EpisodeSpan
from bot.storage.database import Transaction
from bot.storage.deliveries import Destination


async def add(
    transaction: Transaction,
    guild_id: int,
    *,
    source_key: str,
    body: str,
    reason: str,
    now: datetime,
    url: str | None = None,
    title: str | None = None,
    show_id: int | None = None,
    span: EpisodeSpan | None = None,
    destination: Destination | None = None,
) -> None:
    """Put a text into a guild's queue; one that waits there already gets the newer text.

    Args:
        source_key: what the text is known again by.
        body: the text as it came, to be read again once it is placed.
        reason: why it could not be placed, in a sentence that tells nothing of the episode.
        show_id: the show it may be of.
        span: the episodes it may be of.
        destination: where it is to be posted once it is placed.
    """
    await transaction.execute(
        """
        INSERT INTO review_queue (
            guild_id, source_key, url, title, body, reason, guessed_show_id, guessed_first, guessed_last,
            channel_id, role_id, placing, created_at
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        ON CONFLICT (guild_id, source_key) DO UPDATE SET title = excluded.title, body = excluded.body
        """,
        guild_id,
        source_key,
        url,
        title,
        body,
        reason,
        show_id,
        *((span.first.hundredths, span.last.hundredths) if span else (None, None)),
        *((destination.channel_id, destination.role_id, destination.placing.value) if destination else (None,) * 3),
        int(now.timestamp()),
    )
