"""Who is looking: the viewer behind an interaction, by whom every reading path cuts what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.gate import Viewer
from bot.storage import progress
from bot.ui.choosing import guild_of

if TYPE_CHECKING:
    from bot.client import LooseEnds


async def viewer_of(interaction: discord.Interaction[LooseEnds], show_id: int) -> Viewer:
    """Return the member who asks, before a show of the guild that they ask from."""
    watched = await progress.watched(interaction.client.database, guild_of(interaction), show_id, interaction.user.id)
    return Viewer(watched)
