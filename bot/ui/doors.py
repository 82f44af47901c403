"""The doors of gated discussions: who says that they have watched is let in, who has not after all is taken out."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

import discord

from bot.episodes import EpisodeNumber
from bot.errors import Mistake, StorageConflict
from bot.shows import Show
from bot.storage import discussions, progress
from bot.storage.discussions import Discussion, Leaving, Mode
from bot.ui.layouts import notice, plain
from bot.ui.places import NOT_THROUGH, NoPlace, find_place
from bot.ui.reading import reply

if TYPE_CHECKING:
    from bot.client import LooseEnds

AT_ONCE = 20
BETWEEN_TRIES = timedelta(minutes=10)

_log = logging.getLogger(__name__)


async def come_in(interaction: discord.Interaction[LooseEnds], show: Show, episode: EpisodeNumber) -> None:
    """Note that a member has watched an episode, and let them into its discussion where it is gated.

    Raises:
        Mistake: the show is not followed any more, or Discord does not let the bot add them.
    """
    client, member = interaction.client, interaction.user
    try:
        await progress.advance(client.database, show.guild_id, show.show_id, member.id, episode, client.clock())
    except StorageConflict:
        raise Mistake("That show is not followed here any more.") from None
    said = f"Noted: you have watched episode {episode} of {plain(show.label)}."
    discussion = await discussions.find(client.database, show.guild_id, show.show_id, episode)
    if discussion is None or discussion.mode is Mode.OPEN or discussion.thread_id is None:
        await reply(interaction, notice(said))
        return
    await interaction.response.defer(ephemeral=True, thinking=True)
    await _let_in(client, discussion, discussion.thread_id, member)
    await interaction.edit_original_response(view=notice(f"{said} Come in: <#{discussion.thread_id}>"))


async def progress_changed(client: LooseEnds, guild_id: int, show_id: int, member_id: int) -> None:
    """Take a member out of the gated discussions beyond what they say they have watched, where the guild wants that.

    To be called whenever a member's progress has gone back or was forgotten. What Discord does not take now is done
    later, by `take_out_due`.
    """
    if not (await discussions.wishes(client.database, guild_id, show_id)).takes_out:
        return
    watched = await progress.watched(client.database, guild_id, show_id, member_id)
    if await discussions.send_out(client.database, guild_id, show_id, member_id, watched):
        await take_out_due(client, member_id)


async def take_out_due(client: LooseEnds, member_id: int | None = None) -> None:
    """Take those out of gated discussions who are to leave them, of one member or of all."""
    for left in await discussions.leaving(client.database, client.clock(), most=AT_ONCE, member_id=member_id):
        guild = client.get_guild(left.guild_id)
        if guild is None or guild.unavailable:
            await discussions.put_off_leaving(client.database, left, client.clock() + BETWEEN_TRIES)
            continue
        try:
            await _take_out(guild, left)
        except (*NOT_THROUGH, NoPlace) as error:
            _log.warning("Nobody can be taken out of thread %s (%s)", left.thread_id, type(error).__name__)
            await discussions.put_off_leaving(client.database, left, client.clock() + BETWEEN_TRIES)
        else:
            await discussions.mark_out(client.database, left)


async def _let_in(
    client: LooseEnds, discussion: Discussion, thread_id: int, member: discord.User | discord.Member
) -> None:
    guild = client.get_guild(discussion.guild_id)
    assert guild is not None  # noqa: S101 - an interaction came from there
    await discussions.let_in(client.database, discussion, member.id)
    try:
        thread = await _woken(guild, thread_id)
        await thread.add_user(member)
    except discord.NotFound:
        raise Mistake("The discussion is not there any more. `/discuss` opens it anew.") from None
    except (discord.Forbidden, NoPlace):
        said = "Discord does not let me add you to the thread. I need “Send Messages in Threads” there"
        raise Mistake(f"{said}, and “Manage Threads” once it is locked.") from None


async def _take_out(guild: discord.Guild, left: Leaving) -> None:
    if left.thread_id is None:
        return
    try:
        thread = await _woken(guild, left.thread_id)
        await thread.remove_user(discord.Object(left.member_id))
    except discord.NotFound:
        _log.info("Thread %d is not there any more, or who was to leave it is not in it", left.thread_id)


async def _woken(guild: discord.Guild, thread_id: int) -> discord.Thread:
    """Return a thread, taken out where it was put away, for nothing can be done in it there."""
    thread = await find_place(guild, thread_id)
    if not isinstance(thread, discord.Thread):
        raise NoPlace(f"<#{thread_id}> is no thread.")
    return await thread.edit(archived=False) if thread.archived else thread
