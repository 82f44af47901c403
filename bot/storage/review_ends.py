"""What a review names as left open, sentence by sentence, and which of it is in the ledger."""

from __future__ import annotations

from dataclasses import dataclass

from bot.neutral import neutral
from bot.spoilers import Spoiler
from bot.storage import ledger
from bot.storage.database import Database
from bot.storage.loose_ends import hash_of
from bot.storage.reviews import StoredReview


@dataclass(frozen=True, slots=True)
class ReviewEnd:
    """A sentence of a review, known by its hash; `number` is that of the loose end it was taken for, None for none.

    `has_voice` says whether the member who reads it has one in that.
    """

    sentence_hash: str
    text: Spoiler
    number: int | None
    has_voice: bool = False


async def of_review(database: Database, review: StoredReview, member_id: int) -> list[ReviewEnd]:
    """Return what a review names as left open, the surest first; what nobody could read is left out."""
    guild_id, review_id = review.show.guild_id, review.head.review_id
    tracked = await ledger.tracked(database, guild_id, review_id)
    voiced = await ledger.voiced(database, guild_id, review_id, member_id)
    return [
        ReviewEnd(key, text, tracked.get(key), tracked.get(key) in voiced)
        for key, sentence in (await _sentences(database, guild_id, review_id)).items()
        if (text := Spoiler(neutral(sentence), show_id=review.show.show_id, episode=review.head.span.last))
    ]


async def sentence(database: Database, guild_id: int, review_id: int, sentence_hash: str) -> str | None:
    """Return a review's sentence as it is kept, or None where the review does not have it, or not any more."""
    return (await _sentences(database, guild_id, review_id)).get(sentence_hash)


async def _sentences(database: Database, guild_id: int, review_id: int) -> dict[str, str]:
    rows = await database.fetch(
        "SELECT body FROM review_loose_ends WHERE guild_id = $1 AND review_id = $2 ORDER BY position",
        guild_id,
        review_id,
    )
    return {hash_of(row["body"]): row["body"] for row in rows}
