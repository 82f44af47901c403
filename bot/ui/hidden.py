"""Hiding a message so that nothing is lost and nothing doubled: either the original stands or what was put back does.

What is put back is posted after a claim is committed, and the original is deleted after it is committed that all of it
stands. Whatever comes between, a refusal or the bot's end, is settled by the claim: before that second commit what was
put back is taken away again, after it the original goes. What stands in no message's place goes by the same claim,
which is dropped once all of it stands.

What a webhook posted is told apart by when and where it did, not by its text or a mark: to a bot without the intent
Message Content, Discord shows what its own webhooks posted without either (discord/discord-api-docs, issue 5411). So
they post one thing at a time in a place.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

import discord

from bot.errors import Mistake
from bot.storage import hidings
from bot.storage.hidings import Hiding, State
from bot.ui.marks import MOST_LOOKED_THROUGH
from bot.ui.places import NOT_THROUGH, is_outage
from bot.ui.veiled import Part
from bot.ui.webhooks import Face, Talk

if TYPE_CHECKING:
    from bot.client import LooseEnds

FETCHED_AT_ONCE = 2
"""Files that are held in memory at the same time; each may have as much as a server takes, up to 100 MiB."""
GIVEN_UP_AFTER = timedelta(days=7)

_log = logging.getLogger(__name__)


class CanNotSettle(Exception):
    """What was posted can't be looked for; the bot lacks a right."""


class NotTakenAway(Exception):
    """Some of what was posted stands although not all of it could be, until Discord lets the bot delete it."""


class Outcome(Enum):
    """What became of a message that was put back whole."""

    HIDDEN = auto()
    REFUSED = auto()
    """Discord does not let the bot delete the original, so what was put back was taken away again."""
    WAITING = auto()
    """Discord did not answer; the original is deleted once it does."""


class Hider:
    """Posts through webhooks, one thing at a time in a place, and settles what was left halfway there."""

    def __init__(self, client: LooseEnds) -> None:
        self._client = client
        self.fetching = asyncio.Semaphore(FETCHED_AT_ONCE)
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def turn(self, place: Talk) -> AsyncIterator[None]:
        """Wait until nothing else is being posted in a place, and settle first what was left halfway there.

        Raises:
            Mistake: that can't be settled now.
        """
        async with self._lock(place.id):
            for left in await hidings.unsettled(self._client.database, place.id):
                try:
                    await self.settle(left)
                except (*NOT_THROUGH, CanNotSettle) as error:
                    raise Mistake(
                        "Another message is still being hidden here, and Discord does not let me end that. "
                        "Try again in a few minutes."
                    ) from error
            yield

    async def replace(self, hiding: Hiding, webhook: discord.Webhook, face: Face, parts: Sequence[Part]) -> Outcome:
        """Put parts in the place of a message. It has to be the place's turn.

        Raises:
            Mistake: it is being hidden already.
            NotTakenAway: something went wrong, and it can't be settled yet.
            Exception: whatever else went wrong; the original stands alone.
        """
        if not await hidings.claim(self._client.database, hiding):
            raise Mistake("That message is being hidden already.")
        try:
            posted = await post_parts(hiding.place_id, webhook, face, parts)
            await self._take_away(hiding, but=posted)
            await hidings.mark_posted(self._client.database, hiding)
        except Exception as error:
            try:
                is_hidden = await self.settle(hiding)
            except (*NOT_THROUGH, CanNotSettle):
                raise NotTakenAway from error
            if is_hidden:  # it was noted, and only the answer of the database was lost
                return Outcome.HIDDEN
            raise
        try:
            return Outcome.HIDDEN if await self.settle(hiding) else Outcome.REFUSED
        except (*NOT_THROUGH, CanNotSettle):
            return Outcome.WAITING

    async def post(self, claim: Hiding, webhook: discord.Webhook, face: Face, parts: Sequence[Part]) -> None:
        """Post parts that stand in no message's place, all or none. It has to be the place's turn.

        Args:
            claim: whose `message_id` is that of the interaction by which they came.

        Raises:
            NotTakenAway: something went wrong, and it can't be settled yet.
            Exception: whatever else went wrong; none stands.
        """
        await hidings.claim(self._client.database, claim)
        try:
            posted = await post_parts(claim.place_id, webhook, face, parts)
            await self._take_away(claim, but=posted)
            await hidings.drop(self._client.database, claim)
        except Exception as error:
            if await hidings.find(self._client.database, claim.message_id) is None:
                return  # it was noted, and only the answer of the database was lost
            try:
                await self.settle(claim)
            except (*NOT_THROUGH, CanNotSettle):
                raise NotTakenAway from error
            raise

    async def settle(self, hiding: Hiding) -> bool:
        """Leave one of the two alone, and return whether what was put back is. It has to be the place's turn.

        Raises:
            CanNotSettle: the bot lacks a right; or one of `NOT_THROUGH`. It is settled later.
        """
        now = await hidings.find(self._client.database, hiding.message_id)
        if now is None:
            return False
        is_hidden = now.state is State.POSTED and await self._delete_original(now)
        if not is_hidden:
            await self._take_away(now)
        await hidings.drop(self._client.database, now)
        return is_hidden

    async def settle_left(self) -> None:
        """Settle what was left halfway anywhere; what can't be for a week is left as it is.

        Raises:
            StorageError: what is left can't be read, or noted.
        """
        for left in await hidings.unsettled(self._client.database):
            async with self._lock(left.place_id):
                is_settled = await self._try_to_settle(left)
            if not is_settled and self._client.clock() - left.begun_at >= GIVEN_UP_AFTER:
                await hidings.drop(self._client.database, left)

    async def _try_to_settle(self, left: Hiding) -> bool:
        guild = self._client.get_guild(left.guild_id)
        if guild is None or guild.unavailable:
            return False
        try:
            await self.settle(left)
        except (*NOT_THROUGH, CanNotSettle) as error:
            _log.warning("A hiding in %d can't be settled (%s)", left.place_id, type(error).__name__)
            return False
        return True

    def _lock(self, place_id: int) -> asyncio.Lock:
        return self._turns.setdefault(place_id, asyncio.Lock())

    async def _take_away(self, hiding: Hiding, *, but: Sequence[int] = ()) -> None:
        guild = self._client.get_guild(hiding.guild_id)
        if guild is None:
            raise CanNotSettle
        await take_away(self._client, guild, hiding.place_id, hiding.webhook_id, hiding.after_id, but=but)

    async def _delete_original(self, hiding: Hiding) -> bool:
        """Delete the original, and return whether it is gone; one that its author deleted meanwhile is."""
        place = self._client.get_partial_messageable(hiding.place_id, guild_id=hiding.guild_id)
        try:
            await place.get_partial_message(hiding.message_id).delete()
        except discord.NotFound:
            pass
        except discord.HTTPException as error:
            if is_outage(error):
                raise
            await hidings.mark_refused(self._client.database, hiding)
            return False
        return True


