"""What a guild has chosen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.gate import Gate
from bot.storage.database import Database


class Writers(StrEnum):
    """Who may write reviews in a guild."""

    EVERYONE = "everyone"
    ROLE = "role"
    KEEPERS = "keepers"


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """The choices of a guild.

    `notices_channel_id` is where its keepers are told what needs them; None means the channel that it concerns.
    `writers_role_id` is the role that `Writers.ROLE` means. `hosts_role_id` is the role whose members open and close
    polls, beside those with Manage Messages. `gate` is how what lies beyond a member's progress is held.
    """

    notices_channel_id: int | None = None
    writers: Writers = Writers.EVERYONE
    writers_role_id: int | None = None
    hosts_role_id: int | None = None
    gate: Gate = Gate.ASK


async def settings(database: Database, guild_id: int) -> GuildSettings:
    """Return what a guild has chosen, or the defaults."""
    row = await database.fetchrow(
        """
        SELECT notices_channel_id, writers, writers_role_id, hosts_role_id, gate
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
        Gate(row["gate"] or Gate.ASK),
    )


async def set_notices_channel(database: Database, guild_id: int, channel_id: int | None) -> None:
    """Choose where the keepers are told; None is the channel that a notice concerns."""
    await database.execute(
        """
        INSERT INTO guild_settings (guild_id, notices_channel_id) VALUES ($1, $2)
        ON CONFLICT (guild_id) DO UPDATE SET notices_channel_id = excluded.notices_channel_id
        """,
        guild_id,
        channel_id,
    )


async def set_writers(database: Database, guild_id: int, writers: Writers, role_id: int | None = None) -> None:
    """Choose who may write reviews; `role_id` goes with `Writers.ROLE`."""
    await database.execute(
        """
        INSERT INTO guild_settings (guild_id, writers, writers_role_id) VALUES ($1, $2, $3)
        ON CONFLICT (guild_id) DO UPDATE SET writers = excluded.writers, writers_role_id = excluded.writers_role_id
        """,
        guild_id,
        writers.value,
        role_id,
    )


async def set_hosts(database: Database, guild_id: int, role_id: int | None) -> None:
    """Choose the role whose members open and close polls; None leaves that to those with Manage Messages."""
    await database.execute(
        """
        INSERT INTO guild_settings (guild_id, hosts_role_id) VALUES ($1, $2)
        ON CONFLICT (guild_id) DO UPDATE SET hosts_role_id = excluded.hosts_role_id
        """,
        guild_id,
        role_id,
    )


async def set_gate(database: Database, guild_id: int, gate: Gate) -> None:
    """Choose how what lies beyond a member's progress is held."""
    await database.execute(
        """
        INSERT INTO guild_settings (guild_id, gate) VALUES ($1, $2)
        ON CONFLICT (guild_id) DO UPDATE SET gate = excluded.gate
        """,
        guild_id,
        gate.value,
    )
