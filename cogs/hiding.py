"""*Hide as spoiler* and `/spoiler`: putting what was let slip behind a veil, and writing behind one at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import LooseEnds
from bot.ui import hiding, spoiling
from bot.ui.choosing import complete_show
from bot.ui.forms import Handler, receive
from bot.ui.hidden import Hider
from bot.ui.loops import Round

SECONDS = 120.0
"""Between two rounds, in which what could not be settled at once is."""


class Hiding(commands.Cog):
    """Hiding messages, and the round that ends what a crash or an outage left halfway.

    The menu is everyone's, for who wrote a message may hide it; that others need a right is checked in code.
    """

    def __init__(self, bot: LooseEnds) -> None:
        self.bot = bot
        hider = Hider(bot)
        self.hiding, self.spoiling = hiding.Menu(bot, hider), spoiling.Spoiling(bot, hider)
        self.forms: Mapping[re.Pattern[str], Handler] = {
            hiding.FORM: self.hiding.submit,
            spoiling.FORM: self.spoiling.submit,
        }
        self.menu = app_commands.guild_only(app_commands.ContextMenu(name="Hide as spoiler", callback=self.hide))
        self.round = Round("hiding", hider.settle_left, seconds=SECONDS)

    async def cog_load(self) -> None:
        """Add the menu, which discord.py does not take from a cog by itself, and settle what was left halfway."""
        self.bot.tree.add_command(self.menu)
        self.round.start(self.bot)

    async def cog_unload(self) -> None:
        """Take the menu away; what is under way is settled at the next start."""
        self.bot.tree.remove_command(self.menu.name, type=self.menu.type)
        await self.round.stop()

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Take the forms that are sent off."""
        await receive(interaction, self.forms)

    async def hide(self, interaction: discord.Interaction[LooseEnds], message: discord.Message) -> None:
        """Ask for the episode that a message is a spoiler for."""
        await self.hiding.ask(interaction, message)

    @app_commands.command(description="Write something that stands behind a veil from the start")
    @app_commands.describe(show="The show, where it is not the one of this channel")
    @app_commands.autocomplete(show=complete_show)
    @app_commands.guild_only()
    async def spoiler(
        self, interaction: discord.Interaction[LooseEnds], show: app_commands.Range[str, 1, 100] | None = None
    ) -> None:
        """Open the form for a spoiler."""
        await self.spoiling.ask(interaction, show)


async def setup(bot: LooseEnds) -> None:
    """Add the cog."""
    await bot.add_cog(Hiding(bot))
