"""Opening discussions: the thread or the post that goes with a hub, each once, and the hubs kept true."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Final, TypeAlias

import discord

from bot.episodes import EpisodeNumber, EpisodeSpan
from bot.shows import Show
from bot.storage import discussions, schedules
from bot.storage.database import Transaction
from bot.storage.discussions import Discussion, Mode
from bot.storage.schedules import Schedule
from bot.ui.doors import take_out_due
from bot.ui.finding import find_post
from bot.ui.following import Drawn, Following, Unshown
from bot.ui.hub_extras import hub_extras
from bot.ui.hubs import hub
from bot.ui.layouts import Layout, notice, plain
from bot.ui.marks import CLOCKS_APART, find_marked
from bot.ui.notices import tell_keepers
from bot.ui.places import NoPlace, Place, find_place, lacking
from bot.ui.spoiler_channels import is_spoiler_channel
from bot.ui.tags import tags_for

if TYPE_CHECKING:
    from bot.client import LooseEnds

PUT_AWAY_AFTER: Final = 10_080
"""Minutes without a message after which Discord puts a thread away: a week, the most that it takes."""
LONGEST_NAME = 100
"""Characters of a thread's name, by Discord's reference of channels."""
_THREAD_THERE = 160004
"""Discord's code for a message that has a thread already."""

Parent: TypeAlias = discord.TextChannel | discord.ForumChannel


class Discussing(Following[Discussion]):
    """What opens discussions and has their hubs follow.

    In a text channel the hub stands in the channel: an open discussion is the thread that begins at it, and of a gated
    one it is the door. In a forum it is the first message of the post.
    """

    name = "discussion"
    marks = 2_020_000_000
    table = discussions.HUBS

    async def follow(self) -> None:
        """Claim what schedules have due, begin to open and to draw, and take out who is to leave.

        Raises:
            StorageError: what became of a discussion since the last time can't be noted.
        """
        now = self.client.clock()

        async def claim(transaction: Transaction, schedule: Schedule) -> None:
            mode = (await discussions.wishes(transaction, schedule.show.guild_id, schedule.show.show_id)).mode
            await discussions.claim(
                transaction, schedule.show, schedule.next_episode, parent_id=schedule.channel_id, mode=mode, now=now
            )

        await schedules.open_due(self.client.database, now, claim)
        await super().follow()
        await take_out_due(self.client)

    async def draw(self, kept: Discussion) -> Drawn:
        """Return the hub, with links to the discussions beside it."""
        before, after = await discussions.beside(self.client.database, kept)
        return hub(kept, before, after, await hub_extras(self.client, kept)), []

    def told(self, kept: Discussion, error: Unshown) -> str:
        """Return what the keepers are told of a discussion that can't be opened, or whose hub can't be shown."""
        what = "be opened" if kept.thread_id is None else "be shown"
        said = f"The discussion of {plain(kept.show.label)}, episode {kept.episode}, can’t {what}: "
        if isinstance(error, discord.NotFound):
            return f"{said}its channel is gone. `/discuss` opens it in another one."
        if isinstance(error, NoPlace):
            return f"{said}{error} It is tried again from time to time."
        where = f"in <#{kept.channel_id}> Discord does not let the bot. Look at its rights there"
        return f"{said}{where}; it is tried again from time to time."

    async def post(self, kept: Discussion, layout: Layout, files: list[discord.File], nonce: str) -> discord.Message:
        """Post the hub: in a forum as a post with tags, in a channel or in the discussion itself as a message."""
        place = await self._place(kept)
        if isinstance(place, discord.ForumChannel):
            made = await place.create_thread(
                name=name_of(kept),
                view=layout,
                applied_tags=await tags_for(place, kept.show, EpisodeSpan.of(kept.episode)),
                auto_archive_duration=PUT_AWAY_AFTER,
                silent=True,
                suppress_embeds=True,
            )
            message: discord.Message = made.message
            return message
        return await place.send(view=layout, nonce=nonce, silent=True, suppress_embeds=True)

    async def find(self, kept: Discussion, number: int, since: datetime) -> discord.Message | None:
        """Return the hub, if it was posted since then."""
        place = await self._place(kept)
        if isinstance(place, discord.ForumChannel):
            return await find_post(place, number, since)
        return await find_marked(place, number, since=since, author_id=place.guild.me.id)

    async def complete(self, kept: Discussion, message: discord.Message) -> None:
        """Open the thread that goes with a hub; what tells of the episode goes there, and the hub tells nothing.

        So a Spoiler Channel is looked at again between the two.
        """
        if kept.thread_id is not None:
            return
        if kept.mode is Mode.OPEN:
            await self._look_at_flag(kept)
        thread_id = await self._open(kept, message)
        await discussions.mark_open(self.client.database, kept, thread_id)

    async def _place(self, kept: Discussion) -> Place:
        guild = self.client.get_guild(kept.guild_id)
        assert guild is not None  # noqa: S101 - it was there when this was begun
        place = await find_place(guild, kept.channel_id)
        must_hold(place, kept.mode)
        return place

    async def _open(self, kept: Discussion, message: discord.Message) -> int:
        channel = message.channel
        if isinstance(channel, discord.Thread):  # the post, for a hub is put into a thread only once that is known
            return channel.id
        if kept.mode is Mode.GATED:
            assert isinstance(channel, discord.TextChannel)  # noqa: S101 - see `must_hold`
            thread = await self._begun(kept, channel)
            return thread.id if thread else await self._open_private(kept, channel)
        try:
            await message.create_thread(name=name_of(kept), auto_archive_duration=PUT_AWAY_AFTER)
        except discord.HTTPException as error:
            if error.code != _THREAD_THERE:
                raise
        return message.id  # a thread bears the id of the message that it begins at

    async def _open_private(self, kept: Discussion, channel: discord.TextChannel) -> int:
        thread = await channel.create_thread(
            name=name_of(kept),
            type=discord.ChannelType.private_thread,
            invitable=False,
            auto_archive_duration=PUT_AWAY_AFTER,
        )
        return thread.id

    async def _begun(self, kept: Discussion, channel: discord.TextChannel) -> discord.Thread | None:
        """Return the private thread that was opened before a crash and not noted.

        Nothing of a thread can bear a mark but its name, and no nonce keeps Discord from opening a second one.
        """
        if kept.begun_at is None:
            return None
        for thread in await channel.guild.active_threads():
            if (
                thread.parent_id == channel.id
                and thread.owner_id == channel.guild.me.id
                and thread.is_private()
                and thread.name == name_of(kept)
                and discord.utils.snowflake_time(thread.id) >= kept.begun_at - CLOCKS_APART
                and await discussions.at(self.client.database, kept.guild_id, thread.id) is None
            ):
                return thread
        return None

    async def _look_at_flag(self, kept: Discussion) -> None:
        database = self.client.database
        if not await discussions.is_chosen(database, kept.guild_id, kept.parent_id):
            return
        is_there = await is_spoiler_channel(self.client, kept.parent_id)
        if await discussions.lost_flag(database, kept.guild_id, kept.parent_id, is_there=is_there):
            await tell_keepers(self.client, kept.guild_id, kept.parent_id, notice(no_flag(kept.parent_id)))


