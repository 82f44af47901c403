"""Posting reviews where they are wanted, each once: claimed before, found again after a crash.

A delivery is begun in the database, then posted with a nonce by which Discord refuses a second one for some minutes,
then marked with the message's id. What was begun and not marked is looked for in its place before it is posted again:
each card carries the number of its delivery as the id of its container, which nobody sees.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias

import aiohttp
import discord

from bot.errors import StorageError
from bot.feeds.pace import next_try
from bot.feeds.watching import jitter
from bot.storage import deliveries, discussions, reviews
from bot.storage.deliveries import Delivery, Placing
from bot.storage.reviews import StoredReview
from bot.ui.cards import review_card
from bot.ui.handling import take_back
from bot.ui.layouts import Layout, notice
from bot.ui.notices import tell_keepers
from bot.ui.tags import tags_for

if TYPE_CHECKING:
    from bot.client import LooseEnds

AT_ONCE = 50
GIVEN_UP_AFTER = timedelta(days=7)
_TOLD_AFTER = 3
"""Tries after which keepers are told of a failure that may pass by itself; of one that won't they are told at once."""
_CLOCKS_APART = timedelta(minutes=5)
"""How far this machine's clock may be from Discord's, by which messages are dated."""
_MOST_LOOKED_THROUGH = 200
_THREAD_THERE = 160004
"""Discord's code for a message that has a thread already."""

Place: TypeAlias = discord.TextChannel | discord.ForumChannel | discord.Thread

_log = logging.getLogger(__name__)


class NoPlace(Exception):
    """The channel is none that the bot can post in."""


async def post_due(client: LooseEnds) -> int:
    """Post or renew all that is due; return how much that was. In one guild one after the other, as claimed."""
    due = await deliveries.due(client.database, client.clock(), most=AT_ONCE)
    by_guild: dict[int, list[Delivery]] = {}
    for delivery in due:
        by_guild.setdefault(delivery.guild_id, []).append(delivery)
    outcomes = await asyncio.gather(
        *(_in_turn(client, of_guild) for of_guild in by_guild.values()), return_exceptions=True
    )
    for outcome in outcomes:
        if outcome is not None:
            raise outcome
    return len(due)


async def _in_turn(client: LooseEnds, due: list[Delivery]) -> None:
    for delivery in due:
        try:
            await _deliver(client, delivery)
        except StorageError:
            raise  # nothing could be noted either
        except Exception as error:
            await _put_off(client, delivery, error)


async def _deliver(client: LooseEnds, delivery: Delivery) -> None:
    found = await reviews.find(client.database, delivery.guild_id, delivery.review_id, 0)
    if found is None:
        return  # taken back meanwhile, and its deliveries with it
    review, _ = found
    if delivery.is_posted:
        await _renew(client, delivery, review)
        return
    channel = await _channel(client, delivery.guild_id, delivery.destination.channel_id)
    thread = await _discussion(client, delivery, review)
    message = await _begun_before(client, channel, thread, delivery)
    if message is None:
        await deliveries.begin(client.database, delivery, client.clock())
        message = await _post(channel, thread, delivery, review)
    opened = await _open_thread(client, channel, message, delivery, review)
    place = message.channel.id
    if not await deliveries.mark_posted(client.database, delivery, place, message.id, opened):
        await take_back(client, [deliveries.Place(place, message.id)])


async def _post(
    channel: Place, thread: discord.Thread | None, delivery: Delivery, review: StoredReview
) -> discord.Message:
    role_id = delivery.destination.role_id
    card = _card(delivery, review)
    mentions = discord.AllowedMentions(roles=[discord.Object(role_id)] if role_id else False)
    silent = role_id is None  # a role that is to be told would not be
    place = thread or channel
    if isinstance(place, discord.ForumChannel):
        made = await place.create_thread(
            name=_name(review),
            view=card,
            applied_tags=await tags_for(place, review.show.label, review.head.span),
            allowed_mentions=mentions,
            silent=silent,
            suppress_embeds=True,
        )
        return made.message
    return await place.send(
        view=card,
        nonce=f"delivery-{delivery.delivery_id}",
        allowed_mentions=mentions,
        silent=silent,
        suppress_embeds=True,
    )


async def _open_thread(
    client: LooseEnds, channel: Place, message: discord.Message, delivery: Delivery, review: StoredReview
) -> int | None:
    """Open the thread that goes with a message, where one does, and return its id."""
    if isinstance(channel, discord.ForumChannel):
        thread_id = message.channel.id
    elif (
        delivery.destination.placing is Placing.CARD
        or isinstance(channel, discord.Thread)
        or isinstance(message.channel, discord.Thread)
    ):
        return None
    else:
        thread_id = message.id  # a thread bears the id of the message that it begins at
        try:
            await message.create_thread(name=_name(review))
        except discord.Forbidden:
            _log.warning("No thread may be opened in channel %d", channel.id)
            return None
        except discord.HTTPException as error:
            if error.code != _THREAD_THERE:
                raise
    await discussions.note(
        client.database,
        delivery.guild_id,
        review.show.show_id,
        review.head.span.last,
        parent_id=channel.id,
        thread_id=thread_id,
        now=client.clock(),
    )
    return thread_id


async def _renew(client: LooseEnds, delivery: Delivery, review: StoredReview) -> None:
    if delivery.place_id is not None and delivery.message_id is not None:
        place = client.get_partial_messageable(delivery.place_id, guild_id=delivery.guild_id)
        try:
            message = place.get_partial_message(delivery.message_id)
            await message.edit(view=_card(delivery, review), allowed_mentions=discord.AllowedMentions.none())
        except discord.NotFound:
            _log.info("The message of delivery %d is not there any more", delivery.delivery_id)
    await deliveries.mark_fresh(client.database, delivery)


