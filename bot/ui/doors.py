"""The doors of gated discussions: who says that they have watched is let in, who has not after all is taken out."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

import discord

from bot.errors import Mistake, StorageConflict
from bot.storage import discussion_members, discussions, progress
from bot.storage.discussion_members import Leaving
from bot.storage.discussions import Discussion
from bot.ui.places import NOT_THROUGH, NoPlace, find_place

if TYPE_CHECKING:
    from bot.client import LooseEnds

AT_ONCE = 20
BETWEEN_TRIES = timedelta(minutes=10)

_log = logging.getLogger(__name__)


async def let_in(
    client: LooseEnds, discussion: Discussion, thread_id: int, member: discord.User | discord.Member
) -> None:
    """Let a member into a gated discussion.

    Raises:
        Mistake: its thread is gone, or Discord does not let the bot add them.
    """
    guild = client.get_guild(discussion.guild_id)
    assert guild is not None  # noqa: S101 - an interaction came from there
    try:
        await discussion_members.let_in(client.database, discussion.row_id, member.id)
        thread = await _woken(guild, thread_id)
        await thread.add_user(member)
    except (StorageConflict, discord.NotFound):
        raise Mistake("The discussion is not there any more. `/discuss` opens it anew.") from None
    except (discord.Forbidden, NoPlace):
        said = "Discord does not let me add you to the thread. I need “Send Messages in Threads” there"
        raise Mistake(f"{said}, and “Manage Threads” once it is locked.") from None
    # Who went back meanwhile was in no list yet of those that are to leave.
    await progress_changed(client, discussion.guild_id, discussion.show.show_id, member.id)


async def progress_changed(client: LooseEnds, guild_id: int, show_id: int, member_id: int) -> None:
    """Have a member taken out of the gated discussions beyond what they say they have watched, if the guild wants that.

    To be called whenever a member's progress may have gone back or was forgotten; `take_out_due` does it soon after.
    """
    if (await discussions.wishes(client.database, guild_id, show_id)).takes_out:
        watched = await progress.watched(client.database, guild_id, show_id, member_id)
        await discussion_members.send_out(client.database, guild_id, show_id, member_id, watched)


async def take_out_due(client: LooseEnds) -> None:
    """Take those out of gated discussions who are to leave them."""
    for left in await discussion_members.leaving(client.database, client.clock(), most=AT_ONCE):
        guild = client.get_guild(left.guild_id)
        if guild is None or guild.unavailable:
            await discussion_members.put_off_leaving(client.database, left, client.clock() + BETWEEN_TRIES)
            continue
        try:
            await _take_out(guild, left)
        except (*NOT_THROUGH, NoPlace) as error:
            _log.warning("Nobody can be taken out of thread %s (%s)", left.thread_id, type(error).__name__)
            await discussion_members.put_off_leaving(client.database, left, client.clock() + BETWEEN_TRIES)
        else:
            await discussion_members.mark_out(client.database, left)


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
