"""Standing messages: of each a row that says where it stands, or is to, and whether it shows what is so.

A table of them has the columns guild_id, channel_id, message_id, is_wanted, posting, version, shown_version, next_try,
begun_at, attempts and is_told, as `rating_polls` has, and an index for `Table.take_due`. What changes what a message
shows counts its version on, in the same transaction; whoever shows it notes the version that they had read before. A
change that comes between is thus never taken for shown.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from bot.storage.database import Database, Transaction
from bot.storage.deliveries import Place
from bot.storage.driver import Row, instant

BETWEEN_EDITS = timedelta(seconds=5)
"""A message is not written anew more often than that, however much changes."""
LEASE = timedelta(minutes=2)
"""How long a row stays taken by whoever posts or edits its message; after a crash it is due again by then."""

CHANGED = "version = version + 1"
"""What an UPDATE sets where a message is to show something else from now on."""
SOON = f"{CHANGED}, next_try = CASE WHEN attempts > 0 THEN $2 ELSE next_try END, attempts = 0"
"""The same with now as `$2`, where what failed before is tried at once: whoever asks may have mended what was wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A message that stands, or is to, as its row was when it was read.

    `message_id` is None where it is not posted yet or was found deleted; `is_wanted` tells the two apart. `begun_at`
    is when posting was last begun, which may have come through; `posting` counts how often it was asked for.
    `is_told` says whether the keepers were told that it can't be shown.
    """

    row_id: int
    guild_id: int
    channel_id: int
    message_id: int | None
    is_wanted: bool
    posting: int
    version: int
    begun_at: datetime | None
    attempts: int
    is_told: bool


Kept = TypeVar("Kept", bound=Standing)


def standing(row: Row, key: str) -> dict[str, Any]:
    """Return the fields of `Standing` that a row holds; `key` is the column that numbers it."""
    return {
        "row_id": row[key],
        "guild_id": row["guild_id"],
        "channel_id": row["channel_id"],
        "message_id": row["message_id"],
        "is_wanted": bool(row["is_wanted"]),
        "posting": row["posting"],
        "version": row["version"],
        "begun_at": instant(row["begun_at"]),
        "attempts": row["attempts"],
        "is_told": bool(row["is_told"]),
    }


class Table(Generic[Kept]):
    """A table of standing messages.

    Args:
        name: its name, and
        key: that of the column that numbers its rows; constants of the code, for they are written into statements.
        select: reads rows, without a WHERE; in it the table is called `m`.
        read: makes of a row what the caller works with.
    """

    def __init__(self, name: str, key: str, *, select: str, read: Callable[[Row], Kept]) -> None:
        self.select = select
        self._read, self._key = read, key
        self._due = f"{select} {_DUE.format(key=key)}"
        self._update = f"UPDATE {name} SET"
        self._still = f"WHERE {key} = $1 AND posting = $2"

    async def take_due(self, database: Database, now: datetime, *, most: int) -> list[Kept]:
        """Take what is to be posted or edited, the longest due first: nobody else is given it for `LEASE`."""
        if not await database.fetch(self._due, int(now.timestamp()), most):
            return []  # without waiting for the writer, every few seconds
        async with database.transaction() as transaction:
            rows = await transaction.fetch(self._due, int(now.timestamp()), most)
            for row in rows:
                await transaction.execute(
                    f"{self._update} next_try = $2 WHERE {self._key} = $1",
                    row[self._key],
                    int((now + LEASE).timestamp()),
                )
        return [self._read(row) for row in rows]

    async def take(self, database: Database, row_id: int, now: datetime) -> Kept | None:
        """Take one message that is to be posted or edited, if nobody else has it; at once where it failed before."""
        async with database.transaction() as transaction:
            taken = await transaction.execute(
                f"""
                {self._update} next_try = $3
                WHERE {self._key} = $1 AND is_wanted = 1 AND shown_version <> version
                    AND (next_try <= $2 OR attempts > 0)
                """,
                row_id,
                int(now.timestamp()),
                int((now + LEASE).timestamp()),
            )
            row = await transaction.fetchrow(f"{self.select} WHERE m.{self._key} = $1", row_id) if taken else None
        return None if row is None else self._read(row)

    async def ask_anew(self, database: Database | Transaction, kept: Kept, channel_id: int, now: datetime) -> bool:
        """Note that a message that is gone is to be posted again, in a channel; False where it is already."""
        return bool(
            await database.execute(
                f"""
                {self._update} channel_id = $3, message_id = NULL, is_wanted = 1, posting = posting + 1,
                    begun_at = NULL, attempts = 0, is_told = 0, next_try = $4, {CHANGED} {self._still}
                """,
                kept.row_id,
                kept.posting,
                channel_id,
                int(now.timestamp()),
            )
        )

    async def begin(self, database: Database, kept: Kept, now: datetime) -> bool:
        """Note that a message is about to be posted; False where it is not to be any more."""
        return bool(
            await database.execute(
                f"{self._update} begun_at = $3 {self._still}", kept.row_id, kept.posting, int(now.timestamp())
            )
        )

    async def mark_posted(self, database: Database | Transaction, kept: Kept, place: Place, now: datetime) -> bool:
        """Note where a message stands; False where its row was removed, or asked for elsewhere, meanwhile.

        One that was begun before may be found as it was posted then, so that it is not known what it shows.
        """
        return bool(
            await database.execute(
                f"{self._update} channel_id = $5, message_id = $6, begun_at = NULL, {_SHOWN} {self._still}",
                kept.row_id,
                kept.posting,
                kept.version if kept.begun_at is None else 0,
                _after_edit(now),
                place.channel_id,
                place.message_id,
            )
        )

    async def mark_shown(self, database: Database, kept: Kept, now: datetime) -> None:
        """Note that the message shows what was so when its row was read, or newer."""
        await database.execute(
            f"{self._update} {_SHOWN} {self._still}", kept.row_id, kept.posting, kept.version, _after_edit(now)
        )

    async def mark_gone(self, database: Database, kept: Kept) -> bool:
        """Note that there is no message, and none is to be made until someone asks; False if that is noted."""
        return bool(
            await database.execute(
                f"{self._update} message_id = NULL, is_wanted = 0 {self._still} AND is_wanted = 1",
                kept.row_id,
                kept.posting,
            )
        )

    async def put_off(self, database: Database, kept: Kept, next_try: datetime) -> None:
        """Note that a message could not be posted or edited."""
        await database.execute(
            f"{self._update} attempts = attempts + 1, next_try = $2 WHERE {self._key} = $1",
            kept.row_id,
            int(next_try.timestamp()),
        )

    async def claim_telling(self, database: Database, kept: Kept) -> bool:
        """Claim that the keepers are told that a message can't be shown; False where they have been told."""
        return bool(
            await database.execute(f"{self._update} is_told = 1 WHERE {self._key} = $1 AND is_told = 0", kept.row_id)
        )


_DUE = """
WHERE m.is_wanted = 1 AND m.shown_version <> m.version AND m.next_try <= $1 ORDER BY m.next_try, m.{key} LIMIT $2
"""
_SHOWN = "shown_version = $3, next_try = $4, attempts = 0, is_told = 0"


def _after_edit(now: datetime) -> int:
    return math.ceil((now + BETWEEN_EDITS).timestamp())
