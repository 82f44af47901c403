"""Posting under a member's name and picture: the bot's webhook in a channel, and names that Discord takes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import discord

from bot.errors import Mistake
from bot.own_rights import NAMES
from bot.spoilers import veil

if TYPE_CHECKING:
    from bot.client import LooseEnds

Talk: TypeAlias = discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.Thread
"""A place that members write in; a forum's posts are threads."""

_NAME: Final = "Loose Ends"
_LONGEST: Final = 80
"""Characters of a webhook's name, by Discord's page “Webhook”, as the words below are."""
_REFUSED: Final = re.compile(r"(?<=c)(?=lyde)|(?<=d)(?=iscord)|(?<=^e)(?=veryone$)|(?<=^h)(?=ere$)", re.IGNORECASE)
_THIN_SPACE: Final = "\u200a"
_TOO_MANY: Final = 30007
"""Discord's code for a channel that has as many webhooks as it may have."""


@dataclass(frozen=True, slots=True)
class Face:
    """Whose name and picture stand beside a message."""

    name: str
    avatar_url: str

    @classmethod
    def of(cls, member: discord.Member | discord.User) -> Face:
        """Return a member's, as they are in the guild."""
        return cls(webhook_name(member.display_name), member.display_avatar.url)


def webhook_name(name: str) -> str:
    """Return a member's name as Discord takes it of a webhook: without the words it refuses, and not too long."""
    name = _REFUSED.sub(_THIN_SPACE, " ".join(name.split()))[:_LONGEST].strip()
    return name if veil(name) else "A member"  # of characters that can be seen, there has to be one


async def face_of(guild: discord.Guild, author: discord.Member | discord.User) -> Face:
    """Return a member's name and picture in a guild; of who has left it, those they have everywhere.

    Discord's “Get Guild Member” needs no privileged intent.
    """
    if not isinstance(author, discord.Member):
        with suppress(discord.NotFound):  # they have left
            author = await guild.fetch_member(author.id)
    return Face.of(author)


def talk_of(interaction: discord.Interaction[Any]) -> Talk:
    """Return the place an interaction comes from.

    Raises:
        Mistake: members can't write there.
    """
    if not isinstance(interaction.channel, Talk):
        raise Mistake("That works where members write: in a channel, a thread or a forum’s post.")
    return interaction.channel


async def webhook_in(client: LooseEnds, place: Talk) -> discord.Webhook:
    """Return the bot's own webhook of a channel, a thread's being that of its channel; make it where there is none.

    Raises:
        Mistake: the channel is full of webhooks, or gone; or one of `NOT_THROUGH`.
    """
    channel = place.parent if isinstance(place, discord.Thread) else place
    if channel is None:
        raise Mistake("I can’t see the channel that this thread is in.")
    for webhook in await channel.webhooks():
        # Of others' webhooks Discord does not tell the token.
        if webhook.token and webhook.user is not None and client.user is not None and webhook.user.id == client.user.id:
            return webhook
    try:
        return await channel.create_webhook(name=_NAME, reason="To put hidden messages back under their author’s name")
    except discord.HTTPException as error:
        if error.code != _TOO_MANY:
            raise
        raise Mistake("This channel has as many webhooks as Discord allows. Delete one, and try again.") from error


def missing_rights(place: Talk, rights: discord.Permissions, needed: Sequence[str]) -> str | None:
    """Return a sentence that says which of the rights that are needed the bot lacks and what to do, or None."""
    missing = [f"“{NAMES[right]}”" for right in needed if not getattr(rights, right)]
    if not missing:
        return None
    return (
        f"For that I need the right {' and '.join(missing)} in <#{place.id}>. "
        "Someone who manages this server can give it to my role, in the server’s settings or the channel’s."
    )
