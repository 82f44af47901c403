"""Rating polls as hosts open, close and reopen them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.episodes import EpisodeNumber
from bot.errors import Mistake, StorageConflict
from bot.moments import read_moment
from bot.shows import Show
from bot.storage import polls, ratings
from bot.storage.polls import Poll
from bot.ui.following import place_of
from bot.ui.layouts import notice, plain
from bot.ui.poll_cards import rated, when
from bot.ui.rights import must_host

if TYPE_CHECKING:
    from bot.client import LooseEnds


async def open_poll(
    interaction: discord.Interaction[LooseEnds], show: Show, episode: EpisodeNumber, closes: str | None
) -> None:
    """Post the poll of an episode in this channel, or link to the one there is.

    Raises:
        Mistake: the member is no host, the bot can't post here, or `closes` is no moment to come.
    """
    await must_host(interaction)
    client = interaction.client
    now = client.clock()
    closes_at = read_moment(closes, now) if closes is not None else None
    channel_id = _channel(interaction)
    try:
        poll, is_new = await polls.claim(
            client.database, show, episode, channel_id=channel_id, closes_at=closes_at, now=now
        )
    except StorageConflict:
        raise Mistake("That show is not followed here any more.") from None
    await interaction.response.defer(ephemeral=True, thinking=True)
    if is_new:
        said = f"The poll of {_of(poll)} stands here in a moment. {_ends(poll)}"
    elif not poll.is_open:
        said = f"The poll of {_of(poll)} is closed. `/ratings reopen` opens it again.{_link(client, poll)}"
    elif await _post_anew(client, poll, channel_id):
        said = f"The message of this poll was deleted. It stands here again in a moment, with its votes. {_ends(poll)}"
    else:
        said = f"There is a poll of {_of(poll)} already. {_ends(poll)}{_link(client, poll)}"
    await interaction.edit_original_response(view=notice(said))


async def close_poll(interaction: discord.Interaction[LooseEnds], show: Show, episode: EpisodeNumber) -> None:
    """Close the poll of an episode now; its message becomes the result.

    Raises:
        Mistake: the member is no host, or there is no open poll.
    """
    await must_host(interaction)
    client = interaction.client
    poll = await _found(client, show, episode)
    if not await polls.close(client.database, poll, client.clock()):
        raise Mistake(f"The poll of {_of(poll)} is closed already.{_link(client, poll)}")
    shown = "Its message becomes the result in a moment." if poll.is_wanted else "`/ratings episode` has the result."
    said = f"Closed. {await _votes(client, poll, is_open=False)} {shown}{_link(client, poll)}"
    await interaction.response.send_message(view=notice(said), ephemeral=True)


async def reopen_poll(
    interaction: discord.Interaction[LooseEnds], show: Show, episode: EpisodeNumber, closes: str | None
) -> None:
    """Open a closed poll again, with its votes; it is posted here where its message was deleted.

    Raises:
        Mistake: the member is no host, there is no closed poll, the bot can't post here, or `closes` is no moment to
            come.
    """
    await must_host(interaction)
    client = interaction.client
    now = client.clock()
    closes_at = read_moment(closes, now) if closes is not None else None
    channel_id = _channel(interaction)
    poll = await _found(client, show, episode)
    if not await polls.reopen(client.database, poll, closes_at, now):
        raise Mistake(f"The poll of {_of(poll)} is open. {_ends(poll)}{_link(client, poll)}")
    await interaction.response.defer(ephemeral=True, thinking=True)
    poll = await _found(client, show, episode)
    votes = await _votes(client, poll, is_open=True)
    if await _post_anew(client, poll, channel_id):
        said = f"Open again. {votes} It stands here in a moment, for its message was deleted. {_ends(poll)}"
    else:
        said = f"Open again. {votes} {_ends(poll)}{_link(client, poll)}"
    await interaction.edit_original_response(view=notice(said))


async def _found(client: LooseEnds, show: Show, episode: EpisodeNumber) -> Poll:
    poll = await polls.find(client.database, show.guild_id, show.show_id, episode)
    if poll is None:
        raise Mistake(f"There is no poll of episode {episode} of {plain(show.label)}. `/ratings open` posts one.")
    return poll


async def _post_anew(client: LooseEnds, poll: Poll, channel_id: int) -> bool:
    """Have a poll whose message is gone posted in a channel; return whether it will be."""
    if poll.message_id is not None:
        try:
            await place_of(client, poll).get_partial_message(poll.message_id).fetch()
        except discord.NotFound:
            pass
        except discord.HTTPException:
            return False  # hidden from the bot, or Discord is down: not known to be gone
        else:
            return False
    elif poll.is_wanted:
        return False  # on its way
    await polls.MESSAGES.ask_anew(client.database, poll, channel_id, client.clock())
    return True  # be it because another host has asked at the same time


def _channel(interaction: discord.Interaction[LooseEnds]) -> int:
    """Return the channel of a command, in which a poll can be posted.

    Raises:
        Mistake: the bot lacks a right there.
    """
    rights, in_thread = interaction.app_permissions, isinstance(interaction.channel, discord.Thread)
    needed = {
        "View Channel": rights.view_channel,
        "Send Messages in Threads" if in_thread else "Send Messages": (
            rights.send_messages_in_threads if in_thread else rights.send_messages
        ),
        "Attach Files": rights.attach_files,
        "Read Message History": rights.read_message_history,
    }
    lacking = " and ".join(f"“{right}”" for right, there in needed.items() if not there)
    if lacking or interaction.channel_id is None:
        raise Mistake(f"I lack the right {lacking} in this channel. Use another one, or give it to me.")
    return interaction.channel_id


async def _votes(client: LooseEnds, poll: Poll, *, is_open: bool) -> str:
    tally = await ratings.tally(client.database, poll.show.guild_id, poll.show.show_id, poll.episode)
    return rated(tally.count, is_open=is_open)


def _of(poll: Poll) -> str:
    return f"episode {poll.episode} of {plain(poll.show.label)}"


def _ends(poll: Poll) -> str:
    return f"It closes {when(poll, 'R')}." if poll.closes_at else "It is open until someone closes it."


def _link(client: LooseEnds, poll: Poll) -> str:
    """Return a link to the message of a poll, on a line of its own, where there is one."""
    if poll.message_id is None:
        return ""
    return f"\n{place_of(client, poll).get_partial_message(poll.message_id).jump_url}"
