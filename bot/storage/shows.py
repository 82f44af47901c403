"""The shows a guild follows: their names, seasons and defaults."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.errors import Mistake, StorageConflict
from bot.shows import LONGEST_NAME, Show, fold
from bot.storage import feed_sources, loose_end_boards, loose_end_search
from bot.storage.database import Database, Transaction
from bot.storage.driver import Row

MOST_NAMES = 20
"""Names one show may have: enough for every romanisation, few enough to read in one answer."""


async def followed(database: Database | Transaction, guild_id: int, channels: Sequence[int] = ()) -> list[Show]:
    """Return the shows of a guild by title and season.

    Args:
        channels: the channel a command was used in and, for a thread, its parent; at most two. They decide which
            show is the channel's default.
    """
    channel, parent = (*channels, 0, 0)[:2]
    rows = await database.fetch(
        """
        SELECT s.show_id, s.guild_id, s.title, s.season, s.first_absolute, n.folded,
            EXISTS (SELECT 1 FROM guild_defaults d WHERE d.guild_id = $1 AND d.show_id = s.show_id) AS is_default,
            EXISTS (
                SELECT 1 FROM channel_defaults c
                WHERE c.guild_id = $1 AND c.channel_id = $2 AND c.show_id = s.show_id
            ) AS is_own,
            EXISTS (
                SELECT 1 FROM channel_defaults c
                WHERE c.guild_id = $1 AND c.channel_id = $3 AND c.show_id = s.show_id
            ) AS is_parents
        FROM shows s JOIN show_names n ON n.guild_id = s.guild_id AND n.show_id = s.show_id
        WHERE s.guild_id = $1
        ORDER BY s.title, s.season, s.show_id
        """,
        guild_id,
        channel,
        parent,
    )
    own = any(row["is_own"] for row in rows)
    grouped: dict[int, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row["show_id"], []).append(row)
    return [
        Show(
            show_id=show_id,
            guild_id=of_show[0]["guild_id"],
            title=of_show[0]["title"],
            season=of_show[0]["season"],
            first_absolute=of_show[0]["first_absolute"],
            names=frozenset(row["folded"] for row in of_show),
            is_default=bool(of_show[0]["is_default"]),
            is_channel_default=bool(of_show[0]["is_own"] if own else of_show[0]["is_parents"]),
        )
        for show_id, of_show in grouped.items()
    ]


@dataclass(frozen=True, slots=True)
class Kept:
    """What a guild keeps of a show, for those who manage it."""

    aliases: tuple[str, ...]
    channels: tuple[int, ...]
    reviews: int


async def kept(database: Database, shows: Sequence[Show]) -> list[Kept]:
    """Return what is kept of each of some shows of one guild, in their order."""
    if not shows:
        return []
    guild_id = shows[0].guild_id
    names = await _by_show(database, "SELECT show_id, name FROM show_names WHERE guild_id = $1 ORDER BY name", guild_id)
    channels = await _by_show(
        database, "SELECT show_id, channel_id FROM channel_defaults WHERE guild_id = $1 ORDER BY channel_id", guild_id
    )
    reviews = await _by_show(
        database, "SELECT show_id, count(*) FROM reviews WHERE guild_id = $1 GROUP BY show_id", guild_id
    )
    return [
        Kept(
            aliases=tuple(name for name in names.get(show.show_id, []) if fold(name) != fold(show.title)),
            channels=tuple(channels.get(show.show_id, [])),
            reviews=sum(reviews.get(show.show_id, [])),
        )
        for show in shows
    ]


async def _by_show(database: Database, sql: str, guild_id: int) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for show_id, value in await database.fetch(sql, guild_id):
        found.setdefault(show_id, []).append(value)
    return found


async def add(
    database: Database,
    guild_id: int,
    title: str,
    *,
    now: datetime,
    season: int = 1,
    first_absolute: int | None = None,
    aliases: Sequence[str] = (),
) -> Show:
    """Have a guild follow a show, with its aliases, all or nothing.

    Raises:
        Mistake: a name is too long or empty, or a show of that name and season is there already.
    """
    names = list(dict.fromkeys(checked_name(name) for name in (title, *aliases)))
    async with database.transaction() as transaction:
        show_id = await create(transaction, guild_id, names[0], now=now, season=season, first_absolute=first_absolute)
        for alias in names[1:]:
            await _name(transaction, guild_id, show_id, season, alias)
    return Show(show_id, guild_id, names[0], season, first_absolute, frozenset(fold(name) for name in names))


async def create(
    transaction: Transaction,
    guild_id: int,
    title: str,
    *,
    now: datetime,
    season: int,
    first_absolute: int | None = None,
) -> int:
    """Add a show within a transaction and return its id; errors are those of `add`."""
    show_id: int = await transaction.fetchval(
        """
        INSERT INTO shows (guild_id, title, season, first_absolute, created_at)
        VALUES ($1, $2, $3, $4, $5) RETURNING show_id
        """,
        guild_id,
        title,
        season,
        first_absolute,
        int(now.timestamp()),
    )
    await _name(transaction, guild_id, show_id, season, title)
    return show_id


async def rename(database: Database, show: Show, title: str) -> None:
    """Give a show another title; the old one stays as an alias, for those who are used to it.

    Raises:
        Mistake: the name is too long or empty, or another show has it.
    """
    title = checked_name(title)
    async with database.transaction() as transaction:
        await transaction.execute(
            "UPDATE shows SET title = $3 WHERE guild_id = $1 AND show_id = $2", show.guild_id, show.show_id, title
        )
        if fold(title) not in show.names:
            await _name(transaction, show.guild_id, show.show_id, show.season, title)
        await loose_end_boards.show_anew(transaction, show)


async def add_alias(database: Database, show: Show, alias: str) -> None:
    """Let a show be found by another name as well.

    Raises:
        Mistake: the name is too long or empty, another show has it, or the show has too many.
    """
    alias = checked_name(alias)
    if fold(alias) in show.names:
        raise Mistake(f"{show.label} is already found by that name.")
    if len(show.names) >= MOST_NAMES:
        raise Mistake(f"{show.label} has {MOST_NAMES} names, the most a show can have. Take one away first.")
    async with database.transaction() as transaction:
        await _name(transaction, show.guild_id, show.show_id, show.season, alias)


async def remove_alias(database: Database, show: Show, alias: str) -> None:
    """Take an alias away.

    Raises:
        Mistake: it is no alias of the show, or it is the title.
    """
    if fold(alias) == fold(show.title):
        raise Mistake("That is the show's title. Use `/show rename` to change it.")
    removed = await database.execute(
        "DELETE FROM show_names WHERE guild_id = $1 AND show_id = $2 AND folded = $3",
        show.guild_id,
        show.show_id,
        fold(alias),
    )
    if not removed:
        raise Mistake(f"That is no other name of {show.label}. `/show list` shows the names it has.")


async def make_default(database: Database, show: Show, channel_id: int | None) -> None:
    """Take a show when none is named: in one channel and its threads, or in the whole guild."""
    if channel_id is None:
        await database.execute(
            """
            INSERT INTO guild_defaults (guild_id, show_id) VALUES ($1, $2)
            ON CONFLICT (guild_id) DO UPDATE SET show_id = excluded.show_id
            """,
            show.guild_id,
            show.show_id,
        )
        return
    await database.execute(
        """
        INSERT INTO channel_defaults (guild_id, channel_id, show_id) VALUES ($1, $2, $3)
        ON CONFLICT (guild_id, channel_id) DO UPDATE SET show_id = excluded.show_id
        """,
        show.guild_id,
        channel_id,
        show.show_id,
    )


@dataclass(frozen=True, slots=True)
class Belongings:
    """How much goes with a show when it is removed; `members` are those who said how far they have watched.

    The threads of its discussions stay, and are no longer known to be any.
    """

    reviews: int
    members: int
    ratings: int
    feeds: int
    loose_ends: int
    discussions: int


async def what_goes_with(database: Database, show: Show) -> Belongings:
    """Return what removing a show would remove."""
    (row,) = await database.fetch(
        """
        SELECT
            (SELECT count(*) FROM reviews WHERE guild_id = $1 AND show_id = $2),
            (SELECT count(*) FROM progress WHERE guild_id = $1 AND show_id = $2),
            (SELECT count(*) FROM ratings WHERE guild_id = $1 AND show_id = $2),
            (SELECT count(*) FROM feeds WHERE guild_id = $1 AND show_id = $2),
            (SELECT count(*) FROM loose_ends WHERE guild_id = $1 AND show_id = $2 AND merged_into IS NULL),
            (SELECT count(*) FROM discussions WHERE guild_id = $1 AND show_id = $2 AND thread_id IS NOT NULL)
        """,
        show.guild_id,
        show.show_id,
    )
    return Belongings(*row)


async def remove(database: Database, guild_id: int, show_id: int) -> bool:
    """Remove a show with all that belongs to it, its feeds included; return whether it was there."""
    async with database.transaction() as transaction:
        sources = await transaction.fetch(
            "SELECT DISTINCT source_id FROM feeds WHERE guild_id = $1 AND show_id = $2", guild_id, show_id
        )
        removed = await transaction.execute("DELETE FROM shows WHERE guild_id = $1 AND show_id = $2", guild_id, show_id)
        for source in sources:
            await feed_sources.forget_unwatched(transaction, source["source_id"])
        await loose_end_search.purge(transaction)
    return bool(removed)


def checked_name(name: str) -> str:
    """Return a name without needless spaces.

    Raises:
        Mistake: nothing is left of it, it spans lines, or it is longer than `LONGEST_NAME`.
    """
    name = " ".join(name.split())
    if not name or not name.isprintable():
        raise Mistake("A show needs a name of letters, digits or signs.")
    if len(name) > LONGEST_NAME:
        raise Mistake(f"That name has {len(name)} characters; {LONGEST_NAME} are the most a show's name can have.")
    return name


async def _name(transaction: Transaction, guild_id: int, show_id: int, season: int, name: str) -> None:
    try:
        await transaction.execute(
            "INSERT INTO show_names (guild_id, folded, season, show_id, name) VALUES ($1, $2, $3, $4, $5)",
            guild_id,
            fold(name),
            season,
            show_id,
            name,
        )
    except StorageConflict as error:
        which = "" if season == 1 else f" (season {season})"
        raise Mistake(f"A show that is found by “{name}”{which} is followed here already.") from error
