"""`/watched` and `/progress`: how far a member has watched, which decides what the bot shows them."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import LooseEnds
from bot.episodes import EpisodeRequest, read_request
from bot.shows import Show
from bot.storage import reviews
from bot.ui import tracking, watching
from bot.ui.choosing import complete_show, goes_on, number_of, read_written, show_or_ask, write_request
from bot.ui.replying import reply

NOTHING = "nothing"
_SAID_NOTHING = frozenset({NOTHING, "none", "forget", "reset"})


class Progress(commands.Cog):
    """Members' progress."""

    @app_commands.command(description="Say up to which episode you have watched; nobody else is told")
    @app_commands.describe(
        episode="The last one you have watched, higher or lower than before; or “nothing”; left out, what you said",
        show="The show, where it is not the one of this channel",
    )
    @app_commands.autocomplete(episode=tracking.complete_watched, show=complete_show)
    @app_commands.guild_only()
    async def watched(
        self,
        interaction: discord.Interaction[LooseEnds],
        episode: app_commands.Range[str, 1, 100] | None = None,
        show: app_commands.Range[str, 1, 100] | None = None,
    ) -> None:
        """Record how far the member has watched, or say what they said."""
        request, asked = None, ""
        if episode is not None and episode.strip().casefold() in _SAID_NOTHING:
            asked = NOTHING
        elif episode is not None:
            request = read_request(episode)
            asked = write_request(request)
        meant = await show_or_ask(interaction, show, "watched", asked, season=request.season if request else None)
        if meant is not None:
            await _answer(interaction, meant, asked, request)

    @app_commands.command(description="What you have watched of all shows, and what there is to read; only you see it")
    @app_commands.guild_only()
    async def progress(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """List the member's progress."""
        await tracking.show_progress(interaction)


@goes_on("watched")
async def _picked(interaction: discord.Interaction[LooseEnds], show: Show, asked: str) -> None:
    await _answer(interaction, show, asked, None if asked in ("", NOTHING) else read_written(asked))


async def _answer(
    interaction: discord.Interaction[LooseEnds], show: Show, asked: str, request: EpisodeRequest | None
) -> None:
    if request is not None:
        await note(interaction, show, request)
    elif asked == NOTHING:
        await reply(interaction, tracking.forgotten(await watching.forget(interaction, show), interaction.user.id))
    else:
        await tracking.show_of_show(interaction, show)


async def note(interaction: discord.Interaction[LooseEnds], show: Show, request: EpisodeRequest) -> None:
    """Record how far the member has watched a show, and say so."""
    number, member_id = await number_of(interaction, show, request), interaction.user.id
    change = await watching.note(interaction, show, number)
    heads, viewer = await reviews.heads_of_show(interaction.client.database, show.guild_id, show.show_id, member_id)
    await reply(interaction, tracking.recorded(change, heads, viewer, member_id))


async def setup(bot: LooseEnds) -> None:
    """Add the cog, and the buttons that answer on messages of any age."""
    bot.add_dynamic_items(*tracking.ITEMS)
    await bot.add_cog(Progress())
