"""What the bot does for itself: backups, what a wrong clock has put off, and forgetting servers that it has left."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta

import discord
from discord.ext import commands

from bot.client import LooseEnds
from bot.storage import backups, clock_jumps, departures, state
from bot.storage.backups import Plan
from bot.ui.loops import Round

SECONDS = 300.0
"""Between two looks at whether a backup is due."""
EVERY = timedelta(days=1)
_LAST = "last backup"

_log = logging.getLogger(__name__)


class Housekeeping(commands.Cog):
    """The rounds of backups, a day apart however often the bot is started, and of forgetting.

    Discord says of a server that removes the bot “guild remove”, and of one that is down “guild unavailable”; what was
    missed while the bot was down is found when it is ready.
    """

    def __init__(self, bot: LooseEnds) -> None:
        self.bot = bot
        self.keeping = Round("housekeeping", self.keep_house, seconds=SECONDS)
        self.forgetting = Round("forgetting", self.forget_due, seconds=SECONDS)

    async def cog_load(self) -> None:
        """Begin."""
        self.keeping.start(self.bot)
        self.forgetting.start(self.bot)

    async def cog_unload(self) -> None:
        """Do no more; a backup that is under way is left unfinished, and none by its name."""
        await self.keeping.stop()
        await self.forgetting.stop()

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Note which servers removed the bot, or took it back, while it was not connected."""
        present = {guild.id for guild in self.bot.guilds}
        for guild_id in await departures.note_absent(self.bot.database, present, self.bot.clock()):
            _log.info("Guild %d has removed the bot; its data is kept for %d days", guild_id, self.bot.days_kept)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Note that a server has removed the bot."""
        await departures.note(self.bot.database, guild.id, self.bot.clock())
        _log.info("Guild %d has removed the bot; its data is kept for %d days", guild.id, self.bot.days_kept)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Keep what is there of a server that takes the bot back."""
        if await departures.note_back(self.bot.database, guild.id):
            _log.info("Guild %d has the bot again, with its data", guild.id)

    async def forget_due(self) -> None:
        """Delete what is kept of servers that left so many days ago, or whose owner asked for it."""
        before = self.bot.clock() - timedelta(days=self.bot.days_kept)
        for guild_id in await departures.due(self.bot.database, before):
            rows = await departures.forget(self.bot.database, guild_id)
            _log.info("Forgot guild %d (%d rows)", guild_id, rows)

    async def keep_house(self) -> None:
        """Bring back what a clock that was ahead has put off, and back up if that is due; raises `StorageError`."""
        if brought := await clock_jumps.bring_back(self.bot.database, self.bot.clock()):
            _log.warning("%d things were put off by a clock that was ahead; they are due now", brought)
        await self.back_up_if_due()

    async def back_up_if_due(self) -> None:
        """Take a backup if the last one is a day old, and delete those that are too many.

        Raises:
            StorageError: it could not be taken, or was not whole; it is tried again later.
        """
        plan, now = self.bot.backups, self.bot.clock()
        if plan is None or not await self._is_due(now):
            return
        await asyncio.to_thread(_back_up, plan, now)
        await state.remember(self.bot.database, _LAST, str(int(now.timestamp())))

    async def _is_due(self, now: datetime) -> bool:
        last = await state.recall(self.bot.database, _LAST)
        passed = now - datetime.fromtimestamp(int(last), UTC) if last else EVERY
        return not timedelta() <= passed < EVERY  # the last one lies ahead where the clock was


def _back_up(plan: Plan, now: datetime) -> None:
    looked = backups.back_up(plan.database, plan.folder / backups.name_at(plan.database, now))
    old = backups.drop_old(plan.folder, plan.database, plan.keep)
    _log.info("Backed the database up (%d bytes), and deleted %d older backups", looked.size, len(old))


async def setup(bot: LooseEnds) -> None:
    """Add the cog."""
    await bot.add_cog(Housekeeping(bot))
