"""`/setup`: all that a server can choose, on one private panel; and a word to the server that takes the bot in."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import LooseEnds
from bot.ui import setup_controls
from bot.ui.forms import receive
from bot.ui.greeting import greet
from bot.ui.setup_choices import FORMS
from bot.ui.setup_pages import show_page


class Setup(commands.Cog):
    """Setting up."""

    def __init__(self, bot: LooseEnds) -> None:
        self.bot = bot

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Take the forms that are sent off."""
        await receive(interaction, FORMS)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Say how to begin. Discord says of a server that was down and is back something else."""
        await greet(self.bot, guild)

    @app_commands.command(description="Choose all that the bot does here, and see what it may not do yet")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    async def setup(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Show the panel."""
        await show_page(interaction, "overview")


async def setup(bot: LooseEnds) -> None:
    """Add the cog, and the controls that answer on messages of any age."""
    bot.add_dynamic_items(*setup_controls.ITEMS)
    await bot.add_cog(Setup(bot))
