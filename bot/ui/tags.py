"""A forum's tags for shows and episodes."""

from __future__ import annotations

import discord

from bot.episodes import EpisodeSpan
from bot.shows import Show
from bot.ui.places import NoPlace, is_outage

LONGEST = 20
"""Characters of a tag's name, MOST tags of a forum, by Discord's reference of channels."""
MOST = 20


async def tags_for(forum: discord.ForumChannel, show: Show, span: EpisodeSpan) -> list[discord.ForumTag]:
    """Return the forum's tags of a show and an episode; one that is missing is made, where there is room and right.

    A forum has twenty tags at the most: when they are used up, a post goes without.

    Raises:
        NoPlace: the forum takes no post without a tag, and there is none for this one; or one of `NOT_THROUGH`.
    """
    names = [_of_show(show), span.label[:LONGEST]]
    tags = _usable(forum, names)
    if len(tags) < len(names) and forum.permissions_for(forum.guild.me).manage_channels:
        tags = _usable(await _with_tags(forum, names), names)
    if not tags and forum.flags.require_tag:
        raise NoPlace(
            f"<#{forum.id}> takes no post without a tag. Give the bot “Manage Channels” there, or make a tag"
            f" “{names[0]}” or “{names[1]}” that it may use."
        )
    return tags


async def _with_tags(forum: discord.ForumChannel, names: list[str]) -> discord.ForumChannel:
    """Make the tags that are missing, and return the forum with them.

    They are written as one list, with those that are there. So that none is lost, that list is not taken from the
    cache, which learns of a change a moment later.
    """
    fresh = await forum.guild.fetch_channel(forum.id)
    if not isinstance(fresh, discord.ForumChannel):
        return forum
    there = {tag.name.casefold() for tag in fresh.available_tags}
    new = [discord.ForumTag(name=name) for name in names if name.casefold() not in there]
    new = new[: max(0, MOST - len(fresh.available_tags))]
    if not new:
        return fresh
    try:
        return await fresh.edit(available_tags=[*fresh.available_tags, *new])
    except discord.HTTPException as error:
        if is_outage(error):
            raise
        return fresh


def _usable(forum: discord.ForumChannel, names: list[str]) -> list[discord.ForumTag]:
    """Return the forum's tags of those names, less those that only moderators may give."""
    moderates = forum.permissions_for(forum.guild.me).manage_threads
    there = {tag.name.casefold(): tag for tag in forum.available_tags if moderates or not tag.moderated}
    return [there[name.casefold()] for name in names if name.casefold() in there]


def _of_show(show: Show) -> str:
    title = " ".join(show.title.split())
    if len(label := " ".join(show.label.split())) <= LONGEST:
        return label
    season = "" if show.season == 1 else f" S{show.season}"
    return f"{title[: LONGEST - len(season)].rstrip()}{season}"
