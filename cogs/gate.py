"""`/gate`: what members meet who ask for more than they have watched, as those who manage the server choose it."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import LooseEnds
from bot.gate import Gate
from bot.storage import guilds
from bot.ui.choosing import guild_of
from bot.ui.layouts import notice
from bot.ui.reading import reply
from bot.ui.rights import must_manage

NAMES = {
    Gate.VEIL: "Veil: they get it behind a veil, without a question",
    Gate.ASK: "Ask first: have you watched it? It is shown veiled to who wants it all the same",
    Gate.STRICT: "Strict: they get nothing of it until they say that they have watched it",
}

MEANS = {
    Gate.VEIL: (
        "**The gate veils.** Who asks for something beyond what they have watched gets it at once, behind a veil. How "
        "an episode was rated is shown once they rated or watched it, or its poll is closed."
    ),
    Gate.ASK: (
        "**The gate asks first.** Who asks, for themselves, for something beyond what they have watched, or has never "
        "said how far that is, is asked whether they have watched it. Who has not can have it behind a veil all the "
        "same. How an episode was rated is shown once they rated or watched it, or its poll is closed."
    ),
    Gate.STRICT: (
        "**The gate is strict.** Who has not said that they have watched an episode gets nothing of it from me: no "
        "recap or review, not even veiled, none for the channel either, no link to it, no ratings, not of their own, "
        "and no number that is completed or listed. Saying “I’ve watched it” opens it, and is believed."
    ),
}

ALWAYS = (
    "-# What stands in channels stays there, behind veils. Its buttons open by what holds when they are pressed; its "
    "links to blogs, where it has such, lead there. `/watched` says how far one has watched."
)


class Gates(commands.Cog):
    """The gate of a guild."""

    @app_commands.command(name="gate", description="What members meet who ask for more than they have watched")
    @app_commands.describe(how="What they meet; left out, you are told what they meet now")
    @app_commands.choices(how=[app_commands.Choice(name=said, value=gate.value) for gate, said in NAMES.items()])
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    async def gate(self, interaction: discord.Interaction[LooseEnds], how: str | None = None) -> None:
        """Choose how the gate holds what lies beyond a member's progress, or say how it does."""
        must_manage(interaction)
        database, guild_id = interaction.client.database, guild_of(interaction)
        if how is not None:
            await guilds.set_gate(database, guild_id, Gate(how))
        holds = (await guilds.settings(database, guild_id)).gate
        await reply(interaction, notice(f"{MEANS[holds]}\n{ALWAYS}"))


async def setup(bot: LooseEnds) -> None:
    """Add the cog."""
    await bot.add_cog(Gates())
