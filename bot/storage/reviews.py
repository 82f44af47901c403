"""Reviews as they are read: found with their text or by their heads alone, and which episodes they cover."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.episodes import EpisodeNumber, EpisodeSpan
from bot.gate import Viewer
from bot.matching import Placed
from bot.neutral import neutral
from bot.reviews.model import Part, PartKind, Review, Score
from bot.shows import Covered, Show
from bot.spoilers import Spoiler
from bot.storage.database import Database
from bot.storage.driver import Row
from bot.storage.progress import viewer_in


@dataclass(frozen=True, slots=True)
class ReviewHead:
    """What may be told of a review to anyone: what it covers, who wrote it and when."""

    review_id: int
    span: EpisodeSpan
    is_final: bool
    has_recap: bool
    author: str | None
    published: date | None


@dataclass(frozen=True, slots=True)
class StoredReview:
    """A review as a guild keeps it. All that tells of the episode is a `Spoiler`.

    `title` is the review's own. `opening` is the beginning of what it says of the episode, for its first lines to be
    shown. `loose_ends` are what it names as left open, the surest first.
    """

    head: ReviewHead
    show: Show
    url: str | None
    title: Spoiler | None
    score: Spoiler | None
    recap: Spoiler
    discussion: Spoiler
    opening: Spoiler
    loose_ends: tuple[Spoiler, ...]


async def heads_of_show(
    database: Database, guild_id: int, show_id: int, member_id: int
) -> tuple[list[ReviewHead], Viewer]:
    """Return the heads of all reviews of a show, and the member as their viewer.

    They stand in the order in which they are to be offered: those with a recap before those without, those of one
    episode before those of several, the first that came first.
    """
    rows = await database.fetch(
        """
        SELECT r.review_id, r.first_episode, r.last_episode, r.is_final, r.author, r.published, p.episode AS watched,
            (SELECT gate FROM guild_settings WHERE guild_id = $1) AS gate,
            EXISTS (
                SELECT 1 FROM review_parts t
                WHERE t.guild_id = r.guild_id AND t.review_id = r.review_id AND t.kind = 'recap'
            ) AS has_recap
        FROM (SELECT 1 AS one) AS always
        LEFT JOIN progress p ON p.guild_id = $1 AND p.show_id = $2 AND p.member_id = $3
        LEFT JOIN reviews r ON r.guild_id = $1 AND r.show_id = $2
        ORDER BY has_recap DESC, r.last_episode - r.first_episode, r.review_id
        """,
        guild_id,
        show_id,
        member_id,
    )
    return [_head(row) for row in rows if row["review_id"] is not None], viewer_in(rows[0])


def covered_by(heads: Sequence[ReviewHead]) -> Covered:
    """Say which episodes reviews cover between them, and which is the last of the show where one says so."""
    return _covered((head.span, head.is_final) for head in heads)


async def covered(database: Database, guild_id: int, show_id: int) -> Covered:
    """Return which episodes a guild's reviews of a show cover: what there is, for telling which one is meant."""
    rows = await database.fetch(
        "SELECT first_episode, last_episode, is_final FROM reviews WHERE guild_id = $1 AND show_id = $2",
        guild_id,
        show_id,
    )
    return _covered((_span(row), bool(row["is_final"])) for row in rows)


async def recapped(database: Database, guild_id: int) -> dict[int, Covered]:
    """Return of which episodes a guild has a recap, by the show's id; a show without one is left out."""
    rows = await database.fetch(
        """
        SELECT r.show_id, r.first_episode, r.last_episode, r.is_final FROM reviews r
        WHERE r.guild_id = $1 AND EXISTS (
            SELECT 1 FROM review_parts t
            WHERE t.guild_id = r.guild_id AND t.review_id = r.review_id AND t.kind = 'recap'
        )
        """,
        guild_id,
    )
    by_show: dict[int, list[tuple[EpisodeSpan, bool]]] = {}
    for row in rows:
        by_show.setdefault(row["show_id"], []).append((_span(row), bool(row["is_final"])))
    return {show_id: _covered(reviewed) for show_id, reviewed in by_show.items()}


