"""Reviews as they are kept: filed under a guild's show and episodes, with their parts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum

from bot.episodes import EpisodeNumber, EpisodeSpan
from bot.errors import UnreadableReview
from bot.gate import Viewer
from bot.matching import Placed, place_review, split_season
from bot.neutral import neutral
from bot.reviews.model import Part, PartKind, Review, Score, as_json
from bot.shows import Covered, Show, fold
from bot.spoilers import Spoiler
from bot.storage import guilds, loose_ends, shows
from bot.storage.database import Database, Transaction
from bot.storage.driver import Row
from bot.storage.progress import viewer_in


class Filed(StrEnum):
    """What became of a review that was to be stored."""

    NEW = "new"
    UPDATED = "updated"
    SAME = "unchanged"


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


async def file_review(
    database: Database,
    guild_id: int,
    review: Review,
    *,
    now: datetime,
    show_title: str | None = None,
    episode: EpisodeNumber | None = None,
) -> tuple[Filed, Show, EpisodeSpan]:
    """Store a review under its show and episodes; a show that is not followed yet is added.

    A review with the same address, or without one the same text, is stored once: coming again it is updated.

    Args:
        show_title: the show to file it under, in place of the one the review names.
        episode: the episode to file it under, likewise.

    Raises:
        UnreadableReview: neither the review nor the caller says which show or episode it is of, or the show's name is
            only like that of one that is followed, or another of its names, or several seasons of it are and the review
            does not say which.
        Mistake: the show's title is too long to be one.
    """
    title = show_title or review.show
    span = EpisodeSpan.of(episode) if episode is not None else review.span
    missing = [name for name, value in (("show", title), ("episode", span)) if value is None]
    if title is None or span is None:
        raise UnreadableReview(
            f"It names no {' and no '.join(missing)}{_guess(review)}; say it with {_options(missing)}."
        )
    title = shows.checked_name(title)
    async with database.transaction() as transaction:
        placed = await _place(transaction, guild_id, title, review.season, span, chosen=show_title is not None, now=now)
        filed, _ = await keep(transaction, placed, review, now=now)
    return filed, placed.show, placed.span


async def keep(
    transaction: Transaction,
    placed: Placed,
    review: Review,
    *,
    now: datetime,
    source_key: str | None = None,
    written_by: int | None = None,
) -> tuple[Filed, int]:
    """Store a review where it is known to belong, within a transaction; return what became of it, and its id.

    Where the guild wishes so, what it surely names as left open comes into the ledger with it; of a review that has
    changed, what it did not name before, for hosts may have removed the rest.

    Args:
        source_key: what it is known again by; its address, or a hash of its text, unless something better is known.
        written_by: the member who wrote it here.
    """
    text = json.dumps(as_json(review), ensure_ascii=False, sort_keys=True)
    content_hash = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    key = source_key or key_of(review) or f"text:{content_hash}"
    filed, review_id = await _store(transaction, placed, review, key, content_hash, written_by, now)
    if filed is not Filed.SAME:
        if (await guilds.settings(transaction, placed.show.guild_id)).takes_sure_ends:
            sure = await _new_sure_ends(transaction, placed.show.guild_id, review_id, review)
            await loose_ends.take_in(transaction, placed.show, review_id, sure, placed.span.last, now)
        await _replace_texts(transaction, placed.show.guild_id, review_id, review)
    return filed, review_id


async def place_of(transaction: Transaction, guild_id: int, source_key: str) -> Placed | None:
    """Return where a guild keeps the review that is known by that key, or None where it keeps none."""
    row = await transaction.fetchrow(
        """
        SELECT s.show_id, s.title, s.season, s.first_absolute, r.first_episode, r.last_episode
        FROM reviews r JOIN shows s ON s.guild_id = r.guild_id AND s.show_id = r.show_id
        WHERE r.guild_id = $1 AND r.source_key = $2
        """,
        guild_id,
        source_key,
    )
    if row is None:
        return None
    show = Show(row["show_id"], guild_id, row["title"], row["season"], row["first_absolute"])
    return Placed(show, EpisodeSpan(EpisodeNumber(row["first_episode"]), EpisodeNumber(row["last_episode"])))


def key_of(review: Review) -> str | None:
    """Return what a review that was read is known again by: its address, else its text."""
    return review.url or (f"text:{review.digest}" if review.digest else None)


async def owner_of(transaction: Transaction, guild_id: int, source_key: str) -> tuple[int, int | None] | None:
    """Return the id of the review that a guild knows by a key, and the member who wrote it here, or None."""
    row = await transaction.fetchrow(
        "SELECT review_id, written_by FROM reviews WHERE guild_id = $1 AND source_key = $2", guild_id, source_key
    )
    return None if row is None else (row["review_id"], row["written_by"])


async def follow(
    transaction: Transaction, guild_id: int, title: str, season: int | None, span: EpisodeSpan, *, now: datetime
) -> Placed:
    """Have a guild follow the show that a review names, within a transaction, and return the review's place in it."""
    name = title if season is None else split_season(title)[0]
    number = 1 if season is None else season
    show_id = await shows.create(transaction, guild_id, name, now=now, season=number)
    return Placed(Show(show_id, guild_id, name, number, names=frozenset({fold(name)})), span)


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