async def post_parts(place_id: int, webhook: discord.Webhook, face: Face, parts: Sequence[Part]) -> list[int]:
    """Post parts through a webhook, in order and silently, and return the messages' ids.

    discord.py tries again what Discord answers with an error of its own, and no nonce tells Discord that it has it
    already: what stands besides these is to be taken away.

    Raises:
        discord.HTTPException: Discord refuses one; those before it stand. Or another of `NOT_THROUGH`.
    """
    thread = discord.utils.MISSING if webhook.channel_id == place_id else discord.Object(place_id)
    posted = []
    for part in parts:
        layout, files = part.made()
        message = await webhook.send(
            view=layout,
            files=files,
            username=face.name,
            avatar_url=face.avatar_url,
            thread=thread,
            allowed_mentions=discord.AllowedMentions.none(),
            suppress_embeds=True,
            silent=True,
            wait=True,
        )
        posted.append(message.id)
    return posted


async def newest_in(place: Talk) -> int:
    """Return the id of the newest message in a place, or 0."""
    return max([message.id async for message in place.history(limit=1)], default=0)


async def take_away(
    client: LooseEnds, guild: discord.Guild, place_id: int, webhook_id: int, after_id: int, *, but: Sequence[int] = ()
) -> None:
    """Delete what a webhook posted in a place after a message, but for some.

    Raises:
        CanNotSettle: the bot may not read there, and Discord would say that nothing stands; or one of `NOT_THROUGH`.
    """
    try:
        place = guild.get_channel_or_thread(place_id) or await guild.fetch_channel(place_id)
    except discord.NotFound:
        return
    if not isinstance(place, Talk) or not place.permissions_for(guild.me).read_message_history:
        raise CanNotSettle
    found = [
        message
        async for message in place.history(after=discord.Object(after_id), oldest_first=True, limit=MOST_LOOKED_THROUGH)
        if message.webhook_id == webhook_id and message.id not in but
    ]
    if not found:
        return
    webhook = await _webhook(client, webhook_id)
    for message in found:
        try:
            if webhook is None:
                await message.delete()
            elif isinstance(place, discord.Thread):
                await webhook.delete_message(message.id, thread=place)
            else:
                await webhook.delete_message(message.id)
        except discord.NotFound:
            continue


async def _webhook(client: LooseEnds, webhook_id: int) -> discord.Webhook | None:
    """Return a webhook, which may delete what it posted whatever rights the bot has; None where it is gone."""
    try:
        webhook = await client.fetch_webhook(webhook_id)
    except (discord.NotFound, discord.Forbidden):
        return None
    return webhook if webhook.token else None
