"""What the sheet of a loose end holds besides itself: its theories, what became of it, and where it was taken from.

As all of the ledger, it is cut at what the viewer has watched for whom the loose end was read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.episodes import EpisodeNumber
from bot.spoilers import Spoiler
from bot.storage.database import Database
from bot.storage.driver import instant
from bot.storage.ledger import LooseEnd, spoiler_of


@dataclass(frozen=True, slots=True)
class Theory:
    """What a member thinks will be the answer; `member_id` is None for one who asked to be forgotten."""

    theory_id: int
    text: Spoiler
    episode: EpisodeNumber
    member_id: int | None
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """An entry of a loose end's history. `text` is an answer, a reason, or the question as it was before an edit.

    `other` is the number of the loose end that was merged into it.
    """

    change_id: int
    kind: str
    episode: EpisodeNumber
    text: Spoiler
    other: int | None
    made_by: int | None
    made_at: datetime
    undone_by: int | None
    is_undone: bool


@dataclass(frozen=True, slots=True)
class Source:
    """Where a loose end was taken from: a review, with its author and episode's part in the gate, or a message."""

    review_id: int | None
    author: str | None
    url: str | None
    channel_id: int | None
    message_id: int | None


async def theories(database: Database, end: LooseEnd) -> list[Theory]:
    """Return the theories of a loose end, as far as its viewer has watched; the oldest first."""
    rows = await database.fetch(
        """
        SELECT theory_id, body, episode, member_id, added_at FROM loose_end_theories
        WHERE guild_id = $1 AND episode <= $3 AND loose_end_id IN (
            SELECT $2 UNION ALL
            SELECT loose_end_id FROM loose_ends WHERE guild_id = $1 AND merged_into = $2 AND raised_in <= $3
        )
        ORDER BY theory_id
        """,
        end.show.guild_id,
        end.loose_end_id,
        end.watched.hundredths,
    )
    return [
        Theory(
            row["theory_id"],
            spoiler_of(row["body"], end.show, row["episode"]),
            max(EpisodeNumber(row["episode"]), end.raised_in),
            row["member_id"],
            _instant(row["added_at"]),
        )
        for row in rows
    ]


async def history(database: Database, end: LooseEnd) -> list[Change]:
    """Return what has become of a loose end, as far as its viewer has watched; the oldest first."""
    rows = await database.fetch(
        """
        SELECT c.change_id, c.kind, c.episode, c.body, c.made_by, c.made_at, c.undone_by, c.undone_at, o.number AS other
        FROM loose_end_changes c
        LEFT JOIN loose_ends o ON o.guild_id = c.guild_id AND o.loose_end_id = c.other_id
        WHERE c.guild_id = $1 AND c.loose_end_id = $2 AND c.episode <= $3 ORDER BY c.change_id
        """,
        end.show.guild_id,
        end.loose_end_id,
        end.watched.hundredths,
    )
    return [
        Change(
            row["change_id"],
            row["kind"],
            EpisodeNumber(row["episode"]),
            spoiler_of(row["body"], end.show, row["episode"]),
            row["other"],
            row["made_by"],
            _instant(row["made_at"]),
            row["undone_by"],
            row["undone_at"] is not None,
        )
        for row in rows
    ]


async def sources(database: Database, end: LooseEnd) -> list[Source]:
    """Return the reviews and messages that a loose end was taken from."""
    rows = await database.fetch(
        """
        WITH family AS (
            SELECT $2 AS loose_end_id UNION ALL
            SELECT loose_end_id FROM loose_ends WHERE guild_id = $1 AND merged_into = $2 AND raised_in <= $3
        )
        SELECT DISTINCT r.review_id, r.author, r.url, NULL AS channel_id, NULL AS message_id
        FROM loose_end_reviews l JOIN reviews r ON r.guild_id = l.guild_id AND r.review_id = l.review_id
        WHERE l.guild_id = $1 AND l.loose_end_id IN (SELECT loose_end_id FROM family) AND r.last_episode <= $3
        UNION ALL
        SELECT DISTINCT NULL, NULL, NULL, channel_id, message_id FROM loose_end_messages
        WHERE guild_id = $1 AND loose_end_id IN (SELECT loose_end_id FROM family) AND episode <= $3
        ORDER BY 1, 5
        """,
        end.show.guild_id,
        end.loose_end_id,
        end.watched.hundredths,
    )
    return [Source(*row) for row in rows]


def _instant(seconds: int) -> datetime:
    at = instant(seconds)
    assert at is not None  # noqa: S101 - the column holds no NULL
    return at
