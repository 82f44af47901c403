"""What the bot is granted in its guilds, held against the rights that it uses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import discord
from discord.abc import GuildChannel
from discord.utils import oauth_url

from bot.findings import Finding, note, printable, well, wrong
from bot.own_rights import RIGHTS, Right
from bot.storage.deliveries import Placing
from bot.storage.examining import Use
from bot.ui.places import Place, lacking

if TYPE_CHECKING:
    from bot.client import LooseEnds

MOST_GUILDS = 100
"""Guilds whose channels are looked at, for it takes three requests each and more for threads."""
_PAGE = 200
"""Guilds in an answer, by Discord's “Get Current User Guilds”."""


def invite_link(application_id: int) -> str:
    """Return the address that invites the bot, with exactly the rights that it uses."""
    rights = discord.Permissions(**{right.flag: True for right in RIGHTS})
    return oauth_url(application_id, permissions=rights, scopes=("bot", "applications.commands"))


def without(rights: discord.Permissions) -> list[Right]:
    """Return which of the rights that the bot uses are not among some."""
    return [right for right in RIGHTS if not (rights.administrator or getattr(rights, right.flag))]


async def in_guilds(client: LooseEnds, used: Sequence[Use]) -> AsyncIterator[Finding]:
    """Yield what the bot may not do in each guild, and then in how many it may do all. Raises one of `NOT_THROUGH`.

    Args:
        used: the channels that are in use; where some are, rights may be given in these alone.
    """
    guilds_in_use = {use.guild_id for use in used}
    joined, whole = 0, 0
    async for guild_id, name, rights in _joined(client):
        joined += 1
        missing = without(rights)
        if not missing:
            whole += 1
            continue
        said = " ".join(f"“{right.name}”: {right.without}" for right in missing)
        text = f"In “{printable(name)}” the bot’s roles lack {said}"
        if any(right.is_needed for right in missing) and guild_id not in guilds_in_use:
            yield wrong("rights", f"{text} Give its role these rights, or invite it again.")
        else:
            yield note("rights", text)
    if not joined:
        yield note("rights", "The bot is in no server yet. Invite it by the address below.")
    elif whole:
        yield well("rights", f"In {whole} of {joined} servers the bot has every right that it uses.")


async def in_channels(client: LooseEnds, used: Sequence[Use]) -> AsyncIterator[Finding]:
    """Yield what the bot lacks in the channels that are in use. Raises one of `NOT_THROUGH`."""
    by_guild = defaultdict[int, list[Use]](list)
    for use in used:
        by_guild[use.guild_id].append(use)
    fine = 0
    for guild_id in [*by_guild][:MOST_GUILDS]:
        try:
            guild = await client.fetch_guild(guild_id, with_counts=False)
        except (discord.NotFound, discord.Forbidden):
            yield note(
                "channels", f"The bot is not in the server {guild_id} any more, which has chosen channels for it."
            )
            continue
        assert client.user is not None  # noqa: S101 - it has logged in
        me = await guild.fetch_member(client.user.id)
        there = {channel.id: channel for channel in await guild.fetch_channels()}
        for use in by_guild[guild_id]:
            why = await _why_not(guild, me, there, use)
            fine += why is None
            if why is not None:
                yield wrong("channels", f"In “{printable(guild.name)}”, {use.kind}: {why}")
    if fine or not used:
        yield well("channels", f"{fine} of {len(used)} uses of channels have the rights that they need.")
    if left := len(by_guild) - MOST_GUILDS > 0:
        yield note("channels", f"Those of {left} more servers were not looked at, for that takes too long.")


async def _joined(client: LooseEnds) -> AsyncIterator[tuple[int, str, discord.Permissions]]:
    after = None
    while True:
        # `fetch_guilds` leaves the rights out, which would then take two requests more for each guild.
        page: Sequence[Any] = await client.http.get_guilds(_PAGE, after=after, with_counts=False)
        for guild in page:
            yield int(guild["id"]), guild["name"], discord.Permissions(int(guild["permissions"]))
        if len(page) < _PAGE:
            return
        after = int(page[-1]["id"])


async def _why_not(guild: discord.Guild, me: discord.Member, there: Mapping[int, GuildChannel], use: Use) -> str | None:
    """Return what is wrong with a channel that is in use, or None."""
    channel_id = use.destination.channel_id
    channel: Any = there.get(channel_id)
    try:
        channel = channel or await guild.fetch_channel(channel_id)  # the list has no threads
    except discord.NotFound:
        return f"the channel {channel_id} is gone. Choose another one."
    except discord.Forbidden:
        return f"the bot can’t see the channel {channel_id}. Give its role “View Channel” there."
    parent = there.get(channel.parent_id) if isinstance(channel, discord.Thread) else channel
    if not isinstance(channel, Place) or parent is None:
        return f"#{printable(channel.name)} takes no messages of the bot. Choose another one."
    have = parent.permissions_for(me)
    role = guild.get_role(use.destination.role_id) if use.destination.role_id else None
    lacks = lacking(channel, threads=use.destination.placing is not Placing.CARD, mentioned=role, have=have)
    if use.kind == "poll" and not have.attach_files:
        lacks.append("Attach Files")
    if not lacks:
        return None
    names = " and ".join(f"“{name}”" for name in lacks)
    return f"in #{printable(channel.name)} the bot lacks {names}. Give it to its role there."
