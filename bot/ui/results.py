"""Looking at ratings: an episode's, a season's, one's own, and the best of all shows, each as far as the viewer may."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.episodes import EpisodeNumber
from bot.shows import Show

if TYPE_CHECKING:
    from bot.client import LooseEnds


async def show_episode(interaction: discord.Interaction[LooseEnds], show: Show, episode: EpisodeNumber) -> None:
    """Answer privately with how an episode was rated, to those who may see it; with the count of votes to others."""
    raise NotImplementedError


async def show_season(interaction: discord.Interaction[LooseEnds], show: Show) -> None:
    """Answer privately with how a season was rated, cut at the viewer's progress."""
    raise NotImplementedError


async def show_own(interaction: discord.Interaction[LooseEnds], show: Show | None) -> None:
    """Answer privately with the viewer's own ratings against the guild's."""
    raise NotImplementedError


async def show_top(interaction: discord.Interaction[LooseEnds]) -> None:
    """Answer privately with the best episodes over all shows, each cut at the viewer's progress."""
    raise NotImplementedError


async def export(interaction: discord.Interaction[LooseEnds], show: Show | None) -> None:
    """Answer privately with a CSV of tallies, without names."""
    raise NotImplementedError
