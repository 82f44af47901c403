"""What becomes of loose ends: the forms of answers, reasons and edits, merging, undoing and removing, and the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.storage.guilds import Answering

if TYPE_CHECKING:
    from bot.client import LooseEnds

ITEMS: tuple[type[ui.DynamicItem[Any]], ...] = ()


async def ask_answer(interaction: discord.Interaction[LooseEnds], number: int) -> None:
    """To be written."""
    raise NotImplementedError


async def ask_drop(interaction: discord.Interaction[LooseEnds], number: int) -> None:
    """To be written."""
    raise NotImplementedError


async def ask_reopen(interaction: discord.Interaction[LooseEnds], number: int) -> None:
    """To be written."""
    raise NotImplementedError


async def ask_edit(interaction: discord.Interaction[LooseEnds], number: int) -> None:
    """To be written."""
    raise NotImplementedError


async def merge(interaction: discord.Interaction[LooseEnds], number: int, into: int) -> None:
    """To be written."""
    raise NotImplementedError


async def undo(interaction: discord.Interaction[LooseEnds], number: int) -> None:
    """To be written."""
    raise NotImplementedError


async def ask_remove(interaction: discord.Interaction[LooseEnds], number: int) -> None:
    """To be written."""
    raise NotImplementedError


async def choose_rules(
    interaction: discord.Interaction[LooseEnds], answering: Answering | None, *, take_sure: bool | None
) -> None:
    """To be written."""
    raise NotImplementedError
