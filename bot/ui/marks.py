"""Marks in messages: a number as the id of the container, which nobody sees, by which the bot finds them again."""

from __future__ import annotations

from datetime import datetime, timedelta

import discord

from bot.ui.layouts import Layout

CLOCKS_APART = timedelta(minutes=5)
"""How far this machine's clock may be from Discord's, by which messages are dated."""
MOST_LOOKED_THROUGH = 1_000
"""Messages after that."""


def mark(layout: Layout, number: int) -> Layout:
    """Give a message its mark, a number of 31 bits; Discord gives out small ones itself."""
    layout.children[0].id = number
    return layout


async def find_marked(
    channel: discord.abc.Messageable, number: int, *, since: datetime, author_id: int
) -> discord.Message | None:
    """Return the author's message with a mark, if it was posted since then.

    Raises:
        discord.HTTPException: what stands in the channel can't be read.
    """
    async for message in channel.history(after=since - CLOCKS_APART, oldest_first=True, limit=MOST_LOOKED_THROUGH):
        if message.author.id == author_id and carries(message, number):
            return message
    return None


def carries(message: discord.Message, number: int) -> bool:
    """Tell whether a message has that mark."""
    return any(getattr(component, "id", None) == number for component in message.components)