def _guess(review: Review) -> str:
    guess = review.findings.get("episodes")
    return f" (perhaps episode {guess.value})" if guess is not None and not guess.is_sure and guess.value else ""


def _options(missing: Sequence[str]) -> str:
    return " and ".join({"show": "--show TITLE", "episode": "--episode N"}[name] for name in missing)


async def _place(
    transaction: Transaction,
    guild_id: int,
    title: str,
    season: int | None,
    span: EpisodeSpan,
    *,
    chosen: bool,
    now: datetime,
) -> Placed:
    """Return the show to file under and the episodes in its own count; a show that is not followed is added."""
    place = place_review(await shows.followed(transaction, guild_id), title, season, span, chosen=chosen)
    if isinstance(place, Placed):
        return place
    if place.candidates:
        labels = " or ".join(f"“{show.label}”" for show in place.candidates)
        raise UnreadableReview(f"It is of “{title}”, which may be {labels} here; say which with --show TITLE.")
    return await follow(transaction, guild_id, title, season, span, now=now)


async def _store(
    transaction: Transaction,
    placed: Placed,
    review: Review,
    source_key: str,
    content_hash: str,
    written_by: int | None,
    now: datetime,
) -> tuple[Filed, int]:
    show, span = placed.show, placed.span
    known = await transaction.fetchrow(
        """
        SELECT review_id, show_id, first_episode, last_episode, content_hash
        FROM reviews WHERE guild_id = $1 AND source_key = $2
        """,
        show.guild_id,
        source_key,
    )
    place = (show.show_id, span.first.hundredths, span.last.hundredths)
    if known and tuple(known)[1:] == (*place, content_hash):
        return Filed.SAME, known["review_id"]
    published = datetime.combine(review.published, time(), UTC) if review.published else None
    review_id: int = await transaction.fetchval(
        """
        INSERT INTO reviews (
            guild_id, source_key, show_id, first_episode, last_episode, is_final, title, author, published, url,
            language, score_value, score_scale, score_raw, content_hash, created_at, updated_at, written_by
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16, $17)
        ON CONFLICT (guild_id, source_key) DO UPDATE SET
            show_id = excluded.show_id, first_episode = excluded.first_episode, last_episode = excluded.last_episode,
            is_final = excluded.is_final, title = excluded.title, author = excluded.author,
            published = excluded.published, language = excluded.language,
            score_value = excluded.score_value, score_scale = excluded.score_scale, score_raw = excluded.score_raw,
            content_hash = excluded.content_hash, updated_at = excluded.updated_at
        RETURNING review_id
        """,
        show.guild_id,
        source_key,
        *place,
        int(review.is_final),
        review.title,
        review.author,
        int(published.timestamp()) if published else None,
        review.url,
        review.language,
        *((score.value, score.scale, score.raw) if (score := review.score) else (None, None, None)),
        content_hash,
        int(now.timestamp()),
        written_by,
    )
    return (Filed.UPDATED if known else Filed.NEW), review_id


async def _new_sure_ends(transaction: Transaction, guild_id: int, review_id: int, review: Review) -> list[str]:
    rows = await transaction.fetch(
        "SELECT body FROM review_loose_ends WHERE guild_id = $1 AND review_id = $2", guild_id, review_id
    )
    known = {loose_ends.hash_of(row["body"]) for row in rows}
    return [end.text for end in review.loose_ends if end.is_sure and loose_ends.hash_of(end.text) not in known]


async def _replace_texts(transaction: Transaction, guild_id: int, review_id: int, review: Review) -> None:
    for table in ("review_parts", "review_loose_ends", "review_images"):
        await transaction.execute(
            f"DELETE FROM {table} WHERE guild_id = $1 AND review_id = $2",  # noqa: S608 - a name from the line above
            guild_id,
            review_id,
        )
    for position, part in enumerate(review.parts):
        await transaction.execute(
            """
            INSERT INTO review_parts (guild_id, review_id, position, kind, heading, body)
            VALUES ($1, $2, $3, $4, $5, $6)
            """,
            guild_id,
            review_id,
            position,
            part.kind.value,
            part.heading,
            part.text,
        )
    for position, end in enumerate(review.loose_ends):
        await transaction.execute(
            """
            INSERT INTO review_loose_ends (guild_id, review_id, position, body, is_sure) VALUES ($1, $2, $3, $4, $5)
            """,
            guild_id,
            review_id,
            position,
            end.text,
            int(end.is_sure),
        )
    for position, image in enumerate(review.images):
        await transaction.execute(
            "INSERT INTO review_images (guild_id, review_id, position, url, alt) VALUES ($1, $2, $3, $4, $5)",
            guild_id,
            review_id,
            position,
            image.url,
            image.alt,
        )
