"""Keeping standing messages true: posted once, edited when something has changed, and found again.

A message is claimed in the database, taken, begun, posted with a nonce by which Discord refuses a second one for some
minutes, and marked with its id. What was begun and not marked is looked for before it is posted again.
"""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from datetime import datetime
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

import discord

from bot.errors import StorageError
from bot.feeds.pace import jitter, next_try
from bot.storage.deliveries import Place
from bot.storage.standing import Standing, Table
from bot.ui.failures import without_text
from bot.ui.layouts import Layout, notice
from bot.ui.marks import find_marked, mark
from bot.ui.notices import tell_keepers
from bot.ui.places import NOT_THROUGH, NoPlace
from bot.ui.standing import rewrite

if TYPE_CHECKING:
    from bot.client import LooseEnds

AT_ONCE = 50
"""Messages of a kind that are posted or edited at the same time."""
_NO_MESSAGE = 10008

Drawn: TypeAlias = tuple[Layout, list[discord.File]]
Unshown: TypeAlias = discord.NotFound | discord.Forbidden | NoPlace
"""Why a message can't be shown until someone does something: its channel is gone, or the bot lacks something there."""

_log = logging.getLogger(__name__)

Kept = TypeVar("Kept", bound=Standing)


class Following(ABC, Generic[Kept]):
    """What has the messages of one table follow. It keeps nothing itself but the tasks that are under way.

    A kind of message is a subclass, which says how one is drawn and what keepers are told where that can't be done.

    Attributes:
        name: what a message is called in nonces and in the log.
        marks: where the marks of this kind begin, of which there are 20,000,000; no two kinds may share any. Those of
            deliveries lie below 2,000,000,000, and 2,147,483,647 is the highest that Discord takes.
        table: where they are kept.
    """

    name: str
    marks: int
    table: Table[Kept]

    def __init__(self, client: LooseEnds) -> None:
        self.client = client
        self._tasks: dict[int, asyncio.Task[None]] = {}

    @abstractmethod
    async def draw(self, kept: Kept) -> Drawn:
        """Return the message as it is to be, of what is read now, so that nothing before its version is missing."""

    @abstractmethod
    def told(self, kept: Kept, error: Unshown) -> str:
        """Return what the keepers are told, once until it is shown again, where a message can't be shown."""

    async def post(self, kept: Kept, layout: Layout, files: list[discord.File], nonce: str) -> discord.Message:
        """Post a message; raises one of `NOT_THROUGH`, or `NoPlace`."""
        return await place_of(self.client, kept).send(
            view=layout, files=files, nonce=nonce, silent=True, suppress_embeds=True
        )

    async def find(self, kept: Kept, number: int, since: datetime) -> discord.Message | None:
        """Return the message with a mark, if it was posted since then; raises one of `NOT_THROUGH`, or `NoPlace`."""
        assert self.client.user is not None  # noqa: S101 - nothing is posted before the bot is logged in
        return await find_marked(place_of(self.client, kept), number, since=since, author_id=self.client.user.id)

    async def complete(self, kept: Kept, message: discord.Message) -> None:
        """Do what belongs to a posting, once the message stands; after a crash it is done again."""

    async def follow(self) -> None:
        """Begin to post or edit what does not show what is so.

        Raises:
            StorageError: what became of a message since the last time can't be noted.
        """
        self._let_go()
        most = AT_ONCE - len(self._tasks)
        for kept in await self.table.take_due(self.client.database, self.client.clock(), most=most):
            # One that is under way is due again once it is done, if it does not show what is so by then.
            if kept.row_id not in self._tasks:
                self._tasks[kept.row_id] = asyncio.create_task(self._show(kept))

    async def show_now(self, row_id: int) -> None:
        """Post or edit one message without waiting for the next round, and return when that is done or has failed.

        Raises:
            StorageError: as for `follow`.
        """
        self._let_go()
        if row_id not in self._tasks:
            kept = await self.table.take(self.client.database, row_id, self.client.clock())
            if kept is not None and row_id not in self._tasks:
                self._tasks[row_id] = asyncio.create_task(self._show(kept))
        if row_id in self._tasks:  # be it that another has taken it meanwhile
            await asyncio.wait([self._tasks[row_id]])

    async def stop(self) -> None:
        """End at once; what was not noted by then is done again at the next start."""
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    def _let_go(self) -> None:
        for row_id, task in [*self._tasks.items()]:
            if task.done():
                del self._tasks[row_id]
                task.result()

    async def _show(self, kept: Kept) -> None:
        """Post a message that was taken, or edit it, so that it shows what is so now.

        A guild that can't be reached is passed over: its messages are due again once they are free.
        """
        guild = self.client.get_guild(kept.guild_id)
        if guild is None or guild.unavailable:
            return
        try:
            if kept.message_id is None:
                await self._post(kept)
            else:
                await self._edit(kept, kept.message_id)
        except StorageError:
            raise
        except discord.NotFound as error:
            _log.info("The message of %s %d is not there any more (code %d)", self.name, kept.row_id, error.code)
            if await self.table.mark_gone(self.client.database, kept) and error.code != _NO_MESSAGE:
                await self._tell(kept, error)
        except Exception as error:
            await self._put_off(kept, error)

    async def _post(self, kept: Kept) -> None:
        message = None
        if kept.begun_at is not None:
            message = await self.find(kept, self.mark_of(kept), kept.begun_at)
        if message is None:
            layout, files = await self.draw(kept)
            if not await self.table.begin(self.client.database, kept, self.client.clock()):
                return
            nonce = f"{self.name}-{kept.row_id}-{kept.posting}"
            message = await self.post(kept, mark(layout, self.mark_of(kept)), files, nonce)
        await self.complete(kept, message)
        place = Place(message.channel.id, message.id)
        if not await self.table.mark_posted(self.client.database, kept, place, self.client.clock()):
            await message.delete()

    async def _edit(self, kept: Kept, message_id: int) -> None:
        layout, files = await self.draw(kept)
        await rewrite(self.client, Place(kept.channel_id, message_id), mark(layout, self.mark_of(kept)), files)
        await self.table.mark_shown(self.client.database, kept, self.client.clock())

    async def _put_off(self, kept: Kept, error: Exception) -> None:
        if isinstance(error, (*NOT_THROUGH, NoPlace)):
            _log.warning("The message of %s %d could not be shown (%s)", self.name, kept.row_id, type(error).__name__)
        else:
            exc_info = without_text(error)
            _log.error("The message of %s %d could not be shown", self.name, kept.row_id, exc_info=exc_info)
        retry_after = getattr(error, "retry_after", None)
        at = next_try(self.client.clock(), failures=kept.attempts + 1, retry_after=retry_after, jitter=jitter())
        await self.table.put_off(self.client.database, kept, at)
        if isinstance(error, discord.Forbidden | NoPlace):
            await self._tell(kept, error)

    async def _tell(self, kept: Kept, error: Unshown) -> None:
        if await self.table.claim_telling(self.client.database, kept):
            await tell_keepers(self.client, kept.guild_id, kept.channel_id, notice(self.told(kept, error)))

    @classmethod
    def mark_of(cls, kept: Kept) -> int:
        """Return the mark by which a message is found again."""
        return cls.marks + kept.row_id % 20_000_000


def place_of(client: discord.Client, kept: Standing) -> discord.PartialMessageable:
    """Return the channel or thread of a message."""
    return client.get_partial_messageable(kept.channel_id, guild_id=kept.guild_id)
