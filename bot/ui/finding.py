"""Finding a review's message again, where it is not known whether its posting came through."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import discord

from bot.storage.deliveries import Delivery
from bot.ui.marks import CLOCKS_APART, MOST_LOOKED_THROUGH, carries, find_marked
from bot.ui.places import Place


async def find_posted(places: Sequence[Place], delivery: Delivery) -> discord.Message | None:
    """Return the message of a delivery that was begun, if it came through, from the first place that has it.

    Raises:
        discord.HTTPException: what stands there can't be read; or another of `NOT_THROUGH`.
    """
    if delivery.last_try is None:
        return None
    number, since = mark_of(delivery), delivery.last_try
    for place in places:
        if isinstance(place, discord.ForumChannel):
            message = await find_post(place, number, since)
        else:
            message = await find_marked(place, number, since=since, author_id=place.guild.me.id)
        if message is not None:
            return message
    return None


def mark_of(delivery: Delivery) -> int:
    """Return the mark of a delivery's card: of 31 bits, and above those that Discord gives out itself."""
    return 1_000_000_000 + delivery.delivery_id % 1_000_000_000


async def find_post(forum: discord.ForumChannel, number: int, since: datetime) -> discord.Message | None:
    """Return the first message of the bot's post in a forum that has a mark, if it was posted since then."""
    threads = [*forum.threads]
    threads += [thread async for thread in forum.archived_threads(limit=MOST_LOOKED_THROUGH)]
    for thread in threads:
        if thread.owner_id == forum.guild.me.id and discord.utils.snowflake_time(thread.id) >= since - CLOCKS_APART:
            async for message in thread.history(oldest_first=True, limit=1):
                if message.author.id == forum.guild.me.id and carries(message, number):
                    return message
    return None
