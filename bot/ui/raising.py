"""Raising loose ends: the form, the menu on a message, *Track it* on a review, near-duplicates, voices and theories."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import ui

if TYPE_CHECKING:
    from bot.client import LooseEnds

ITEMS: tuple[type[ui.DynamicItem[Any]], ...] = ()


async def ask(interaction: discord.Interaction[LooseEnds], episode: str | None, show: str | None) -> None:
    """To be written."""
    raise NotImplementedError


async def ask_from_message(interaction: discord.Interaction[LooseEnds], message: discord.Message) -> None:
    """To be written."""
    raise NotImplementedError


async def ask_theory(interaction: discord.Interaction[LooseEnds], number: int) -> None:
    """To be written."""
    raise NotImplementedError
