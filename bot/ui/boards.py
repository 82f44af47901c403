"""The board: one message a show with all its loose ends behind veils, kept up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import ui

if TYPE_CHECKING:
    from bot.client import LooseEnds

ITEMS: tuple[type[ui.DynamicItem[Any]], ...] = ()


class Boards:
    """What has the boards follow the ledger."""

    def __init__(self, client: LooseEnds) -> None:
        self._client = client

    async def follow(self) -> None:
        """Post or edit the boards that do not show what is so."""

    async def stop(self) -> None:
        """End at once."""


async def keep_board(
    interaction: discord.Interaction[LooseEnds], channel: discord.TextChannel | discord.Thread | None, show: str | None
) -> None:
    """To be written."""
    raise NotImplementedError