async def find(database: Database, guild_id: int, review_id: int, member_id: int) -> tuple[StoredReview, Viewer] | None:
    """Return a guild's review with its text, and the member as its viewer, in one look.

    None is returned where the guild has no such review, whatever another guild has under that number.
    """
    rows = await database.fetch(
        """
        WITH texts AS (
            SELECT position, kind, heading, body FROM review_parts WHERE guild_id = $1 AND review_id = $2
            UNION ALL
            SELECT position, 'loose end', NULL, body FROM review_loose_ends WHERE guild_id = $1 AND review_id = $2
        )
        SELECT r.review_id, r.guild_id, r.show_id, r.first_episode, r.last_episode, r.is_final, r.author, r.published,
            r.url, r.title, r.score_value, r.score_scale, r.score_raw, s.title AS show_title, s.season,
            s.first_absolute, texts.kind, texts.heading, texts.body, p.episode AS watched,
            (SELECT gate FROM guild_settings WHERE guild_id = $1) AS gate,
            EXISTS (
                SELECT 1 FROM review_parts t
                WHERE t.guild_id = r.guild_id AND t.review_id = r.review_id AND t.kind = 'recap'
            ) AS has_recap
        FROM reviews r
        JOIN shows s ON s.guild_id = r.guild_id AND s.show_id = r.show_id
        LEFT JOIN texts ON TRUE
        LEFT JOIN progress p ON p.guild_id = r.guild_id AND p.show_id = r.show_id AND p.member_id = $3
        WHERE r.guild_id = $1 AND r.review_id = $2
        ORDER BY texts.position
        """,
        guild_id,
        review_id,
        member_id,
    )
    if not rows:
        return None
    first = rows[0]
    return (
        _assembled(
            _head(first),
            Show(first["show_id"], guild_id, first["show_title"], first["season"], first["first_absolute"]),
            url=first["url"],
            title=first["title"],
            score=None
            if first["score_value"] is None
            else Score(first["score_value"], first["score_scale"], first["score_raw"]),
            parts=[
                Part(PartKind(row["kind"]), row["heading"], row["body"])
                for row in rows
                if row["kind"] not in (None, _LOOSE_END)
            ],
            loose_ends=[row["body"] for row in rows if row["kind"] == _LOOSE_END],
        ),
        viewer_in(first),
    )


def preview(review: Review, placed: Placed) -> StoredReview:
    """Return a review that is not kept as it would be read if it were; its id is 0."""
    has_recap = any(part.kind is PartKind.RECAP for part in review.parts)
    return _assembled(
        ReviewHead(0, placed.span, review.is_final, has_recap, review.author, review.published),
        placed.show,
        url=review.url,
        title=review.title,
        score=review.score,
        parts=review.parts,
        loose_ends=[end.text for end in review.loose_ends],
    )


def _assembled(
    head: ReviewHead,
    show: Show,
    *,
    url: str | None,
    title: str | None,
    score: Score | None,
    parts: Sequence[Part],
    loose_ends: Sequence[str],
) -> StoredReview:
    def spoiler(text: str) -> Spoiler:
        return Spoiler(neutral(text), show_id=show.show_id, episode=head.span.last)

    return StoredReview(
        head=head,
        show=show,
        url=url,
        title=spoiler(title) if title else None,
        score=spoiler(_written(score)) if score else None,
        recap=spoiler(_joined([part for part in parts if part.kind is PartKind.RECAP])),
        discussion=spoiler(_joined([part for part in parts if part.kind is not PartKind.RECAP])),
        opening=spoiler(_opening(parts)),
        loose_ends=tuple(end for text in loose_ends if (end := spoiler(text))),
    )


_OPENING = 2_000
"""Characters of a review's opening: more than a message shows of it, so that a long text costs no more than a short."""

_LOOSE_END = "loose end"
"""What stands for the kind of a part where a loose end is read along with the parts."""


def _joined(parts: Sequence[Part]) -> str:
    """Return the text of parts in the review's order; where there are several, each under its heading."""
    headed = len(parts) > 1
    return "\n\n".join(f"**{part.heading}**\n\n{part.text}" if headed and part.heading else part.text for part in parts)


def _opening(parts: Sequence[Part]) -> str:
    """Return the beginning of what a review says of the episode; of what it retells only where it says nothing."""
    for kind in (PartKind.DISCUSSION, PartKind.CLOSING, PartKind.OTHER, PartKind.RECAP):
        text = "\n\n".join(part.text for part in parts if part.kind is kind).strip()
        if text:
            return text[:_OPENING]
    return ""


def _written(score: Score) -> str:
    value = f"{score.value}/{score.scale}" if score.scale and score.scale.isdecimal() else score.value
    return f"**{value}**" if score.raw in (None, value) else f"**{value}** (“{score.raw}”)"


def _head(row: Row) -> ReviewHead:
    return ReviewHead(
        review_id=row["review_id"],
        span=_span(row),
        is_final=bool(row["is_final"]),
        has_recap=bool(row["has_recap"]),
        author=row["author"],
        published=None if row["published"] is None else datetime.fromtimestamp(row["published"], UTC).date(),
    )


def _span(row: Row) -> EpisodeSpan:
    return EpisodeSpan(EpisodeNumber(row["first_episode"]), EpisodeNumber(row["last_episode"]))


def _covered(reviewed: Iterable[tuple[EpisodeSpan, bool]]) -> Covered:
    """Say what spans cover, each with whether it has the last episode of the show."""
    spans = list(reviewed)
    numbers = {number for span, _ in spans for number in span.numbers()}
    return Covered(tuple(sorted(numbers)), max((span.last for span, is_final in spans if is_final), default=None))
