"""Drafts: what a member had typed when it could not be stored, kept for that member alone."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime

from bot.episodes import EpisodeNumber
from bot.reviews.written import Typed
from bot.storage.database import Database, Transaction


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed, and the show and episode it was typed for, which may be gone."""

    show_id: int
    episode: EpisodeNumber
    typed: Typed = field(repr=False)


async def keep(database: Database, guild_id: int, member_id: int, review_id: int, draft: Draft, now: datetime) -> None:
    """Keep what a member typed, in place of what they had typed before.

    Args:
        review_id: the review that was edited, or 0 for a new one.
    """
    fields = {"show": draft.show_id, "episode": draft.episode.hundredths, "typed": asdict(draft.typed)}
    await database.execute(
        """
        INSERT INTO drafts (guild_id, member_id, review_id, fields, updated_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (guild_id, member_id, review_id)
        DO UPDATE SET fields = excluded.fields, updated_at = excluded.updated_at
        """,
        guild_id,
        member_id,
        review_id,
        json.dumps(fields, ensure_ascii=False),
        int(now.timestamp()),
    )


async def find(database: Database | Transaction, guild_id: int, member_id: int, review_id: int) -> Draft | None:
    """Return what a member had typed, or None."""
    text = await database.fetchval(
        "SELECT fields FROM drafts WHERE guild_id = $1 AND member_id = $2 AND review_id = $3",
        guild_id,
        member_id,
        review_id,
    )
    if text is None:
        return None
    fields = json.loads(text)
    return Draft(fields["show"], EpisodeNumber(fields["episode"]), Typed(**fields["typed"]))


async def drop(transaction: Transaction, guild_id: int, member_id: int, review_id: int) -> None:
    """Forget what a member had typed."""
    await transaction.execute(
        "DELETE FROM drafts WHERE guild_id = $1 AND member_id = $2 AND review_id = $3", guild_id, member_id, review_id
    )
