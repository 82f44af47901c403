"""A forum's tags for shows and episodes."""

from __future__ import annotations

import discord

from bot.episodes import EpisodeSpan

LONGEST = 20
"""Characters of a tag's name, and MOST tags of a forum, by Discord's reference of channels."""
MOST = 20


async def tags_for(forum: discord.ForumChannel, show: str, span: EpisodeSpan) -> list[discord.ForumTag]:
    """Return the forum's tags of a show and an episode; one that is missing is made, where there is room and right.

    A forum has twenty tags at the most: when they are used up, a post goes without.
    """
    episode = f"Episode {span}" if span.first == span.last else f"Episodes {span}"
    found: list[discord.ForumTag] = []
    there = {tag.name.casefold(): tag for tag in forum.available_tags}
    for name in (" ".join(show.split())[:LONGEST].rstrip(), episode[:LONGEST]):
        tag = there.get(name.casefold())
        if tag is None and len(there) < MOST and forum.permissions_for(forum.guild.me).manage_channels:
            try:
                tag = await forum.create_tag(name=name)
            except discord.HTTPException:
                continue
            there[name.casefold()] = tag
        if tag is not None:
            found.append(tag)
    return found