async def ask_for(
    client: LooseEnds, show: Show, episode: EpisodeNumber, known: Discussion | None, channel: Place
) -> bool:
    """Have the discussion of an episode opened that a review is to stand in; False where it can't be.

    Args:
        known: the discussion as it was, where its thread is gone.
        channel: where it is opened unless the guild chose another.
    """
    wishes = await discussions.wishes(client.database, show.guild_id, show.show_id)
    parent: Place | None = channel.parent if isinstance(channel, discord.Thread) else channel
    if wishes.channel_id is not None:
        with suppress(discord.NotFound, discord.Forbidden, NoPlace):
            parent = await find_place(channel.guild, wishes.channel_id)
    if parent is None or isinstance(parent, discord.Thread):
        return False
    try:
        must_hold(parent, wishes.mode)
    except NoPlace:
        return False
    now = client.clock()
    if known is not None:
        await discussions.claim_anew(client.database, known, parent_id=parent.id, mode=wishes.mode, now=now)
        return True
    async with client.database.transaction() as transaction:
        await discussions.claim(transaction, show, episode, parent_id=parent.id, mode=wishes.mode, now=now)
    return True


def must_hold(place: Place, mode: Mode) -> None:
    """Let only those places pass in which the bot can open a discussion, or post its hub.

    Raises:
        NoPlace: it can't be there, or the bot lacks a right; in a sentence.
    """
    if mode is Mode.GATED and not isinstance(place, discord.Thread):
        if isinstance(place, discord.ForumChannel):
            raise NoPlace(f"A forum such as <#{place.id}> has no private threads, so none of its posts can be gated.")
        if place.is_news():
            raise NoPlace(f"An announcement channel such as <#{place.id}> has no private threads.")
    lacks = lacking(place, threads=True, private=mode is Mode.GATED)
    if lacks:
        raise NoPlace(f"In <#{place.id}> the bot lacks the right {' and '.join(f'“{right}”' for right in lacks)}.")


def no_flag(channel_id: int) -> str:
    """Return what keepers are told where a channel is no Spoiler Channel."""
    return (
        f"<#{channel_id}> is none of Discord’s own Spoiler Channels: what members write there without a spoiler tag can"
        " be read in passing. This server may have none yet, or someone has switched it off; `/discussions channel`"
        " switches it on, for which the bot needs “Manage Channels”."
    )


def name_of(discussion: Discussion) -> str:
    """Return the name of a thread or post: show and number, for it stands in notifications and side bars."""
    return thread_name(discussion.show.label, EpisodeSpan.of(discussion.episode))


def thread_name(show: str, span: EpisodeSpan) -> str:
    """Return the name of a thread about episodes of a show: neither a review's title nor an episode's."""
    number = f" · {span.label}"
    return f"{' '.join(show.split())[: LONGEST_NAME - len(number)].rstrip()}{number}"
