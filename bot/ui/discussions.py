"""Discussions as members ask for them, and as hosts and keepers see to them."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import discord

from bot.episodes import EpisodeNumber
from bot.errors import Mistake, StorageConflict
from bot.shows import Show
from bot.storage import discussions
from bot.storage.discussions import Discussion, Mode
from bot.ui.choosing import guild_of
from bot.ui.discussing import Discussing, Parent, must_hold, no_flag
from bot.ui.hubs import address
from bot.ui.layouts import notice, plain
from bot.ui.places import NOT_THROUGH, NoPlace, find_place
from bot.ui.replying import put_off, reply
from bot.ui.rights import is_host, must_host, must_manage
from bot.ui.spoiler_channels import make_spoiler_channel

if TYPE_CHECKING:
    from bot.client import LooseEnds


async def open_discussion(
    interaction: discord.Interaction[LooseEnds], discussing: Discussing, show: Show, episode: EpisodeNumber
) -> None:
    """Open the discussion of an episode, or link to the one there is; one that was put away is taken out.

    Raises:
        Mistake: there is none, and the member or the bot may not open it.
    """
    client, guild = interaction.client, _guild(interaction)
    await interaction.response.defer(ephemeral=True, thinking=True)
    known = await discussions.find(client.database, show.guild_id, show.show_id, episode)
    if known is not None and known.thread_id is not None:
        thread = await _thread(guild, known.thread_id)
        if thread is not None:
            said = await _taken_out(thread)
            await _have_hub(client, discussing, known)
            await interaction.edit_original_response(view=notice(f"{_of(known)}: {address(known)}{said}"))
            return
    if known is None or known.thread_id is not None or not known.is_wanted:
        mode = (await discussions.wishes(client.database, show.guild_id, show.show_id)).mode
        parent = await parent_for(interaction, show, mode)
        await _must_open(interaction, parent, mode)
        known = await _claimed(client, show, episode, known, parent, mode)
    await discussing.show_now(known.row_id)
    known = await discussions.find(client.database, show.guild_id, show.show_id, episode) or known
    if known.thread_id is not None:
        said = f"{_of(known)}: {address(known)}"
    elif known.attempts or not known.is_wanted:
        said = f"{_of(known)}, can’t be opened just now. It is tried again, and keepers are told of what is lacking."
    else:
        said = f"{_of(known)}, stands in <#{known.parent_id}> in a moment."
    await interaction.edit_original_response(view=notice(said))


async def lock(
    interaction: discord.Interaction[LooseEnds], show: Show, episode: EpisodeNumber, *, is_locked: bool
) -> None:
    """Lock the discussion of an episode, so that only moderators go on in it, or unlock it.

    Raises:
        Mistake: the member is no host, there is no discussion, or the bot lacks a right.
    """
    await must_host(interaction)
    known = await discussions.find(interaction.client.database, show.guild_id, show.show_id, episode)
    thread = await _thread(_guild(interaction), known.thread_id) if known and known.thread_id else None
    if known is None or thread is None:
        raise Mistake(f"There is no discussion of {plain(show.label)}, episode {episode}. `/discuss` opens one.")
    if not thread.permissions_for(thread.guild.me).manage_threads:
        raise Mistake(f"I lack the right “Manage Threads” in <#{known.parent_id}>, without which none can be locked.")
    await interaction.response.defer(ephemeral=True, thinking=True)
    await thread.edit(archived=False, locked=is_locked)
    done = "locked: only those with “Manage Threads” go on in it" if is_locked else "unlocked"
    await interaction.edit_original_response(view=notice(f"{_of(known)}, is {done}. {address(known)}"))


async def choose_channel(
    interaction: discord.Interaction[LooseEnds], channel: Parent | None, show: Show | None
) -> None:
    """Choose where discussions are opened, of a show or of all, and make the channel a Spoiler Channel.

    Raises:
        Mistake: discussions can't be there.
    """
    await reply(interaction, notice(await settle_channel(interaction, channel, show)))


async def settle_channel(interaction: discord.Interaction[LooseEnds], channel: Parent | None, show: Show | None) -> str:
    """Put the answer off, choose as `choose_channel`, and return what is said of it."""
    must_manage(interaction)
    client, guild_id, show_id = interaction.client, guild_of(interaction), show.show_id if show else None
    of = f" of {plain(show.label)}" if show else ""
    mode = (await discussions.wishes(client.database, guild_id, show_id)).mode
    if channel is not None:
        _must_hold(channel, mode)
    await put_off(interaction)
    await discussions.set_channel(client.database, guild_id, show_id, channel.id if channel else None)
    if channel is None:
        where = "where those of all shows are" if show else "in the channel in which they are asked for"
        return f"Discussions{of} are opened {where} from now on."
    return f"Discussions{of} are opened in <#{channel.id}> from now on.{await _flagged(client, channel, mode)}"


async def choose_mode(
    interaction: discord.Interaction[LooseEnds], mode: Mode, show: Show | None, *, takes_out: bool
) -> None:
    """Choose whether discussions that are opened from now on are open or gated, of a show or of all.

    Raises:
        Mistake: they can't be gated where they are to be opened.
    """
    await reply(interaction, notice(await settle_mode(interaction, mode, show, takes_out=takes_out)))


async def settle_mode(
    interaction: discord.Interaction[LooseEnds], mode: Mode, show: Show | None, *, takes_out: bool
) -> str:
    """Put the answer off, choose as `choose_mode`, and return what is said of it."""
    must_manage(interaction)
    client, guild_id, show_id = interaction.client, guild_of(interaction), show.show_id if show else None
    wishes = await discussions.wishes(client.database, guild_id, show_id)
    channel = await _chosen(_guild(interaction), wishes.channel_id) if wishes.channel_id else None
    if channel is not None:
        _must_hold(channel, mode)
    await put_off(interaction)
    await discussions.set_mode(client.database, guild_id, show_id, mode, takes_out=takes_out)
    of = f" of {plain(show.label)}" if show else ""
    said = f"Discussions{of} that are opened from now on are {mode}. "
    if mode is Mode.OPEN:
        said += "They are public threads: whoever sees their channel can read them."
        said += await _flagged(client, channel, mode) if channel else ""
    else:
        said += who_sees(_guild(interaction), channel, takes_out=takes_out)
    return said


async def parent_for(interaction: discord.Interaction[LooseEnds], show: Show, mode: Mode) -> Parent:
    """Return the channel in which a discussion is to be opened: the one chosen, else the one of a command.

    Raises:
        Mistake: it is no channel for discussions, or the bot lacks a right there.
    """
    wishes = await discussions.wishes(interaction.client.database, show.guild_id, show.show_id)
    if wishes.channel_id is not None:
        parent = await _chosen(_guild(interaction), wishes.channel_id)
        if parent is None:
            raise Mistake("The channel chosen for discussions is gone. `/discussions channel` names another one.")
    else:
        here = interaction.channel
        channel = here.parent if isinstance(here, discord.Thread) else here
        if not isinstance(channel, discord.TextChannel | discord.ForumChannel):
            raise Mistake("No discussion can be opened here. Use a text channel or a forum.")
        parent = channel
    _must_hold(parent, mode)
    return parent


async def _must_open(interaction: discord.Interaction[LooseEnds], parent: Parent, mode: Mode) -> None:
    assert isinstance(interaction.user, discord.Member)  # noqa: S101 - `guild_of` let it pass
    rights = parent.permissions_for(interaction.user)
    if isinstance(parent, discord.ForumChannel):
        may, right = rights.send_messages, "Create Posts"
    elif mode is Mode.GATED:
        may, right = rights.create_private_threads, "Create Private Threads"
    else:
        may, right = rights.create_public_threads, "Create Public Threads"
    if not (may and rights.view_channel) and not await is_host(interaction):
        raise Mistake(f"A discussion is opened by a host, or by members with the right “{right}” in <#{parent.id}>.")


async def _claimed(
    client: LooseEnds, show: Show, episode: EpisodeNumber, known: Discussion | None, parent: Parent, mode: Mode
) -> Discussion:
    now = client.clock()
    if known is None:
        try:
            async with client.database.transaction() as transaction:
                await discussions.claim(transaction, show, episode, parent_id=parent.id, mode=mode, now=now)
        except StorageConflict:
            raise Mistake("That show is not followed here any more.") from None
    elif await discussions.claim_anew(client.database, known, parent_id=parent.id, mode=mode, now=now):
        await _take_hub_away(client, known)
    claimed = await discussions.find(client.database, show.guild_id, show.show_id, episode)
    if claimed is None:
        raise Mistake("That show is not followed here any more.")
    return claimed


async def _take_hub_away(client: LooseEnds, known: Discussion) -> None:
    """Delete the hub of a thread that is gone, which leads nowhere now, if it still stands."""
    if known.message_id is not None:
        place = client.get_partial_messageable(known.channel_id, guild_id=known.guild_id)
        with suppress(*NOT_THROUGH):
            await place.get_partial_message(known.message_id).delete()


async def _have_hub(client: LooseEnds, discussing: Discussing, known: Discussion) -> None:
    """Have the hub of a discussion posted where it is gone, or never was one: in its thread, or before its door."""
    if known.message_id is not None:
        place = client.get_partial_messageable(known.channel_id, guild_id=known.guild_id)
        try:
            await place.get_partial_message(known.message_id).fetch()
        except discord.NotFound:
            pass
        except NOT_THROUGH:
            return  # not known to be gone
        else:
            return
    elif known.is_wanted:
        return  # on its way
    where = known.parent_id if known.mode is Mode.GATED else known.thread_id
    assert where is not None  # noqa: S101 - it was asked for because there is a thread
    await discussions.HUBS.ask_anew(client.database, known, where, client.clock())
    await discussing.show_now(known.row_id)


async def _thread(guild: discord.Guild, thread_id: int) -> discord.Thread | None:
    """Return a discussion's thread, or None where it is gone.

    Raises:
        Mistake: the bot may not see it.
    """
    try:
        thread = await find_place(guild, thread_id)
    except discord.NotFound:
        return None
    except (discord.Forbidden, NoPlace):
        raise Mistake(f"I can’t look at <#{thread_id}>: I need “View Channel” in its channel.") from None
    return thread if isinstance(thread, discord.Thread) else None


async def _taken_out(thread: discord.Thread) -> str:
    """Take a thread out where it was put away, and return what is to be said of its state."""
    moderates = thread.permissions_for(thread.guild.me).manage_threads
    if thread.archived and (moderates or not thread.locked):
        with suppress(*NOT_THROUGH):
            await thread.edit(archived=False)
            return "\nIt was put away, and is open again." + (" It is locked." if thread.locked else "")
    return "\nIt is locked." if thread.locked else ""


async def _chosen(guild: discord.Guild, channel_id: int) -> Parent | None:
    try:
        place = await find_place(guild, channel_id)
    except (discord.NotFound, discord.Forbidden, NoPlace):
        return None
    return None if isinstance(place, discord.Thread) else place


def _must_hold(channel: Parent, mode: Mode) -> None:
    try:
        must_hold(channel, mode)
    except NoPlace as error:
        raise Mistake(str(error)) from None


async def _flagged(client: LooseEnds, channel: Parent, mode: Mode) -> str:
    """Make a channel for open discussions a Spoiler Channel, and return what is said of that."""
    if mode is Mode.GATED:
        return ""
    took = await make_spoiler_channel(client, channel.id)
    # Whoever chose the channel is told at once; keepers are told again only if it took and is lost later.
    await discussions.lost_flag(client.database, channel.guild.id, channel.id, is_there=took)
    return "\nIt is a Spoiler Channel now." if took else f"\n{no_flag(channel.id)}"


def who_sees(guild: discord.Guild, channel: Parent | None, *, takes_out: bool) -> str:
    """Return what keepers have to know of gated discussions."""
    rights = {role: channel.permissions_for(role) if channel else role.permissions for role in guild.roles}
    roles = [role.mention for role, has in rights.items() if has.manage_threads and not role.is_bot_managed()]
    named = f": {', '.join(roles[:10])}" if roles else ""
    said = (
        "They are private threads, which let in who says that they have watched the episode.\n"
        f"Whoever has the right “Manage Threads” can read them all the same{named}."
    )
    later = f"Who says later that they have not watched it {'is taken out' if takes_out else 'stays in'}."
    return f"{said}\n{later}"


def _guild(interaction: discord.Interaction[LooseEnds]) -> discord.Guild:
    guild_of(interaction)
    assert interaction.guild is not None  # noqa: S101 - see `guild_of`
    return interaction.guild


def _of(discussion: Discussion) -> str:
    return f"The discussion of {plain(discussion.show.label)}, episode {discussion.episode}"
