"""Discord's own Spoiler Channels, which veil what stands in them.

The library knows them not yet: the flag is written as it is, and read back, for a server that has none drops it.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import discord

from bot.ui.places import NOT_THROUGH

_log = logging.getLogger(__name__)

FLAG = 1 << 21
"""Of a channel's flags, by Discord's reference of channels."""


async def is_spoiler_channel(client: discord.Client, channel_id: int) -> bool:
    """Tell whether a channel is one, by asking Discord; raises one of `NOT_THROUGH`."""
    return bool(await _flags(client, channel_id) & FLAG)


async def make_spoiler_channel(client: discord.Client, channel_id: int) -> bool:
    """Make a channel one, its other flags kept, and return whether it is known to be."""
    try:
        flags = await _flags(client, channel_id)
        if not flags & FLAG:
            await client.http.edit_channel(channel_id, flags=flags | FLAG)
        return await is_spoiler_channel(client, channel_id)
    except NOT_THROUGH as error:
        _log.info("Channel %d was not made a Spoiler Channel (%s)", channel_id, type(error).__name__)
        return False


async def _flags(client: discord.Client, channel_id: int) -> int:
    # Of the library's channels, forums alone have flags.
    channel: Mapping[str, Any] = await client.http.get_channel(channel_id)
    return int(channel.get("flags") or 0)
