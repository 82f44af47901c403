"""Posting reviews where they are wanted: the round that does it."""

from __future__ import annotations

import asyncio

from discord.ext import commands

from bot.client import LooseEnds
from bot.storage import deliveries
from bot.ui.loops import Round
from bot.ui.posting import post_due

SECONDS = 5.0
"""Between two rounds: a review that a member writes stands in the channel within so many."""
GUILDS_AT_ONCE = 20


class Deliveries(commands.Cog):
    """The round in which what is due is posted: in one guild one after the other, in several at once."""

    def __init__(self, bot: LooseEnds) -> None:
        self.bot = bot
        self.round = Round("deliveries", self.post, seconds=SECONDS)
        self.posting: dict[int, asyncio.Task[None]] = {}

    async def cog_load(self) -> None:
        """Begin to post."""
        self.round.start(self.bot)

    async def cog_unload(self) -> None:
        """Post no more; what was under way is settled at the next start."""
        await self.round.stop()
        for task in self.posting.values():
            task.cancel()
        await asyncio.gather(*self.posting.values(), return_exceptions=True)

    async def post(self) -> None:
        """Begin to post in each guild where something is due, unless it is still being posted there.

        A guild that can't be reached is passed over: nothing of it is tried, nothing is noted, and it all goes on once
        the guild is back.

        Raises:
            StorageError: what became of a delivery since the last round can't be noted.
        """
        for guild_id in [guild_id for guild_id, task in self.posting.items() if task.done()]:
            self.posting.pop(guild_id).result()
        for guild_id in await deliveries.guilds_due(self.bot.database, self.bot.clock()):
            guild = self.bot.get_guild(guild_id)
            if guild is None or guild.unavailable or guild_id in self.posting:
                continue
            if len(self.posting) == GUILDS_AT_ONCE:
                break
            self.posting[guild_id] = asyncio.create_task(post_due(self.bot, guild))


async def setup(bot: LooseEnds) -> None:
    """Add the cog."""
    await bot.add_cog(Deliveries(bot))
