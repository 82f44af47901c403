"""The one message that a server gets when it takes the bot in."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import discord

from bot.storage import guilds
from bot.ui.layouts import Layout, notice, row
from bot.ui.places import NOT_THROUGH
from bot.ui.setup_controls import SetupButton

if TYPE_CHECKING:
    from bot.client import LooseEnds

_log = logging.getLogger(__name__)


async def greet(client: LooseEnds, guild: discord.Guild) -> None:
    """Say once how to begin, silently and naming nobody, where the bot may post; nowhere, if it may not.

    It is said in a channel: Discord's policy for developers has nobody written to by direct message who has not asked
    for it, and who it was that invited the bot stands in a log that it has no right to read. It is claimed first, so
    that a crash leaves it unsaid, and never said twice.
    """
    channel = place_to_greet(guild)
    if channel is None or not await guilds.claim_greeting(client.database, guild.id):
        return
    try:
        await channel.send(view=greeting(), silent=True, suppress_embeds=True)
    except NOT_THROUGH as error:
        _log.info("Guild %d could not be greeted (%s)", guild.id, type(error).__name__)


def greeting() -> Layout:
    """Return the message."""
    said = (
        "### Loose Ends is here\n"
        "Recaps, reviews and discussions of what you watch together, an episode at a time, and nobody is told more "
        "than they have watched. Whoever manages this server sets it up in a few minutes; until then, nothing is "
        "posted.\n"
        "-# `/help` says what can be done, and `/privacy` what is kept."
    )
    return notice(said, *row([SetupButton("Set up", "overview", is_primary=True)]))


def place_to_greet(guild: discord.Guild) -> discord.TextChannel | None:
    """Return where new members are welcomed, if the bot may post there, else the first channel where it may, or None.

    Channels in which members write go before those for rules and news.
    """
    first = [guild.system_channel] if guild.system_channel is not None else []
    others = sorted(guild.text_channels, key=lambda channel: not _may_post(channel, guild.default_role))
    return next((channel for channel in (*first, *others) if _may_post(channel, guild.me)), None)


def _may_post(channel: discord.TextChannel, who: discord.Member | discord.Role) -> bool:
    may = channel.permissions_for(who)
    return may.view_channel and may.send_messages
