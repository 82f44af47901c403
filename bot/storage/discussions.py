"""Discussions: the thread or the forum's post in which an episode is talked about, one an episode, and its hub.

A discussion is claimed before it is opened. Its hub is the standing message with which it begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.episodes import EpisodeNumber
from bot.shows import Show
from bot.storage import discussion_members
from bot.storage.database import Database, Transaction
from bot.storage.driver import Row
from bot.storage.standing import CHANGED, Standing, Table, standing


class Mode(StrEnum):
    """Who is in a discussion: whoever sees its channel, or who says that they have watched the episode."""

    OPEN = "open"
    GATED = "gated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Discussion(Standing):
    """The discussion of an episode, as it was when it was read; what it has of a standing message is its hub.

    `parent_id` is the channel or forum that it is in; `thread_id` is None until it is open.
    """

    show: Show
    episode: EpisodeNumber
    parent_id: int
    thread_id: int | None
    mode: Mode


async def find(
    database: Database | Transaction, guild_id: int, show_id: int, episode: EpisodeNumber
) -> Discussion | None:
    """Return the discussion of an episode, open or claimed, or None."""
    row = await database.fetchrow(
        f"{HUBS.select} WHERE m.guild_id = $1 AND m.show_id = $2 AND m.episode = $3",
        guild_id,
        show_id,
        episode.hundredths,
    )
    return None if row is None else _discussion(row)


async def at(database: Database, guild_id: int, thread_id: int) -> Discussion | None:
    """Return the discussion that a thread is, or None."""
    row = await database.fetchrow(
        f"{HUBS.select} WHERE m.guild_id = $1 AND m.thread_id = $2 ORDER BY m.discussion_id LIMIT 1",
        guild_id,
        thread_id,
    )
    return None if row is None else _discussion(row)


async def beside(database: Database, discussion: Discussion) -> tuple[Discussion | None, Discussion | None]:
    """Return the open discussions of the show before and after one, each None where there is none."""
    of_show = "m.guild_id = $1 AND m.show_id = $2 AND m.thread_id IS NOT NULL"
    place = (discussion.guild_id, discussion.show.show_id, discussion.episode.hundredths)
    before = await database.fetchrow(
        f"{HUBS.select} WHERE {of_show} AND m.episode < $3 ORDER BY m.episode DESC LIMIT 1", *place
    )
    after = await database.fetchrow(
        f"{HUBS.select} WHERE {of_show} AND m.episode > $3 ORDER BY m.episode LIMIT 1", *place
    )
    return (None if before is None else _discussion(before)), (None if after is None else _discussion(after))


async def claim(
    transaction: Transaction, show: Show, episode: EpisodeNumber, *, parent_id: int, mode: Mode, now: datetime
) -> bool:
    """Note that an episode's discussion is to be opened in a channel; False where there is one, or is to be.

    Raises:
        StorageConflict: the show is not followed any more.
    """
    return bool(
        await transaction.execute(
            """
            INSERT INTO discussions (guild_id, show_id, episode, parent_id, channel_id, mode, next_try, created_at)
            VALUES ($1, $2, $3, $4, $4, $5, $6, $6) ON CONFLICT (guild_id, show_id, episode) DO NOTHING
            """,
            show.guild_id,
            show.show_id,
            episode.hundredths,
            parent_id,
            mode.value,
            int(now.timestamp()),
        )
    )


async def claim_anew(database: Database, discussion: Discussion, *, parent_id: int, mode: Mode, now: datetime) -> bool:
    """Note that a discussion whose thread is gone is to be opened again; False where that is noted already."""
    async with database.transaction() as transaction:
        asked = await HUBS.ask_anew(transaction, discussion, parent_id, now)
        if asked:
            await transaction.execute(
                "UPDATE discussions SET parent_id = $2, thread_id = NULL, mode = $3 WHERE discussion_id = $1",
                discussion.row_id,
                parent_id,
                mode.value,
            )
            await discussion_members.forget(transaction, discussion.row_id)
            await _beside_changed(transaction, discussion)
    return asked


async def mark_open(database: Database, discussion: Discussion, thread_id: int) -> bool:
    """Note the thread that a discussion is; the hubs before and after it are to link to it.

    False is returned where it was asked for elsewhere meanwhile, or the show was removed.
    """
    async with database.transaction() as transaction:
        noted = await transaction.execute(
            "UPDATE discussions SET thread_id = $3 WHERE discussion_id = $1 AND posting = $2 AND thread_id IS NULL",
            discussion.row_id,
            discussion.posting,
            thread_id,
        )
        if noted:
            await _beside_changed(transaction, discussion)
    return bool(noted)


async def note(
    transaction: Transaction,
    guild_id: int,
    show_id: int,
    episode: EpisodeNumber,
    *,
    parent_id: int,
    thread_id: int,
    now: datetime,
) -> None:
    """Note that an episode is talked about in a thread, without a hub, unless it has a discussion already."""
    await transaction.execute(
        """
        INSERT INTO discussions (
            guild_id, show_id, episode, parent_id, thread_id, channel_id, is_wanted, next_try, created_at
        )
        VALUES ($1, $2, $3, $4, $5, $5, 0, $6, $6) ON CONFLICT (guild_id, show_id, episode) DO NOTHING
        """,
        guild_id,
        show_id,
        episode.hundredths,
        parent_id,
        thread_id,
        int(now.timestamp()),
    )


async def changed(transaction: Transaction, guild_id: int, show_id: int, episode: EpisodeNumber) -> None:
    """Note that what the hub of an episode shows has changed."""
    await transaction.execute(
        f"UPDATE discussions SET {CHANGED} WHERE guild_id = $1 AND show_id = $2 AND episode = $3",  # noqa: S608
        guild_id,
        show_id,
        episode.hundredths,
    )


async def counts_changed(
    transaction: Transaction, guild_id: int, show_id: int, episodes: Sequence[EpisodeNumber]
) -> None:
    """Note that the counts of loose ends have changed in the hubs of some episodes, and in that of the last one.

    How many are still open changes in those between as well. They show it when they are drawn for another reason: to
    write into threads that were put away would bring all of them back.
    """
    for episode in dict.fromkeys(episodes):
        await changed(transaction, guild_id, show_id, episode)
    await transaction.execute(
        f"""
        UPDATE discussions SET {CHANGED} WHERE guild_id = $1 AND show_id = $2 AND episode = (
            SELECT max(episode) FROM discussions WHERE guild_id = $1 AND show_id = $2
        )
        """,  # noqa: S608 - a constant
        guild_id,
        show_id,
    )


async def send_out_of_all(transaction: Transaction, guild_id: int, member_id: int) -> None:
    """Note that a member is to leave every gated discussion, where the guild wishes so, within a transaction."""
    rows = await transaction.fetch(
        """
        SELECT d.discussion_id, d.show_id FROM discussion_members l JOIN discussions d USING (discussion_id)
        WHERE l.member_id = $2 AND d.guild_id = $1 AND d.mode = 'gated'
        """,
        guild_id,
        member_id,
    )
    for row in rows:
        if (await wishes(transaction, guild_id, row["show_id"])).takes_out:
            await transaction.execute(
                """
                UPDATE discussion_members SET is_leaving = 1, next_try = 0 WHERE discussion_id = $1 AND member_id = $2
                """,
                row["discussion_id"],
                member_id,
            )


async def _beside_changed(transaction: Transaction, discussion: Discussion) -> None:
    """Note that hubs link to another discussion: of the nearest open ones, and of those between that are not open."""
    await transaction.execute(
        f"""
        UPDATE discussions SET {CHANGED} WHERE guild_id = $1 AND show_id = $2 AND episode <> $3
            AND episode >= coalesce((
                SELECT max(episode) FROM discussions
                WHERE guild_id = $1 AND show_id = $2 AND episode < $3 AND thread_id IS NOT NULL
            ), 0)
            AND episode <= coalesce((
                SELECT min(episode) FROM discussions
                WHERE guild_id = $1 AND show_id = $2 AND episode > $3 AND thread_id IS NOT NULL
            ), 999999)
        """,  # noqa: S608 - a constant
        discussion.guild_id,
        discussion.show.show_id,
        discussion.episode.hundredths,
    )


def _discussion(row: Row) -> Discussion:
    return Discussion(
        **standing(row, "discussion_id"),
        show=Show(row["show_id"], row["guild_id"], row["title"], row["season"]),
        episode=EpisodeNumber(row["episode"]),
        parent_id=row["parent_id"],
        thread_id=row["thread_id"],
        mode=Mode(row["mode"]),
    )


HUBS: Table[Discussion] = Table(
    "discussions",
    "discussion_id",
    select="""
    SELECT m.*, s.title, s.season FROM discussions m JOIN shows s ON s.guild_id = m.guild_id AND s.show_id = m.show_id
    """,
    read=_discussion,
)
"""The hubs of discussions."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a guild wants the discussions of a show.

    `channel_id` is None where they are opened where they are asked for. `takes_out` says whether members whose progress
    goes back are taken out of gated ones.
    """

    channel_id: int | None = None
    mode: Mode = Mode.OPEN
    takes_out: bool = False


async def wishes(database: Database | Transaction, guild_id: int, show_id: int | None) -> Wishes:
    """Return how a guild wants the discussions of a show; what was not chosen for it is as for all, or the default."""
    rows = await database.fetch(
        """
        SELECT channel_id, mode, takes_out FROM discussion_settings
        WHERE guild_id = $1 AND (show_id = $2 OR show_id IS NULL) ORDER BY show_id IS NULL
        """,
        guild_id,
        show_id,
    )

    def chosen(column: str) -> Any:
        return next((row[column] for row in rows if row[column] is not None), None)

    return Wishes(chosen("channel_id"), Mode(chosen("mode") or Mode.OPEN), bool(chosen("takes_out")))


async def set_channel(database: Database, guild_id: int, show_id: int | None, channel_id: int | None) -> None:
    """Choose where discussions are opened, of a show or of all; None is as for all, or where they are asked for."""
    await database.execute(
        """
        INSERT INTO discussion_settings (guild_id, show_id, channel_id) VALUES ($1, $2, $3)
        ON CONFLICT (guild_id, coalesce(show_id, 0)) DO UPDATE SET channel_id = excluded.channel_id, is_told = 0
        """,
        guild_id,
        show_id,
        channel_id,
    )


async def set_mode(database: Database, guild_id: int, show_id: int | None, mode: Mode, *, takes_out: bool) -> None:
    """Choose the mode of discussions that are opened from now on, of a show or of all."""
    await database.execute(
        """
        INSERT INTO discussion_settings (guild_id, show_id, mode, takes_out) VALUES ($1, $2, $3, $4)
        ON CONFLICT (guild_id, coalesce(show_id, 0))
        DO UPDATE SET mode = excluded.mode, takes_out = excluded.takes_out
        """,
        guild_id,
        show_id,
        mode.value,
        int(takes_out),
    )


async def lost_flag(database: Database, guild_id: int, channel_id: int, *, is_there: bool) -> bool:
    """Note whether a channel that was chosen for discussions is a Spoiler Channel.

    True is returned where the keepers are to be told that it is not; they are told once until it is one again.
    """
    changed = await database.execute(
        """
        UPDATE discussion_settings SET is_told = $3
        WHERE guild_id = $1 AND channel_id = $2 AND is_told <> $3
        """,
        guild_id,
        channel_id,
        int(not is_there),
    )
    return bool(changed) and not is_there


async def is_chosen(database: Database, guild_id: int, channel_id: int) -> bool:
    """Tell whether a guild has named a channel for discussions."""
    found = await database.fetchval(
        "SELECT 1 FROM discussion_settings WHERE guild_id = $1 AND channel_id = $2 LIMIT 1", guild_id, channel_id
    )
    return found is not None
