"""Hidings: messages that are being put back behind a veil, until either the original or what was put back is alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from bot.errors import StorageConflict
from bot.storage.database import Database
from bot.storage.driver import Row


class State(StrEnum):
    """How far a hiding is, and so which of the two is to stay."""

    POSTING = "posting"
    """The original: what was put back may not be whole."""
    POSTED = "posted"
    """What was put back, which is whole."""
    REFUSED = "refused"
    """The original: Discord does not let the bot delete it."""


@dataclass(frozen=True, slots=True)
class Hiding:
    """A message that is being hidden, or a spoiler that is being posted, known by the interaction that it came by.

    What is put back are the messages that the webhook posted in the place after `after_id`. Nothing else may be posted
    there by that webhook meanwhile.
    """

    message_id: int
    guild_id: int
    place_id: int
    webhook_id: int
    after_id: int
    begun_at: datetime
    state: State = State.POSTING


async def claim(database: Database, hiding: Hiding) -> bool:
    """Note that a message is about to be put back; False where it is being hidden already."""
    try:
        await database.execute(
            """
            INSERT INTO hidings (message_id, guild_id, place_id, webhook_id, after_id, begun_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            """,
            hiding.message_id,
            hiding.guild_id,
            hiding.place_id,
            hiding.webhook_id,
            hiding.after_id,
            int(hiding.begun_at.timestamp()),
        )
    except StorageConflict:
        return False
    return True


async def mark_posted(database: Database, hiding: Hiding) -> None:
    """Note that what is put back is whole; from here on the original is to go."""
    await database.execute("UPDATE hidings SET state = 'posted' WHERE message_id = $1", hiding.message_id)


async def mark_refused(database: Database, hiding: Hiding) -> None:
    """Note that the original can't be deleted; from here on what was put back is to go."""
    await database.execute("UPDATE hidings SET state = 'refused' WHERE message_id = $1", hiding.message_id)


async def drop(database: Database, hiding: Hiding) -> None:
    """Forget a hiding: one of the two is alone."""
    await database.execute("DELETE FROM hidings WHERE message_id = $1", hiding.message_id)


async def find(database: Database, message_id: int) -> Hiding | None:
    """Return the hiding of a message, as it is now, or None."""
    row = await database.fetchrow("SELECT * FROM hidings WHERE message_id = $1", message_id)
    return None if row is None else _hiding(row)


async def unsettled(database: Database, place_id: int | None = None) -> list[Hiding]:
    """Return the hidings under way, of a place or of all, the oldest first."""
    if place_id is None:
        rows = await database.fetch("SELECT * FROM hidings ORDER BY begun_at, message_id")
    else:
        rows = await database.fetch("SELECT * FROM hidings WHERE place_id = $1 ORDER BY begun_at, message_id", place_id)
    return [_hiding(row) for row in rows]


def _hiding(row: Row) -> Hiding:
    return Hiding(
        message_id=row["message_id"],
        guild_id=row["guild_id"],
        place_id=row["place_id"],
        webhook_id=row["webhook_id"],
        after_id=row["after_id"],
        begun_at=datetime.fromtimestamp(row["begun_at"], UTC),
        state=State(row["state"]),
    )
