"""Rating polls: the message, its buttons, and keeping it up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.episodes import EpisodeNumber
from bot.shows import Show

if TYPE_CHECKING:
    from bot.client import LooseEnds


async def open_poll(
    interaction: discord.Interaction[LooseEnds], show: Show, episode: EpisodeNumber, closes: str | None
) -> None:
    """Post the poll of an episode in this channel, or link to the one there is."""
    raise NotImplementedError


async def close_poll(interaction: discord.Interaction[LooseEnds], show: Show, episode: EpisodeNumber) -> None:
    """Close the poll of an episode now."""
    raise NotImplementedError


async def reopen_poll(
    interaction: discord.Interaction[LooseEnds], show: Show, episode: EpisodeNumber, closes: str | None
) -> None:
    """Open a closed poll again."""
    raise NotImplementedError
