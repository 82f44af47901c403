"""`/review`: reviews that members write, upload, change and take back, and the keepers' queue."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import LooseEnds
from bot.episodes import read_request
from bot.storage.guilds import Writers
from bot.ui import handling, queueing, uploading, writing
from bot.ui.choosing import complete_show, show_or_ask, which_show, write_request
from bot.ui.forms import Handler, receive
from bot.ui.house_rules import settle_writers
from bot.ui.layouts import notice
from bot.ui.replying import reply
from bot.ui.rights import must_manage

Choice = app_commands.Range[str, 1, 100]

FORMS: Mapping[re.Pattern[str], Handler] = {
    writing.FORM: writing.submit,
    queueing.EPISODE_FORM: queueing.name_episode,
    queueing.SHOW_FORM: queueing.name_show,
}


@app_commands.guild_only()
class Reviews(commands.GroupCog, group_name="review", group_description="Reviews of episodes"):
    """Reviews that are made in Discord.

    Discord gives a group's commands the same rights, so those for keepers are checked in code alone. No episode is
    completed where a review is to be filed: Enter takes the first choice, and who types 1 does not mean 13.
    """

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Take the forms that are sent off."""
        await receive(interaction, FORMS)

    @app_commands.command(description="Write a review of an episode; nobody sees it before you send it off")
    @app_commands.describe(
        episode="A number such as 13 or 13.5, or “final”", show="The show, where it is not the one of this channel"
    )
    @app_commands.autocomplete(show=complete_show)
    async def write(
        self, interaction: discord.Interaction[LooseEnds], episode: Choice, show: Choice | None = None
    ) -> None:
        """Open the form for a review."""
        request = read_request(episode)
        meant = await show_or_ask(interaction, show, "write", write_request(request), season=request.season)
        if meant is not None:
            await writing.begin(interaction, meant, request)

    @app_commands.command(description="Bring a review as a file: text, Markdown or HTML")
    @app_commands.describe(
        file="The review",
        show="The show, where the file does not name it",
        episode="The episode, where the file does not name it",
    )
    @app_commands.autocomplete(show=complete_show)
    async def upload(
        self,
        interaction: discord.Interaction[LooseEnds],
        file: discord.Attachment,
        show: Choice | None = None,
        episode: Choice | None = None,
    ) -> None:
        """Store the review that a file holds."""
        request = None if episode is None else read_request(episode)
        season = None if request is None else request.season
        meant = await which_show(interaction, show, season) if show or season is not None else None
        await uploading.upload(interaction, file, meant, request)

    @app_commands.command(description="Change a review that was written or uploaded here")
    @app_commands.describe(
        review="The review",
        episode="Another episode, where it stands under the wrong one",
        file="What takes its place, where it came as a file",
    )
    @app_commands.autocomplete(review=handling.complete_own)
    async def edit(
        self,
        interaction: discord.Interaction[LooseEnds],
        review: Choice,
        episode: Choice | None = None,
        file: discord.Attachment | None = None,
    ) -> None:
        """Open the form with what is stored of a review, or put another file in its place."""
        number, request = handling.review_number(review), None if episode is None else read_request(episode)
        if file is not None:
            await uploading.upload_anew(interaction, file, number, request)
        else:
            await writing.begin_edit(interaction, number, request)

    @app_commands.command(description="Delete a review, and take it back where it stands")
    @app_commands.describe(review="The review")
    @app_commands.autocomplete(review=handling.complete_handled)
    async def delete(self, interaction: discord.Interaction[LooseEnds], review: Choice) -> None:
        """Ask whether a review is to be deleted."""
        await handling.ask_to_delete(interaction, handling.review_number(review))

    @app_commands.command(name="list", description="The reviews of a show, as far as you have watched")
    @app_commands.describe(show="The show, where it is not the one of this channel")
    @app_commands.autocomplete(show=complete_show)
    async def list_(self, interaction: discord.Interaction[LooseEnds], show: Choice | None = None) -> None:
        """List the reviews of a show."""
        meant = await show_or_ask(interaction, show, "reviews")
        if meant is not None:
            await handling.answer_list(interaction, meant, 0)

    @app_commands.command(description="Say who may write reviews (for those who manage the server)")
    @app_commands.describe(who="Who may write and upload reviews", role="The role, where you choose one")
    @app_commands.choices(
        who=[
            app_commands.Choice(name="Everyone", value=Writers.EVERYONE.value),
            app_commands.Choice(name="A role", value=Writers.ROLE.value),
            app_commands.Choice(name="Those who manage the server", value=Writers.KEEPERS.value),
        ]
    )
    async def writers(
        self, interaction: discord.Interaction[LooseEnds], who: str, role: discord.Role | None = None
    ) -> None:
        """Choose who may write reviews."""
        await reply(interaction, notice(await settle_writers(interaction, Writers(who), role.id if role else None)))

    @app_commands.command(description="What waits to be placed or posted (for those who manage the server)")
    async def queue(self, interaction: discord.Interaction[LooseEnds]) -> None:
        """Show the queue."""
        must_manage(interaction)
        await queueing.show_queue(interaction)


async def setup(bot: LooseEnds) -> None:
    """Add the cog, and the buttons and the select that answer on messages of any age."""
    bot.add_dynamic_items(*writing.ITEMS, *handling.ITEMS, *queueing.ITEMS)
    await bot.add_cog(Reviews())
