"""`/rate` and `/ratings`: rating episodes, and how they were rated."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import LooseEnds
from bot.shows import Show
from bot.ui import poll_cards, polls, rating, results
from bot.ui.choosing import (
    complete_episode,
    complete_show,
    episode_or_ask,
    goes_on,
    picked_episode,
    show_or_ask,
)
from bot.ui.house_rules import settle_hosts
from bot.ui.layouts import notice
from bot.ui.loops import Round
from bot.ui.polling import Polling
from bot.ui.replying import reply

Episode = app_commands.Range[str, 1, 100]
ShowName = app_commands.Range[str, 1, 100]

_EPISODE = "A number such as 13 or 13.5, or “final”"
_SHOW = "The show, where it is not the one of this channel"
_CLOSES = "When it closes by itself: 24h, 3d, or a time in UTC such as 2026-12-01 20:00"

SECONDS = 2.0
"""Between two looks at which polls are to be posted, edited or closed."""


@app_commands.guild_only()
class Ratings(commands.GroupCog, group_name="ratings", group_description="How episodes are rated here"):
    """Ratings of episodes, and the round in which polls are closed and their messages follow.

    Discord gives a group's commands the same rights, so those for hosts are checked in code alone.
    """

    def __init__(self, bot: LooseEnds) -> None:
        self.bot = bot
        self.polling = Polling(bot)
        self.round = Round("polls", self.polling.follow, seconds=SECONDS)

    async def cog_load(self) -> None:
        """Begin to follow."""
        self.round.start(self.bot)

    async def cog_unload(self) -> None:
        """Follow no more; what was under way is settled at the next start."""
        await self.round.stop()
        await self.polling.stop()

    @app_commands.command(description="Post a poll on which members rate an episode")
    @app_commands.describe(episode=_EPISODE, show=_SHOW, closes=_CLOSES)
    @app_commands.autocomplete(show=complete_show)
    async def open(
        self,
        interaction: discord.Interaction[LooseEnds],
        episode: Episode,
        show: ShowName | None = None,
        closes: app_commands.Range[str, 1, 40] | None = None,
    ) -> None:
        """Open the poll of an episode."""
        meant = await episode_or_ask(interaction, episode, show, "open", closes or "")
        if meant is not None:
            await polls.open_poll(interaction, *meant, closes)

    @app_commands.command(description="Close an episode’s poll; its message becomes the result")
    @app_commands.describe(episode=_EPISODE, show=_SHOW)
    @app_commands.autocomplete(show=complete_show)
    async def close(
        self, interaction: discord.Interaction[LooseEnds], episode: Episode, show: ShowName | None = None
    ) -> None:
        """Close the poll of an episode."""
        meant = await episode_or_ask(interaction, episode, show, "close")
        if meant is not None:
            await polls.close_poll(interaction, *meant)

    @app_commands.command(description="Open a closed poll again")
    @app_commands.describe(episode=_EPISODE, show=_SHOW, closes=_CLOSES)
    @app_commands.autocomplete(show=complete_show)
    async def reopen(
        self,
        interaction: discord.Interaction[LooseEnds],
        episode: Episode,
        show: ShowName | None = None,
        closes: app_commands.Range[str, 1, 40] | None = None,
    ) -> None:
        """Open a closed poll again."""
        meant = await episode_or_ask(interaction, episode, show, "reopen", closes or "")
        if meant is not None:
            await polls.reopen_poll(interaction, *meant, closes)

    @app_commands.command(description="Say who opens and closes polls (for those who manage the server)")
    @app_commands.describe(role="Its members may, beside those with the right Manage Messages; none if left out")
    async def hosts(self, interaction: discord.Interaction[LooseEnds], role: discord.Role | None = None) -> None:
        """Choose the role of hosts."""
        await reply(interaction, notice(await settle_hosts(interaction, role.id if role else None)))

    @app_commands.command(description="How an episode was rated here; only you see it")
    @app_commands.describe(episode=_EPISODE, show=_SHOW)
    @app_commands.autocomplete(episode=complete_episode, show=complete_show)
    async def episode(
        self, interaction: discord.Interaction[LooseEnds], episode: Episode, show: ShowName | None = None
    ) -> None:
        """Show an episode's ratings."""
        meant = await episode_or_ask(interaction, episode, show, "ratings")
        if meant is not None:
            await results.show_episode(interaction, *meant)

    @app_commands.command(description="How a season was rated here, as far as you have watched; only you see it")
    @app_commands.describe(show=_SHOW)
    @app_commands.autocomplete(show=complete_show)
    async def season(self, interaction: discord.Interaction[LooseEnds], show: ShowName | None = None) -> None:
        """Show a season's ratings."""
        meant = await show_or_ask(interaction, show, "season")
        if meant is not None:
            await results.show_season(interaction, meant)

    @app_commands.command(description="Your own ratings against the server’s; only you see them")
    @app_commands.describe(show=_SHOW)
    @app_commands.autocomplete(show=complete_show)
    async def mine(self, interaction: discord.Interaction[LooseEnds], show: ShowName | None = None) -> None:
        """Show the member's own ratings."""
        meant = await show_or_ask(interaction, show, "mine") if show else None
        if meant is not None or not show:
            await results.show_own(interaction, meant)

    @app_commands.command(description="The best episodes of all shows, as far as you have watched; only you see them")
    async def top(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Show the best episodes."""
        await results.show_top(interaction)

    @app_commands.command(description="The ratings as a table for a spreadsheet, without names")
    @app_commands.describe(show=_SHOW)
    @app_commands.autocomplete(show=complete_show)
    async def export(self, interaction: discord.Interaction[LooseEnds], show: ShowName | None = None) -> None:
        """Export the tallies."""
        meant = await show_or_ask(interaction, show, "export") if show else None
        if meant is not None or not show:
            await results.export(interaction, meant)


class Rate(commands.Cog):
    """Rating without a poll."""

    @app_commands.command(description="Rate an episode from 1 to 10; nobody else is shown your rating")
    @app_commands.describe(
        episode=_EPISODE,
        score="From 1 to 10; it takes the place of what you gave before",
        show=_SHOW,
    )
    @app_commands.autocomplete(episode=complete_episode, show=complete_show)
    @app_commands.guild_only()
    async def rate(
        self,
        interaction: discord.Interaction[LooseEnds],
        episode: Episode,
        score: app_commands.Range[int, 1, 10],
        show: ShowName | None = None,
    ) -> None:
        """Note the member's rating."""
        meant = await episode_or_ask(interaction, episode, show, "rate", str(score))
        if meant is not None:
            await rating.rate(interaction, *meant, score)


@goes_on("open")
async def _open(interaction: discord.Interaction[LooseEnds], show: Show, asked: str) -> None:
    episode, closes = await picked_episode(interaction, show, asked)
    await polls.open_poll(interaction, show, episode, closes or None)


@goes_on("close")
async def _close(interaction: discord.Interaction[LooseEnds], show: Show, asked: str) -> None:
    episode, _ = await picked_episode(interaction, show, asked)
    await polls.close_poll(interaction, show, episode)


@goes_on("reopen")
async def _reopen(interaction: discord.Interaction[LooseEnds], show: Show, asked: str) -> None:
    episode, closes = await picked_episode(interaction, show, asked)
    await polls.reopen_poll(interaction, show, episode, closes or None)


@goes_on("ratings")
async def _episode(interaction: discord.Interaction[LooseEnds], show: Show, asked: str) -> None:
    episode, _ = await picked_episode(interaction, show, asked)
    await results.show_episode(interaction, show, episode)


@goes_on("season")
async def _season(interaction: discord.Interaction[LooseEnds], show: Show, _: str) -> None:
    await results.show_season(interaction, show)


@goes_on("mine")
async def _mine(interaction: discord.Interaction[LooseEnds], show: Show, _: str) -> None:
    await results.show_own(interaction, show)


@goes_on("export")
async def _export(interaction: discord.Interaction[LooseEnds], show: Show, _: str) -> None:
    await results.export(interaction, show)


@goes_on("rate")
async def _rate(interaction: discord.Interaction[LooseEnds], show: Show, asked: str) -> None:
    episode, score = await picked_episode(interaction, show, asked)
    await rating.rate(interaction, show, episode, int(score) if score.isdecimal() else 0)


async def setup(bot: LooseEnds) -> None:
    """Add the cog, and the buttons and the select that answer on messages of any age."""
    bot.add_dynamic_items(*rating.ITEMS, *poll_cards.ITEMS)
    await bot.add_cog(Ratings(bot))
    await bot.add_cog(Rate())
