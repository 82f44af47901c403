"""Messages of the bot that stand: writing them anew where they are."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import discord
from discord.http import handle_message_parameters

from bot.storage.deliveries import Place
from bot.ui.layouts import Layout, notice
from bot.ui.places import NOT_THROUGH

_ARCHIVED = 50083
"""Discord's code for a thread that was put away; nothing in it can be changed until it is taken out."""

_log = logging.getLogger(__name__)


async def rewrite(client: discord.Client, place: Place, layout: Layout, files: Sequence[discord.File] = ()) -> None:
    """Write a message anew, notifying nobody; a thread that was put away is taken out for it.

    Raises:
        discord.NotFound: it is gone, or its channel; or one of `NOT_THROUGH`.
    """
    try:
        await _edit(client, place, layout, files)
    except discord.HTTPException as error:
        thread = await client.fetch_channel(place.channel_id) if error.code == _ARCHIVED else None
        if not isinstance(thread, discord.Thread):
            raise
        await thread.edit(archived=False)
        await _edit(client, place, layout, files)


async def take_back(client: discord.Client, places: Sequence[Place]) -> list[Place]:
    """Write into the messages of a review that it was taken back; return those that could not be changed.

    They are not deleted, so that what members answered to them keeps its place. One that is gone needs nothing.
    """
    left = []
    for place in places:
        try:
            await rewrite(client, place, notice("This review was taken back."))
        except discord.NotFound:
            continue
        except NOT_THROUGH as error:
            _log.warning("A review could not be taken back in %d (%s)", place.channel_id, type(error).__name__)
            left.append(place)
    return left


async def _edit(client: discord.Client, place: Place, layout: Layout, files: Sequence[discord.File]) -> None:
    # Flags are written anew with a layout: an edit that leaves out the one against previews of links takes it away, and
    # `PartialMessage.edit` has no way to name it.
    with handle_message_parameters(
        view=layout,
        attachments=files,
        flags=discord.MessageFlags(suppress_embeds=True),
        allowed_mentions=discord.AllowedMentions.none(),
    ) as params:
        await client.http.edit_message(place.channel_id, place.message_id, params=params)
