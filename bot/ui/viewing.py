"""Who is looking: the viewer behind an interaction, by whom every reading path cuts what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.gate import Sight, Viewer, Viewers
from bot.spoilers import Spoiler, open_pages, veil_pages
from bot.storage import progress
from bot.ui.choosing import guild_of
from bot.ui.layouts import PAGE

if TYPE_CHECKING:
    from bot.client import LooseEnds


async def viewer_of(interaction: discord.Interaction[LooseEnds], show_id: int) -> Viewer:
    """Return the member who asks, before a show of the guild that they ask from."""
    return await progress.viewer(interaction.client.database, guild_of(interaction), show_id, interaction.user.id)


async def viewers_of(interaction: discord.Interaction[LooseEnds]) -> Viewers:
    """Return the member who asks, before all shows of the guild that they ask from."""
    return await progress.viewers(interaction.client.database, guild_of(interaction), interaction.user.id)


def opened_pages(viewer: Viewer, spoiler: Spoiler, limit: int = PAGE) -> list[str]:
    """Return a text in the open, for a viewer who is known to have watched that far.

    Raises:
        NotWatched: they are not.
    """
    return open_pages(spoiler, viewer, limit)


def pages_for(viewer: Viewer, spoiler: Spoiler, *, all_the_same: bool = False, limit: int = PAGE) -> list[str] | None:
    """Return a text as its viewer reads it, privately: open, veiled, or None where they may not have it yet.

    Args:
        all_the_same: they were asked whether they have watched it, have not, and want it.
        limit: the most characters that a page may have.
    """
    match viewer.sight(spoiler.episode, all_the_same=all_the_same):
        case Sight.OPEN:
            return opened_pages(viewer, spoiler, limit)
        case Sight.VEILED:
            return veil_pages(spoiler, limit)
        case Sight.NOT:
            return None
