"""`/rate` and `/ratings`: rating episodes, and how they were rated."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import LooseEnds
from bot.episodes import EpisodeNumber, read_request
from bot.shows import Show, choose_episode
from bot.storage import reviews
from bot.ui import polls, rating, results
from bot.ui.choosing import complete_episode, complete_show, which_show

Episode = app_commands.Range[str, 1, 100]
ShowName = app_commands.Range[str, 1, 100]


@app_commands.guild_only()
class Ratings(commands.GroupCog, group_name="ratings", group_description="How episodes are rated here"):
    """Ratings of episodes."""

    @app_commands.command(description="Post a poll on which members rate an episode")
    @app_commands.autocomplete(show=complete_show)
    async def open(
        self,
        interaction: discord.Interaction[LooseEnds],
        episode: Episode,
        show: ShowName | None = None,
        closes: app_commands.Range[str, 1, 40] | None = None,
    ) -> None:
        """Open the poll of an episode."""
        await polls.open_poll(interaction, *await meant(interaction, episode, show), closes)

    @app_commands.command(description="Close an episode’s poll; its message becomes the result")
    @app_commands.autocomplete(show=complete_show)
    async def close(
        self, interaction: discord.Interaction[LooseEnds], episode: Episode, show: ShowName | None = None
    ) -> None:
        """Close the poll of an episode."""
        await polls.close_poll(interaction, *await meant(interaction, episode, show))

    @app_commands.command(description="Open a closed poll again")
    @app_commands.autocomplete(show=complete_show)
    async def reopen(
        self,
        interaction: discord.Interaction[LooseEnds],
        episode: Episode,
        show: ShowName | None = None,
        closes: app_commands.Range[str, 1, 40] | None = None,
    ) -> None:
        """Open a closed poll again."""
        await polls.reopen_poll(interaction, *await meant(interaction, episode, show), closes)

    @app_commands.command(description="How an episode was rated here; only you see it")
    @app_commands.autocomplete(episode=complete_episode, show=complete_show)
    async def episode(
        self, interaction: discord.Interaction[LooseEnds], episode: Episode, show: ShowName | None = None
    ) -> None:
        """Show an episode's ratings."""
        await results.show_episode(interaction, *await meant(interaction, episode, show))

    @app_commands.command(description="How a season was rated here, as far as you have watched; only you see it")
    @app_commands.autocomplete(show=complete_show)
    async def season(self, interaction: discord.Interaction[LooseEnds], show: ShowName | None = None) -> None:
        """Show a season's ratings."""
        await results.show_season(interaction, await which_show(interaction, show))

    @app_commands.command(description="Your own ratings against the server’s; only you see them")
    @app_commands.autocomplete(show=complete_show)
    async def mine(self, interaction: discord.Interaction[LooseEnds], show: ShowName | None = None) -> None:
        """Show the member's own ratings."""
        await results.show_own(interaction, await which_show(interaction, show) if show else None)

    @app_commands.command(description="The best episodes of all shows, as far as you have watched; only you see them")
    async def top(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Show the best episodes."""
        await results.show_top(interaction)

    @app_commands.command(description="The ratings as a table for a spreadsheet, without names")
    @app_commands.autocomplete(show=complete_show)
    async def export(self, interaction: discord.Interaction[LooseEnds], show: ShowName | None = None) -> None:
        """Export the tallies."""
        await results.export(interaction, await which_show(interaction, show) if show else None)


async def meant(
    interaction: discord.Interaction[LooseEnds], episode: str, name: str | None
) -> tuple[Show, EpisodeNumber]:
    """Return the show and the episode that are meant.

    Raises:
        Mistake: no such show, or the text is no episode.
    """
    request = read_request(episode)
    show = await which_show(interaction, name, request.season)
    heads, _ = await reviews.heads_of_show(
        interaction.client.database, show.guild_id, show.show_id, interaction.user.id
    )
    return show, choose_episode(request, show, reviews.covered_by(heads))


async def setup(bot: LooseEnds) -> None:
    """Add the cog, and the buttons and the select that answer on messages of any age."""
    bot.add_dynamic_items(*rating.ITEMS, *results.ITEMS)
    await bot.add_cog(Ratings())
