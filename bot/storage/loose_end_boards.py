"""The boards of loose ends: of each show at most one, where it stands, and the messages that were boards before.

What a board shows is read in `bot.storage.loose_end_groups`. Its message follows the ledger by its version, which every
change of a loose end counts on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.episodes import EpisodeNumber
from bot.shows import Show
from bot.storage import discussions
from bot.storage.database import Database, Transaction
from bot.storage.deliveries import Place
from bot.storage.driver import Row
from bot.storage.standing import SOON, Standing, Table, standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Board(Standing):
    """The board of a show, as it was when it was read."""

    show: Show


@dataclass(frozen=True, slots=True)
class Left:
    """A message that was a board and is to be taken away; `attempts` counts how often that failed."""

    guild_id: int
    place: Place
    attempts: int


async def claim(database: Database, show: Show, channel_id: int, now: datetime) -> tuple[Board, bool]:
    """Note that a show is to have a board in a channel; return it, or the one there is, and whether it is new.

    Raises:
        StorageConflict: the show is not followed any more.
    """
    async with database.transaction() as transaction:
        is_new = await transaction.execute(
            """
            INSERT INTO loose_end_boards (guild_id, show_id, channel_id, next_try, created_at)
            VALUES ($1, $2, $3, $4, $4) ON CONFLICT (guild_id, show_id) DO NOTHING
            """,
            show.guild_id,
            show.show_id,
            channel_id,
            int(now.timestamp()),
        )
        row = await transaction.fetchrow(
            f"{MESSAGES.select} WHERE m.guild_id = $1 AND m.show_id = $2", show.guild_id, show.show_id
        )
    assert row is not None  # noqa: S101 - it was there, or was inserted
    return _board(row), bool(is_new)


async def of_show(database: Database, show: Show) -> Board | None:
    """Return the board of a show, wherever it stands or is to, or None."""
    row = await database.fetchrow(
        f"{MESSAGES.select} WHERE m.guild_id = $1 AND m.show_id = $2", show.guild_id, show.show_id
    )
    return None if row is None else _board(row)


async def show_anew(transaction: Transaction, show: Show, *episodes: EpisodeNumber) -> None:
    """Note that the show's board does not show what is so any more.

    Args:
        episodes: those whose counts have changed, which the hubs of their discussions show.
    """
    if episodes:
        await discussions.counts_changed(transaction, show.guild_id, show.show_id, episodes)
    await transaction.execute(
        "UPDATE loose_end_boards SET version = version + 1 WHERE guild_id = $1 AND show_id = $2",
        show.guild_id,
        show.show_id,
    )


async def show_soon(database: Database, board: Board, now: datetime) -> None:
    """Have a board drawn anew, at once where that failed before: what stood in the way may be mended."""
    await database.execute(
        f"UPDATE loose_end_boards SET {SOON} WHERE board_id = $1",  # noqa: S608 - a constant
        board.row_id,
        int(now.timestamp()),
    )


async def left(database: Database, now: datetime, *, most: int) -> list[Left]:
    """Return the messages that are to be taken away by now, the longest due first."""
    rows = await database.fetch(
        """
        SELECT guild_id, channel_id, message_id, attempts FROM loose_end_boards_left
        WHERE next_try <= $1 ORDER BY next_try, message_id LIMIT $2
        """,
        int(now.timestamp()),
        most,
    )
    return [Left(row["guild_id"], Place(row["channel_id"], row["message_id"]), row["attempts"]) for row in rows]


async def let_go(database: Database, gone: Left) -> None:
    """Note that a message that was a board is taken away, or is not to be tried any more."""
    await database.execute("DELETE FROM loose_end_boards_left WHERE message_id = $1", gone.place.message_id)


async def put_off(database: Database, kept: Left, next_try: datetime) -> None:
    """Note that a message that was a board could not be taken away."""
    await database.execute(
        "UPDATE loose_end_boards_left SET attempts = attempts + 1, next_try = $2 WHERE message_id = $1",
        kept.place.message_id,
        int(next_try.timestamp()),
    )


def _board(row: Row) -> Board:
    return Board(**standing(row, "board_id"), show=Show(row["show_id"], row["guild_id"], row["title"], row["season"]))


MESSAGES: Table[Board] = Table(
    "loose_end_boards",
    "board_id",
    select="""
    SELECT m.*, s.title, s.season FROM loose_end_boards m
    JOIN shows s ON s.guild_id = m.guild_id AND s.show_id = m.show_id
    """,
    read=_board,
)
"""The messages of boards."""
