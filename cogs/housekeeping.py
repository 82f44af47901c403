"""What the bot does for itself: a backup of its database each day, and a look at what a wrong clock has put off."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta

from discord.ext import commands

from bot.client import LooseEnds
from bot.storage import backups, clock_jumps, state
from bot.storage.backups import Plan
from bot.ui.loops import Round

SECONDS = 300.0
"""Between two looks at whether a backup is due."""
EVERY = timedelta(days=1)
_LAST = "last backup"

_log = logging.getLogger(__name__)


class Housekeeping(commands.Cog):
    """The round in which a backup is taken, a day after the last one, however often the bot was started since."""

    def __init__(self, bot: LooseEnds) -> None:
        self.bot = bot
        self.round = Round("housekeeping", self.keep_house, seconds=SECONDS)

    async def cog_load(self) -> None:
        """Begin."""
        self.round.start(self.bot)

    async def cog_unload(self) -> None:
        """Take no more; one that is under way is left unfinished, and none by its name."""
        await self.round.stop()

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
