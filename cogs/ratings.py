"""Members' ratings of episodes; so far on the cards of reviews alone."""

from __future__ import annotations

from bot.client import LooseEnds
from bot.ui import rating


async def setup(bot: LooseEnds) -> None:
    """Add the buttons and the select that answer on messages of any age."""
    bot.add_dynamic_items(*rating.ITEMS)
