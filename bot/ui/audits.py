"""The audit after the finale: what was tied, how long it took, what stayed open, and who asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import ui

if TYPE_CHECKING:
    from bot.client import LooseEnds

ITEMS: tuple[type[ui.DynamicItem[Any]], ...] = ()


async def show_audit(interaction: discord.Interaction[LooseEnds], show: str | None) -> None:
    """To be written."""
    raise NotImplementedError
