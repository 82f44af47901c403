"""What the bot does for itself: a backup of its database each day."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta

from discord.ext import commands

from bot.client import LooseEnds
from bot.storage import backups, state
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
        self.round = Round("backups", self.back_up_if_due, seconds=SECONDS)

    async def cog_load(self) -> None:
        """Begin, where backups are wanted."""
        if self.bot.backups is not None:
            self.round.start(self.bot)

    async def cog_unload(self) -> None:
        """Take no more; one that is under way is left unfinished, and none by its name."""
        await self.round.stop()

    async def back_up_if_due(self) -> None:
        """Take a backup if the last one is a day old, and delete those that are too many.

        Raises:
            StorageError: it could not be taken, or was not whole; it is tried again later.
        """
        plan, now = self.bot.backups, self.bot.clock()
        if plan is None or now < await self._next():
            return
        await asyncio.to_thread(_back_up, plan, now)
        await state.remember(self.bot.database, _LAST, str(int(now.timestamp())))

    async def _next(self) -> datetime:
        last = await state.recall(self.bot.database, _LAST)
        return datetime.fromtimestamp(int(last), UTC) + EVERY if last else datetime.min.replace(tzinfo=UTC)


def _back_up(plan: Plan, now: datetime) -> None:
    looked = backups.back_up(plan.database, plan.folder / backups.name_at(plan.database, now))
    old = backups.drop_old(plan.folder, plan.database, plan.keep)
    _log.info("Backed the database up (%d bytes), and deleted %d older backups", looked.size, len(old))


async def setup(bot: LooseEnds) -> None:
    """Add the cog."""
    await bot.add_cog(Housekeeping(bot))
