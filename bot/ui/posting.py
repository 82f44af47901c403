"""Posting reviews where they are wanted, each once: claimed before, found again after a crash.

A delivery is begun in the database, then posted with a nonce by which Discord refuses a second one for some minutes,
then marked with the message's id. What was begun and not marked is looked for in its place before it is posted again.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import discord

from bot.errors import StorageError
from bot.feeds.pace import jitter, next_try
from bot.gate import Gate
from bot.storage import deliveries, discussions, reviews
from bot.storage.deliveries import Delivery, Placing
from bot.storage.reviews import StoredReview
from bot.ui.cards import review_card
from bot.ui.discussing import ask_for, thread_name
from bot.ui.failures import without_text
from bot.ui.finding import find_posted, mark_of
from bot.ui.layouts import Layout, notice
from bot.ui.marks import mark
from bot.ui.notices import Told, tell_keepers
from bot.ui.places import NOT_THROUGH, NoPlace, Place, find_place, is_outage, lacking
from bot.ui.standing import rewrite, take_back
from bot.ui.tags import tags_for

if TYPE_CHECKING:
    from bot.client import LooseEnds

AT_ONCE = 50
GIVEN_UP_AFTER = timedelta(days=7)
_TOLD_AFTER = 3
"""Tries after which keepers are told of a failure that may pass by itself; of one that won't they are told at once.

A review waits for so many tries to open its discussion."""
_THREAD_THERE = 160004
"""Discord's code for a message that has a thread already."""

_log = logging.getLogger(__name__)


async def post_due(client: LooseEnds, guild: discord.Guild) -> None:
    """Post or renew what is due in a guild, `AT_ONCE` at the most, in the order in which it was claimed.

    Raises:
        StorageError: what became of it can't be noted.
    """
    moved = jitter()  # of all alike, so that those that fail together are posted in their order later
    for delivery in await deliveries.due(client.database, guild.id, client.clock(), most=AT_ONCE):
        try:
            await _deliver(client, guild, delivery)
        except StorageError:
            raise
        except _NotYet:
            continue
        except Exception as error:
            await _put_off(client, delivery, error, moved)


class _NotYet(Exception):
    """The discussion in which a review is to stand is being opened; it is posted in a later round."""


async def _deliver(client: LooseEnds, guild: discord.Guild, delivery: Delivery) -> None:
    found = await reviews.find(client.database, delivery.guild_id, delivery.review_id, 0)
    if found is None:
        return  # taken back meanwhile, and its deliveries with it
    review, viewer = found
    role_id = delivery.destination.role_id
    if role_id is not None and guild.get_role(role_id) is None:  # it was deleted, and there is nobody to tell
        delivery = replace(delivery, destination=replace(delivery.destination, role_id=None))
    if delivery.is_posted:
        await _renew(client, delivery, review, viewer.gate)
        return
    channel = await find_place(guild, delivery.destination.channel_id)
    if lacks := lacking(channel):
        raise NoPlace(f"In <#{channel.id}> the bot lacks the right {' and '.join(f'“{right}”' for right in lacks)}.")
    thread = await _discussion(client, channel, delivery, review)
    place = await _shared(client, thread, delivery) if thread else None
    opened = None
    if place is None:
        message = await find_posted([channel, *([thread] if thread else [])], delivery)
        if message is None:
            if not await deliveries.begin(client.database, delivery, client.clock()):
                return
            message = await _post(thread or channel, delivery, review, viewer.gate)
        opened = await _open_thread(channel, message, delivery, review)
        place = deliveries.Place(message.channel.id, message.id)
    async with client.database.transaction() as transaction:
        is_kept = await deliveries.mark_posted(transaction, delivery, place, opened)
        if is_kept and opened is not None:
            await discussions.note(
                transaction,
                delivery.guild_id,
                review.show.show_id,
                review.head.span.last,
                parent_id=channel.id,
                thread_id=opened,
                now=client.clock(),
            )
    if not is_kept:
        await take_back(client, [place])


async def _post(place: Place, delivery: Delivery, review: StoredReview, gate: Gate) -> discord.Message:
    role_id = delivery.destination.role_id
    card = _card(delivery, review, gate)
    mentions = discord.AllowedMentions(roles=[discord.Object(role_id)] if role_id else False)
    silent = role_id is None  # a role that is to be told would not be
    if isinstance(place, discord.ForumChannel):
        made = await place.create_thread(
            name=thread_name(review.show.label, review.head.span),
            view=card,
            applied_tags=await tags_for(place, review.show, review.head.span),
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
    channel: Place, message: discord.Message, delivery: Delivery, review: StoredReview
) -> int | None:
    """Open the thread that goes with a message, where one does, and return its id.

    Where that is refused, the card stands without one; only an outage of Discord is waited for.
    """
    if isinstance(message.channel, discord.Thread):
        return message.channel.id if message.channel.parent_id == channel.id and _is_post(message) else None
    if delivery.destination.placing is not Placing.THREAD:
        return None
    try:
        await message.create_thread(name=thread_name(review.show.label, review.head.span))
    except discord.HTTPException as error:
        if is_outage(error):
            raise
        if error.code != _THREAD_THERE:
            _log.warning("No thread could be opened in channel %d (HTTP %d)", channel.id, error.status)
            return None
    return message.id  # a thread bears the id of the message that it begins at


