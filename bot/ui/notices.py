"""What the keepers of a server are told: where they chose to be, else in the channel that it concerns."""

from __future__ import annotations

import logging
from enum import Enum
from typing import TYPE_CHECKING

import discord

from bot.storage import guilds
from bot.ui.layouts import Layout
from bot.ui.places import NOT_THROUGH, is_outage

if TYPE_CHECKING:
    from bot.client import LooseEnds

_log = logging.getLogger(__name__)


class Told(Enum):
    """What became of a notice: it stands somewhere, the bot may post it nowhere, or Discord is down."""

    YES = "yes"
    REFUSED = "refused"
    DOWN = "down"


async def tell_keepers(client: LooseEnds, guild_id: int, concerned: int | None, layout: Layout) -> Told:
    """Post a notice, silently, and return what became of it. It must tell nothing of any episode.

    Args:
        concerned: the channel that it is about, where the keepers are told unless they chose another.
    """
    chosen = (await guilds.settings(client.database, guild_id)).notices_channel_id
    guild = client.get_guild(guild_id)
    system = guild.system_channel if guild else None
    places = [place for place in (chosen, concerned, system.id if system else None) if place is not None]
    told = Told.REFUSED
    for place in dict.fromkeys(places):
        try:
            await client.get_partial_messageable(place, guild_id=guild_id).send(
                view=layout, silent=True, suppress_embeds=True
            )
        except NOT_THROUGH as error:
            _log.info("Keepers of guild %d can't be told in channel %d (%s)", guild_id, place, type(error).__name__)
            if not isinstance(error, discord.HTTPException) or is_outage(error):
                told = Told.DOWN
        else:
            return Told.YES
    return told
