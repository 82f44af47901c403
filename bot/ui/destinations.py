"""Where a feed's reviews go, and what the bot needs there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.errors import Mistake, StorageConflict
from bot.storage import feeds
from bot.storage.deliveries import Destination, Placing
from bot.storage.feed_items import Accepts
from bot.storage.feeds import WatchedFeed
from bot.ui.places import Place, lacking

if TYPE_CHECKING:
    import discord

    from bot.client import LooseEnds


async def change_feed(
    interaction: discord.Interaction[LooseEnds],
    feed: WatchedFeed,
    destination: Destination,
    *,
    show_id: int | None,
    accepts: Accepts,
) -> None:
    """Change where a feed's reviews go, or which are wanted.

    Raises:
        Mistake: the bot can't post there as is wanted, the same feed goes there already, or its show is gone.
    """
    if destination != feed.destination:
        role = interaction.guild.get_role(destination.role_id) if interaction.guild and destination.role_id else None
        must_post(interaction, destination.channel_id, destination.placing, role)
    try:
        await feeds.edit(
            interaction.client.database, feed.guild_id, feed.feed_id, destination, show_id=show_id, accepts=accepts
        )
    except StorageConflict:
        raise Mistake("That feed is watched for that channel already, or its show is not followed any more.") from None


def must_post(
    interaction: discord.Interaction[Any],
    channel_id: int,
    placing: Placing = Placing.CARD,
    mentioned: discord.Role | None = None,
) -> None:
    """Let only channels pass in which the bot may do what is wanted.

    Raises:
        Mistake: it lacks rights there; the text names them.
    """
    guild = interaction.guild
    place = guild.get_channel_or_thread(channel_id) if guild else None
    if guild is None or place is None:
        raise Mistake(f"The bot can’t see <#{channel_id}>. Give it the right “View Channel” there.")
    if not isinstance(place, Place):
        raise Mistake(f"<#{channel_id}> is no channel for messages.")
    if lacks := lacking(place, threads=placing is not Placing.CARD, mentioned=mentioned):
        needed = " and ".join(f"“{right}”" for right in lacks)
        raise Mistake(f"The bot can’t post so in <#{channel_id}>: it needs {needed} there.")