def _is_post(message: discord.Message) -> bool:
    """Tell whether a message is the first of a forum's post, which bears the post's id."""
    return message.id == message.channel.id


async def _renew(client: LooseEnds, delivery: Delivery, review: StoredReview, gate: Gate) -> None:
    if delivery.place is not None:
        try:
            await rewrite(client, delivery.place, _card(delivery, review, gate))
        except discord.NotFound:
            _log.info("The message of delivery %d is not there any more", delivery.delivery_id)
    await deliveries.mark_fresh(client.database, delivery)


async def _discussion(
    client: LooseEnds, channel: Place, delivery: Delivery, review: StoredReview
) -> discord.Thread | None:
    """Return the thread in which the review's episode is talked about, where the review is to stand in it and can.

    Where there is none it is opened, unless that can't be done: then the review stands in its channel.

    Raises:
        _NotYet: it is being opened.
    """
    if delivery.destination.placing is not Placing.DISCUSSION:
        return None
    known = await discussions.find(client.database, delivery.guild_id, review.show.show_id, review.head.span.last)
    if known is not None and known.thread_id is None and known.is_wanted:
        if known.is_told or known.attempts >= _TOLD_AFTER:
            return None
        raise _NotYet
    if known is not None and known.thread_id is not None:
        try:
            return _usable(await find_place(channel.guild, known.thread_id))
        except discord.NotFound:
            pass
        except (discord.Forbidden, NoPlace):
            return None
    if not await ask_for(client, review.show, review.head.span.last, known, channel):
        return None
    raise _NotYet


def _usable(thread: Place) -> discord.Thread | None:
    """Return a discussion in which the bot can post, else None."""
    if not isinstance(thread, discord.Thread) or lacking(thread):
        return None
    is_closed = thread.locked and not thread.permissions_for(thread.guild.me).manage_threads
    return None if is_closed else thread


async def _shared(client: LooseEnds, thread: discord.Thread, delivery: Delivery) -> deliveries.Place | None:
    """Return where a discussion shows the review already, for another channel's sake; it stands there once."""
    places = await deliveries.places_of(client.database, delivery.guild_id, delivery.review_id)
    return next((place for place in places if place.channel_id == thread.id), None)


async def _put_off(client: LooseEnds, delivery: Delivery, error: Exception, moved: float) -> None:
    why, lasts = _trouble(delivery, error)
    now = client.clock()
    attempts = delivery.attempts + 1
    if isinstance(error, (*NOT_THROUGH, NoPlace)):
        _log.warning("Delivery %d did not come through (%s)", delivery.delivery_id, type(error).__name__)
    else:
        _log.error("Delivery %d failed", delivery.delivery_id, exc_info=without_text(error))
    if delivery.first_try is not None and now - delivery.first_try >= GIVEN_UP_AFTER:
        await deliveries.give_up(client.database, delivery, why)
        return
    at = next_try(now, failures=attempts, retry_after=getattr(error, "retry_after", None), jitter=moved)
    await deliveries.put_off(client.database, delivery, why, next_try=at, now=now)
    if delivery.is_posted or not (lasts or attempts >= _TOLD_AFTER):
        return
    if await deliveries.claim_telling(client.database, delivery):
        said = f"A new review can’t be posted in <#{delivery.destination.channel_id}>. {why}"
        then = "It is kept and tried again for a week; after that it waits in `/review queue`."
        told = notice(f"{said}\n-# {then}")
        if await tell_keepers(client, delivery.guild_id, delivery.destination.channel_id, told) is not Told.YES:
            await deliveries.give_back_telling(client.database, delivery)


def _trouble(delivery: Delivery, error: Exception) -> tuple[str, bool]:
    """Return what went wrong, in a sentence, and whether it will last until someone mends it."""
    channel = f"<#{delivery.destination.channel_id}>"
    if isinstance(error, NoPlace):
        return str(error), True
    if isinstance(error, discord.Forbidden):
        return f"Discord does not let the bot post in {channel}. Look at its rights there.", True
    if isinstance(error, discord.NotFound):
        return "That channel is not there any more. Give its feed another one with `/feed edit`.", True
    if isinstance(error, discord.RateLimited):
        return "Discord takes no more from the bot just now.", False
    if isinstance(error, discord.HTTPException):
        return f"Discord did not take it (HTTP {error.status}).", not is_outage(error)
    if isinstance(error, NOT_THROUGH):
        return "Discord could not be reached.", False
    return "Something went wrong within the bot; its log says more.", False


def _card(delivery: Delivery, review: StoredReview, gate: Gate) -> Layout:
    card = review_card(review, gate=gate, role_id=delivery.destination.role_id, updated=delivery.is_posted)
    return mark(card, mark_of(delivery))
