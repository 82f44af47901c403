"""`/gate`: what members meet who ask for more than they have watched, as those who manage the server choose it."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import LooseEnds
from bot.gate import Gate
from bot.storage import guilds
from bot.ui.choosing import guild_of
from bot.ui.house_rules import GATE_MEANS, GATES, settle_gate
from bot.ui.layouts import notice
from bot.ui.replying import reply
from bot.ui.rights import must_manage

ALWAYS = (
    "-# What stands in channels stays there, behind veils. Its buttons open by what holds when they are pressed; its "
    "links to blogs, where it has such, lead there. `/watched` says how far one has watched."
)


class Gates(commands.Cog):
    """The gate of a guild."""

    @app_commands.command(name="gate", description="What members meet who ask for more than they have watched")
    @app_commands.describe(how="What they meet; left out, you are told what they meet now")
    @app_commands.choices(how=[app_commands.Choice(name=said, value=gate.value) for gate, said in GATES.items()])
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    async def gate(self, interaction: discord.Interaction[LooseEnds], how: str | None = None) -> None:
        """Choose how the gate holds what lies beyond a member's progress, or say how it does."""
        must_manage(interaction)
        if how is not None:
            means = await settle_gate(interaction, Gate(how))
        else:
            means = GATE_MEANS[(await guilds.settings(interaction.client.database, guild_of(interaction))).gate]
        await reply(interaction, notice(f"{means}\n{ALWAYS}"))


async def setup(bot: LooseEnds) -> None:
    """Add the cog."""
    await bot.add_cog(Gates())
