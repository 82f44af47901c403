"""One loose end as a viewer may see it: question, status, theories, history, where it is from, and what they may do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.storage.ledger import LooseEnd

if TYPE_CHECKING:
    from bot.client import LooseEnds

ITEMS: tuple[type[ui.DynamicItem[Any]], ...] = ()


async def found(interaction: discord.Interaction[LooseEnds], number: int) -> LooseEnd:
    """To be written."""
    raise NotImplementedError


async def show_end(interaction: discord.Interaction[LooseEnds], number: int, said: str = "") -> None:
    """To be written."""
    raise NotImplementedError
