"""A cog for the tests alone: it shows a review's card, and what a forger would put on a message."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.client import LooseEnds
from bot.episodes import EpisodeNumber
from bot.storage import reviews
from bot.ui import rating, reading
from bot.ui.cards import review_card
from bot.ui.layouts import notice, row


class Cards(commands.Cog):
    """Commands that show a card, and a forger's."""

    @app_commands.command(description="Show a review's card")
    async def card(
        self,
        interaction: discord.Interaction[LooseEnds],
        review: int,
        role: discord.Role | None = None,
        updated: bool = False,
    ) -> None:
        """Show the card in the channel."""
        kept, viewer = await reading.found(interaction, review)
        heads, _ = await reviews.heads_of_show(
            interaction.client.database, kept.show.guild_id, kept.show.show_id, interaction.user.id
        )
        alike = [head for head in heads if kept.head.span.last in head.span]
        layout = review_card(kept, gate=viewer.gate, role_id=role.id if role else None, updated=updated, alike=alike)
        await interaction.response.send_message(view=layout)

    @app_commands.command(description="Post controls of ratings with forged ids")
    async def forge(
        self, interaction: discord.Interaction[LooseEnds], show: int, score: int = 5, picked: str = "13"
    ) -> None:
        """Post buttons and a select that carry a show's id, whoever it belongs to."""
        episode = EpisodeNumber.of(13)
        buttons: list[ui.Item[Any]] = [
            rating.ScoreButton(show, episode, score),
            rating.RemoveRatingButton(show, episode),
            rating.RateButton(show, "Rate"),
        ]
        select = rating.EpisodeSelect(show, [discord.SelectOption(label="Forged", value=picked)])
        await interaction.response.send_message(view=notice("Press.", *row(buttons), *row([select])))


async def setup(bot: LooseEnds) -> None:
    """Add the cog."""
    await bot.add_cog(Cards())
