"""What the bot remembers of itself between two starts."""

from __future__ import annotations

from bot.storage.database import Database


async def recall(database: Database, name: str) -> str | None:
    """Return what was remembered under a name, or None."""
    value: str | None = await database.fetchval("SELECT value FROM bot_state WHERE name = $1", name)
    return value


async def remember(database: Database, name: str, value: str) -> None:
    """Remember a value under a name, in place of what was there."""
    await database.execute(
        """
        INSERT INTO bot_state (name, value) VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value
        """,
        name,
        value,
    )
