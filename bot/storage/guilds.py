"""What a guild has chosen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.gate import Gate
from bot.storage.database import Database, Transaction
from bot.storage.driver import Value


class Writers(StrEnum):
    """Who may write reviews in a guild."""

    EVERYONE = "everyone"
    ROLE = "role"
    KEEPERS = "keepers"


class Answering(StrEnum):
    """Who may answer, drop and reopen loose ends that others raised."""

    HOSTS = "hosts"
    EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """The choices of a guild.

    `notices_channel_id` is where its keepers are told what needs them; None means the channel that it concerns.
    `writers_role_id` is the role that `Writers.ROLE` means. `hosts_role_id` is the role whose members open and close
    polls, beside those with Manage Messages. `takes_sure_ends` says whether the loose ends that a review surely names
    come into the ledger by themselves. `gate` is how what lies beyond a member's progress is held.
    """

    notices_channel_id: int | None = None
    writers: Writers = Writers.EVERYONE
    writers_role_id: int | None = None
    hosts_role_id: int | None = None
    answering: Answering = Answering.HOSTS
    takes_sure_ends: bool = False
    gate: Gate = Gate.ASK


async def settings(database: Database | Transaction, guild_id: int) -> GuildSettings:
    """Return what a guild has chosen, or the defaults."""
    row = await database.fetchrow(
        """
        SELECT notices_channel_id, writers, writers_role_id, hosts_role_id, answering, takes_sure_ends, gate
        FROM guild_settings WHERE guild_id = $1
        """,
        guild_id,
    )
    if row is None:
        return GuildSettings()
    return GuildSettings(
        row["notices_channel_id"],
        Writers(row["writers"] or Writers.EVERYONE),
        row["writers_role_id"],
        row["hosts_role_id"],
        Answering(row["answering"] or Answering.HOSTS),
        bool(row["takes_sure_ends"]),
        Gate(row["gate"] or Gate.ASK),
    )


async def set_notices_channel(database: Database, guild_id: int, channel_id: int | None) -> None:
    """Choose where the keepers are told; None is the channel that a notice concerns."""
    await _choose(database, guild_id, notices_channel_id=channel_id)


async def time_zone(database: Database, guild_id: int) -> ZoneInfo:
    """Return the time zone in which hours are meant that members of a guild type; UTC unless it has chosen one."""
    zone = await database.fetchval("SELECT time_zone FROM guild_settings WHERE guild_id = $1", guild_id)
    return ZoneInfo(zone or "UTC")


async def set_time_zone(database: Database, guild_id: int, zone: ZoneInfo) -> None:
    """Choose the time zone in which hours are meant that members type."""
    await _choose(database, guild_id, time_zone=zone.key)


async def set_writers(database: Database, guild_id: int, writers: Writers, role_id: int | None = None) -> None:
    """Choose who may write reviews; `role_id` goes with `Writers.ROLE`."""
    await _choose(database, guild_id, writers=writers.value, writers_role_id=role_id)


async def set_hosts(database: Database, guild_id: int, role_id: int | None) -> None:
    """Choose the role whose members open and close polls; None leaves that to those with Manage Messages."""
    await _choose(database, guild_id, hosts_role_id=role_id)


async def set_answering(database: Database, guild_id: int, answering: Answering) -> None:
    """Choose who may answer loose ends that others raised."""
    await _choose(database, guild_id, answering=answering.value)


async def set_takes_sure_ends(database: Database, guild_id: int, takes: bool) -> None:
    """Choose whether the loose ends that a review surely names come into the ledger by themselves."""
    await _choose(database, guild_id, takes_sure_ends=int(takes))


async def set_gate(database: Database, guild_id: int, gate: Gate) -> None:
    """Choose how what lies beyond a member's progress is held."""
    await _choose(database, guild_id, gate=gate.value)


async def claim_greeting(database: Database, guild_id: int) -> bool:
    """Note that a guild is greeted; False where it was."""
    return bool(
        await database.execute(
            """
            INSERT INTO guild_settings (guild_id, is_greeted) VALUES ($1, 1)
            ON CONFLICT (guild_id) DO UPDATE SET is_greeted = 1 WHERE is_greeted = 0
            """,
            guild_id,
        )
    )


async def _choose(database: Database, guild_id: int, **values: Value) -> None:
    """Set columns of a guild's row, whose names are those of the arguments, and leave the others as they are."""
    columns = ", ".join(values)
    places = ", ".join(f"${number}" for number in range(2, len(values) + 2))
    anew = ", ".join(f"{column} = excluded.{column}" for column in values)
    await database.execute(
        f"""
        INSERT INTO guild_settings (guild_id, {columns}) VALUES ($1, {places})
        ON CONFLICT (guild_id) DO UPDATE SET {anew}
        """,  # noqa: S608 - names that stand in this module
        guild_id,
        *values.values(),
    )
