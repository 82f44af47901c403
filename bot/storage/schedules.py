"""Schedules: discussions that are opened one after the other, at an hour of the guild's own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.episodes import EpisodeNumber
from bot.shows import Show
from bot.storage.database import Database, Transaction
from bot.storage.driver import Row


@dataclass(frozen=True, slots=True)
class Schedule:
    """A schedule of a show: what opens next and when, and the last one.

    `day` and `hour` are those of the next one, by the clocks of `zone`; `every` is the pace. An hour that the clocks
    leave out in spring is the one after it, of an hour that comes twice in autumn the first is meant.
    """

    show: Show
    channel_id: int
    next_episode: EpisodeNumber
    last_episode: EpisodeNumber
    day: date
    hour: time
    zone: ZoneInfo
    every: timedelta
    is_paused: bool = False

    @property
    def next_at(self) -> datetime:
        """The instant of the next one."""
        return datetime.combine(self.day, self.hour, self.zone)

    def after(self, now: datetime) -> Schedule:
        """Return it with its next day on the first one of its pace that is to come."""
        later = self
        while later.next_at <= now:
            later = replace(later, day=later.day + self.every)
        return later


async def begin(database: Database, schedule: Schedule) -> bool:
    """Keep a schedule; False where the show has one.

    Raises:
        StorageConflict: the show is not followed any more.
    """
    return bool(
        await database.execute(
            """
            INSERT INTO discussion_schedules (
                guild_id, show_id, channel_id, next_episode, last_episode, next_day, hour, zone, every_days, next_at
            )
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (guild_id, show_id) DO NOTHING
            """,
            schedule.show.guild_id,
            schedule.show.show_id,
            schedule.channel_id,
            schedule.next_episode.hundredths,
            schedule.last_episode.hundredths,
            schedule.day.isoformat(),
            schedule.hour.isoformat("minutes"),
            schedule.zone.key,
            schedule.every.days,
            int(schedule.next_at.timestamp()),
        )
    )


async def of_guild(database: Database, guild_id: int) -> list[Schedule]:
    """Return the schedules of a guild, that first whose next one is opened first."""
    return [_schedule(row) for row in await database.fetch(f"{_SELECT} WHERE c.guild_id = $1 {_ORDER}", guild_id)]


async def of_show(database: Database, guild_id: int, show_id: int) -> Schedule | None:
    """Return the schedule of a show, or None."""
    row = await database.fetchrow(f"{_SELECT} WHERE c.guild_id = $1 AND c.show_id = $2", guild_id, show_id)
    return None if row is None else _schedule(row)


async def open_due(
    database: Database, now: datetime, opened: Callable[[Transaction, Schedule], Awaitable[None]]
) -> None:
    """Have what is due opened, in the transaction that moves each schedule on; one that has opened its last ends.

    Of what came due while the bot was away one is opened, and the others follow at the schedule's pace: members would
    be buried otherwise.

    Args:
        opened: claims the discussion of the schedule's next episode.
    """
    while True:
        due = f"{_SELECT} WHERE c.is_paused = 0 AND c.next_at <= $1 ORDER BY c.next_at LIMIT 1"
        if await database.fetchrow(due, int(now.timestamp())) is None:
            return
        async with database.transaction() as transaction:
            row = await transaction.fetchrow(due, int(now.timestamp()))
            if row is None:
                return
            schedule = _schedule(row)
            await opened(transaction, schedule)
            following = EpisodeNumber(schedule.next_episode.hundredths + 100)
            if following > schedule.last_episode:
                await _end(transaction, schedule)
            else:
                await _move(transaction, replace(schedule.after(now), next_episode=following))


async def pause(database: Database, schedule: Schedule) -> bool:
    """Have a schedule rest; False where it does."""
    return bool(
        await database.execute(
            "UPDATE discussion_schedules SET is_paused = 1 WHERE guild_id = $1 AND show_id = $2 AND is_paused = 0",
            schedule.show.guild_id,
            schedule.show.show_id,
        )
    )


async def resume(database: Database, schedule: Schedule, now: datetime) -> Schedule | None:
    """Go on with a schedule at the first day of its pace that is to come; return it, or None where it does not rest."""
    async with database.transaction() as transaction:
        row = await transaction.fetchrow(
            f"{_SELECT} WHERE c.guild_id = $1 AND c.show_id = $2 AND c.is_paused = 1",
            schedule.show.guild_id,
            schedule.show.show_id,
        )
        if row is None:
            return None
        later = replace(_schedule(row).after(now), is_paused=False)
        await _move(transaction, later)
    return later


async def end(database: Database, schedule: Schedule) -> None:
    """Drop a schedule."""
    async with database.transaction() as transaction:
        await _end(transaction, schedule)


_SELECT = """
SELECT c.*, s.title, s.season FROM discussion_schedules c
JOIN shows s ON s.guild_id = c.guild_id AND s.show_id = c.show_id
"""
_ORDER = "ORDER BY c.next_at, c.show_id"


async def _move(transaction: Transaction, schedule: Schedule) -> None:
    await transaction.execute(
        """
        UPDATE discussion_schedules SET next_episode = $3, next_day = $4, next_at = $5, is_paused = $6
        WHERE guild_id = $1 AND show_id = $2
        """,
        schedule.show.guild_id,
        schedule.show.show_id,
        schedule.next_episode.hundredths,
        schedule.day.isoformat(),
        int(schedule.next_at.timestamp()),
        int(schedule.is_paused),
    )


async def _end(transaction: Transaction, schedule: Schedule) -> None:
    await transaction.execute(
        "DELETE FROM discussion_schedules WHERE guild_id = $1 AND show_id = $2",
        schedule.show.guild_id,
        schedule.show.show_id,
    )


def _schedule(row: Row) -> Schedule:
    return Schedule(
        show=Show(row["show_id"], row["guild_id"], row["title"], row["season"]),
        channel_id=row["channel_id"],
        next_episode=EpisodeNumber(row["next_episode"]),
        last_episode=EpisodeNumber(row["last_episode"]),
        day=date.fromisoformat(row["next_day"]),
        hour=time.fromisoformat(row["hour"]),
        zone=ZoneInfo(row["zone"]),
        every=timedelta(days=row["every_days"]),
        is_paused=bool(row["is_paused"]),
    )
