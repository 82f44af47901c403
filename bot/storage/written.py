"""Reviews as their writers and keepers handle them: listed, changed and deleted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from bot.episodes import EpisodeNumber, EpisodeSpan
from bot.gate import Viewer
from bot.reviews.model import PartKind
from bot.reviews.written import Typed
from bot.shows import Show
from bot.storage.database import Database, Transaction
from bot.storage.progress import viewer_in

MOST_LISTED = 500
"""Reviews of a guild that are looked through while a member types; older ones are found by their number."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What may be told of a review, and the viewer whom it is told to."""

    review_id: int
    show: str
    span: EpisodeSpan
    author: str | None
    is_own: bool
    viewer: Viewer


@dataclass(frozen=True, slots=True)
class Written:
    """A review, for those who may change or delete it.

    `written_by` is the member who brought it; None where no member did. `typed` is what stands in the fields of one
    that was typed here; one from a feed or a file has none.
    """

    review_id: int
    show: Show
    span: EpisodeSpan
    author: str | None
    published: date | None
    written_by: int | None
    source_key: str
    typed: Typed | None = field(repr=False)


def source_key(member_id: int, opened: int) -> str:
    """Return what a typed review is known again by: who typed it, and the interaction that opened the form.

    So a form that is sent off twice is one review, and no two members' reviews are ever the same one.
    """
    return f"{_TYPED}{member_id}:{opened}"


_TYPED = "typed:"


async def listed(
    database: Database, guild_id: int, member_id: int, *, everyones: bool, from_members: bool
) -> list[Listed]:
    """Return the newest reviews that a member may handle, the newest first.

    Args:
        everyones: all of the guild's, in place of the member's own.
        from_members: only those that members wrote or brought here.
    """
    rows = await database.fetch(
        """
        SELECT r.review_id, r.first_episode, r.last_episode, r.author, r.written_by, s.title, s.season,
            p.episode AS watched, (SELECT gate FROM guild_settings WHERE guild_id = $1) AS gate
        FROM reviews r
        JOIN shows s ON s.guild_id = r.guild_id AND s.show_id = r.show_id
        LEFT JOIN progress p ON p.guild_id = r.guild_id AND p.show_id = r.show_id AND p.member_id = $2
        WHERE r.guild_id = $1 AND (r.written_by = $2 OR $3 = 1) AND (r.written_by IS NOT NULL OR $4 = 0)
        ORDER BY r.review_id DESC
        LIMIT $5
        """,
        guild_id,
        member_id,
        int(everyones),
        int(from_members),
        MOST_LISTED,
    )
    return [
        Listed(
            review_id=row["review_id"],
            show=Show(0, guild_id, row["title"], row["season"]).label,
            span=EpisodeSpan(EpisodeNumber(row["first_episode"]), EpisodeNumber(row["last_episode"])),
            author=row["author"],
            is_own=row["written_by"] == member_id,
            viewer=viewer_in(row),
        )
        for row in rows
    ]


async def find(database: Database | Transaction, guild_id: int, review_id: int) -> Written | None:
    """Return a guild's review with what was typed, or None, whatever another guild has under that number."""
    rows = await database.fetch(
        """
        SELECT r.show_id, r.first_episode, r.last_episode, r.author, r.published, r.written_by, r.source_key, r.title,
            r.score_raw, s.title AS show_title, s.season, s.first_absolute, t.kind, t.body
        FROM reviews r
        JOIN shows s ON s.guild_id = r.guild_id AND s.show_id = r.show_id
        LEFT JOIN review_parts t ON t.guild_id = r.guild_id AND t.review_id = r.review_id
        WHERE r.guild_id = $1 AND r.review_id = $2
        """,
        guild_id,
        review_id,
    )
    if not rows:
        return None
    first = rows[0]
    bodies = {row["kind"]: row["body"] for row in rows}
    typed = Typed(
        title=first["title"] or "",
        recap=bodies.get(PartKind.RECAP, ""),
        discussion=bodies.get(PartKind.DISCUSSION, ""),
        closing=bodies.get(PartKind.CLOSING, ""),
        score=first["score_raw"] or "",
    )
    return Written(
        review_id=review_id,
        show=Show(first["show_id"], guild_id, first["show_title"], first["season"], first["first_absolute"]),
        span=EpisodeSpan(EpisodeNumber(first["first_episode"]), EpisodeNumber(first["last_episode"])),
        author=first["author"],
        published=None if first["published"] is None else datetime.fromtimestamp(first["published"], UTC).date(),
        written_by=first["written_by"],
        source_key=first["source_key"],
        typed=typed if first["source_key"].startswith(_TYPED) else None,
    )


async def delete(transaction: Transaction, guild_id: int, review_id: int) -> bool:
    """Delete a review with all that belongs to it, its deliveries included; return whether it was there."""
    return bool(
        await transaction.execute("DELETE FROM reviews WHERE guild_id = $1 AND review_id = $2", guild_id, review_id)
    )
