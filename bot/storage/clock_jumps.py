"""Times that a clock noted which was ahead: brought back, or what they belong to would wait until then."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.storage.database import Database

LONGEST = timedelta(days=2)
"""Nothing is put off for longer: a day at the most, and a tenth (`bot.feeds.pace`)."""
_BRING_BACK = (
    "UPDATE feed_sources SET next_look = $1 WHERE is_gone = 0 AND next_look > $2",
    "UPDATE feed_entries SET next_try = $1 WHERE state = 'due' AND next_try > $2",
    "UPDATE deliveries SET next_try = $1 WHERE (state = 'due' OR is_stale = 1) AND next_try > $2",
    "UPDATE rating_polls SET next_try = $1 WHERE is_wanted = 1 AND shown_version <> version AND next_try > $2",
    "UPDATE discussions SET next_try = $1 WHERE is_wanted = 1 AND shown_version <> version AND next_try > $2",
    "UPDATE discussion_members SET next_try = $1 WHERE is_leaving = 1 AND next_try > $2",
    "UPDATE loose_end_boards SET next_try = $1 WHERE is_wanted = 1 AND shown_version <> version AND next_try > $2",
)
"""What is tried again some time; not what a member has chosen a time for, such as the end of a poll."""


async def bring_back(database: Database, now: datetime) -> int:
    """Have all be due now that is put off for longer than `LONGEST`; return how many rows that were."""
    brought = 0
    async with database.transaction() as transaction:
        for statement in _BRING_BACK:
            brought += await transaction.execute(statement, int(now.timestamp()), int((now + LONGEST).timestamp()))
    return brought
