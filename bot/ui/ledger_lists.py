"""Lists of loose ends, each cut at what the viewer has watched: a show’s, what was searched for, one’s own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands, ui

from bot.loose_ends import Status
from bot.storage.ledger import Order

if TYPE_CHECKING:
    from bot.client import LooseEnds

ITEMS: tuple[type[ui.DynamicItem[Any]], ...] = ()


async def complete_number(interaction: discord.Interaction[LooseEnds], current: str) -> list[app_commands.Choice[int]]:
    """To be written."""
    raise NotImplementedError


async def list_show(
    interaction: discord.Interaction[LooseEnds], show: str | None, status: Status | None, order: Order
) -> None:
    """To be written."""
    raise NotImplementedError


async def list_own(interaction: discord.Interaction[LooseEnds]) -> None:
    """To be written."""
    raise NotImplementedError


async def search(interaction: discord.Interaction[LooseEnds], words: str, show: str | None) -> None:
    """To be written."""
    raise NotImplementedError
