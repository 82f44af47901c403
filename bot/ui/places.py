"""Where the bot posts: the channels that can hold a review, and what it lacks to post there."""

from __future__ import annotations

from typing import TypeAlias

import aiohttp
import discord

Place: TypeAlias = discord.TextChannel | discord.ForumChannel | discord.Thread

NOT_THROUGH = (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, OSError)
"""What is raised where Discord refuses a request, is down, or can't be reached; anything else is a fault of the bot."""


def is_outage(error: discord.HTTPException) -> bool:
    """Tell whether Discord may take the same request later, without anyone having done something."""
    return error.status >= 500 or error.status == 429


class NoPlace(Exception):
    """The bot can't post in a channel until someone mends that; the text says to keepers what is to be done."""


async def find_place(guild: discord.Guild, channel_id: int) -> Place:
    """Return a channel or thread of a guild.

    Raises:
        NoPlace: it holds no messages.
        discord.NotFound, discord.Forbidden: it is gone, or hidden from the bot; or one of `NOT_THROUGH`.
    """
    channel = guild.get_channel_or_thread(channel_id) or await guild.fetch_channel(channel_id)
    if not isinstance(channel, discord.TextChannel | discord.ForumChannel | discord.Thread):
        raise NoPlace(f"<#{channel_id}> is no channel for messages.")
    return channel


def lacking(
    place: Place,
    *,
    threads: bool = False,
    private: bool = False,
    mentioned: discord.Role | None = None,
    have: discord.Permissions | None = None,
) -> list[str]:
    """Return the rights that the bot lacks to post in a place, by their names in Discord's settings.

    It has to read what stands there as well: without that right Discord says that nothing does, and a review whose
    posting was not answered would be posted again.

    Args:
        threads: it is to open threads in a text channel as well.
        private: these are to be private.
        mentioned: the role that it is to mention.
        have: the rights that it has there, where the guild is not in the cache.
    """
    have = place.permissions_for(place.guild.me) if have is None else have
    if not have.view_channel:
        return ["View Channel"]
    if isinstance(place, discord.Thread):
        needed = {"Send Messages in Threads": have.send_messages_in_threads}
    elif isinstance(place, discord.ForumChannel):
        needed = {"Create Posts": have.send_messages}
    else:
        needed = {"Send Messages": have.send_messages}
    needed["Read Message History"] = have.read_message_history
    if threads and isinstance(place, discord.TextChannel):
        may_open = have.create_private_threads if private else have.create_public_threads
        needed[f"Create {'Private' if private else 'Public'} Threads"] = may_open
        needed["Send Messages in Threads"] = have.send_messages_in_threads
    if mentioned is not None and not mentioned.mentionable:
        needed["Mention @everyone, @here, and All Roles"] = have.mention_everyone
    return [name for name, there in needed.items() if not there]
