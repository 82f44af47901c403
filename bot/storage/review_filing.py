"""Reviews as they are filed: placed under a guild's show and episodes, and kept once, with their parts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime, time
from enum import StrEnum

from bot.episodes import EpisodeNumber, EpisodeSpan
from bot.errors import UnreadableReview
from bot.matching import Placed, place_review, split_season
from bot.reviews.model import Review, as_json
from bot.shows import Show, fold
from bot.storage import guilds, loose_ends, shows
from bot.storage.database import Database, Transaction


class Filed(StrEnum):
    """What became of a review that was to be stored."""

    NEW = "new"
    UPDATED = "updated"
    SAME = "unchanged"


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