async def _begun_before(
    client: LooseEnds, channel: Place, thread: discord.Thread | None, delivery: Delivery
) -> discord.Message | None:
    """Return the message of a delivery that was begun before and came through without being marked."""
    if delivery.last_try is None:
        return None
    since = delivery.last_try - _CLOCKS_APART
    for place in (channel, thread):
        if isinstance(place, discord.ForumChannel):
            messages = _first_messages(place, since)
        elif place is not None:
            messages = place.history(after=since, oldest_first=True, limit=_MOST_LOOKED_THROUGH)
        else:
            continue
        async for message in messages:
            if client.user and message.author.id == client.user.id and _carries(message, delivery):
                return message
    return None


async def _first_messages(forum: discord.ForumChannel, since: datetime) -> AsyncIterator[discord.Message]:
    threads = [*forum.threads]
    threads += [thread async for thread in forum.archived_threads(limit=_MOST_LOOKED_THROUGH)]
    for thread in threads:
        if thread.owner_id == forum.guild.me.id and discord.utils.snowflake_time(thread.id) >= since:
            async for message in thread.history(oldest_first=True, limit=1):
                yield message


async def _channel(client: LooseEnds, guild_id: int, channel_id: int) -> Place:
    guild = client.get_guild(guild_id)
    if guild is None or guild.unavailable:
        raise NoPlace("The server can’t be reached just now.")
    channel = guild.get_channel_or_thread(channel_id) or await guild.fetch_channel(channel_id)
    if not isinstance(channel, discord.TextChannel | discord.ForumChannel | discord.Thread):
        raise NoPlace(f"<#{channel_id}> is no channel for messages.")
    return channel


async def _discussion(client: LooseEnds, delivery: Delivery, review: StoredReview) -> discord.Thread | None:
    """Return the thread in which the review's episode is talked about, where the review is to stand in it."""
    if delivery.destination.placing is not Placing.DISCUSSION:
        return None
    thread_id = await discussions.find(client.database, delivery.guild_id, review.show.show_id, review.head.span.last)
    if thread_id is None:
        return None
    try:
        thread = await _channel(client, delivery.guild_id, thread_id)
    except discord.NotFound:
        await discussions.forget(client.database, delivery.guild_id, thread_id)
        return None
    return thread if isinstance(thread, discord.Thread) else None


async def _put_off(client: LooseEnds, delivery: Delivery, error: Exception) -> None:
    why, lasts = _trouble(delivery, error)
    now = client.clock()
    attempts = delivery.attempts + 1
    if isinstance(error, (discord.HTTPException, aiohttp.ClientError, OSError, NoPlace)):
        _log.warning("Delivery %d did not come through (%s)", delivery.delivery_id, type(error).__name__)
    else:
        shown = RuntimeError(type(error).__name__)
        _log.error("Delivery %d failed", delivery.delivery_id, exc_info=(RuntimeError, shown, error.__traceback__))
    if delivery.first_try is not None and now - delivery.first_try >= GIVEN_UP_AFTER:
        await deliveries.give_up(client.database, delivery, why)
        return
    at = next_try(now, failures=attempts, retry_after=getattr(error, "retry_after", None), jitter=jitter())
    await deliveries.put_off(client.database, delivery, why, next_try=at, now=now)
    if delivery.is_posted or not (lasts or attempts >= _TOLD_AFTER):
        return
    if await deliveries.claim_telling(client.database, delivery):
        said = f"A new review can’t be posted in <#{delivery.destination.channel_id}>. {why}"
        then = "It is kept and tried again for a week; after that it waits in `/review queue`."
        await tell_keepers(client, delivery.guild_id, delivery.destination.channel_id, notice(f"{said}\n-# {then}"))


def _trouble(delivery: Delivery, error: Exception) -> tuple[str, bool]:
    """Return what went wrong, in a sentence, and whether it will last until someone mends it."""
    channel = f"<#{delivery.destination.channel_id}>"
    if isinstance(error, NoPlace):
        return str(error), False
    if isinstance(error, discord.Forbidden):
        return (
            f"The bot lacks a right there: in {channel} it needs “View Channel”, “Send Messages” and"
            " “Read Message History”.",
            True,
        )
    if isinstance(error, discord.NotFound):
        return "That channel is not there any more. Name another one with `/feed edit`.", True
    if isinstance(error, discord.HTTPException):
        return f"Discord did not take it (HTTP {error.status}).", error.status < 500 and error.status != 429
    if isinstance(error, aiohttp.ClientError | OSError):
        return "Discord could not be reached.", False
    return "Something went wrong within the bot; its log says more.", False


def _card(delivery: Delivery, review: StoredReview) -> Layout:
    card = review_card(review, role_id=delivery.destination.role_id, updated=delivery.is_posted)
    card.children[0].id = _mark(delivery)
    return card


def _carries(message: discord.Message, delivery: Delivery) -> bool:
    return any(getattr(component, "id", None) == _mark(delivery) for component in message.components)


def _mark(delivery: Delivery) -> int:
    """Return the container's id of a delivery's card: of 31 bits, and above those that Discord gives out itself."""
    return 1_000_000_000 + delivery.delivery_id % 1_000_000_000


def _name(review: StoredReview) -> str:
    """Return the name of a thread or post: show and number, for it stands in notifications and side bars."""
    span = review.head.span
    number = f"Episode {span}" if span.first == span.last else f"Episodes {span}"
    return f"{' '.join(review.show.label.split())[:80]} · {number}"
