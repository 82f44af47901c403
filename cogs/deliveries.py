"""Posting reviews where they are wanted: the round that does it."""

from __future__ import annotations

from discord.ext import commands

from bot.client import LooseEnds
from bot.ui.loops import Round
from bot.ui.posting import AT_ONCE, post_due

SECONDS = 5.0
"""Between two rounds: a review that a member writes stands in the channel within so many."""


class Deliveries(commands.Cog):
    """The round in which what is due is posted."""

    def __init__(self, bot: LooseEnds) -> None:
        self.bot = bot
        self.round = Round("deliveries", self.post, seconds=SECONDS)

    async def cog_load(self) -> None:
        """Begin to post."""
        self.round.start(self.bot)

    async def cog_unload(self) -> None:
        """Post no more."""
        self.round.stop()

    async def post(self) -> None:
        """Post all that is due."""
        while await post_due(self.bot) == AT_ONCE:
            pass


async def setup(bot: LooseEnds) -> None:
    """Add the cog."""
    await bot.add_cog(Deliveries(bot))
