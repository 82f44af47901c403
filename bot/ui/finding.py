"""Finding a review's message again, where it is not known whether its posting came through."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta

import discord

from bot.storage.deliveries import Delivery
from bot.ui.layouts import Layout
from bot.ui.places import Place

_CLOCKS_APART = timedelta(minutes=5)
"""How far this machine's clock may be from Discord's, by which messages are dated."""
_MOST_LOOKED_THROUGH = 1_000
"""Messages after the posting began, or posts of a forum."""


def mark(card: Layout, delivery: Delivery) -> Layout:
    """Give a card the number of its delivery, as the id of its container, which nobody sees."""
    card.children[0].id = _mark(delivery)
    return card


async def find_posted(places: Sequence[Place], delivery: Delivery) -> discord.Message | None:
    """Return the message of a delivery that was begun, if it came through, from the first place that has it.

    Raises:
        discord.HTTPException: what stands there can't be read; or another of `NOT_THROUGH`.
    """
    if delivery.last_try is None:
        return None
    since = delivery.last_try - _CLOCKS_APART
    for place in places:
        if isinstance(place, discord.ForumChannel):
            messages = _first_messages(place, since)
        else:
            messages = place.history(after=since, oldest_first=True, limit=_MOST_LOOKED_THROUGH)
        async for message in messages:
            if message.author.id == place.guild.me.id and _carries(message, delivery):
                return message
    return None


async def _first_messages(forum: discord.ForumChannel, since: datetime) -> AsyncIterator[discord.Message]:
    threads = [*forum.threads]
    threads += [thread async for thread in forum.archived_threads(limit=_MOST_LOOKED_THROUGH)]
    for thread in threads:
        if thread.owner_id == forum.guild.me.id and discord.utils.snowflake_time(thread.id) >= since:
            async for message in thread.history(oldest_first=True, limit=1):
                yield message


def _carries(message: discord.Message, delivery: Delivery) -> bool:
    return any(getattr(component, "id", None) == _mark(delivery) for component in message.components)


def _mark(delivery: Delivery) -> int:
    """Return the container's id of a delivery's card: of 31 bits, and above those that Discord gives out itself."""
    return 1_000_000_000 + delivery.delivery_id % 1_000_000_000
