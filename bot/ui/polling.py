"""Keeping the messages of rating polls true: posted once, edited when something has changed, and found again.

A poll is claimed in the database, taken, begun, posted with a nonce by which Discord refuses a second one for some
minutes, and marked with the message's id. What was begun and not marked is looked for before it is posted again.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import discord

from bot import charts
from bot.errors import StorageError
from bot.feeds.pace import jitter, next_try
from bot.storage import polls, ratings
from bot.storage.deliveries import Place
from bot.storage.polls import Poll
from bot.ui.failures import without_text
from bot.ui.layouts import Layout, notice, plain
from bot.ui.marks import find_marked, mark
from bot.ui.notices import tell_keepers
from bot.ui.pictures import drawn
from bot.ui.places import NOT_THROUGH
from bot.ui.poll_cards import closed_card, open_card
from bot.ui.standing import rewrite

if TYPE_CHECKING:
    from bot.client import LooseEnds

AT_ONCE = 50
"""Polls that are posted or edited at the same time."""
_NO_MESSAGE = 10008
_MARKS = 2_000_000_000
"""Where the marks of polls begin; those of deliveries end below it."""

_log = logging.getLogger(__name__)


class Polling:
    """What has the messages of polls follow. It keeps nothing itself but the tasks that are under way."""

    def __init__(self, client: LooseEnds) -> None:
        self._client = client
        self._tasks: dict[int, asyncio.Task[None]] = {}

    async def follow(self) -> None:
        """Close what is to be closed by now, and begin to post or edit what does not show what is so.

        Raises:
            StorageError: what became of a poll since the last time can't be noted.
        """
        for poll_id, task in [*self._tasks.items()]:
            if task.done():
                del self._tasks[poll_id]
                task.result()
        database, now = self._client.database, self._client.clock()
        await polls.close_due(database, now)
        for poll in await polls.take_due(database, now, most=AT_ONCE - len(self._tasks)):
            # One that is under way is due again once it is done, if it does not show what is so by then.
            if poll.poll_id not in self._tasks:
                self._tasks[poll.poll_id] = asyncio.create_task(_show(self._client, poll))

    async def stop(self) -> None:
        """End at once; what was not noted by then is done again at the next start."""
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)


async def _show(client: LooseEnds, poll: Poll) -> None:
    """Post a poll that was taken, or edit its message, so that it shows what is so now.

    A guild that can't be reached is passed over: its polls are due again once they are free.
    """
    guild = client.get_guild(poll.show.guild_id)
    if guild is None or guild.unavailable:
        return
    try:
        if poll.message_id is None:
            await _post(client, poll)
        else:
            await _edit(client, poll, poll.message_id)
    except StorageError:
        raise
    except discord.NotFound as error:
        _log.info("The message of poll %d is not there any more (code %d)", poll.poll_id, error.code)
        if await polls.mark_gone(client.database, poll) and error.code != _NO_MESSAGE:
            elsewhere = " `/ratings open` posts it in another one." if poll.is_open else ""
            await _tell(client, poll, f"its channel is gone.{elsewhere}")
    except Exception as error:
        await _put_off(client, poll, error)


def place_of(client: discord.Client, poll: Poll) -> discord.PartialMessageable:
    """Return the channel or thread of a poll."""
    return client.get_partial_messageable(poll.channel_id, guild_id=poll.show.guild_id)


async def _post(client: LooseEnds, poll: Poll) -> None:
    channel, message = place_of(client, poll), None
    if poll.begun_at is not None and client.user is not None:
        message = await find_marked(channel, _mark(poll), since=poll.begun_at, author_id=client.user.id)
    if message is None:
        layout, pictures = await _card(client, poll)
        if not await polls.begin(client.database, poll, client.clock()):
            return
        message = await channel.send(
            view=layout, files=pictures, nonce=f"poll-{poll.poll_id}-{poll.posting}", silent=True
        )
    if not await polls.mark_posted(client.database, poll, message.id, client.clock()):
        await message.delete()


async def _edit(client: LooseEnds, poll: Poll, message_id: int) -> None:
    layout, pictures = await _card(client, poll)
    await rewrite(client, Place(poll.channel_id, message_id), layout, pictures)
    await polls.mark_shown(client.database, poll, client.clock())


async def _card(client: LooseEnds, poll: Poll) -> tuple[Layout, list[discord.File]]:
    """Return the message of a poll, of votes read after the poll was, so that none before its version is missing."""
    tally = await ratings.tally(client.database, poll.show.guild_id, poll.show.show_id, poll.episode)
    if poll.is_open:
        return mark(open_card(poll, tally.count), _mark(poll)), []
    pictures = []
    if tally.count:
        pictures = await drawn(
            lambda: charts.histogram(tally, title=poll.show.label, subtitle=f"Episode {poll.episode}")
        )
    return mark(closed_card(poll, tally, pictures), _mark(poll)), pictures


async def _put_off(client: LooseEnds, poll: Poll, error: Exception) -> None:
    if isinstance(error, NOT_THROUGH):
        _log.warning("Poll %d could not be shown (%s)", poll.poll_id, type(error).__name__)
    else:
        _log.error("Poll %d could not be shown", poll.poll_id, exc_info=without_text(error))
    retry_after = getattr(error, "retry_after", None)
    at = next_try(client.clock(), failures=poll.attempts + 1, retry_after=retry_after, jitter=jitter())
    await polls.put_off(client.database, poll, at)
    if isinstance(error, discord.Forbidden):
        channel = f"<#{poll.channel_id}>"
        needs = "needs “View Channel”, “Send Messages”, “Attach Files” and “Read Message History”"
        await _tell(client, poll, f"in {channel} the bot {needs}. It is tried again from time to time.")


async def _tell(client: LooseEnds, poll: Poll, why: str) -> None:
    """Tell the keepers, once until it is shown again."""
    if await polls.claim_telling(client.database, poll):
        said = f"The poll of episode {poll.episode} of {plain(poll.show.label)} can’t be shown: {why}"
        closed = "It is closed, and its votes are kept: `/ratings episode` has the result."
        kept = "Its votes are kept, and `/rate` takes more." if poll.is_open else closed
        told = notice(f"{said}\n-# {kept}")
        await tell_keepers(client, poll.show.guild_id, poll.channel_id, told)


def _mark(poll: Poll) -> int:
    return _MARKS + poll.poll_id % 100_000_000
