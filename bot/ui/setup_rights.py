"""What the bot may not do yet in the places that were chosen for it, and what that costs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import discord

from bot.own_rights import RIGHTS
from bot.storage.deliveries import Placing
from bot.storage.discussions import Mode
from bot.ui.granted import without
from bot.ui.layouts import size

MOST_TEXT = 1_900
"""Characters that are left for it beside all that is chosen."""
_NAMED = 4
"""Channels that are named for a right; of more it is said that there are."""

_POSTING = frozenset({"view_channel", "send_messages", "read_message_history"})
_THREADS = frozenset({"create_public_threads", "send_messages_in_threads"})


@dataclass(frozen=True, slots=True)
class Chosen:
    """A place that was chosen, and the rights that the bot uses there, as discord.py calls them."""

    channel_id: int
    flags: frozenset[str]


def for_talk(guild: discord.Guild, channel_id: int, mode: Mode) -> Chosen:
    """Return what discussions need in a channel."""
    flags = _POSTING | {"send_messages_in_threads", "manage_threads"}
    if mode is Mode.GATED:
        flags |= {"create_private_threads"}
    else:
        flags |= {"manage_channels"}  # for a Spoiler Channel, and in a forum for its tags
        if not isinstance(guild.get_channel(channel_id), discord.ForumChannel):
            flags |= {"create_public_threads"}
    return Chosen(channel_id, flags)


def for_feed(guild: discord.Guild, channel_id: int, placing: Placing, role_id: int | None) -> Chosen:
    """Return what the reviews of a feed need in a channel."""
    place, role = guild.get_channel_or_thread(channel_id), guild.get_role(role_id) if role_id else None
    flags = _POSTING
    if isinstance(place, discord.Thread):
        flags = flags - {"send_messages"} | {"send_messages_in_threads"}
    elif isinstance(place, discord.ForumChannel):
        flags |= {"send_messages_in_threads", "manage_channels", "manage_threads"}
    elif placing is not Placing.CARD:
        flags |= _THREADS
    if role is not None and not role.mentionable:
        flags |= {"mention_everyone"}
    return Chosen(channel_id, frozenset(flags))


def for_messages(guild: discord.Guild, channel_id: int) -> Chosen:
    """Return what a board, or a notice, needs in a channel."""
    if isinstance(guild.get_channel_or_thread(channel_id), discord.Thread):
        return Chosen(channel_id, _POSTING - {"send_messages"} | {"send_messages_in_threads"})
    return Chosen(channel_id, _POSTING)


def lacks(guild: discord.Guild, places: Sequence[Chosen]) -> list[str]:
    """Return a line for each right that the bot lacks: where, and what stops without it; fewer where they are too long.

    Rights that it uses in no place that was chosen are looked for in the server as a whole.
    """
    unseen, missing = list[int](), dict[str, list[int]]()
    for place in places:
        channel = guild.get_channel_or_thread(place.channel_id)
        have = channel.permissions_for(guild.me) if channel is not None else discord.Permissions.none()
        if channel is None or not have.view_channel:
            unseen.append(place.channel_id)
            continue
        for flag in place.flags:
            if not getattr(have, flag):
                missing.setdefault(flag, []).append(place.channel_id)
    used = {flag for place in places for flag in place.flags}
    here = {right.flag for right in without(guild.me.guild_permissions)} - used
    lines = []
    if unseen:
        where = _named(unseen)
        lines.append(f"“View Channel” in {where}, unless it is gone: Nothing is posted there.")
    for right in RIGHTS:
        if right.flag in missing:
            lines.append(f"“{right.name}” in {_named(missing[right.flag])}: {right.without}")
        elif right.flag in here:
            lines.append(f"“{right.name}” in this server: {right.without}")
    return _fitting(lines)


def _named(channels: Iterable[int]) -> str:
    distinct = [*dict.fromkeys(channels)]
    more = len(distinct) - _NAMED
    return ", ".join(f"<#{channel}>" for channel in distinct[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _fitting(lines: Sequence[str]) -> list[str]:
    left, shown = MOST_TEXT, list[str]()
    for line in lines:
        left -= size(line) + 3
        if left < 0:
            return [*shown, f"And {len(lines) - len(shown)} rights more, which are told once you gave these."]
        shown.append(line)
    return shown
