"""A guild's archive, put into the database in one transaction, all or nothing.

What a guild has already stays as it is: a show of the same name and season, a review of the same source, a loose end
raised with the same words in the same episode and second, the ratings of an episode that has any.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime

from bot.archive.format import NAMED, TABLES, Archive, Stored, Table, read
from bot.episodes import EpisodeNumber
from bot.errors import ArchiveRefused, Mistake, StorageConflict
from bot.ratings import BEST, Tally
from bot.reviews.model import PartKind
from bot.shows import fold
from bot.storage import ratings, shows
from bot.storage.archive_ends import put_changes, put_loose_ends, put_theories
from bot.storage.archive_filing import Filing, whole
from bot.storage.archive_taking import review_keys
from bot.storage.database import Database

MOST_VOTES = 1_000_000
"""Ratings and voices of an archive, so that a number in it can't have the database filled."""


async def put(database: Database, guild_id: int, archive: Archive) -> Counter[str]:
    """Put an archive into a guild; return how many entries of each list are new there.

    Rows are numbered anew, loose ends too where the guild has given out their numbers. Into another guild than its own,
    what names channels and messages of Discord is left out.

    Raises:
        ArchiveRefused: it holds what can't be kept; nothing of it is.
    """
    _must_be_few(archive)
    try:
        async with database.transaction() as transaction:
            filing = Filing(transaction, guild_id, archive)
            for table in TABLES:
                if not table.places or guild_id == archive.guild_id:
                    await _SPECIAL.get(table.name, _put_plainly)(filing, table)
            return filing.new
    except StorageConflict as error:
        raise ArchiveRefused("It holds what the database does not allow, such as an end before a beginning.") from error


def _must_be_few(archive: Archive) -> None:
    counted = [(table, entry, column) for table, column in _COUNTED for entry in archive.lists[table]]
    votes = [read(NAMED[table], entry, column) for table, entry, column in counted]
    if sum(int(number or 0) for number in votes) > MOST_VOTES:
        raise ArchiveRefused(f"It counts more than {MOST_VOTES:,} ratings and voices.")


_COUNTED = (("rating_tallies", "votes"), ("loose_ends", "voices"))


async def _put_plainly(filing: Filing, table: Table) -> None:
    for _, values in filing.entries(table):
        if filing.belongs_to_new(table, values):
            await filing.insert(table, values)


async def _put_shows(filing: Filing, table: Table) -> None:
    for entry, values in filing.entries(table):
        title = values["title"] = _name(values["title"])
        known = await filing.transaction.fetchval(
            "SELECT show_id FROM show_names WHERE guild_id = $1 AND folded = $2 AND season = $3",
            filing.guild_id,
            fold(title),
            values["season"],
        )
        row_id = known or await filing.insert(table, values)
        assert row_id is not None  # noqa: S101 - nothing but its number is its own
        filing.note(table, entry, row_id, is_new=known is None)
        if known is None:
            await _put_name(filing, NAMED["show_names"], row_id, title)


async def _put_names(filing: Filing, table: Table) -> None:
    for _, values in filing.entries(table):
        await _put_name(filing, table, values["show_id"], _name(values["name"]))


async def _put_name(filing: Filing, table: Table, show_id: Stored, name: str) -> None:
    season = await filing.transaction.fetchval(
        "SELECT season FROM shows WHERE guild_id = $1 AND show_id = $2", filing.guild_id, show_id
    )
    await filing.insert(table, {"show_id": show_id, "name": name, "folded": fold(name), "season": season})


def _name(text: Stored) -> str:
    try:
        return shows.checked_name(str(text or ""))
    except Mistake as error:
        raise ArchiveRefused(f"A show in it can’t be followed. {error}") from None


async def _put_reviews(filing: Filing, table: Table) -> None:
    rows = await filing.transaction.fetch(
        "SELECT review_id, source_key, created_at FROM reviews WHERE guild_id = $1 ORDER BY review_id",
        filing.guild_id,
    )
    known = {key: review_id for review_id, key in review_keys(rows).items()}
    for entry, values in filing.entries(table):
        key = str(values["source_key"])
        there = known.get(key)
        row_id = there or await filing.insert(table, values)
        assert row_id is not None  # noqa: S101 - its key is not known
        known[key] = row_id
        filing.note(table, entry, row_id, is_new=there is None)


async def _put_parts(filing: Filing, table: Table) -> None:
    for _, values in filing.entries(table):
        if values["kind"] not in set(PartKind):
            raise ArchiveRefused(f"A part of a review can be {', '.join(PartKind)}, and nothing else.")
    await _put_plainly(filing, table)


async def _put_ratings(filing: Filing, table: Table) -> None:
    votes: dict[tuple[int, int], list[int]] = {}
    for _, values in filing.entries(table):
        score, count = whole(values, "score"), whole(values, "votes")
        if not 1 <= score <= BEST:
            raise ArchiveRefused(f"A rating is from 1 to {BEST}.")
        votes.setdefault(_episode(values), [0] * BEST)[score - 1] += count
    named: dict[tuple[int, int], dict[int, tuple[int, datetime]]] = {}
    for _, values in filing.entries(NAMED["ratings"]):
        at = datetime.fromtimestamp(whole(values, "updated_at"), UTC)
        member_id = whole(values, "member_id")
        named.setdefault(_episode(values), {})[member_id] = (whole(values, "score"), at)
    for place, counts in votes.items():
        show_id, episode = place
        try:
            taken = await ratings.take_over(
                filing.transaction,
                filing.guild_id,
                show_id,
                EpisodeNumber(episode),
                Tally(tuple(counts)),
                named.get(place, {}),
                filing.archive.taken_at,
            )
        except ValueError:
            raise ArchiveRefused("More gave a rating by name than are counted.") from None
        filing.new["ratings"] += sum(counts) if taken else 0


async def _put_discussions(filing: Filing, table: Table) -> None:
    for _, values in filing.entries(table):
        # As those that were opened at a review: there, and without a hub until someone asks for it.
        standing = {"channel_id": values["thread_id"], "is_wanted": 0, "next_try": values["created_at"]}
        await filing.insert(table, {**values, **standing})


async def _put_nothing(filing: Filing, table: Table) -> None:
    """Put nothing, for it was put with what it belongs to."""


_SPECIAL = {
    "shows": _put_shows,
    "show_names": _put_names,
    "reviews": _put_reviews,
    "review_parts": _put_parts,
    "rating_tallies": _put_ratings,
    "ratings": _put_nothing,
    "loose_ends": put_loose_ends,
    "loose_end_changes": put_changes,
    "loose_end_voices": _put_nothing,
    "loose_end_theories": put_theories,
    "discussions": _put_discussions,
}


def _episode(values: Mapping[str, Stored]) -> tuple[int, int]:
    return whole(values, "show_id"), whole(values, "episode")
