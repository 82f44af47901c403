"""What is kept of a member in a guild: given to them, and forgotten.

Each column that holds a member's id is named here with what becomes of it; a test reads the schema and fails on one
that is not.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.episodes import EpisodeNumber
from bot.storage import deliveries, discussions, loose_ends, ratings
from bot.storage.database import Database, Transaction


class Fate(StrEnum):
    """What becomes of a row when its member asks to be forgotten."""

    GOES = "goes"
    NAME_GOES = "stays without the name"
    """For others build on it."""


COLUMNS: dict[tuple[str, str], Fate] = {
    ("discussion_members", "member_id"): Fate.GOES,
    ("drafts", "member_id"): Fate.GOES,
    ("loose_end_changes", "made_by"): Fate.NAME_GOES,
    ("loose_end_changes", "undone_by"): Fate.NAME_GOES,
    ("loose_end_drafts", "member_id"): Fate.GOES,
    ("loose_end_theories", "member_id"): Fate.NAME_GOES,
    ("loose_end_voices", "member_id"): Fate.GOES,
    ("loose_ends", "raised_by"): Fate.NAME_GOES,
    ("progress", "member_id"): Fate.GOES,
    ("ratings", "member_id"): Fate.GOES,
    ("reviews", "written_by"): Fate.NAME_GOES,
}


async def export(database: Database, guild_id: int, member_id: int) -> dict[str, list[dict[str, Any]]]:
    """Return all that is kept of a member in a guild: the rows of each table, by column.

    Episode numbers are hundredths (1350 is 13.5) and instants UTC epoch seconds, as they are kept.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for (table, column), fate in COLUMNS.items():
        rows = await database.fetch(f"SELECT * FROM {table} WHERE {_mine(table, column)}", guild_id, member_id)  # noqa: S608
        if rows:
            name = (
                table
                if fate is Fate.GOES or column in ("written_by", "raised_by", "member_id")
                else f"{table}.{column}"
            )
            found.setdefault(name, []).extend({key: row[key] for key in row.keys()} for row in rows)  # noqa: SIM118
    return found


async def forget(database: Database, guild_id: int, member_id: int, now: datetime) -> None:
    """Forget a member in a guild, all or nothing: what is theirs alone goes, what others build on loses the name.

    That the bot let them into a gated discussion which they are to leave is forgotten once they are out of it.
    """
    async with database.transaction() as transaction:
        await _forget_ratings(transaction, guild_id, member_id)
        await loose_ends.forget_member(transaction, guild_id, member_id)
        await _forget_writer(transaction, guild_id, member_id, now)
        await discussions.send_out_of_all(transaction, guild_id, member_id)
        for (table, column), fate in COLUMNS.items():
            what = f"DELETE FROM {table}" if fate is Fate.GOES else f"UPDATE {table} SET {column} = NULL"  # noqa: S608
            but = " AND is_leaving = 0" if table == "discussion_members" else ""
            await transaction.execute(f"{what} WHERE {_mine(table, column)}{but}", guild_id, member_id)


async def _forget_ratings(transaction: Transaction, guild_id: int, member_id: int) -> None:
    rows = await transaction.fetch(
        "SELECT show_id, episode FROM ratings WHERE guild_id = $1 AND member_id = $2", guild_id, member_id
    )
    for row in rows:
        await ratings.take_back(transaction, guild_id, row["show_id"], EpisodeNumber(row["episode"]), member_id)


async def _forget_writer(transaction: Transaction, guild_id: int, member_id: int, now: datetime) -> None:
    """Take a member's name off the reviews that they wrote, and off the messages that show these."""
    rows = await transaction.fetch(
        "SELECT review_id, source_key FROM reviews WHERE guild_id = $1 AND written_by = $2", guild_id, member_id
    )
    for row in rows:
        # The key of one that was typed names the member, and both it and the hash can be guessed from a name.
        key = f"typed::{row['review_id']}" if row["source_key"].startswith("typed:") else row["source_key"]
        await transaction.execute(
            """
            UPDATE reviews SET author = NULL, content_hash = '', source_key = $3 WHERE guild_id = $1 AND review_id = $2
            """,
            guild_id,
            row["review_id"],
            key,
        )
        await deliveries.mark_changed(transaction, guild_id, row["review_id"], now)


def _mine(table: str, column: str) -> str:
    if table == "discussion_members":
        return "discussion_id IN (SELECT discussion_id FROM discussions WHERE guild_id = $1) AND member_id = $2"
    return f"guild_id = $1 AND {column} = $2"
